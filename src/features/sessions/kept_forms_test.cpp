#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "features/sessions/edge_kept_forms.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/db/testing/processes.hpp"

namespace biroyna::sessions {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

const std::string kBrowser = auth::random_token();

http::Request of_browser(const std::string& browser) {
  return {.headers = {{"cookie", "__Host-browser=" + browser + ".check"}}};
}

http::Request question() {
  return {.method = http::Method::post,
          .target = "/en/sergeli/cases/3NTDSRT9/review/ask?x=1",
          .path = "/en/sergeli/cases/3NTDSRT9/review/ask",
          .headers = {{"content-type", "application/x-www-form-urlencoded"},
                      {"cookie", "__Host-browser=" + kBrowser + ".check"},
                      {"sec-fetch-site", "same-origin"}},
          .body = "csrf=c&key=k&text=Which+house%3F&version=3&old_password=p"};
}

class Kept : public ::testing::Test {
 protected:
  Time now = from_ms(1'000'000);
  KeptForms forms{[this] { return now; }};
  std::optional<KeptForm> take(std::string_view id) { return forms.take(id, of_browser(kBrowser)); }
};

TEST_F(Kept, WhatWasTypedWhenTheSessionWasOverIsThereOnceWithoutSecrets) {
  const std::string id = forms.keep(question());
  ASSERT_FALSE(id.empty());
  const auto form = take(id);
  ASSERT_TRUE(form);
  EXPECT_EQ(form->address, "/en/sergeli/cases/3NTDSRT9/review/ask");
  EXPECT_THAT(form->fields, ElementsAre(Pair("text", "Which house?"), Pair("version", "3")));
  EXPECT_FALSE(take(id)) << "once";
  EXPECT_FALSE(take("guessed"));
}

TEST_F(Kept, WhatWasTypedBesideAFileWasLost) {
  auto answer = question();
  answer.path = answer.target = "/en/sergeli/cases/3NTDSRT9/answer";
  answer.headers.front().second = "multipart/form-data; boundary=b";
  answer.body.clear();
  const std::string body =
      "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nc\r\n"
      "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nThe new one.\r\n"
      "--b\r\nContent-Disposition: form-data; name=\"file.identity\"; filename=\"scan.png\"\r\n\r\n" +
      std::string(2 * KeptForms::kMostBytes, 'x') + "\r\n--b--\r\n";
  const auto kept = [&](std::string_view body) {
    const db::testing::TemporaryFolder folder;
    answer.body_file = folder.path() / "body";
    std::ofstream(answer.body_file, std::ios::binary) << body;
    return forms.keep(answer);
  };
  const auto form = take(kept(body));
  ASSERT_TRUE(form);
  EXPECT_TRUE(form->multipart);
  EXPECT_THAT(form->fields, ElementsAre(Pair("text", "The new one.")));
  EXPECT_THAT(form->files, ElementsAre(Pair("file.identity", "scan.png")));
  EXPECT_EQ(kept(std::string_view(body).substr(0, body.size() - 4)), "") << "it came only in part";
}

TEST_F(Kept, NothingIsKeptOfOtherSitesOfPagesAndOfWhatIsLarge) {
  for (const char* site : {"cross-site", "same-site", "none", ""}) {
    auto request = question();
    request.headers.back().second = site;
    EXPECT_EQ(forms.keep(request), "") << site;
  }
  auto get = question();
  get.method = http::Method::get;
  EXPECT_EQ(forms.keep(get), "");
  auto api = question();
  api.path = "/api/v1/tasks/x/ask";
  EXPECT_EQ(forms.keep(api), "");
  auto large = question();
  large.body += std::string(KeptForms::kMostBytes, 'a');
  EXPECT_EQ(forms.keep(large), "");
  auto empty = question();
  empty.body = "csrf=c&text=";
  EXPECT_EQ(forms.keep(empty), "");
}

TEST_F(Kept, NobodySendsWhatAStrangerHasPrepared) {
  const std::string id = forms.keep(question());
  EXPECT_FALSE(forms.take(id, {})) << "a browser in which nobody was";
  EXPECT_FALSE(forms.take(id, of_browser(auth::random_token()))) << "another's browser";
  EXPECT_TRUE(take(id)) << "it is still there for who typed it";
  auto stranger = question();
  std::erase_if(stranger.headers, [](const auto& header) { return header.first == "cookie"; });
  EXPECT_EQ(forms.keep(stranger), "") << "nobody was signed in there";
}

TEST_F(Kept, AFloodOfOneClientDropsNoOtherForms) {
  const std::string mine = forms.keep(question());
  auto flood = question();
  flood.peer = "192.0.2.7";
  for (std::size_t i = 0; i < 2 * KeptForms::kMost; ++i) forms.keep(flood);
  EXPECT_TRUE(take(mine));
}

TEST_F(Kept, TheOldestGoWhenThereAreMany) {
  const std::string first = forms.keep(question());
  for (std::size_t i = 0; i < KeptForms::kMost; ++i) {
    auto other = question();
    other.peer = std::to_string(i);
    forms.keep(other);
  }
  EXPECT_FALSE(take(first));
  const std::string late = forms.keep(question());
  now += KeptForms::kFor + Minutes{1};
  EXPECT_FALSE(take(late));
}

}  // namespace
}  // namespace biroyna::sessions

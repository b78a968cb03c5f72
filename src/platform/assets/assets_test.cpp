#include "platform/assets/assets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace biroyna {
namespace {

using testing::Contains;
using testing::MatchesRegex;
using testing::Pair;

const std::vector<embedded::File> kFiles = {
    {"kiosk.css", "body { margin: 0 }"},
    {"kiosk.css.br", "brotli"},
    {"kiosk.css.gz", "gzip"},
    {"kiosk.js", "1"},
    {"kiosk.js.br", ""},
    {"kiosk.js.gz", ""},
    {"icons/logo.svg", "<svg/>"},
    {"icons/logo.svg.br", "logo"},
    {"fonts/inter-400.woff2", "wOF2"},
    {"board-worker.js", "2"},
};

http::Response get(const Assets& assets, const std::string& path, http::Fields headers = {}) {
  http::Router router;
  assets.add_routes(router);
  const auto match = router.match(http::Method::get, path);
  if (match.route == nullptr) throw std::logic_error("no route for " + path);
  struct Sink : http::Reply::Sink {
    http::Response sent{.status = 0};
    void send(http::Response response) override { sent = std::move(response); }
    std::shared_ptr<http::Stream> stream() override { return nullptr; }
  };
  const auto sink = std::make_shared<Sink>();
  http::Request request;
  request.path = path;
  request.headers = std::move(headers);
  request.path_params = match.params;
  match.route->handler(request, http::Reply(sink));
  return sink->sent;
}

std::string header(const http::Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return {};
}

TEST(Assets, AllLieInOneFolderNamedAfterTheirContent) {
  const Assets assets(kFiles);
  EXPECT_THAT(assets.address("kiosk.css"), MatchesRegex("/assets/[0-9a-f]{12}/kiosk\\.css"));
  const std::string folder = assets.address("kiosk.css").substr(0, 21);
  EXPECT_EQ(assets.address("icons/logo.svg"), folder + "icons/logo.svg");

  auto changed = kFiles;
  changed[0].content = "body { margin: 1px }";
  EXPECT_NE(Assets(changed).address("kiosk.js"), assets.address("kiosk.js"));
  EXPECT_EQ(Assets(kFiles).address("kiosk.js"), assets.address("kiosk.js"));
}

TEST(Assets, AnUnknownNameIsAMistakeInTheProgramAndNotFoundForAReader) {
  const Assets assets(kFiles);
  EXPECT_THROW(assets.address("missing.css"), std::logic_error);
  EXPECT_THROW(assets.address("kiosk.css.br"), std::logic_error);
  const auto response = get(assets, "/assets/0123456789ab/missing.css");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(header(response, "Cache-Control"), "no-store");
  const std::vector<embedded::File> odd = {{"readme.txt", "?"}};
  EXPECT_THROW(Assets{odd}, std::logic_error);
}

TEST(Assets, SendsTheSmallestThatTheReaderTakes) {
  const Assets assets(kFiles);
  struct Case {
    std::string name, accept, coding, body;
    bool varies = true;
  };
  for (const auto& c : {
           Case{"kiosk.css", "", "", "body { margin: 0 }"},
           Case{"kiosk.css", "gzip, deflate, br", "br", "brotli"},
           Case{"kiosk.css", "gzip", "gzip", "gzip"},
           Case{"kiosk.css", "br;q=0, gzip", "gzip", "gzip"},
           Case{"kiosk.js", "gzip, br", "", "1", false},
           Case{"icons/logo.svg", "gzip", "", "<svg/>"},
           Case{"icons/logo.svg", "br", "br", "logo"},
           Case{"fonts/inter-400.woff2", "br", "", "wOF2", false},
       }) {
    const auto response = get(assets, assets.address(c.name), {{"accept-encoding", c.accept}});
    SCOPED_TRACE(c.name + " " + c.accept);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, c.body);
    EXPECT_EQ(header(response, "Content-Encoding"), c.coding);
    EXPECT_EQ(header(response, "Vary"), c.varies ? "Accept-Encoding" : "");
    EXPECT_THAT(header(response, "Cache-Control"), testing::HasSubstr("immutable"));
  }
}

TEST(Assets, EachTypeIsSaidSinceNobodyMayGuess) {
  const Assets assets(kFiles);
  EXPECT_EQ(get(assets, assets.address("kiosk.css")).content_type, "text/css; charset=utf-8");
  EXPECT_EQ(get(assets, assets.address("kiosk.js")).content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(get(assets, assets.address("icons/logo.svg")).content_type, "image/svg+xml");
  EXPECT_EQ(get(assets, assets.address("fonts/inter-400.woff2")).content_type, "font/woff2");
}

TEST(Assets, WhatTheReaderHasIsNotSentAgain) {
  const Assets assets(kFiles);
  const std::string& address = assets.address("kiosk.css");
  const std::string plain = header(get(assets, address), "ETag");
  const std::string brotli = header(get(assets, address, {{"accept-encoding", "br"}}), "ETag");
  EXPECT_NE(plain, brotli);
  for (const std::string& known : {plain, "W/" + plain, "\"other\" , " + plain, std::string("*")}) {
    const auto response = get(assets, address, {{"if-none-match", known}});
    EXPECT_EQ(response.status, 304) << known;
    EXPECT_EQ(response.body, "");
    EXPECT_THAT(response.headers, Contains(Pair("ETag", plain)));
  }
  EXPECT_EQ(get(assets, address, {{"if-none-match", "\"other\""}}).status, 200);
  EXPECT_EQ(get(assets, address, {{"if-none-match", brotli}}).status, 200);
}

TEST(Assets, OnlyWhatKeepsTheBoardMayAnswerForAnotherAddress) {
  const Assets assets(kFiles);
  const auto allowed = Pair("Service-Worker-Allowed", "/");
  EXPECT_THAT(get(assets, assets.address("board-worker.js")).headers, Contains(allowed));
  EXPECT_THAT(get(assets, assets.address("kiosk.js")).headers, testing::Not(Contains(allowed)));
}

TEST(Assets, APageOfAnEarlierVersionIsLedToThePresentOne) {
  const Assets assets(kFiles);
  const auto response = get(assets, "/assets/000000000000/icons/logo.svg");
  EXPECT_EQ(response.status, 307);
  EXPECT_EQ(header(response, "Location"), assets.address("icons/logo.svg"));
  EXPECT_EQ(header(response, "Cache-Control"), "no-store");
}

}  // namespace
}  // namespace biroyna

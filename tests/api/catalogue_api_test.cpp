// The catalogue over HTTP: what a resident finds, in four languages.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/support/json.hpp"
#include "tests/support/program.hpp"

namespace biroyna::testing {
namespace {

namespace json = boost::json;
using ::testing::Contains;
using ::testing::HasSubstr;

constexpr const char* kServices = "/api/v1/centres/sergeli/services";
constexpr const char* kLanguages[] = {"uz-Latn", "uz-Cyrl", "ru", "en"};

std::vector<std::string> ids(const Answer& answer) {
  std::vector<std::string> found;
  const json::object all = object_of(answer);
  for (const auto& item : all.at("items").as_array()) found.emplace_back(item.at("id").as_string());
  return found;
}

std::string encoded(std::string_view text) {
  std::string out;
  for (const unsigned char c : text) out += fmt::format("%{:02X}", c);
  return out;
}

class CatalogueApi : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  Installation centre{GetParam()};
  Server server{centre};
  Api anybody{server.port(), ""};
};
INSTANTIATE_TEST_SUITE_P(Engines, CatalogueApi, db::testing::program_engines(), db::testing::engine_name);

TEST_P(CatalogueApi, AllServicesAreThereInFourLanguages) {
  const json::object all = object_of(anybody.get(kServices));
  ASSERT_EQ(all.at("items").as_array().size(), 44u);
  for (const char* language : kLanguages) {
    const std::string page = anybody.get(fmt::format("/{}/sergeli/services", language)).body;
    for (const auto& item : all.at("items").as_array()) {
      EXPECT_FALSE(item.at("names").at(language).as_string().empty());
      EXPECT_THAT(page, HasSubstr(fmt::format("/{}/sergeli/services/{}\"", language,
                                              item.at("id").as_string().c_str())));
    }
  }
  EXPECT_EQ(ids(anybody.get("/api/v1/centres/sergeli/spheres")).size(), 7u);
  EXPECT_EQ(ids(anybody.get("/api/v1/centres/sergeli/departments")).size(), 14u);
}

TEST_P(CatalogueApi, EachServiceHasItsPageInEachLanguage) {
  const auto services = ids(anybody.get(kServices));
  ASSERT_EQ(services.size(), 44u);
  for (const auto& id : services) {
    for (const char* language : kLanguages) {
      EXPECT_EQ(anybody.get(fmt::format("/{}/sergeli/services/{}", language, id)).status, 200)
          << id << " " << language;
    }
  }
}

TEST_P(CatalogueApi, TheKindergartenIsFoundInEveryWayOfWriting) {
  for (const char* text :
       {"boʻgʻcha", "богча", "bogcha", "детский сад", "БОҒЧА", "bog'cha", "bogchq", "детсад"}) {
    EXPECT_THAT(ids(anybody.get(fmt::format("{}?q={}", kServices, encoded(text)))),
                Contains("kindergarten-referral"))
        << text;
    EXPECT_THAT(anybody.get(fmt::format("/ru/sergeli/services?q={}", encoded(text))).body,
                HasSubstr("kindergarten-referral"))
        << text;
  }
  EXPECT_TRUE(ids(anybody.get(fmt::format("{}?q=qqqqqqqq", kServices))).empty());
}

TEST_P(CatalogueApi, FiltersAndPages) {
  const auto health = ids(anybody.get(fmt::format("{}?sphere=health", kServices)));
  EXPECT_GE(health.size(), 1u);
  EXPECT_LT(health.size(), 44u);
  EXPECT_EQ(anybody.get(fmt::format("{}?sphere=nothing&online=perhaps", kServices)).status, 422);
  std::vector<std::string> all;
  for (std::string after;;) {
    const json::object page = object_of(anybody.get(fmt::format("{}?limit=10&after={}", kServices, after)));
    for (const auto& item : page.at("items").as_array()) all.emplace_back(item.at("id").as_string());
    if (page.at("next").is_null()) break;
    after = page.at("next").as_string();
  }
  EXPECT_EQ(all.size(), 44u);
}

TEST_P(CatalogueApi, AServiceIsSentAgainOnlyWhenItChanged) {
  const Answer first = anybody.get(fmt::format("{}/kindergarten-referral", kServices));
  ASSERT_EQ(first.status, 200);
  const Answer again = anybody.get(fmt::format("{}/kindergarten-referral", kServices),
                                   {{"If-None-Match", first.headers.at("etag")}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(anybody.get(fmt::format("{}/nothing", kServices)).status, 404);
}

TEST_P(CatalogueApi, ASearchCannotSmuggleMarkup) {
  const std::string page =
      anybody.get("/en/sergeli/services?q=" + encoded("\"><script>alert(1)</script>")).body;
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)"));
  EXPECT_THAT(page, ::testing::Not(HasSubstr("<script>alert")));
}

TEST_P(CatalogueApi, TheWayInFollowsTheReadersLanguage) {
  const Answer root = anybody.get("/", {{"Accept-Language", "ru-RU,ru;q=0.9"}});
  EXPECT_EQ(root.status, 303);
  EXPECT_EQ(root.headers.at("location"), "/ru");
  EXPECT_EQ(anybody.get("/ru").headers.at("location"), "/ru/sergeli");
  const auto here = object_of(anybody.get("/api/v1/centres/sergeli"));
  EXPECT_EQ(here.at("days").as_array().size(), 7u);
  EXPECT_EQ(anybody.get("/api/v1/centres/nowhere").status, 404);
}

TEST_P(CatalogueApi, AnImportBesideTheServerIsTakenUp) {
  const db::testing::TemporaryFolder copy;
  std::filesystem::copy(catalogue_folder(), copy.path() / "catalogue",
                        std::filesystem::copy_options::recursive);
  const auto file = copy.path() / "catalogue" / "centre.yaml";
  std::string text = read_file(file);
  text.replace(text.find("Sergeli Single-Window Centre"), 7, "Changed");
  write_file(file, text);
  auto arguments = std::vector<std::string>{"import", (copy.path() / "catalogue").string()};
  for (const auto& word : centre.place()) arguments.push_back(word);
  EXPECT_THAT(run(arguments).out, HasSubstr("version 2"));
  EXPECT_THAT(run(arguments).out, HasSubstr("nothing changed"));
  Api kiosk(server.port(), centre.token("kiosk"));
  EXPECT_EQ(kiosk.post("/api/v1/centres/sergeli/tickets", R"({"services":["kindergarten-referral"]})").status,
            201);
  EXPECT_THAT(anybody.get("/api/v1/centres/sergeli").body, HasSubstr("Changed Single-Window Centre"));
}

}  // namespace
}  // namespace biroyna::testing

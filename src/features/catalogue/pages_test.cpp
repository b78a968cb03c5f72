// The public pages and the API, asked through the router as a browser without scripts asks.
#include "features/catalogue/pages.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <regex>
#include <set>

#include "audit_migrations.hpp"
#include "catalogue_migrations.hpp"
#include "core/text.hpp"
#include "features/catalogue/api.hpp"
#include "features/catalogue/test_form.hpp"
#include "platform/db/testing/databases.hpp"
#include "platform/http/uri.hpp"

namespace biroyna::catalogue {
namespace {

namespace json = boost::json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr embedded::File kAssets[] = {{"icons/favicon.svg", ""},     {"icons/logo.svg", ""},
                                      {"icons/logo-light.svg", ""},  {"citizen.css", ""},
                                      {"fonts/inter-400.woff2", ""}, {"citizen.js", ""},
                                      {"fonts/inter-600.woff2", ""}, {"live-worker.js", ""}};
constexpr const char* kServices = "/api/v1/centres/sergeli/services";

class Answer final : public http::Reply::Sink {
 public:
  void send(http::Response response) override { response_ = std::move(response); }
  std::shared_ptr<http::Stream> stream() override { throw std::logic_error("not a stream"); }
  const http::Response& response() const { return response_; }
  std::string header(std::string_view name) const {
    for (const auto& [key, value] : response_.headers) {
      if (key == name) return value;
    }
    return {};
  }
  json::object object() const { return json::parse(response_.body).as_object(); }

 private:
  http::Response response_{.status = 0};
};

class CataloguePages : public ::testing::Test {
 protected:
  CataloguePages() {
    db::migrate(*db, db::migrations({{"audit", embedded::audit_migrations()},
                                     {"catalogue", embedded::catalogue_migrations()}}));
    catalogues.emplace(*db, log, read_once);
    import(reference_files());
    add_api(router, site, *catalogues);
    add_pages(router, site, *catalogues);
  }

  void import(const Files& files) {
    yaml::Problems problems;
    catalogues->import(files, "test", now, problems);
    for (const auto& problem : problems) ADD_FAILURE() << problem.to_string();
  }

  Answer get(const std::string& target, http::Fields headers = {}) {
    const auto parsed = http::parse_target(target).value();
    const auto match = router.match(http::Method::get, parsed.path);
    if (match.route == nullptr) throw std::logic_error("no route for " + target);
    http::Request request{.method = http::Method::get,
                          .target = target,
                          .path = parsed.path,
                          .query = parsed.query,
                          .headers = std::move(headers),
                          .path_params = match.params,
                          .language = http::language_of_path(parsed.path).value_or(Language::en)};
    const auto answer = std::make_shared<Answer>();
    match.route->handler(request, http::Reply(answer));
    return *answer;
  }
  std::string page(const std::string& target) { return get(target).response().body; }
  int status(const std::string& target) { return get(target).response().status; }
  std::vector<std::string> ids(const std::string& target) {
    std::vector<std::string> found;
    const json::object all = get(target).object();
    for (const auto& item : all.at("items").as_array()) found.emplace_back(item.at("id").as_string());
    return found;
  }
  static std::string asking(const std::string& target, std::string_view text) {
    return target + "?q=" + http::percent_encode(text);
  }

  db::testing::Fresh db = db::testing::fresh(db::Engine::sqlite);
  audit::EventLog log{*db};
  std::optional<Catalogues> catalogues;
  Time now = parse_rfc3339("2026-11-24T05:00:00Z").value();  // a Tuesday, 10:00 in Tashkent
  Assets assets{kAssets};
  pages::Pages pages{
      assets, [](const http::Request&, const pages::Place&) { return std::vector<html::NavigationItem>(); }};
  Site site{
      pages,
      [](const http::Request&, const Refusal& refusal) {
        json::array wrong;
        for (const auto& field : refusal.fields) wrong.emplace_back(field.pointer + " " + field.code);
        return http::Response{.status = http::status_of(refusal.kind),
                              .body = json::serialize(json::object{{"errors", wrong}})};
      },
      [this](Language language, const CentreId& centre) { return place(*catalogues, language, centre); },
      [this] { return now; }, "https://centre.example"};
  http::Router router;
};

std::size_t count(const std::string& text, std::string_view what) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += what.size()) ++found;
  return found;
}

// Every page in every language: one heading, no key left without its text, no text of the catalogue unread,
// every link below the page's own language.
TEST_F(CataloguePages, EveryPageIsWholeInEveryLanguage) {
  const Catalogue centre = reference();
  std::vector<std::string> rests = {
      "", "/services", "/services?sphere=health", "/services?q=zzzzzzzz", "/life-events", "/departments"};
  for (const auto& service : centre.services) rests.push_back("/services/" + service.id.str());
  for (const auto& event : centre.life_events) rests.push_back("/life-events/" + event.id);
  for (const auto& department : centre.departments) rests.push_back("/departments/" + department.id.str());
  const std::regex key(R"re(>(catalogue|service|portal|kiosk|page|nav)\.[a-z_]+)re"),
      link(R"re( href="([^"]*)")re");
  for (const Language language : kLanguages) {
    std::set<std::string> linked;
    for (const auto& rest : rests) {
      const std::string target = fmt::format("/{}/sergeli{}", tag(language), rest);
      const Answer answer = get(target);
      const std::string& body = answer.response().body;
      EXPECT_EQ(answer.response().status, 200) << target;
      EXPECT_EQ(count(body, "<h1"), 1u) << target;
      EXPECT_FALSE(std::regex_search(body, key)) << target;
      EXPECT_THAT(body, HasSubstr(fmt::format("lang=\"{}\"", tag(language)))) << target;
      for (std::sregex_iterator at(body.begin(), body.end(), link), end; at != end; ++at)
        linked.insert((*at)[1]);
    }
    const std::string own = fmt::format("/{}/sergeli", tag(language));
    for (const auto& service : centre.services)
      EXPECT_TRUE(linked.contains(fmt::format("{}/services/{}", own, service.id.str())));
    for (const auto& address : linked) {
      if (!address.starts_with(own) || address.find("/board") != std::string::npos ||
          address.find("/in-term") != std::string::npos || address.ends_with("/eligibility"))
        continue;
      EXPECT_EQ(status(address.substr(0, address.find('#'))), 200) << address;
    }
  }
}

TEST_F(CataloguePages, AServiceSaysWhatOneNeedsToKnow) {
  EXPECT_THAT(page("/en/sergeli/services/residence-registration"),
              AllOf(HasSubstr("<h1 class=\"govuk-heading-xl\">Registration of permanent residence</h1>"),
                    HasSubstr("Citizens who have changed their address."), HasSubstr("Passport or ID card"),
                    HasSubstr("1 working day"), HasSubstr("8\u00a0240"), HasSubstr("7\u00a0416"),
                    HasSubstr("4\u00a0120"), HasSubstr("For citizens of Uzbekistan only."),
                    HasSubstr("Registration sheet with QR code"), HasSubstr("Window 6"),
                    HasSubstr("href=\"/en/sergeli/departments/housing\""),
                    HasSubstr("href=\"/en/sergeli/life-events/moving\"")));
  EXPECT_THAT(page("/ru/sergeli/services/water-meter-verification"), HasSubstr("14 рабочих дней"));
  EXPECT_THAT(page("/ru/sergeli/services/pension-certificate"), Not(HasSubstr("0 рабочих")));
}

TEST_F(CataloguePages, SearchAndFiltersWorkWithoutScripts) {
  const std::string found = page(asking("/uz-Cyrl/sergeli/services", "bog'cha"));
  EXPECT_THAT(found, AllOf(HasSubstr("/uz-Cyrl/sergeli/services/kindergarten-referral"),
                           HasSubstr("value=\"bog&#39;cha\""), HasSubstr("<form class=\"b-search\"")));
  const std::string both = page("/en/sergeli/services?q=passport&sphere=land-property");
  EXPECT_THAT(both, AllOf(HasSubstr("cadastral-passport"), Not(HasSubstr("birth-lump-sum"))));
  EXPECT_THAT(page("/en/sergeli/services?department=sport"),
              AllOf(HasSubstr("services/referee-category\""), Not(HasSubstr("services/school-transfer\""))));
  const std::string nothing = page(asking("/en/sergeli/services", "zzzzzzzz"));
  EXPECT_THAT(nothing, AllOf(HasSubstr("href=\"/en/sergeli/services\""), HasSubstr("zzzzzzzz"),
                             Not(HasSubstr("<ul class=\"b-list\">"))));
}

TEST_F(CataloguePages, WhatIsDoneElsewhereIsShownBesideTheServices) {
  const std::string passport = page("/en/sergeli/services?q=lost+passport");
  EXPECT_THAT(passport, AllOf(HasSubstr("Not offered here"), HasSubstr("Passport and ID card"),
                              HasSubstr("At the migration and citizenship office"),
                              HasSubstr("href=\"https://my.gov.uz\">my.gov.uz</a>")));
  EXPECT_LT(passport.find("Not offered here"), passport.find("role=\"status\""));
  const std::string birth = page(asking("/ru/sergeli/services", "пособие и свидетельство о рождении"));
  EXPECT_LT(birth.find("services/birth-lump-sum\""), birth.find("В этом центре не оказывается"));
  EXPECT_THAT(page(asking("/uz-Latn/sergeli/services", "bogʻcha")), Not(HasSubstr("id=\"elsewhere\"")));
}

TEST_F(CataloguePages, AMisspeltWordIsCorrectedAndWhereNothingIsFoundThereIsAWayOn) {
  const std::string meant = page("/en/sergeli/services?q=prapiska");
  EXPECT_THAT(meant, AllOf(HasSubstr("Perhaps you mean:"), HasSubstr("services?q=propiska\">propiska</a>"),
                           HasSubstr("services/residence-registration\"")));
  EXPECT_THAT(page("/en/sergeli/services?q=propiska"), Not(HasSubstr("Perhaps you mean:")));
  const std::string nothing = page("/en/sergeli/services?q=zzzzzzzz");
  EXPECT_THAT(nothing,
              AllOf(HasSubstr("href=\"/en/sergeli/life-events/birth\""),
                    HasSubstr("href=\"/en/sergeli/services\""), Not(HasSubstr("Perhaps you mean:"))));
}

TEST_F(CataloguePages, UnknownFiltersAreIgnoredAndUnknownPagesAreNotFound) {
  const std::string all = page("/en/sergeli/services?sphere=space&department=&page=7");
  EXPECT_EQ(count(all, "href=\"/en/sergeli/services/"), 44u);
  for (const char* unknown : {"/en/nowhere", "/en/nowhere/services", "/en/sergeli/services/nothing",
                              "/en/sergeli/life-events/nothing", "/en/sergeli/departments/nothing"}) {
    EXPECT_EQ(status(unknown), 404) << unknown;
  }
}

TEST_F(CataloguePages, ALongSearchStaysWholeLetters) {
  for (const char* letter : {"b", "ғ", "€", "😀"}) {
    std::string text = "a", kept = "a";
    for (int i = 1; i < 300; ++i) text += letter;
    for (int i = 1; i < 100; ++i) kept += letter;
    const std::string body = page(asking("/uz-Cyrl/sergeli/services", text));
    EXPECT_TRUE(is_utf8(body)) << letter;
    EXPECT_THAT(body, HasSubstr("value=\"" + kept + "\""));
  }
}

TEST_F(CataloguePages, WhatTheCatalogueAndTheReaderSayIsTextNeverMarkup) {
  Files files = reference_files();
  std::string& service = files.at("services/kindergarten-referral.yaml");
  replace_once(service, "en: Referral to a state kindergarten",
               "en: \"<b onclick='x'>Kindergarten & \\\"co\\\"\"");
  import(files);
  for (const char* target : {"/en/sergeli/services", "/en/sergeli/services/kindergarten-referral",
                             "/en/sergeli/life-events/birth", "/en/sergeli/departments/preschool"}) {
    EXPECT_THAT(page(target), AllOf(HasSubstr("&lt;b onclick='x'&gt;Kindergarten &amp; \"co\""),
                                    Not(HasSubstr("<b onclick"))))
        << target;
  }
  EXPECT_THAT(page(asking("/en/sergeli/services", "\"><script>alert(1)</script>")),
              Not(HasSubstr("<script>alert")));
  const std::string filtered = page("/en/sergeli/services?q=a&sphere=" + http::percent_encode("\"><i>"));
  EXPECT_THAT(filtered, Not(HasSubstr("<i>")));
}

TEST_F(CataloguePages, TheWayInLeadsToTheOnlyCentreOrToAList) {
  EXPECT_EQ(get("/", {{"accept-language", "ru;q=0.8, uz-Cyrl"}}).header("Location"), "/uz-Cyrl");
  EXPECT_EQ(get("/").header("Location"), "/uz-Latn");
  EXPECT_EQ(get("/en").header("Location"), "/en/sergeli");
  Files jizzax = reference_files();
  replace_once(jizzax.at("centre.yaml"), "id: sergeli", "id: jizzax");
  import(jizzax);
  EXPECT_THAT(page("/en"), AllOf(HasSubstr("href=\"/en/sergeli\""), HasSubstr("href=\"/en/jizzax\"")));
  EXPECT_EQ(place(*catalogues, Language::ru, CentreId("jizzax")).address, "/ru/jizzax");
  EXPECT_EQ(place(*catalogues, Language::ru, CentreId("nowhere")).address, "");
}

TEST_F(CataloguePages, TheHomePageSaysWhenTheCentreIsOpen) {
  EXPECT_THAT(page("/en/sergeli"), AllOf(HasSubstr("18:00"), HasSubstr("09:00–18:00")));
  now = parse_rfc3339("2026-11-24T14:00:00Z").value();  // 19:00
  EXPECT_THAT(page("/en/sergeli"), HasSubstr("25 November 2026"));
}

using CatalogueApi = CataloguePages;

TEST_F(CatalogueApi, ASearchTellsWhatIsDoneElsewhereAndWhatWasMeant) {
  const auto search = [&](std::string_view text) { return get(asking(kServices, text)).object(); };
  const json::object passport = search("passport");
  const json::object& item = passport.at("elsewhere").at(0).as_object();
  EXPECT_EQ(item.at("id"), "passport");
  EXPECT_EQ(item.at("link"), "https://my.gov.uz");
  EXPECT_EQ(item.at("names").at("ru"), "Паспорт и ID-карта");
  EXPECT_THAT(std::string(item.at("where").at("en").as_string()), HasSubstr("migration and citizenship"));
  EXPECT_TRUE(passport.at("corrected").is_null());
  EXPECT_EQ(search("prapiska").at("corrected"), "propiska");
  EXPECT_TRUE(get(kServices).object().at("elsewhere").as_array().empty());
  EXPECT_TRUE(get(kServices).object().at("corrected").is_null());
  EXPECT_EQ(search("kindergarten queue").at("items").at(0).at("id"), "kindergarten-referral");
}

TEST_F(CatalogueApi, ACentreTellsWhetherItIsOpenAndWhenThatChanges) {
  const auto centre = [&](const char* at) {
    now = parse_rfc3339(at).value();
    return get("/api/v1/centres/sergeli").object();
  };
  EXPECT_EQ(centre("2026-11-24T05:00:00Z").at("open"), true);
  EXPECT_EQ(centre("2026-11-24T05:00:00Z").at("closes_at"), "2026-11-24T13:00:00.000Z");
  EXPECT_EQ(centre("2026-11-24T03:59:59Z").at("opens_at"), "2026-11-24T04:00:00.000Z");
  EXPECT_EQ(centre("2026-11-24T13:00:00Z").at("opens_at"), "2026-11-25T04:00:00.000Z");
  // Saturday noon, then Sunday is passed over; before a holiday the day after it.
  EXPECT_EQ(centre("2026-11-28T09:30:00Z").at("opens_at"), "2026-11-30T04:00:00.000Z");
  EXPECT_EQ(centre("2026-12-07T14:00:00Z").at("opens_at"), "2026-12-09T04:00:00.000Z");
  const json::object here = centre("2026-12-07T05:00:00Z");
  EXPECT_EQ(here.at("catalogue_version"), 1);
  EXPECT_EQ(here.at("languages"), (json::array{"uz-Latn", "uz-Cyrl", "ru", "en"}));
  EXPECT_EQ(here.at("days").at(1).at("date"), "2026-12-08");
  EXPECT_THAT(here.at("days").at(1).at("hours").as_array(), IsEmpty());
  EXPECT_THAT(ids("/api/v1/centres"), ElementsAre("sergeli"));
}

TEST_F(CatalogueApi, AServiceHasEverythingInEveryLanguage) {
  const json::object service = get(std::string(kServices) + "/residence-registration").object();
  EXPECT_EQ(service.at("fee"), (json::object{{"amount", 824'000}, {"currency", "UZS"}}));
  EXPECT_EQ(service.at("portal_fee").at("amount"), 741'600);
  EXPECT_EQ(service.at("term_working_days"), 1);
  EXPECT_EQ(service.at("documents").at(0).at("names").at("uz-Cyrl"), "Паспорт ёки ID-карта");
  for (const char* names : {"names", "summary", "who", "result", "fee_note"}) {
    for (const Language language : kLanguages)
      EXPECT_FALSE(service.at(names).at(tag(language)).as_string().empty()) << names;
  }
  now = parse_rfc3339("2019-12-31T05:00:00Z").value();
  EXPECT_TRUE(get(std::string(kServices) + "/residence-registration").object().at("fee").is_null());
}

TEST_F(CatalogueApi, AFormIsInTheReadersLanguageAndSentAgainOnlyWhenItChanged) {
  import(files_with_form());
  const std::string target = std::string(kServices) + "/tree-felling/form";
  const Answer answer = get(target);
  EXPECT_EQ(answer.response().status, 200);
  EXPECT_EQ(answer.header("Content-Language"), "en");
  EXPECT_EQ(answer.header("Vary"), "Accept-Language");
  EXPECT_EQ(answer.object().at("pages").as_array().size(), 3u);
  EXPECT_EQ(answer.object().at("title"), "a");
  EXPECT_EQ(get(target, {{"if-none-match", answer.header("ETag")}}).response().status, 304);
  import(reference_files());
  EXPECT_EQ(status(target), 404);
  EXPECT_EQ(status(std::string(kServices) + "/nothing/form"), 404);
  EXPECT_EQ(status("/api/v1/centres/nowhere/services/tree-felling/form"), 404);
}

TEST_F(CatalogueApi, DocumentsAndFeesThatDependOnAnswersSaySo) {
  import(files_with_form());
  const json::object service = get(std::string(kServices) + "/tree-felling").object();
  EXPECT_EQ(service.at("documents").at(0).at("if_needed"), false);
  EXPECT_EQ(service.at("documents").at(1).at("if_needed"), true);
  EXPECT_TRUE(service.at("fee").is_null());
  const std::string shown = page("/en/sergeli/services/tree-felling");
  EXPECT_EQ(count(shown, "(if needed)"), 2u);
  EXPECT_THAT(shown, HasSubstr("Depends on your answers"));
}

TEST_F(CatalogueApi, EveryWrongValueIsNamedAtOnce) {
  const std::string base(kServices);
  const Answer answer = get(base + "?sphere=space&department=zags&life_event=party&online=perhaps&limit=0");
  EXPECT_EQ(answer.response().status, 422);
  EXPECT_EQ(answer.object().at("errors"),
            (json::array{"/sphere error.unknown_sphere", "/department error.unknown_department",
                         "/life_event error.unknown_life_event", "/online error.not_flag",
                         "/limit error.not_number"}));
  for (const char* limit : {"", "-1", "201", "1x", "99999999999999999999"})
    EXPECT_EQ(status(fmt::format("{}?limit={}", base, limit)), 422) << limit;
  EXPECT_EQ(status(base + "?after=nothing"), 422);
}

TEST_F(CatalogueApi, FiltersNarrowAndPagesJoin) {
  const std::string base(kServices);
  EXPECT_THAT(ids(base + "?online=false"), ElementsAre("eds-key-issue"));
  EXPECT_THAT(ids(base + "?department=sport"), ElementsAre("referee-category", "sports-school-admission"));
  EXPECT_EQ(ids(base + "?life_event=bereavement").size(), 5u);
  EXPECT_THAT(ids(base + "?sphere=health&department=sport"), IsEmpty());
  const auto all = ids(base);
  for (const int limit : {1, 7, 43, 44, 200}) {
    std::vector<std::string> joined;
    std::string after;
    for (std::size_t asked = 0; asked <= all.size(); ++asked) {  // a cursor that stands still must end too
      const auto part = get(fmt::format("{}?limit={}{}", base, limit, after)).object();
      EXPECT_LE(part.at("items").as_array().size(), static_cast<std::size_t>(limit));
      for (const auto& item : part.at("items").as_array()) joined.emplace_back(item.at("id").as_string());
      if (part.at("next").is_null()) break;
      after = fmt::format("&after={}", part.at("next").as_string().c_str());
    }
    EXPECT_EQ(joined, all) << limit;
  }
}

TEST_F(CatalogueApi, WhatTheReaderHasIsNotSentAgainUntilTheCatalogueOrTheDayChanges) {
  const std::string target = std::string(kServices) + "/kindergarten-referral";
  const std::string tag = get(target).header("ETag");
  for (const std::string& sent : {tag, "W/" + tag, "\"other\", " + tag, std::string("*")}) {
    const Answer again = get(target, {{"if-none-match", sent}});
    EXPECT_EQ(again.response().status, 304) << sent;
    EXPECT_EQ(again.header("ETag"), tag);
    EXPECT_THAT(again.response().body, IsEmpty());
  }
  EXPECT_EQ(get(target, {{"if-none-match", "\"other\""}}).response().status, 200);
  now += std::chrono::days(1);
  EXPECT_EQ(get(target, {{"if-none-match", tag}}).response().status, 200);
  now -= std::chrono::days(1);
  Files files = reference_files();
  replace_once(files.at("centre.yaml"), "promise_minutes: 15", "promise_minutes: 16");
  import(files);
  EXPECT_EQ(get(target, {{"if-none-match", tag}}).response().status, 200);
}

}  // namespace
}  // namespace biroyna::catalogue

#include "platform/pages/pages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace biroyna::pages {
namespace {

using html::make;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;
using testing::StartsWith;

const std::vector<embedded::File> kFiles = {
    {"citizen.css", "a"},
    {"citizen.js", "b"},
    {"kiosk.css", "c"},
    {"kiosk.js", "d"},
    {"live-worker.js", "e"},
    {"icons/logo.svg", "f"},
    {"icons/logo-light.svg", "g"},
    {"icons/favicon.svg", "h"},
    {"fonts/inter-400.woff2", "i"},
    {"fonts/inter-600.woff2", "j"},
};

std::vector<html::NavigationItem> no_links(const http::Request&, const Place&) { return {}; }

struct PagesTest : testing::Test {
  const Assets assets{kFiles};
  const Pages pages{assets, no_links};

  static http::Request request(std::string target, Language language) {
    http::Request request;
    request.path = target.substr(0, target.find('?'));
    request.target = std::move(target);
    request.language = language;
    return request;
  }
  static http::Request signed_in(http::Request request) {
    request.principal.role = auth::Role::operator_;
    request.principal.id = "dilnoza";
    request.principal.name = "Dilnoza <K>";
    request.principal.session = "hash";
    request.principal.csrf = "secret-of-the-session";
    return request;
  }
  const http::Request front = request("/ru/sergeli/services?q=x", Language::ru);
  const Page simple{.title = "Services & terms", .main = make("<h1>Services</h1>")};
};

TEST_F(PagesTest, AFormIsKnownByThePageThatMadeItNotByItsMarkup) {
  constexpr std::string_view kAdvice = "<noscript><p class=\"govuk-hint\">";
  Page page{.title = "Help",
            .main = make("<form method=\"post\" action=\"{}\"><textarea name=\"text\"></textarea></form>",
                         "/help")};
  EXPECT_THAT(pages.page(front, page).body, Not(HasSubstr(kAdvice)));
  page.typed_into = true;
  EXPECT_THAT(pages.page(front, page).body, HasSubstr(kAdvice));
}

TEST_F(PagesTest, WhatIsShownOnceHasNoWayToAnotherLanguageWhichWouldLoseIt) {
  Page page{.title = "Added", .main = make("<code>secret</code>")};
  EXPECT_THAT(pages.page(front, page).body, HasSubstr(">English<"));
  page.shown_once = true;
  EXPECT_THAT(pages.page(front, page).body, Not(HasSubstr(">English<")));
}

TEST_F(PagesTest, AScreenThatIsLeftWithoutScriptsGoesHomeByItself) {
  Screen screen{.style = "kiosk.css",
                .script = "kiosk.js",
                .title = "Kiosk",
                .body_class = "b-kiosk",
                .offline_class = "b-koffline",
                .offline = {},
                .content = make("<main id=\"main\"></main>")};
  EXPECT_THAT(pages.screen(front, screen).body, Not(HasSubstr("http-equiv")));
  screen.left_for = "/uz-Latn/sergeli/kiosk";
  screen.seconds_until_left = 90;
  EXPECT_THAT(pages.screen(front, screen).body,
              HasSubstr("<noscript><meta http-equiv=\"refresh\" "
                        "content=\"90;url=/uz-Latn/sergeli/kiosk\"></noscript>"));
}

int count(const std::string& text, std::string_view part) {
  int n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

TEST_F(PagesTest, ADocumentSaysItsLanguageAndWhereItIsInTheOthers) {
  const std::string body = pages.page(front, simple).body;
  EXPECT_THAT(body, StartsWith("<!doctype html>"));
  EXPECT_THAT(body, HasSubstr("<html lang=\"ru\""));
  EXPECT_EQ(count(body, "rel=\"alternate\" hreflang="), 4);
  for (const auto* address : {"/uz-Latn/sergeli/services?q=x", "/uz-Cyrl/sergeli/services?q=x",
                              "/ru/sergeli/services?q=x", "/en/sergeli/services?q=x"})
    EXPECT_THAT(body, HasSubstr(std::string("href=\"") + address + "\"")) << address;
  EXPECT_THAT(body, HasSubstr("aria-current=\"true\" lang=\"ru\""));
  EXPECT_THAT(body, HasSubstr(assets.address("citizen.css")));
  EXPECT_THAT(body, HasSubstr("<script type=\"module\" src=\"" + assets.address("citizen.js") + "\">"));
}

TEST_F(PagesTest, APageHasOneMainWithWhatItIsAbout) {
  const auto response = pages.page(front, simple);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "text/html; charset=utf-8");
  EXPECT_EQ(count(response.body, "<main id=\"main\""), 1);
  EXPECT_EQ(count(response.body, "<h1"), 1);
  EXPECT_THAT(response.body, HasSubstr("<title>Services &amp; terms – "));
  EXPECT_THAT(response.body, HasSubstr("href=\"#main\""));
  EXPECT_THAT(response.body, HasSubstr("class=\"b-offline\" id=\"offline\" hidden role=\"alert\""));
  EXPECT_THAT(response.headers, Contains(Pair("Content-Language", "ru")));
}

TEST_F(PagesTest, NoWordIsAKey) {
  for (const Language language : kLanguages) {
    const std::string home = "/" + std::string(tag(language));
    for (const auto& asked :
         {request(home, language), signed_in(request(home, language)), request("/x", language)}) {
      Page page = simple;
      page.failed = true;
      page.breadcrumbs = {{.text = "Home", .href = home}};
      const std::string body = pages.page(asked, page).body;
      for (const auto* group : {"page.", "product.", "footer.", "nav."}) {
        EXPECT_THAT(body, Not(HasSubstr(std::string(">") + group)));
        EXPECT_THAT(body, Not(HasSubstr(std::string("\"") + group)));
      }
    }
  }
}

TEST_F(PagesTest, TheTitleOfAFrontPageNamesItsPlaceOnce) {
  Page page = simple;
  page.title = "Sergeli";
  page.place = {"Sergeli", "/en/sergeli"};
  EXPECT_THAT(pages.page(request("/en/sergeli", Language::en), page).body,
              HasSubstr("<title>Sergeli – Biroyna</title>"));
}

TEST_F(PagesTest, TheTitleOfAFormThatCameBackSaysSoFirst) {
  Page page = simple;
  page.failed = true;
  page.status = 422;
  page.place = {"Sergeli", "/en/sergeli"};
  const auto response = pages.page(request("/en/sign-in", Language::en), page);
  EXPECT_EQ(response.status, 422);
  EXPECT_THAT(response.body, HasSubstr("<title>Error: Services &amp; terms – Sergeli – Biroyna</title>"));
}

TEST_F(PagesTest, OnlyASessionCanBeEnded) {
  const std::string stranger = pages.page(front, simple).body;
  EXPECT_THAT(stranger, AllOf(HasSubstr("href=\"/ru/sign-in\""), Not(HasSubstr("/sign-out"))));

  const auto response = pages.page(signed_in(front), simple);
  EXPECT_THAT(response.body, HasSubstr("method=\"post\" action=\"/ru/sign-out\""));
  EXPECT_THAT(response.body, HasSubstr("name=\"csrf\" value=\"secret-of-the-session\""));
  EXPECT_THAT(response.body, HasSubstr("Dilnoza &lt;K&gt;"));
  EXPECT_THAT(response.body, Not(HasSubstr("/sign-in\"")));
  EXPECT_THAT(response.headers, Contains(Pair("Cache-Control", "no-store")));

  auto device = front;  // has a token, no session
  device.principal.role = auth::Role::kiosk;
  device.principal.by_token = true;
  const std::string shown = pages.page(device, simple).body;
  EXPECT_THAT(shown, AllOf(Not(HasSubstr("/sign-out")), Not(HasSubstr("/sign-in"))));
}

TEST_F(PagesTest, OnlyALivePageGetsTheWorker) {
  EXPECT_THAT(pages.page(front, simple).body, Not(HasSubstr("data-worker")));
  Page live = simple;
  live.live_source = "/ru/sergeli/host";
  const std::string body = pages.page(front, live).body;
  EXPECT_THAT(body, HasSubstr("data-source=\"/ru/sergeli/host\""));
  EXPECT_THAT(body, HasSubstr("data-worker=\"" + assets.address("live-worker.js") + "\""));
  EXPECT_THAT(body, HasSubstr("id=\"say\""));
}

TEST_F(PagesTest, AScreenStandsAloneInItsDocument) {
  const auto response =
      pages.screen(front, {.style = "kiosk.css",
                           .script = "kiosk.js",
                           .title = "Kiosk",
                           .html_class = " b-large",
                           .body_class = "b-kiosk",
                           .offline_class = "b-koffline",
                           .offline = make("{}", "No \"line\""),
                           .content = make("<main id=\"main\">x</main>"),
                           .data = {{"data-step", "a\"b"}, {"data-home", ""}, {"data-events", "/e"}}});
  EXPECT_THAT(response.body, HasSubstr("class=\"b-large\""));
  EXPECT_THAT(response.body, HasSubstr("<body class=\"b-kiosk\" data-step=\"a&#34;b\" data-events=\"/e\" "
                                       "data-worker="));
  EXPECT_THAT(response.body, Not(HasSubstr("data-home")));
  EXPECT_THAT(response.body,
              HasSubstr("<p class=\"b-koffline\" id=\"offline\" hidden role=\"alert\">No \"line\"</p>"
                        "<main id=\"main\">x</main>"));
  EXPECT_THAT(response.body, Not(HasSubstr("b-footer")));
}

TEST_F(PagesTest, AnAttributeOfTheBodyCanOnlyBeData) {
  for (const auto* name : {"onload", "data-", "data-x y", "data-X", "style"}) {
    Page page = simple;
    page.data = {{name, "x"}};
    EXPECT_THROW(pages.page(front, page), std::logic_error) << name;
  }
}

TEST_F(PagesTest, ARequestThatWasNotUnderstoodGetsItsPageToo) {
  const std::string body = pages.error_page(http::Request{}, "A < B", "Try again.");
  EXPECT_THAT(body, HasSubstr("<h1 class=\"govuk-heading-xl\">A &lt; B</h1>"));
  EXPECT_THAT(body, HasSubstr("Try again."));
  EXPECT_THAT(body, Not(HasSubstr("rel=\"alternate\" hreflang=\"ru\" href")));
}

TEST_F(PagesTest, TheSamePageInAnotherLanguage) {
  struct Case {
    std::string target, expected;
  };
  for (const auto& c : {
           Case{"/ru/sergeli/services?q=%D0%B0%26b", "/en/sergeli/services?q=%D0%B0%26b"},
           Case{"/ru", "/en"},
           Case{"/ru?x=1", "/en?x=1"},
           Case{"/ru/", "/en/"},
           Case{"/other", "/en"},
           Case{"", "/en"},
       }) {
    EXPECT_EQ(in_language(request(c.target, Language::ru), Language::en), c.expected) << c.target;
  }
  auto odd = request("/./ru/x", Language::ru);
  odd.path = "/ru/x";
  EXPECT_EQ(in_language(odd, Language::en), "/en");
}

TEST_F(PagesTest, NavigationShowsTheWaysOfWhoAsks) {
  const Pages with(assets, [](const http::Request&, const Place& place) {
    return std::vector<html::NavigationItem>{
        {.text = "Here", .href = place.address + "/services", .current = true},
        {.text = "There", .href = "/x"}};
  });
  Page page = simple;
  page.place = {"Sergeli", "/ru/sergeli"};
  const std::string body = with.page(front, page).body;
  EXPECT_THAT(body, HasSubstr("href=\"/ru/sergeli/services\""));
  EXPECT_THAT(body, HasSubstr("aria-current=\"page\""));
  EXPECT_THAT(body, HasSubstr("<a href=\"/ru/sergeli\" class=\"govuk-generic-header__homepage-link\">"));
  EXPECT_THAT(pages.page(front, simple).body, Not(HasSubstr("govuk-service-navigation")));
}

TEST_F(PagesTest, WhatIsRarelyUsedIsFoldedAfterTheOthers) {
  const Pages with(assets, [](const http::Request&, const Place&) {
    return Menu({{.text = "Tasks", .href = "/t"}},
                {{.text = "Services", .href = "/s", .current = true}, {.text = "Events", .href = "/e"}});
  });
  const std::string body = with.page(front, simple).body;
  const auto tasks = body.find(">Tasks<"), more = body.find("<details class=\"b-more__fold\">"),
             services = body.find(">Services<");
  ASSERT_NE(more, std::string::npos);
  EXPECT_LT(tasks, more);
  EXPECT_LT(more, services);
  EXPECT_THAT(body, HasSubstr("<summary class=\"b-more__summary\" aria-current=\"true\">"));
  EXPECT_THAT(body, HasSubstr("href=\"/s\" aria-current=\"page\""));
}

}  // namespace
}  // namespace biroyna::pages

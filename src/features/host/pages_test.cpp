// The host's pages and the dashboard, asked as a browser without scripts asks.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "features/board/board.hpp"
#include "features/host/host.hpp"
#include "features/queue/test_program.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/http/test_reply.hpp"
#include "platform/http/uri.hpp"

namespace biroyna::host {
namespace {

using auth::Role;
using queue::testing::kSergeli;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr embedded::File kAssets[] = {
    {"icons/favicon.svg", ""}, {"icons/logo.svg", ""},        {"icons/logo-light.svg", ""},
    {"citizen.css", ""},       {"fonts/inter-400.woff2", ""}, {"citizen.js", ""},
    {"hall.js", ""},           {"fonts/inter-600.woff2", ""}, {"live-worker.js", ""}};
constexpr const char* kHost = "/en/sergeli/host";
constexpr const char* kBoard = "/en/sergeli/dashboard";
constexpr const char* kAsked = "kindergarten-referral";

struct Page {
  int status = 0;
  std::string body, location;
};

class StaffPages : public ::testing::Test {
 protected:
  StaffPages() {
    queue::testing::migrate(*db);
    program = std::make_unique<queue::testing::Program>(*db, [this] { return now; });
    yaml::Problems problems;
    program->catalogues.import(catalogue::read_folder("catalogue"), "test", now, problems);
    for (const auto& problem : problems) ADD_FAILURE() << problem.to_string();
    add_pages(router, site, program->queue);
    board::add_dashboard(router, site, program->queue);
    board::add_ticket_pages(router, site, program->queue);
  }

  Page send(http::Method method, const std::string& target, const http::Fields& form = {}) {
    const auto parsed = http::parse_target(target).value();
    const auto match = router.match(method, parsed.path);
    if (match.route == nullptr) return {.status = 404, .body = "no route", .location = {}};
    if (!match.route->allowed.contains(role)) return {.status = 403, .body = {}, .location = {}};
    http::Request request{.method = method,
                          .target = target,
                          .path = parsed.path,
                          .query = parsed.query,
                          .headers = {{"content-type", "application/x-www-form-urlencoded"}},
                          .path_params = match.params,
                          .peer = "127.0.0.1",
                          .language = http::language_of_path(parsed.path).value_or(Language::en)};
    for (const auto& [name, value] : form) {
      request.body +=
          fmt::format("{}{}={}", request.body.empty() ? "" : "&", name, http::percent_encode(value));
    }
    request.principal.role = role;
    request.principal.id = "madina";
    request.principal.centre = "sergeli";
    request.principal.csrf = "our-own";
    const auto answer = std::make_shared<http::testing::AwaitedReply>();
    auto future = answer->future();
    match.route->handler(request, http::Reply(answer));
    const http::Response response = future.get();
    Page page{response.status, response.body, {}};
    for (const auto& [name, value] : response.headers) {
      if (name == "Location") page.location = value;
    }
    return page;
  }
  Page get(const std::string& target) { return send(http::Method::get, target); }
  Page post(const std::string& target, const http::Fields& form = {}) {
    return send(http::Method::post, target, form);
  }

  static http::Fields filled(const std::string& key = "key-1") {
    return {{"service", kAsked}, {"priority", "none"}, {"language", "ru"},        {"people", "3"},
            {"helper", "yes"},   {"name", "Oʻktam"},   {"phone", "90 123-45-67"}, {"key", key}};
  }
  // The id of a ticket that the host has taken.
  std::string taken(const std::string& key) {
    const Page page = post(std::string(kHost) + "/tickets", filled(key));
    EXPECT_EQ(page.status, 303) << page.body;
    return page.location.substr(page.location.rfind('/') + 1);
  }
  Ticket ticket(const std::string& id) const {
    Ticket found;
    program->queue.look(kSergeli, [&](const View& view) {
      if (const Ticket* here = view.hall.find(TicketId(id))) found = *here;
    });
    return found;
  }
  void order(Step step) { program->run({std::move(step)}).get(); }
  // A window that serves what filled() asks for, open.
  WindowId open_window() {
    WindowId window;
    program->queue.look(kSergeli, [&](const View& view) {
      for (const auto& planned : view.catalogue().windows) {
        for (const auto& skill : planned.skills) {
          if (window.empty() && skill.service.str() == kAsked) window = planned.id;
        }
      }
    });
    order([window](const Hall& hall, Time at) { return hall.open_window(window, StaffId("aziza"), at); });
    return window;
  }
  static http::Fields with(http::Fields form, const std::string& name, const std::string& value) {
    std::erase_if(form, [&](const auto& field) { return field.first == name; });
    form.emplace_back(name, value);
    return form;
  }
  static std::string at(const std::string& id, const std::string& rest = {}) {
    return fmt::format("{}/tickets/{}{}", kHost, id, rest);
  }

  db::testing::Fresh db = db::testing::fresh(db::Engine::sqlite);
  Time now = parse_rfc3339("2026-11-24T05:00:00Z").value();
  Role role = Role::head;
  Assets assets{kAssets};
  pages::Pages pages{
      assets, [](const http::Request&, const pages::Place&) { return std::vector<html::NavigationItem>(); }};
  std::unique_ptr<queue::testing::Program> program;
  Site site{pages,
            [](const http::Request&, const Refusal& refusal) -> http::Response {
              return {.status = http::status_of(refusal.kind), .body = refusal.code};
            },
            {},
            [this] { return now; },
            "http://centre.test"};
  http::Router router;
};

TEST_F(StaffPages, TheHostTakesATicketAndFindsItWhenItIsLost) {
  const std::string id = taken("key-1");
  const Ticket taken_ticket = ticket(id);
  EXPECT_EQ(taken_ticket.channel, Channel::host);
  EXPECT_EQ(taken_ticket.people, 3);
  EXPECT_TRUE(taken_ticket.helper);
  EXPECT_EQ(taken_ticket.language, "ru");
  EXPECT_THAT(get(fmt::format("{}/taken/{}", kHost, id)).body,
              AllOf(HasSubstr(taken_ticket.number), HasSubstr("/qr/" + id),
                    HasSubstr("http://centre.test/ru/t/" + id)));
  for (const std::string& text : {taken_ticket.number, std::string("Ўктам"), std::string("123 45 67")}) {
    EXPECT_THAT(get(fmt::format("{}?q={}", kHost, http::percent_encode(text))).body, HasSubstr(at(id)))
        << text;
  }
  EXPECT_THAT(get(std::string(kHost) + "?q=Karim").body,
              AllOf(Not(HasSubstr(at(id))), HasSubstr("No ticket of today fits “Karim”")));
  EXPECT_THAT(get(at(id)).body, AllOf(HasSubstr("Oʻktam"), HasSubstr("+998901234567")));
}

TEST_F(StaffPages, AFormThatIsSentTwiceTakesOneTicket) {
  EXPECT_EQ(taken("key-1"), taken("key-1"));
  EXPECT_NE(taken("key-1"), taken("key-2"));
  const Page other = post(std::string(kHost) + "/tickets", with(filled("key-1"), "people", "4"));
  EXPECT_EQ(other.status, 422);
  EXPECT_THAT(other.body, AllOf(HasSubstr("This form was sent before"), Not(HasSubstr("value=\"key-1\""))));
}

TEST_F(StaffPages, AWrongFormComesBackAsItWasFilledWithTheFaultsNamed) {
  const struct {
    const char *field, *value, *link, *text;
  } cases[] = {{"service", "", "#search", "Choose at least one service"},
               {"service", "no-such", "#search", "Choose at least one service"},
               {"people", "0", "#people", "from 1 to 20"},
               {"people", "21", "#people", "from 1 to 20"},
               {"people", "two", "#people", "from 1 to 20"},
               {"phone", "12", "#phone", "+998901234567"},
               {"language", "fr", "#language", "Choose the language"},
               {"priority", "king", "#priority", "There is no such kind of priority"}};
  for (const auto& [field, value, link, text] : cases) {
    auto form = with(with(filled(), "name", "<b>\"Aziza\"</b>"), field, value);
    const Page page = post(std::string(kHost) + "/tickets", form);
    EXPECT_EQ(page.status, 422) << field << " " << value;
    EXPECT_THAT(page.body, AllOf(HasSubstr(fmt::format("href=\"{}\"", link)), HasSubstr(text),
                                 HasSubstr("&lt;b&gt;&#34;Aziza&#34;&lt;/b&gt;"), HasSubstr("<title>Error:")))
        << field << " " << value;
    const std::string id(link + 1);
    EXPECT_THAT(page.body, HasSubstr(fmt::format("id=\"{}\"", id))) << "the link leads nowhere";
  }
}

TEST_F(StaffPages, ChoosingAnotherServiceKeepsWhatWasFilledIn) {
  const std::string form = std::string(kHost) + "/new";
  const Page searched = post(form, with(with(filled(), "search", "nafaqa"), "do", "search"));
  EXPECT_THAT(searched.body, AllOf(HasSubstr("value=\"add."), HasSubstr("value=\"Oʻktam\""),
                                   HasSubstr("value=\"key-1\""), HasSubstr("value=\"3\"")));
  std::smatch add;
  ASSERT_TRUE(std::regex_search(searched.body, add, std::regex("value=\"add\\.([a-z0-9-]+)\"")));
  const Page added = post(form, with(filled(), "do", "add." + add[1].str()));
  EXPECT_THAT(added.body, AllOf(HasSubstr(fmt::format("name=\"service\" value=\"{}\"", kAsked)),
                                HasSubstr(fmt::format("name=\"service\" value=\"{}\"", add[1].str()))));
  const Page removed = post(form, with(filled(), "do", std::string("remove.") + kAsked));
  EXPECT_THAT(removed.body, AllOf(Not(HasSubstr("name=\"service\"")), HasSubstr("value=\"Oʻktam\"")));
  program->queue.look(kSergeli, [](const View& view) { EXPECT_EQ(view.hall.tickets().size(), 0u); });
}

TEST_F(StaffPages, ATicketIsChangedAndNoted) {
  const std::string id = taken("key-1");
  EXPECT_EQ(
      post(at(id, "/save"), {{"service", kAsked}, {"priority", "disability"}, {"language", "en"}}).location,
      at(id, "?done=changed"));
  EXPECT_EQ(ticket(id).visitor_class, "disability");
  EXPECT_EQ(ticket(id).language, "en");
  EXPECT_EQ(post(at(id, "/save"), {{"priority", "none"}, {"language", "en"}}).status, 422);
  EXPECT_EQ(post(at(id, "/note"), {{"text", " deaf: please write "}}).location, at(id, "?done=noted"));
  EXPECT_THAT(get(at(id)).body, HasSubstr("<li>deaf: please write</li>"));
  EXPECT_EQ(post(at(id, "/note"), {{"text", "  "}}).location, at(id, "?note=no_note#note"));
  EXPECT_THAT(get(at(id, "?note=no_note")).body, HasSubstr("Write the note first"));
}

TEST_F(StaffPages, ATicketsPageOffersWhatTheRulesAllowAndSaysWhyNot) {
  const std::string id = taken("key-1");
  EXPECT_THAT(get(at(id)).body, AllOf(HasSubstr(at(id, "/cancel")), Not(HasSubstr(at(id, "/return")))));
  EXPECT_THAT(get(at(id, "/cancel")).body, HasSubstr("Yes, cancel"));
  EXPECT_EQ(ticket(id).state, State::waiting) << "a question changes nothing";
  EXPECT_EQ(post(at(id, "/cancel")).location, at(id, "?done=ticket_cancelled"));
  EXPECT_EQ(ticket(id).state, State::cancelled);
  EXPECT_THAT(get(at(id)).body, AllOf(Not(HasSubstr(at(id, "/cancel"))),
                                      HasSubstr("That is not possible for this ticket now")));
  const Page again = post(at(id, "/cancel"));
  EXPECT_EQ(again.location, at(id, "?problem=wrong_state&subject=cancelled"));
  EXPECT_THAT(get(again.location).body, HasSubstr("role=\"alert\""));
  EXPECT_EQ(post(at(id, "/finish")).status, 404) << "not a host's command";
}

TEST_F(StaffPages, AMissedVisitorReturnsToTheLine) {
  const std::string id = taken("key-1");
  const WindowId window = open_window();
  order([&](const Hall& hall, Time at) { return hall.call(TicketId(id), window, StaffId("aziza"), at); });
  EXPECT_EQ(post(at(id, "/no-show")).location, at(id, "?done=no_show"));
  EXPECT_THAT(get(kHost).body, AllOf(HasSubstr("10:20"), HasSubstr("20 minutes")));
  EXPECT_EQ(post(at(id, "/return")).location, at(id, "?done=returned"));
  EXPECT_EQ(ticket(id).state, State::waiting);
}

TEST_F(StaffPages, TicketsTakenForFunAreCancelledAfterAQuestion) {
  const std::string old = taken("key-1");
  now += Minutes(11);
  const std::string called = taken("key-2"), first = taken("key-3"), second = taken("key-4");
  const std::string cancel = std::string(kHost) + "/cancel";
  EXPECT_THAT(get(cancel).body, HasSubstr("No waiting ticket was taken there"));
  EXPECT_THAT(get(cancel + "?channel=all").body,
              AllOf(HasSubstr(first), HasSubstr(second), Not(HasSubstr(old))));
  EXPECT_THAT(get(cancel + "?channel=all&minutes=15").body, HasSubstr(old));
  const Page none = post(cancel + "?channel=all");
  EXPECT_EQ(none.status, 422);
  EXPECT_THAT(none.body, AllOf(HasSubstr("Choose at least one ticket"), HasSubstr("href=\"#ticket\""),
                               HasSubstr("id=\"ticket\"")));
  const http::Fields chosen = {{"ticket", called}, {"ticket", first}, {"ticket", second}};
  EXPECT_THAT(post(cancel, chosen).body,
              AllOf(HasSubstr("Cancel 3 tickets?"), HasSubstr(ticket(first).number)));
  EXPECT_EQ(ticket(first).state, State::waiting);
  const WindowId window = open_window();
  order([&](const Hall& hall, Time at) { return hall.call(TicketId(called), window, StaffId("aziza"), at); });
  const Page done = post(std::string(kHost) + "/cancelled", chosen);
  EXPECT_EQ(done.location, std::string(kHost) + "?done=cancelled&n=2");
  EXPECT_THAT(get(done.location).body, HasSubstr("2 tickets are cancelled."));
  EXPECT_EQ(ticket(called).state, State::called);
  EXPECT_EQ(ticket(second).state, State::cancelled);
}

TEST_F(StaffPages, AllCallsStopAndGoOnAfterAQuestion) {
  const std::string calls = std::string(kHost) + "/calls";
  EXPECT_THAT(get(calls).body, HasSubstr(calls + "/stop-calls"));
  EXPECT_THAT(get(kHost).body, Not(HasSubstr("Calls are stopped")));
  EXPECT_EQ(post(calls + "/stop-calls").location, std::string(kHost) + "?done=stopped");
  EXPECT_THAT(get(kHost).body, HasSubstr("Calls are stopped"));
  EXPECT_THAT(get(calls).body, HasSubstr(calls + "/resume-calls"));
  EXPECT_EQ(post(calls + "/resume-calls").location, std::string(kHost) + "?done=resumed");
  EXPECT_EQ(post(calls + "/close-day").status, 404) << "that is the head's";
}

TEST_F(StaffPages, TheDashboardCountsTheHall) {
  const std::string first = taken("key-1");
  taken("key-2");
  const WindowId window = open_window();
  order([&](const Hall& hall, Time at) { return hall.call(TicketId(first), window, StaffId("aziza"), at); });
  now += Minutes(20);
  const std::string body = get(kBoard).body;
  EXPECT_THAT(body, AllOf(HasSubstr("<dt>Waiting</dt><dd>1</dd>"), HasSubstr("20 minutes"),
                          HasSubstr("50 % <small>1 of 2</small>"),
                          HasSubstr("1 person has waited longer than promised"), HasSubstr("data-pause-live"),
                          HasSubstr("data-stale"), HasSubstr(ticket(first).number)));
  EXPECT_THAT(body, HasSubstr("10:00–11:00"));
  EXPECT_THAT(body, HasSubstr("From 10:00 to 11:00, 2 arrived and 0 were served: the line grew."));
}

TEST_F(StaffPages, AServiceIsClosedAndOpened) {
  const std::string need = fmt::format("{}/needs/{}", kBoard, kAsked);
  EXPECT_THAT(get(std::string(kBoard) + "/needs").body, HasSubstr(need + "/close"));
  taken("key-1");
  EXPECT_EQ(post(need + "/close").location, std::string(kBoard) + "?done=need_closed");
  EXPECT_THAT(get(kBoard).body, AllOf(HasSubstr(need + "/open"), HasSubstr("takes no tickets")));
  const Page refused = post(std::string(kHost) + "/tickets", filled("key-2"));
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.body, AllOf(HasSubstr("takes no more tickets"), HasSubstr("value=\"Oʻktam\"")));
  EXPECT_EQ(post(need + "/open").location, std::string(kBoard) + "?done=need_opened");
  taken("key-3");
  EXPECT_EQ(post(need + "/paint").status, 404);
}

TEST_F(StaffPages, AWindowThatOthersNeedIsClosedOnlyOnInsisting) {
  taken("key-1");
  const std::string window = open_window().str();
  const std::string close = fmt::format("{}/windows/{}/close", kBoard, window);
  EXPECT_THAT(get(kBoard).body, HasSubstr(close));
  const Page refused = post(close);
  EXPECT_EQ(refused.location, fmt::format("{}?window={}&problem=would_strand&subject=1", kBoard, window));
  EXPECT_THAT(get(refused.location).body, AllOf(HasSubstr("name=\"anyway\""), HasSubstr("role=\"alert\"")));
  EXPECT_EQ(post(close, {{"anyway", "yes"}}).location, std::string(kBoard) + "?done=window_closed");
  EXPECT_THAT(get(kBoard).body, AllOf(Not(HasSubstr(close)), HasSubstr("which no open window serves")));
}

TEST_F(StaffPages, TheDayIsClosedAfterAQuestion) {
  const std::string id = taken("key-1"), close = std::string(kBoard) + "/close-day";
  EXPECT_THAT(get(close).body, HasSubstr("1 ticket that waits or is set aside ends."));
  EXPECT_EQ(ticket(id).state, State::waiting);
  EXPECT_EQ(post(close).location, std::string(kBoard) + "?done=day_closed");
  EXPECT_EQ(ticket(id).state, State::expired);
  EXPECT_EQ(get(close).location, kBoard);
  EXPECT_THAT(post(std::string(kHost) + "/tickets", filled("key-2")).body,
              HasSubstr("The hall is closed for today"));
}

TEST_F(StaffPages, ThePhonesCodeIsAPictureForWhoeverKnowsTheTicket) {
  const std::string id = taken("key-1");
  role = Role::anonymous;
  EXPECT_THAT(get("/qr/" + id).body, StartsWith("<svg"));
  EXPECT_EQ(get("/qr/unknown").status, 404);
}

TEST_F(StaffPages, AreForThoseWhoWorkHere) {
  const std::string id = taken("key-1");
  const std::string addresses[] = {
      kHost,  std::string(kHost) + "/new",   at(id), at(id, "/change"), std::string(kHost) + "/cancel",
      kBoard, std::string(kBoard) + "/needs"};
  for (const auto& address : addresses) EXPECT_EQ(get(address).status, 200) << address;
  role = Role::host;
  EXPECT_EQ(get(kBoard).status, 403);
  role = Role::operator_;
  EXPECT_EQ(get(kHost).status, 403);
}

// In every language: each part that changes by itself has an id of its own, each form is ours, no text is
// missing.
TEST_F(StaffPages, AreWhole) {
  const std::string id = taken("key-1");
  now += Minutes(20);
  open_window();
  const std::regex live("<[a-z0-9]+ [^>]*data-live[ >][^>]*"), form("<form [^>]*method=\"post\"[^>]*>"),
      key("(host|dashboard)\\.[a-z_]+"), ids(" id=\"([^\"]+)\"");
  for (const Language language : kLanguages) {
    const std::string centre = fmt::format("/{}/sergeli", tag(language));
    for (const std::string& rest :
         {std::string("/host"), std::string("/host?q=1&done=cancelled&n=2"), std::string("/host/new"),
          "/host/taken/" + id, "/host/tickets/" + id, "/host/tickets/" + id + "/change",
          "/host/tickets/" + id + "/cancel", std::string("/host/cancel?channel=all&minutes=60"),
          std::string("/host/calls"), std::string("/dashboard"), std::string("/dashboard/needs"),
          std::string("/dashboard/close-day")}) {
      const Page page = get(centre + rest);
      SCOPED_TRACE(centre + rest);
      ASSERT_EQ(page.status, 200);
      const auto each = [&](const std::regex& pattern, const std::function<void(const std::smatch&)>& check) {
        for (std::sregex_iterator it(page.body.begin(), page.body.end(), pattern), end; it != end; ++it)
          check(*it);
      };
      each(live, [](const std::smatch& part) { EXPECT_THAT(part.str(), HasSubstr(" id=\"")); });
      each(form, [&](const std::smatch& part) {
        EXPECT_THAT(std::string(part.suffix()),
                    StartsWith("<input type=\"hidden\" name=\"csrf\" value=\"our-own\">"));
      });
      each(key, [](const std::smatch& part) { ADD_FAILURE() << "no text for " << part.str(); });
      std::set<std::string> seen;
      each(ids,
           [&](const std::smatch& part) { EXPECT_TRUE(seen.insert(part[1]).second) << part[1] << " twice"; });
    }
  }
}

TEST_F(StaffPages, TheIdOfATicketBeginsWithTheDayOfTheCentre) {
  now = parse_rfc3339("2026-11-24T21:00:00Z").value();  // two in the morning in Tashkent
  const auto centres_day = parse_iso_day("2026-11-25").value().time_since_epoch().count();
  EXPECT_THAT(taken("key-1"), StartsWith(auth::ordered_signs(static_cast<std::uint64_t>(centres_day), 4)));
}

}  // namespace
}  // namespace biroyna::host

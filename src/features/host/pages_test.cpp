// The host's pages.
#include "features/host/test_pages.hpp"
#include "platform/auth/secrets.hpp"

namespace biroyna::host {
namespace {

using namespace testing;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

using HostPages = StaffPages;

TEST_F(HostPages, TheHostTakesATicketAndFindsItWhenItIsLost) {
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
  EXPECT_THAT(get(at(id)).body,
              AllOf(HasSubstr("Oʻktam"), HasSubstr("+998\u00a090\u00a0123\u00a045\u00a067")));
}

// They have buttons with addresses of their own, which were taken for those of the languages.
TEST_F(HostPages, FormsThatAnotherLanguageEmptiesSaySoWithoutScripts) {
  const std::string id = taken("key-1");
  for (const std::string& page : {std::string(kHost) + "/new", at(id)})
    EXPECT_THAT(get(page).body, HasSubstr("<noscript><p class=\"govuk-hint\">Choose the language before"))
        << page;
  EXPECT_THAT(get(std::string(kHost)).body, Not(HasSubstr("Choose the language before")));
}

TEST_F(HostPages, AFormThatIsSentTwiceTakesOneTicket) {
  EXPECT_EQ(taken("key-1"), taken("key-1"));
  EXPECT_NE(taken("key-1"), taken("key-2"));
  const Page other = post(std::string(kHost) + "/tickets", with(filled("key-1"), "people", "4"));
  EXPECT_EQ(other.status, 422);
  EXPECT_THAT(other.body, AllOf(HasSubstr("This form was sent before"), Not(HasSubstr("value=\"key-1\""))));
}

TEST_F(HostPages, AWrongFormComesBackAsItWasFilledWithTheFaultsNamed) {
  const struct {
    const char *field, *value, *link, *text;
  } cases[] = {{"service", "", "#search", "Choose at least one service"},
               {"service", "no-such", "#search", "Choose at least one service"},
               {"people", "0", "#people", "from 1 to 20"},
               {"people", "21", "#people", "from 1 to 20"},
               {"people", "two", "#people", "from 1 to 20"},
               {"phone", "12", "#phone", "+998901234567"},
               {"language", "fr", "#language", "Choose the language"},
               {"priority", "king", "#priority", "There is no such ground for priority"}};
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

TEST_F(HostPages, ChoosingAnotherServiceKeepsWhatWasFilledIn) {
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

TEST_F(HostPages, WhatIsNotDoneHereIsSaidToTheHost) {
  const Page searched =
      post(std::string(kHost) + "/new", with(with(filled(), "search", "lost passport"), "do", "search"));
  EXPECT_THAT(searched.body, AllOf(HasSubstr("Not offered here"), HasSubstr("Passport and ID card")));
}

TEST_F(HostPages, ATicketIsChangedAndNoted) {
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

TEST_F(HostPages, ATicketsPageOffersWhatTheRulesAllowAndSaysWhyNot) {
  const std::string id = taken("key-1");
  EXPECT_THAT(get(at(id)).body, AllOf(HasSubstr(at(id, "/cancel")), Not(HasSubstr(at(id, "/return")))));
  EXPECT_THAT(get(at(id, "/cancel")).body, HasSubstr("Yes, cancel"));
  EXPECT_EQ(ticket(id).state, State::waiting) << "a question changes nothing";
  EXPECT_EQ(post(at(id, "/cancel")).location, at(id, "?done=ticket_cancelled"));
  EXPECT_EQ(ticket(id).state, State::cancelled);
  EXPECT_THAT(get(at(id)).body, AllOf(Not(HasSubstr(at(id, "/cancel"))),
                                      HasSubstr("This is not possible for this ticket now")));
  const Page again = post(at(id, "/cancel"));
  EXPECT_EQ(again.location, at(id, "?problem=wrong_state&subject=cancelled"));
  EXPECT_THAT(get(again.location).body, HasSubstr("id=\"problem\""));
  EXPECT_THAT(get(again.location).body, Not(HasSubstr("id=\"problem\""))) << "a refusal is said once";
  EXPECT_EQ(post(at(id, "/finish")).status, 404) << "not a host's command";
}

TEST_F(HostPages, AMissedVisitorReturnsToTheLine) {
  const std::string id = taken("key-1");
  const WindowId window = open_window();
  order([&](const Hall& hall, Time at) { return hall.call(TicketId(id), window, StaffId("aziza"), at); });
  EXPECT_EQ(post(at(id, "/no-show")).location, at(id, "?done=no_show"));
  EXPECT_THAT(get(kHost).body, AllOf(HasSubstr("10:20"), HasSubstr("20 minutes")));
  EXPECT_EQ(post(at(id, "/return")).location, at(id, "?done=returned"));
  EXPECT_EQ(ticket(id).state, State::waiting);
}

TEST_F(HostPages, TicketsTakenForFunAreCancelledAfterAQuestion) {
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

TEST_F(HostPages, AllCallsStopAndGoOnAfterAQuestion) {
  const std::string calls = std::string(kHost) + "/calls";
  EXPECT_THAT(get(calls).body, HasSubstr(calls + "/stop-calls"));
  EXPECT_THAT(get(kHost).body, Not(HasSubstr("Calls are stopped")));
  EXPECT_EQ(post(calls + "/stop-calls").location, std::string(kHost) + "?done=stopped");
  EXPECT_THAT(get(kHost).body, HasSubstr("Calls are stopped"));
  EXPECT_THAT(get(calls).body, HasSubstr(calls + "/resume-calls"));
  EXPECT_EQ(post(calls + "/resume-calls").location, std::string(kHost) + "?done=resumed");
  EXPECT_EQ(post(calls + "/close-day").status, 404) << "that is the head's";
}

TEST_F(HostPages, AreForThoseWhoWorkHere) {
  const std::string id = taken("key-1");
  const std::string addresses[] = {kHost, std::string(kHost) + "/new", at(id), at(id, "/change"),
                                   std::string(kHost) + "/cancel"};
  for (const auto& address : addresses) EXPECT_EQ(get(address).status, 200) << address;
  role = Role::operator_;
  EXPECT_EQ(get(kHost).status, 403);
}

TEST_F(HostPages, AreWhole) {
  const std::string id = taken("key-1");
  now += Minutes(20);
  open_window();
  expect_whole({"/host", "/host?q=1&done=cancelled&n=2", "/host/new", "/host/taken/" + id,
                "/host/tickets/" + id, "/host/tickets/" + id + "/change", "/host/tickets/" + id + "/cancel",
                "/host/cancel?channel=all&minutes=60", "/host/calls"});
}

TEST_F(HostPages, TheIdOfATicketBeginsWithTheDayOfTheCentre) {
  now = parse_rfc3339("2026-11-24T21:00:00Z").value();  // two in the morning in Tashkent
  const auto centres_day = parse_iso_day("2026-11-25").value().time_since_epoch().count();
  EXPECT_THAT(taken("key-1"), StartsWith(auth::ordered_signs(static_cast<std::uint64_t>(centres_day), 4)));
}

}  // namespace
}  // namespace biroyna::host

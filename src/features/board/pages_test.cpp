// The dashboard and the ticket on a phone.
#include "features/board/pages.hpp"

#include <algorithm>

#include "features/host/test_pages.hpp"
#include "timekeeping_migrations.hpp"

namespace biroyna::board {
namespace {

using auth::Role;
using host::testing::kAsked;
using host::testing::kHost;
using host::testing::Page;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kDashboard = "/en/sergeli/dashboard";

// The host takes the tickets.
class DashboardPages : public host::testing::StaffPages {
 protected:
  DashboardPages() {
    db::migrate(*db, db::migrations({{"audit", embedded::audit_migrations()},
                                     {"commands", embedded::commands_migrations()},
                                     {"catalogue", embedded::catalogue_migrations()},
                                     {"queue", embedded::queue_migrations()},
                                     {"timekeeping", embedded::timekeeping_migrations()}}));
    timekeeper.emplace(
        *db, program->log, [this] { return now; }, [this] { return steady; }, now - std::chrono::days(1));
    restores.emplace(*db, program->log, [this] { return now; });
    add_dashboard(router, site, program->queue, *timekeeper, *restores, [this] { return backups; });
    add_ticket_pages(router, site, program->queue, program->catalogues);
    add_board(router, site, program->queue);
  }

  Milliseconds steady{};
  std::optional<timekeeping::Timekeeper> timekeeper;
  std::optional<audit::Restores> restores;
  backup::Standing backups;
};

TEST_F(DashboardPages, TheHeadIsToldWhatARestoreHasLost) {
  const auto told = [this] { return get(kDashboard).body; };
  EXPECT_THAT(told(), Not(HasSubstr("restore-settled")));
  db->write_and_wait([&](db::Tx& tx) { audit::mark_restored(tx, {now - Minutes(180), now}); });
  EXPECT_THAT(told(), AllOf(HasSubstr("An older copy of the data was put back"),
                            HasSubstr("Issue the documents of that time again")));
  EXPECT_EQ(post(kDashboard + "/restore-settled").location, kDashboard + "?done=restore_settled");
  EXPECT_THAT(get(kDashboard + "?done=restore_settled").body, HasSubstr("what was lost is entered again"));
  EXPECT_THAT(told(), Not(HasSubstr("restore-settled")));
}

TEST_F(DashboardPages, ATicketThatARestoreMayHaveLostIsNotUnknown) {
  const std::string id = taken("key-1"), lost = id.substr(0, 8) + std::string(18, '0');
  EXPECT_THAT(get("/en/t/" + lost).body, Not(HasSubstr("cannot be confirmed")));
  db->write_and_wait([&](db::Tx& tx) { audit::mark_restored(tx, {now, now}); });
  const Page page = get("/en/t/" + lost);
  EXPECT_EQ(page.status, 404);
  EXPECT_THAT(page.body, AllOf(HasSubstr("This cannot be confirmed here"), HasSubstr("tel:")));
}

TEST_F(DashboardPages, TheDashboardCountsTheHall) {
  const std::string first = taken("key-1");
  taken("key-2");
  const WindowId window = open_window();
  order([&](const Hall& hall, Time at) { return hall.call(TicketId(first), window, StaffId("aziza"), at); });
  now += Minutes(20);
  const std::string body = get(kDashboard).body;
  EXPECT_THAT(body, AllOf(HasSubstr("<dt>Waiting</dt><dd>1</dd>"), HasSubstr("20 minutes"),
                          HasSubstr("50% <small>1 of 2</small>"),
                          HasSubstr("1 person has waited longer than promised"), HasSubstr("data-pause-live"),
                          HasSubstr("data-stale"), HasSubstr(ticket(first).number)));
  EXPECT_THAT(body, HasSubstr("10:00–11:00"));
  EXPECT_THAT(body, HasSubstr("From 10:00 to 11:00: 2 arrived, 0 served. The line grew."));
}

TEST_F(DashboardPages, AServiceIsClosedAndOpened) {
  const std::string need = fmt::format("{}/needs/{}", kDashboard, kAsked);
  EXPECT_THAT(get(kDashboard + "/needs").body, HasSubstr(need + "/close"));
  taken("key-1");
  EXPECT_EQ(post(need + "/close").location, kDashboard + "?done=need_closed");
  EXPECT_THAT(get(kDashboard).body, AllOf(HasSubstr(need + "/open"), HasSubstr("takes no tickets")));
  const Page refused = post(std::string(kHost) + "/tickets", filled("key-2"));
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.body, AllOf(HasSubstr("takes no more tickets"), HasSubstr("value=\"Oʻktam\"")));
  EXPECT_EQ(post(need + "/open").location, kDashboard + "?done=need_opened");
  taken("key-3");
  EXPECT_EQ(post(need + "/paint").status, 404);
}

TEST_F(DashboardPages, AWindowThatOthersNeedIsClosedOnlyOnInsisting) {
  taken("key-1");
  const std::string window = open_window().str();
  const std::string close = fmt::format("{}/windows/{}/close", kDashboard, window);
  EXPECT_THAT(get(kDashboard).body, HasSubstr(close));
  const Page refused = post(close);
  EXPECT_EQ(refused.location, fmt::format("{}?window={}&problem=would_strand&subject=1", kDashboard, window));
  EXPECT_THAT(get(refused.location).body, AllOf(HasSubstr("name=\"anyway\""), HasSubstr("id=\"problem\"")));
  EXPECT_THAT(get(refused.location).body,
              AllOf(Not(HasSubstr("name=\"anyway\"")), Not(HasSubstr("id=\"problem\""))))
      << "loaded again, it does not stand there as if it had happened now";
  EXPECT_EQ(post(close, {{"anyway", "yes"}}).location, kDashboard + "?done=window_closed");
  EXPECT_THAT(get(kDashboard).body, AllOf(Not(HasSubstr(close)), HasSubstr("which no open window serves")));
}

TEST_F(DashboardPages, ADayClosedByMistakeIsOpenedAgain) {
  const std::string id = taken("key-1"), reopen = kDashboard + "/reopen-day";
  EXPECT_THAT(get(kDashboard).body, Not(HasSubstr(reopen)));
  EXPECT_EQ(get(reopen).location, kDashboard) << "it is open";
  post(kDashboard + "/close-day");
  EXPECT_THAT(get(kDashboard).body, HasSubstr(reopen));
  EXPECT_THAT(get(reopen).body, HasSubstr("1 ticket that was closed with the day"));
  EXPECT_EQ(ticket(id).state, State::expired);
  EXPECT_EQ(post(reopen).location, kDashboard + "?done=day_reopened");
  EXPECT_EQ(ticket(id).state, State::waiting);
  EXPECT_THAT(get(kDashboard + "?done=day_reopened").body, HasSubstr("The day is open again."));
  expect_whole({"/dashboard/close-day"});
}

TEST_F(DashboardPages, AClockThatJumpedIsShownUntilSomebodyConfirmsIt) {
  const std::string confirm = kDashboard + "/confirm-clock";
  EXPECT_THAT(get(kDashboard).body, Not(HasSubstr(confirm)));
  now += std::chrono::days(3650);
  EXPECT_THAT(get(kDashboard).body, AllOf(HasSubstr(confirm), HasSubstr("21 November 2036"),
                                          HasSubstr("it should be 24 November 2026")));
  expect_whole({"/dashboard"});
  EXPECT_EQ(post(confirm).location, kDashboard + "?done=clock_confirmed");
  EXPECT_THAT(get(kDashboard).body, Not(HasSubstr(confirm)));
}

TEST_F(DashboardPages, TheDayIsClosedAfterAQuestion) {
  const std::string id = taken("key-1"), close = kDashboard + "/close-day";
  EXPECT_THAT(get(close).body, HasSubstr("1 ticket that is waiting or set aside will be closed."));
  EXPECT_EQ(ticket(id).state, State::waiting);
  EXPECT_EQ(post(close).location, kDashboard + "?done=day_closed");
  EXPECT_EQ(ticket(id).state, State::expired);
  EXPECT_EQ(get(close).location, kDashboard);
  EXPECT_THAT(post(std::string(kHost) + "/tickets", filled("key-2")).body,
              HasSubstr("The hall is closed for today"));
}

TEST_F(DashboardPages, APhoneAsksBeforeATicketIsGivenBack) {
  const std::string id = taken("key-1"), phone = "/en/t/" + id;
  EXPECT_THAT(get(phone).body, HasSubstr("href=\"" + phone + "/cancel\""));
  const Page question = get(phone + "/cancel");
  EXPECT_THAT(question.body, AllOf(HasSubstr("Give ticket " + ticket(id).number + " back?"),
                                   HasSubstr("You lose your place"), HasSubstr("href=\"" + phone + "\"")));
  EXPECT_EQ(ticket(id).state, State::waiting);
  EXPECT_EQ(post(phone + "/cancel").location, phone);
  EXPECT_EQ(ticket(id).state, State::cancelled);
  EXPECT_EQ(get(phone + "/cancel").location, phone) << "there is nothing left to give back";
}

TEST_F(DashboardPages, APhoneNamesNeedAndClassAndWhenToBeThere) {
  open_window();
  const std::string first = taken("key-1");
  EXPECT_THAT(
      get("/en/t/" + first).body,
      AllOf(HasSubstr("Please be in the hall now."), HasSubstr("Line: General line"),
            HasSubstr("Referral to a state kindergarten"), Not(HasSubstr("when two people are ahead"))));
  std::string last;
  for (int i = 2; i < 12; ++i) last = taken(fmt::format("key-{}", i));
  EXPECT_THAT(get("/en/t/" + last).body, HasSubstr("Please be in the hall at 1"));
}

TEST_F(DashboardPages, AForecastBeyondClosingTimeIsToldBeforeTheTicketIsGiven) {
  now = parse_rfc3339("2026-11-24T12:45:00Z").value();  // it closes in a quarter of an hour
  open_window();
  int given = 0;
  Page page{.status = 303, .body = {}, .location = {}};
  while (given < 50 && page.status == 303)
    page = post(std::string(kHost) + "/tickets", filled(fmt::format("key-{}", ++given)));
  EXPECT_EQ(page.status, 422);
  EXPECT_THAT(page.body, AllOf(HasSubstr("The centre closes at 18:00, probably before the visitor is called"),
                               HasSubstr("Give the ticket anyway"), HasSubstr("Probably not before closing"),
                               HasSubstr("value=\"Oʻktam\"")));
  EXPECT_THAT(page.body, Not(HasSubstr(">Give the ticket<"))) << "it would only be warned of again";
  const Page insisted = post(std::string(kHost) + "/tickets",
                             with(filled(fmt::format("key-{}-again", given)), "anyway", "yes"));
  EXPECT_EQ(insisted.status, 303);
  const std::string id = insisted.location.substr(insisted.location.rfind('/') + 1);
  EXPECT_THAT(get("/en/t/" + id).body, HasSubstr("The centre closes at 18:00, probably before your turn."));
}

TEST_F(DashboardPages, TheBoardPromisesNoMinutesWhereNoOpenWindowServesWhoWaits) {
  const std::string board = "/en/sergeli/board";
  EXPECT_THAT(get(board).body, HasSubstr("<dd>–</dd>")) << "all windows are closed";
  taken("key-1");
  WindowId other;
  program->queue.look(queue::testing::kSergeli, [&](const View& view) {
    for (const auto& planned : view.catalogue().windows) {
      const auto serves = [](const auto& skill) { return skill.service.str() == kAsked; };
      if (other.empty() && std::ranges::none_of(planned.skills, serves)) other = planned.id;
    }
  });
  order([&](const Hall& hall, Time at) { return hall.open_window(other, StaffId("bobur"), at); });
  EXPECT_THAT(get(board).body, AllOf(HasSubstr("<dd>–</dd>"), Not(HasSubstr("~0"))));
  open_window();
  EXPECT_THAT(get(board).body, HasSubstr("<dd>~"));
}

TEST_F(DashboardPages, ACallThatNobodyAnswersForFiveMinutesAlarms) {
  const std::string id = taken("key-1");
  const WindowId window = open_window();
  order([&](const Hall& hall, Time at) { return hall.call(TicketId(id), window, StaffId("aziza"), at); });
  now += Minutes(4);
  EXPECT_THAT(get(kDashboard).body, Not(HasSubstr("unanswered")));
  now += Minutes(1);
  EXPECT_THAT(get(kDashboard).body,
              AllOf(HasSubstr("ticket " + ticket(id).number + " was called 5 minutes ago"),
                    HasSubstr(">unanswered</strong>")));
}

TEST_F(DashboardPages, ThePhonesCodeIsAPictureForWhoeverKnowsTheTicket) {
  const std::string id = taken("key-1");
  role = Role::anonymous;
  EXPECT_THAT(get("/qr/" + id).body, StartsWith("<svg"));
  EXPECT_EQ(get("/qr/unknown").status, 404);
}

TEST_F(DashboardPages, AreForTheHead) {
  for (const char* rest : {"", "/needs"}) EXPECT_EQ(get(kDashboard + rest).status, 200) << rest;
  role = Role::host;
  EXPECT_EQ(get(kDashboard).status, 403);
}

TEST_F(DashboardPages, AreWhole) {
  taken("key-1");
  now += Minutes(20);
  open_window();
  expect_whole({"/dashboard", "/dashboard/needs", "/dashboard/close-day"});
}

}  // namespace
}  // namespace biroyna::board

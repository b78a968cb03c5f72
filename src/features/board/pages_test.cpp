// The dashboard and the ticket on a phone.
#include "features/board/pages.hpp"

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
    add_dashboard(router, site, program->queue, *timekeeper);
    add_ticket_pages(router, site, program->queue);
  }

  Milliseconds steady{};
  std::optional<timekeeping::Timekeeper> timekeeper;
};

TEST_F(DashboardPages, TheDashboardCountsTheHall) {
  const std::string first = taken("key-1");
  taken("key-2");
  const WindowId window = open_window();
  order([&](const Hall& hall, Time at) { return hall.call(TicketId(first), window, StaffId("aziza"), at); });
  now += Minutes(20);
  const std::string body = get(kDashboard).body;
  EXPECT_THAT(body, AllOf(HasSubstr("<dt>Waiting</dt><dd>1</dd>"), HasSubstr("20 minutes"),
                          HasSubstr("50 % <small>1 of 2</small>"),
                          HasSubstr("1 person has waited longer than promised"), HasSubstr("data-pause-live"),
                          HasSubstr("data-stale"), HasSubstr(ticket(first).number)));
  EXPECT_THAT(body, HasSubstr("10:00–11:00"));
  EXPECT_THAT(body, HasSubstr("From 10:00 to 11:00, 2 arrived and 0 were served: the line grew."));
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
  EXPECT_THAT(get(refused.location).body, AllOf(HasSubstr("name=\"anyway\""), HasSubstr("role=\"alert\"")));
  EXPECT_EQ(post(close, {{"anyway", "yes"}}).location, kDashboard + "?done=window_closed");
  EXPECT_THAT(get(kDashboard).body, AllOf(Not(HasSubstr(close)), HasSubstr("which no open window serves")));
}

TEST_F(DashboardPages, ADayClosedByMistakeIsOpenedAgain) {
  const std::string id = taken("key-1"), reopen = kDashboard + "/reopen-day";
  EXPECT_THAT(get(kDashboard).body, Not(HasSubstr(reopen)));
  EXPECT_EQ(get(reopen).location, kDashboard) << "it is open";
  post(kDashboard + "/close-day");
  EXPECT_THAT(get(kDashboard).body, HasSubstr(reopen));
  EXPECT_THAT(get(reopen).body, HasSubstr("1 ticket that the close of the day ended"));
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
  EXPECT_THAT(get(close).body, HasSubstr("1 ticket that waits or is set aside ends."));
  EXPECT_EQ(ticket(id).state, State::waiting);
  EXPECT_EQ(post(close).location, kDashboard + "?done=day_closed");
  EXPECT_EQ(ticket(id).state, State::expired);
  EXPECT_EQ(get(close).location, kDashboard);
  EXPECT_THAT(post(std::string(kHost) + "/tickets", filled("key-2")).body,
              HasSubstr("The hall is closed for today"));
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

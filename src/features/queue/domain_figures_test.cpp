#include "features/queue/domain_figures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <memory>
#include <tuple>

namespace biroyna::queue {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Zone kZone("Asia/Tashkent");
const Day kDay = *parse_iso_day("2026-11-23");
const WindowId kFirst("1"), kSecond("2");
const ServiceId kBirth("birth"), kLand("land");
const StaffId kAziza("aziza"), kBotir("botir");

Time at(std::string_view hhmm) { return kZone.at(kDay, *parse_hhmm(hhmm)); }

std::shared_ptr<const Plan> plan() {
  Plan plan;
  plan.catalogue_version = 1;
  plan.services = {{kBirth, "A", {10, 20, 5}}, {kLand, "B", {15, 30, 5}}};
  plan.windows = {{kFirst, {{kBirth, 1}}}, {kSecond, {{kBirth, 1}, {kLand, 1}}}};
  plan.classes = {{"none", 1}, {"disability", 4}, {"booked", 2}};
  return std::make_shared<const Plan>(std::move(plan));
}

// A hall whose day has begun, told in orders as they come.
class Told {
 public:
  Told() { apply(hall_.open_day({}, at("08:30"))); }

  const Hall& hall() const { return hall_; }
  Figures at_time(std::string_view hhmm) const { return figures(hall_, kZone, at(hhmm)); }

  TicketId take(std::string_view when, std::vector<ServiceId> services,
                std::optional<Time> booked_for = std::nullopt) {
    TakeTicket take;
    take.id = TicketId("ticket-" + std::to_string(++taken_));
    take.services = std::move(services);
    take.visitor_class = booked_for ? "booked" : "none";
    take.booked_for = booked_for;
    apply(hall_.take(take, at(when)));
    return take.id;
  }
  void open(std::string_view when, const WindowId& window, const StaffId& who) {
    apply(hall_.open_window(window, who, at(when)));
  }
  void call(std::string_view when, const TicketId& ticket, const WindowId& window, const StaffId& who) {
    apply(hall_.call(ticket, window, who, at(when)));
  }
  void serve(std::string_view called, std::string_view finished, const TicketId& ticket,
             const WindowId& window, const StaffId& who) {
    call(called, ticket, window, who);
    apply(hall_.start(ticket, who, at(called)));
    apply(hall_.finish(ticket, "done", who, at(finished)));
  }
  template <class... Args>
  void order(Result<std::vector<Event>> (Hall::*decide)(Args...) const, std::type_identity_t<Args>... args) {
    apply((hall_.*decide)(args...));
  }

 private:
  void apply(const Result<std::vector<Event>>& decided) {
    if (!decided) {
      ADD_FAILURE() << "refused: " << decided.error().code;
      return;
    }
    for (const Event& event : *decided) hall_.apply(event);
  }

  Hall hall_{plan()};
  int taken_ = 0;
};

TEST(Figures, OfAnEmptyHallAreNothing) {
  const Told told;
  const Figures figures = told.at_time("09:00");
  EXPECT_EQ(figures.waiting, 0);
  EXPECT_EQ(figures.longest_wait, Seconds{0});
  EXPECT_EQ(figures.promise.percent(), std::nullopt);
  EXPECT_THAT(figures.hours, IsEmpty());
  EXPECT_FALSE(figures.trend);
  EXPECT_THAT(figures.alerts, IsEmpty());
  ASSERT_EQ(figures.needs.size(), 2u);
  EXPECT_EQ(figures.needs[0].service, kBirth);
  EXPECT_EQ(figures.windows_in(WindowState::closed), 2);
}

TEST(Figures, CountWhoWaitsByNeedAndHowLong) {
  Told told;
  told.open("08:50", kSecond, kBotir);
  told.take("09:00", {kBirth});
  told.take("09:04", {kLand});
  told.take("09:05", {kBirth});
  const Figures figures = told.at_time("09:10");
  EXPECT_EQ(figures.waiting, 3);
  EXPECT_EQ(figures.longest_wait, Minutes{10});
  EXPECT_EQ(figures.needs[0].waiting, 2);
  EXPECT_EQ(figures.needs[0].longest_wait, Minutes{10});
  EXPECT_EQ(figures.needs[0].windows, 1);
  EXPECT_EQ(figures.needs[1].waiting, 1);
  EXPECT_EQ(figures.needs[1].longest_wait, Minutes{6});
  EXPECT_EQ(figures.needs[1].windows, 1);
  EXPECT_FALSE(figures.needs[1].forecast.no_window);
}

TEST(Figures, AWaitForAFurtherNeedIsCountedFromTheServiceBeforeAndABookingFromItsTime) {
  Told told;
  told.open("08:50", kFirst, kAziza);
  told.open("08:50", kSecond, kBotir);
  const TicketId two_needs = told.take("09:00", {kBirth, kLand});
  told.serve("09:01", "09:20", two_needs, kFirst, kAziza);  // window 1 does not serve land
  told.take("09:02", {kBirth}, at("10:00"));
  EXPECT_EQ(told.at_time("09:30").longest_wait, Minutes{10});
  EXPECT_EQ(told.at_time("10:30").needs[0].longest_wait, Minutes{30});
}

TEST(Figures, WhoReturnsAfterANoShowWaitsFromTheFirstArrival) {
  Told told;
  told.open("08:50", kFirst, kAziza);
  const TicketId missed = told.take("09:00", {kBirth});
  told.call("09:01", missed, kFirst, kAziza);
  told.order(&Hall::no_show, missed, kAziza, at("09:03"));
  told.order(&Hall::return_to_line, missed, kAziza, at("09:05"));
  const Figures figures = told.at_time("09:08");
  EXPECT_EQ(figures.longest_wait, Minutes{8});
  EXPECT_EQ(figures.needs[0].longest_wait, Minutes{8});
}

TEST(Figures, ThePromiseIsKeptUpToItsLastSecond) {
  Told told;
  told.open("08:50", kFirst, kAziza);
  told.serve("09:15", "09:20", told.take("09:00", {kBirth}), kFirst, kAziza);
  EXPECT_EQ(told.at_time("09:30").promise.percent(), 100);
  told.serve("09:37", "09:40", told.take("09:21", {kBirth}), kFirst, kAziza);
  const Figures figures = told.at_time("09:41");
  EXPECT_EQ(figures.promise.counted, 2);
  EXPECT_EQ(figures.promise.kept, 1);
  EXPECT_EQ(figures.promise.percent(), 50);
}

TEST(Figures, WhoWaitsTooLongOrLeftAfterTooLongBreaksThePromiseWithoutACall) {
  Told told;
  const TicketId first = told.take("09:00", {kBirth});
  told.take("09:00", {kBirth});
  const TicketId patient_for_five = told.take("09:00", {kBirth});
  told.order(&Hall::cancel, patient_for_five, StaffId(), at("09:05"));
  EXPECT_EQ(told.at_time("09:15").promise.counted, 0);
  told.order(&Hall::cancel, first, StaffId(), at("09:20"));
  const Figures figures = told.at_time("09:20");
  EXPECT_EQ(figures.promise.counted, 2);
  EXPECT_EQ(figures.promise.kept, 0);
}

TEST(Promise, IsNeverRoundedUpToWhatWasNotReached) {
  const std::tuple<int, int, std::optional<int>> cases[] = {{0, 0, std::nullopt}, {1, 0, 0},    {1, 1, 100},
                                                            {1000, 949, 94},      {20, 19, 95}, {3, 2, 66}};
  for (const auto& [counted, kept, percent] : cases) {
    EXPECT_EQ((Promise{counted, kept}.percent()), percent) << kept << " of " << counted;
  }
}

TEST(Figures, HoursAreTheCentresAndWithoutGaps) {
  Told told;
  told.open("08:50", kFirst, kAziza);
  told.serve("09:10", "09:20", told.take("09:05", {kBirth}), kFirst, kAziza);
  told.serve("11:05", "11:10", told.take("09:50", {kBirth}), kFirst, kAziza);
  told.take("11:20", {kBirth});
  EXPECT_THAT(told.at_time("12:01").hours, ElementsAre(HourFigures{9, 2, 1}, HourFigures{10, 0, 0},
                                                       HourFigures{11, 1, 1}, HourFigures{12, 0, 0}));
}

TEST(Figures, ATicketWithTwoNeedsIsServedOnce) {
  Told told;
  told.open("08:50", kSecond, kBotir);
  const TicketId ticket = told.take("09:00", {kBirth, kLand});
  told.serve("09:01", "09:10", ticket, kSecond, kBotir);  // goes on with land at once
  EXPECT_THAT(told.at_time("09:30").hours, ElementsAre(HourFigures{9, 1, 0}));
  told.order(&Hall::finish, ticket, "done", kBotir, at("09:40"));
  EXPECT_THAT(told.at_time("09:50").hours, ElementsAre(HourFigures{9, 1, 1}));
}

TEST(Trend, SaysWhatTheLastFullHourDidToTheLine) {
  using Line = Trend::Line;
  const std::tuple<std::vector<HourFigures>, int, int, Line> cases[] = {
      {{{9, 12, 3}}, 9, 9, Line::growing},               // the first hour speaks for itself
      {{{9, 12, 3}, {10, 0, 9}}, 10, 9, Line::growing},  // the present hour does not speak yet
      {{{9, 12, 3}, {10, 8, 13}}, 11, 10, Line::shrinking},
      {{{9, 3, 2}}, 10, 9, Line::steady},    // one person is no trend
      {{{9, 40, 36}}, 10, 9, Line::steady},  // nor is one in ten
      {{{9, 40, 35}}, 10, 9, Line::growing},
      {{{9, 35, 39}}, 10, 9, Line::shrinking},
  };
  for (const auto& [hours, present, latest, line] : cases) {
    const auto found = trend(hours, present);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->latest.hour, latest);
    EXPECT_EQ(found->line, line) << "from " << hours.size() << " hours at " << present;
  }
  EXPECT_EQ(trend({{9, 4, 0}, {10, 7, 0}, {11, 7, 0}}, 12)->busiest.hour, 10);
  EXPECT_EQ(trend({}, 9).has_value(), false);
}

TEST(Alerts, TellOfPeopleWhomNoOpenWindowServes) {
  Told told;
  told.open("08:50", kFirst, kAziza);
  told.take("09:00", {kBirth});
  told.take("09:00", {kLand});
  told.take("09:01", {kLand});
  const Figures figures = told.at_time("09:02");
  EXPECT_EQ(figures.needs[0].unserved, 0);
  EXPECT_EQ(figures.needs[1].unserved, 2);
  EXPECT_THAT(figures.alerts, ElementsAre(Alert{Alert::Kind::need_without_window, 2, {}, kLand, {}}));
}

TEST(Alerts, TellOfABrokenPromise) {
  Told told;
  told.open("08:50", kFirst, kAziza);
  told.take("09:00", {kBirth});
  told.take("09:01", {kBirth});
  EXPECT_THAT(told.at_time("09:15").alerts, IsEmpty());
  EXPECT_THAT(told.at_time("09:18").alerts,
              ElementsAre(Alert{Alert::Kind::promise_broken, 2, Minutes{18}, {}, {}}));
}

TEST(Alerts, TellOfAWindowThatServesLongerThanAlmostAll) {
  Told told;
  told.open("08:50", kFirst, kAziza);
  const TicketId ticket = told.take("09:00", {kBirth});
  told.call("09:00", ticket, kFirst, kAziza);
  EXPECT_FALSE(told.at_time("09:40").windows[0].too_long);  // called, not served
  told.order(&Hall::start, ticket, kAziza, at("09:01"));
  EXPECT_THAT(told.at_time("09:31").alerts, IsEmpty());
  const Figures figures = told.at_time("09:32");
  EXPECT_TRUE(figures.windows[0].too_long);
  EXPECT_EQ(figures.windows[0].busy, Minutes{31});
  EXPECT_THAT(figures.alerts,
              ElementsAre(Alert{Alert::Kind::window_too_long, 0, Minutes{31}, kBirth, kFirst}));
}

TEST(Alerts, BeginWithTheStopOfAllCalls) {
  Told told;
  told.take("09:00", {kLand});
  told.order(&Hall::stop_calls, kAziza, at("09:01"));
  const auto alerts = told.at_time("09:30").alerts;
  ASSERT_EQ(alerts.size(), 3u);
  EXPECT_EQ(alerts[0].kind, Alert::Kind::calls_stopped);
  EXPECT_EQ(alerts[1].kind, Alert::Kind::need_without_window);
  EXPECT_EQ(alerts[2].kind, Alert::Kind::promise_broken);
}

TEST(Figures, AClockThatJumpedBackMakesNoNegativeWait) {
  Told told;
  told.open("09:00", kFirst, kAziza);
  told.take("10:00", {kBirth});
  const Figures figures = told.at_time("09:30");
  EXPECT_EQ(figures.longest_wait, Seconds{0});
  EXPECT_THAT(figures.hours, ElementsAre(HourFigures{10, 1, 0}));
  EXPECT_EQ(figures.windows[0].in_state, Minutes{60});
}

RC_GTEST_PROP(FiguresProperty, NobodyIsCountedTwiceOrForgotten, ()) {
  Told told;
  told.open("08:40", kFirst, kAziza);
  told.open("08:40", kSecond, kBotir);
  const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 6));
  int minute = 9 * 60, taken = 0;
  for (const int step : steps) {
    const std::string when = to_hhmm(Minutes{minute = std::min(minute + 3, 23 * 60)});
    if (step < 3) {
      told.take(when, step == 0 ? std::vector{kLand} : std::vector{kBirth});
      ++taken;
      continue;
    }
    const auto& [window, who] = step == 3 ? std::pair(kFirst, kAziza) : std::pair(kSecond, kBotir);
    const auto next = told.hall().waiting_for(window, at(when), 1);
    if (!next.empty()) told.serve(when, when, next.front()->id, window, who);
  }
  const Figures figures = told.at_time("23:30");
  int by_need = 0, arrived = 0, served = 0;
  for (const auto& need : figures.needs) by_need += need.waiting;
  for (const auto& hour : figures.hours) arrived += hour.arrived, served += hour.served;
  RC_ASSERT(by_need == figures.waiting);
  RC_ASSERT(static_cast<std::size_t>(figures.waiting) == told.hall().waiting_count());
  RC_ASSERT(arrived == taken);
  RC_ASSERT(served + figures.waiting == taken);
  RC_ASSERT(figures.promise.kept <= figures.promise.counted && figures.promise.counted <= taken);
}

TEST(Figures, ACallThatNobodyAnswersForFiveMinutesAlarms) {
  Told told;
  told.open("09:00", kFirst, kAziza);
  const TicketId ticket = told.take("09:00", {kBirth});
  told.call("09:10", ticket, kFirst, kAziza);
  const auto alarms = [&](std::string_view when) {
    const auto alerts = told.at_time(when).alerts;
    const auto found = std::ranges::find(alerts, Alert::Kind::call_unanswered, &Alert::kind);
    return found == alerts.end() ? std::optional<Alert>() : *found;
  };
  EXPECT_EQ(alarms("09:14"), std::nullopt);
  ASSERT_NE(alarms("09:15"), std::nullopt);
  EXPECT_EQ(alarms("09:16")->window, kFirst);
  EXPECT_EQ(alarms("09:16")->number, told.hall().find(ticket)->number);
  EXPECT_EQ(alarms("09:16")->time, Minutes(6));
  told.order(&Hall::recall, ticket, kAziza, at("09:16"));
  EXPECT_NE(alarms("09:17"), std::nullopt) << "calling again is no answer";
  EXPECT_EQ(told.at_time("09:17").windows.front().unanswered, Minutes(7));
  told.order(&Hall::start, ticket, kAziza, at("09:18"));
  EXPECT_EQ(alarms("09:40"), std::nullopt);
}

TEST(Figures, ACallMarkedAsANoShowAlarmsNoMore) {
  Told told;
  told.open("09:00", kFirst, kAziza);
  const TicketId ticket = told.take("09:00", {kBirth});
  told.call("09:10", ticket, kFirst, kAziza);
  EXPECT_FALSE(told.at_time("09:20").alerts.empty());
  told.order(&Hall::no_show, ticket, kAziza, at("09:20"));
  EXPECT_TRUE(told.at_time("09:21").alerts.empty());
}

}  // namespace
}  // namespace biroyna::queue

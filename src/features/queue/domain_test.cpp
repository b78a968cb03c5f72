#include "features/queue/domain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/queue/domain_test_hall.hpp"

namespace biroyna::queue {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using testing::TestHall;

TEST(Hall, NumbersBeginWithTheGroupsLetterAndCountOnByIt) {
  TestHall t;
  const auto a = t.take({"birth"}), b = t.take({"pension"}), c = t.take({"birth", "land"});
  EXPECT_EQ(t.hall.find(a)->number, "A001");
  EXPECT_EQ(t.hall.find(b)->number, "B001");
  EXPECT_EQ(t.hall.find(c)->number, "A002");
  EXPECT_EQ(t.hall.find_number("A002")->id, c);
}

TEST(Hall, ATicketIsRefusedWithEveryWrongField) {
  TestHall t;
  TakeTicket command;
  command.id = TicketId("x");
  command.visitor_class = "king";
  command.services = {ServiceId("birth"), ServiceId("nothing"), ServiceId("birth")};
  const auto refused = t.hall.take(command, t.now);
  ASSERT_FALSE(refused);
  std::vector<std::string> found;
  for (const auto& field : refused.error().fields) found.push_back(field.pointer + " " + field.code);
  EXPECT_THAT(found, ::testing::UnorderedElementsAre(
                         "/services/0 error.same_service_twice", "/services/1 error.unknown_service",
                         "/services/2 error.same_service_twice", "/priority error.unknown_class"));
  t.take({});
  EXPECT_EQ(t.refused, "error.no_services");
}

TEST(Hall, FirstComeFirstServedWithinClassAndNeed) {
  TestHall t;
  t.open("2");
  t.take({"birth"});
  t.wait(1min);
  t.take({"birth"});
  EXPECT_EQ(t.call_next("2"), "A001");
}

TEST(Hall, AHeavierClassOvertakesInProportionToItsWait) {
  TestHall t;
  t.open("2");
  t.take({"pension"});
  t.wait(10min);
  t.take({"pension"}, "disability");
  t.wait(3min);  // 13 × 1 against 3 × 4
  EXPECT_EQ(t.hall.waiting_for(WindowId("2"), t.now, 1).front()->number, "B001");
  t.wait(1min);  // 14 × 1 against 4 × 4
  EXPECT_EQ(t.call_next("2"), "B002");
}

TEST(Hall, AWindowCallsWhatItDoesBest) {
  TestHall t;
  t.open("1");
  t.take({"pension"});
  t.wait(4min);
  t.take({"birth"});
  t.wait(6min);  // 10 × 0.5 against 6 × 1
  EXPECT_EQ(t.call_next("1"), "A001");
}

TEST(Hall, ABookingRisesToTheTopAtItsTime) {
  TestHall t;
  t.open("2");
  TakeTicket booked;
  booked.id = TicketId("booked");
  booked.services = {ServiceId("pension")};
  booked.visitor_class = "booked";
  booked.booked_for = t.now + 30min;
  t.keep(t.hall.take(booked, t.now));
  t.wait(20min);
  t.take({"pension"});
  t.wait(4min);
  EXPECT_EQ(t.hall.waiting_for(WindowId("2"), t.now, 1).front()->number, "B002")
      << "six minutes before its time";
  t.wait(7min);
  EXPECT_EQ(t.hall.waiting_for(WindowId("2"), t.now, 1).front()->number, "B001") << "a minute after its time";
}

TEST(Hall, NobodyElsesTicket) {
  TestHall t;
  t.open("1");
  t.open("2");
  const auto id = t.take({"birth"});
  EXPECT_EQ(t.call_next("1"), "A001");
  t.keep(t.hall.call(id, WindowId("2"), TestHall::at("2"), t.now));
  EXPECT_EQ(t.refused, "taken_by_window");
  t.keep(t.hall.start(id, TestHall::at("2"), t.now));
  EXPECT_EQ(t.refused, "taken_by_window");
  t.keep(t.hall.call_next(WindowId("1"), TestHall::at("2"), t.now));
  EXPECT_EQ(t.refused, "not_your_window");
  EXPECT_EQ(t.call_next("1"), "");
  EXPECT_EQ(t.refused, "window_busy");
}

TEST(Hall, ACallIsTakenBackWithinTenSeconds) {
  TestHall t;
  t.open("1");
  const auto id = t.take({"birth"});
  t.call_next("1");
  t.wait(10s);
  t.keep(t.hall.undo(id, TestHall::at("1"), t.now));
  EXPECT_EQ(t.state(id), State::waiting);
  EXPECT_FALSE(t.hall.find(id)->first_called_at);
  EXPECT_EQ(t.call_next("1"), "A001");
  t.wait(10s + 1ms);
  t.keep(t.hall.undo(id, TestHall::at("1"), t.now));
  EXPECT_EQ(t.refused, "too_late_to_undo");
}

TEST(Hall, AnUndoneCallGoesBackToWhereItCameFrom) {
  TestHall t;
  t.open("1");
  const auto id = t.take({"birth"});
  t.call_next("1");
  t.keep(t.hall.park(id, TestHall::at("1"), t.now));
  t.keep(t.hall.call(id, WindowId("1"), TestHall::at("1"), t.now));
  t.keep(t.hall.undo(id, TestHall::at("1"), t.now));
  EXPECT_EQ(t.state(id), State::parked);
  EXPECT_TRUE(t.hall.find_window(WindowId("1"))->ticket.empty());
}

TEST(Hall, SeveralNeedsAreServedAtOnceWhereTheyCanBe) {
  TestHall t;
  t.open("2");
  t.open("3");
  const auto id = t.take({"birth", "land", "pension"});
  t.call_next("2");
  t.start(id);
  t.wait(5min);
  t.finish(id);
  EXPECT_EQ(t.state(id), State::serving);
  EXPECT_EQ(t.hall.find(id)->service(), ServiceId("pension")) << "the need that this window serves";
  t.finish(id);
  EXPECT_EQ(t.state(id), State::waiting);
  EXPECT_TRUE(t.hall.find_window(WindowId("2"))->ticket.empty());
  EXPECT_EQ(t.call_next("3"), "A001");
  t.start(id);
  t.finish(id);
  EXPECT_EQ(t.state(id), State::finished);
  EXPECT_THAT(t.hall.find(id)->done,
              ElementsAre(ServiceId("birth"), ServiceId("pension"), ServiceId("land")));
}

TEST(Hall, WhoLeavesDoesNotWaitForFurtherNeeds) {
  TestHall t;
  t.open("2");
  const auto id = t.take({"birth", "land"});
  t.call_next("2");
  t.start(id);
  t.finish(id, "left");
  EXPECT_EQ(t.state(id), State::expired);
  EXPECT_EQ(t.hall.waiting_count(), 0u);
}

TEST(Hall, ParkedAndNotShownComeBackWithTheirFirstArrival) {
  TestHall t;
  t.open("2");
  const auto first = t.take({"birth"});
  t.wait(1min);
  const auto second = t.take({"birth"});
  t.call_next("2");
  t.keep(t.hall.no_show(first, TestHall::at("2"), t.now));
  t.wait(5min);
  t.take({"birth"});
  t.keep(t.hall.return_to_line(first, {}, t.now));
  EXPECT_EQ(t.call_next("2"), "A001");
  t.start(first);
  t.keep(t.hall.park(first, TestHall::at("2"), t.now));
  EXPECT_EQ(t.call_next("2"), "A002");
  t.start(second);
  t.finish(second);
  t.keep(t.hall.return_to_line(first, {}, t.now));
  EXPECT_EQ(t.call_next("2"), "A001");
}

TEST(Hall, ANoShowExpiresWhenItsTimeIsOver) {
  TestHall t;
  t.open("2");
  const auto id = t.take({"birth"});
  t.call_next("2");
  t.keep(t.hall.no_show(id, TestHall::at("2"), t.now));
  t.wait(20min);
  EXPECT_TRUE(t.hall.expire_overdue(t.now).empty());
  t.wait(1ms);
  t.keep(t.hall.return_to_line(id, {}, t.now));
  EXPECT_EQ(t.refused, "too_late_to_return");
  t.keep(t.hall.expire_overdue(t.now));
  EXPECT_EQ(t.state(id), State::expired);
}

TEST(Hall, ATransferKeepsTheArrivalAndTheNote) {
  TestHall t;
  t.open("1");
  t.open("3");
  const auto id = t.take({"birth"});
  t.call_next("1");
  t.start(id);
  t.keep(t.hall.transfer_to_service(id, ServiceId("land"), "has all papers", TestHall::at("1"), t.now));
  EXPECT_EQ(t.state(id), State::waiting);
  EXPECT_EQ(t.hall.find(id)->service(), ServiceId("land"));
  EXPECT_THAT(t.hall.find(id)->notes, ElementsAre("has all papers"));
  EXPECT_EQ(t.call_next("3"), "A001");
}

TEST(Hall, ATransferToAWindowWaitsForThatWindowAlone) {
  TestHall t;
  t.open("1");
  t.open("2");
  const auto id = t.take({"birth"});
  t.call_next("1");
  t.start(id);
  t.keep(t.hall.transfer_to_window(id, WindowId("3"), "", TestHall::at("1"), t.now));
  EXPECT_EQ(t.refused, "window_cannot_serve");
  t.keep(t.hall.transfer_to_window(id, WindowId("2"), "", TestHall::at("1"), t.now));
  EXPECT_EQ(t.call_next("1"), "");
  EXPECT_EQ(t.call_next("2"), "A001");
}

TEST(Hall, ABreakWaitsForTheTicketAtTheWindow) {
  TestHall t;
  t.open("2");
  const auto id = t.take({"birth"});
  t.call_next("2");
  t.keep(t.hall.start_break(WindowId("2"), TestHall::at("2"), t.now));
  EXPECT_TRUE(t.hall.find_window(WindowId("2"))->break_wished);
  t.start(id);
  t.finish(id);
  EXPECT_EQ(t.hall.find_window(WindowId("2"))->state, WindowState::on_break);
  EXPECT_EQ(t.call_next("2"), "");
  EXPECT_EQ(t.refused, "window_not_open");
  t.keep(t.hall.end_break(WindowId("2"), TestHall::at("2"), t.now));
  EXPECT_EQ(t.hall.find_window(WindowId("2"))->state, WindowState::open);
}

TEST(Hall, AWindowThatOnlyItCanServeSaysSoBeforeItCloses) {
  TestHall t;
  t.open("3");
  t.open("2");
  t.take({"land"});
  t.take({"birth"});
  t.keep(t.hall.close_window(WindowId("3"), false, TestHall::at("3"), t.now));
  EXPECT_EQ(t.refused, "would_strand");
  EXPECT_TRUE(t.hall.unserved().empty());
  t.keep(t.hall.close_window(WindowId("3"), true, TestHall::at("3"), t.now));
  EXPECT_EQ(t.hall.unserved().size(), 1u);
}

TEST(Hall, OneOperatorAWindowAndOneWindowAnOperator) {
  TestHall t;
  t.open("1");
  t.keep(t.hall.open_window(WindowId("1"), StaffId("somebody"), t.now));
  EXPECT_EQ(t.refused, "window_taken");
  t.keep(t.hall.open_window(WindowId("2"), TestHall::at("1"), t.now));
  EXPECT_EQ(t.refused, "operator_elsewhere");
}

TEST(Hall, AClosedNeedTakesNoTicketsButServesWhoWaits) {
  TestHall t;
  t.open("3");
  t.take({"land"});
  t.keep(t.hall.close_need(ServiceId("land"), {}, t.now));
  t.take({"land"});
  EXPECT_EQ(t.refused, "service_closed");
  EXPECT_EQ(t.call_next("3"), "C001");
}

TEST(Hall, StoppedCallsStopEverybody) {
  TestHall t;
  t.open("2");
  t.take({"birth"});
  t.keep(t.hall.stop_calls({}, t.now));
  EXPECT_EQ(t.call_next("2"), "");
  EXPECT_EQ(t.refused, "calls_stopped");
  t.keep(t.hall.resume_calls({}, t.now));
  EXPECT_EQ(t.call_next("2"), "A001");
}

TEST(Hall, TheCloseOfTheDayLetsTheServedFinish) {
  TestHall t;
  t.open("1");
  t.open("2");
  const auto served = t.take({"birth", "land"}), waits = t.take({"birth"});
  t.call_next("1");
  t.start(served);
  t.keep(t.hall.close_day(t.now));
  EXPECT_EQ(t.state(waits), State::expired);
  EXPECT_EQ(t.state(served), State::serving);
  EXPECT_EQ(t.hall.find_window(WindowId("2"))->state, WindowState::closed);
  t.take({"birth"});
  EXPECT_EQ(t.refused, "day_closed");
  t.finish(served);
  EXPECT_EQ(t.state(served), State::expired) << "its further need is not served today";
  EXPECT_EQ(t.hall.find_window(WindowId("1"))->state, WindowState::closed);
}

TEST(Hall, ADayClosedByMistakeIsOpenedAgainWithEverybodyInTheirPlace) {
  TestHall t;
  t.open("1");
  t.open("2");
  const auto served = t.take({"birth"}), called = t.take({"birth"}), missed = t.take({"birth"});
  for (const auto& id : {served, called, missed}) {
    t.keep(
        t.hall.call(id, WindowId(id == served ? "1" : "2"), TestHall::at(id == served ? "1" : "2"), t.now));
    if (id == called) t.keep(t.hall.park(id, {}, t.now));
    if (id == missed) t.keep(t.hall.no_show(id, {}, t.now));
  }
  t.wait(1min);
  const auto cancelled = t.take({"birth"}), first = t.take({"birth"}), second = t.take({"birth"});
  t.keep(t.hall.cancel(cancelled, {}, t.now));
  t.keep(t.hall.leave_hall(t.now));
  for (const auto& id : {served, called, missed, first, second}) EXPECT_EQ(t.state(id), State::expired);
  t.wait(1min);
  EXPECT_THAT(t.keep(t.hall.reopen_day(StaffId("head"), t.now)), ::testing::SizeIs(6));
  EXPECT_EQ(t.state(served), State::waiting);
  EXPECT_EQ(t.state(called), State::parked);
  EXPECT_EQ(t.state(missed), State::no_show);
  EXPECT_EQ(t.state(cancelled), State::cancelled);
  EXPECT_EQ(t.hall.find(t.take({"birth"}))->number, "A007") << "the numbers go on";
  EXPECT_THAT(t.hall.reopen_day({}, t.now), ::testing::IsEmpty()) << "it is open";
  t.open("2");
  for (const auto& number : {"A001", "A005", "A006", "A007"}) {
    EXPECT_EQ(t.call_next("2"), number);
    t.start(t.hall.find_number(number)->id);
    t.finish(t.hall.find_number(number)->id);
  }
  EXPECT_EQ(t.replayed().describe(), t.hall.describe());
}

TEST(Hall, ADayThatIsOpenedAgainRestoresOnlyWhatItsLastCloseEnded) {
  TestHall t;
  t.open("1");
  const auto missed = t.take({"birth"});
  t.call_next("1");
  t.keep(t.hall.no_show(missed, {}, t.now));
  t.wait(t.hall.plan().no_show_return + 1s);
  t.keep(t.hall.expire_overdue(t.now));
  t.wait(1s);
  t.keep(t.hall.close_day(t.now));
  t.keep(t.hall.reopen_day({}, t.now));
  EXPECT_EQ(t.state(missed), State::expired) << "its time was over before";
}

TEST(Hall, ALeftHallIsEmptyInTheMorning) {
  TestHall t;
  t.open("1");
  const auto called = t.take({"birth"}), waits = t.take({"birth"});
  t.call_next("1");
  t.keep(t.hall.leave_hall(t.now));
  EXPECT_EQ(t.state(called), State::expired);
  EXPECT_EQ(t.state(waits), State::expired);
  EXPECT_FALSE(t.hall.day_open());
  EXPECT_TRUE(t.hall.leave_hall(t.now).empty());
}

TEST(Hall, TicketsDrawnForFunAreCancelledTogether) {
  TestHall t;
  t.open("1");
  const std::vector<TicketId> drawn = {t.take({"birth"}), t.take({"birth"}), t.take({"birth"})};
  t.call_next("1");
  EXPECT_EQ(t.keep(t.hall.cancel_many(drawn, {}, t.now)).size(), 2u) << "not the one that was called";
  EXPECT_EQ(t.hall.waiting_count(), 0u);
}

TEST(Hall, AClockThatJumpsBackStandsStill) {
  TestHall t;
  t.open("2");
  t.wait(1h);
  const auto first = t.take({"birth"});
  t.now -= 2h;
  const auto second = t.take({"birth"});
  EXPECT_GE(t.hall.find(second)->issued_at, t.hall.find(first)->issued_at);
  EXPECT_EQ(t.call_next("2"), "A001");
  t.start(first);
  t.finish(first);
  EXPECT_GE(t.hall.forecast(*t.hall.find(second), t.now).p50_seconds, 0);
}

TEST(Hall, ANewPlanKeepsWhoWaitsInPlace) {
  TestHall t;
  t.open("3");
  const auto id = t.take({"land"});
  auto plan = testing::small_plan();
  plan->services.erase(plan->services.begin() + 2);
  plan->windows[2].skills = {{ServiceId("birth"), 1}};
  plan->windows.insert(plan->windows.begin(), {WindowId("0"), {{ServiceId("birth"), 1}}});
  t.hall.change_plan(plan);
  t.take({"land"});
  EXPECT_EQ(t.refused, "error.unknown_service");
  EXPECT_EQ(t.call_next("3"), "C001");
  EXPECT_EQ(t.state(id), State::called);
}

TEST(Hall, AnEventThatCannotFollowIsRefused) {
  TestHall t;
  const auto id = t.take({"birth"});
  Event wrong;
  wrong.kind = EventKind::service_started;
  wrong.ticket = id;
  EXPECT_THROW(t.hall.apply(wrong), std::logic_error);
  wrong.ticket = TicketId("nobody");
  EXPECT_THROW(t.hall.apply(wrong), std::logic_error);
}

TEST(Hall, MeasuredServiceTimesMoveTheForecast) {
  TestHall t;
  t.open("3");
  const auto before = t.hall.service_time(ServiceId("land")).median_minutes;
  for (int i = 0; i < 10; ++i) {
    const auto id = t.take({"land"});
    t.call_next("3");
    t.start(id);
    t.wait(3min);
    t.finish(id);
  }
  EXPECT_LT(t.hall.service_time(ServiceId("land")).median_minutes, before);
}

TEST(Rules, TheTableIsTheWholeTruth) {
  const auto to = [](State from, Command command) {
    std::vector<State> states;
    for (const auto& rule : rules()) {
      if (rule.from == from && rule.command == command) states.push_back(rule.to);
    }
    return states;
  };
  EXPECT_THAT(to(State::waiting, Command::call), ElementsAre(State::called));
  EXPECT_THAT(to(State::serving, Command::finish),
              ElementsAre(State::finished, State::serving, State::waiting));
  for (const State over : {State::finished, State::cancelled, State::expired}) {
    for (int command = 0; command <= static_cast<int>(Command::expire); ++command) {
      const bool restored = over == State::expired && static_cast<Command>(command) == Command::restore;
      EXPECT_EQ(allowed(over, static_cast<Command>(command)), restored) << name(over);
    }
  }
}

TEST(Rules, NamesComeBack) {
  for (int i = 0; i <= static_cast<int>(EventKind::day_closed); ++i) {
    EXPECT_EQ(parse_event_kind(name(static_cast<EventKind>(i))), static_cast<EventKind>(i));
  }
  for (int i = 0; i <= static_cast<int>(Command::expire); ++i) {
    EXPECT_EQ(parse_command(name(static_cast<Command>(i))), static_cast<Command>(i));
  }
  for (int i = 0; i <= static_cast<int>(State::expired); ++i) {
    EXPECT_EQ(parse_state(name(static_cast<State>(i))), static_cast<State>(i));
  }
  EXPECT_EQ(parse_command("explode"), std::nullopt);
}

}  // namespace
}  // namespace biroyna::queue

// What a console offers in each state of its window.
#include "features/console/console_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/queue/domain_test_hall.hpp"

namespace biroyna::console {
namespace {

using queue::testing::TestHall;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ConsoleViewTest : public ::testing::Test {
 protected:
  ConsoleView view(const char* window = "1") const {
    return console_view(t.hall, *t.hall.find_window(WindowId(window)), TestHall::at(window), t.now);
  }
  std::vector<std::string_view> offered(const char* window = "1") const {
    std::vector<std::string_view> ids;
    for (const auto& action : view(window).actions) ids.push_back(action.id);
    return ids;
  }
  void apply(Result<std::vector<Event>> decided) {
    t.keep(std::move(decided));
    ASSERT_EQ(t.refused, "");
  }

  TestHall t;
  const StaffId at = TestHall::at("1");
};

TEST_F(ConsoleViewTest, OffersWhatTheStateOfTheWindowAllows) {
  EXPECT_EQ(view().state, "closed");
  EXPECT_THAT(offered(), ElementsAre("open"));
  t.open("1");
  EXPECT_EQ(view().state, "free");
  EXPECT_THAT(offered(), ElementsAre("call-next", "break", "close"));
  const TicketId ticket = t.take({"birth"});
  t.call_next("1");
  EXPECT_EQ(view().state, "called");
  EXPECT_THAT(offered(), ElementsAre("start", "recall", "no-show"));
  apply(t.hall.start(ticket, at, t.now));
  EXPECT_EQ(view().state, "serving");
  EXPECT_THAT(offered(), ElementsAre("finish", "finish-next", "transfer", "park"));
  t.finish(ticket);
  apply(t.hall.start_break(WindowId("1"), at, t.now));
  EXPECT_EQ(view().state, "break");
  EXPECT_THAT(offered(), ElementsAre("resume", "close"));
}

TEST_F(ConsoleViewTest, AnothersWindowLooksAliveNowhere) {
  const auto seen = [this] {
    return console_view(t.hall, *t.hall.find_window(WindowId("1")), StaffId("somebody-else"), t.now);
  };
  EXPECT_FALSE(seen().of_another) << "it is closed: whoever comes may open it";
  EXPECT_THAT(seen().actions, SizeIs(1));
  t.open("1");
  EXPECT_TRUE(seen().of_another);
  EXPECT_THAT(seen().actions, IsEmpty());
  t.take({"birth"});
  EXPECT_FALSE(seen().may_call);
  t.call_next("1");
  EXPECT_THAT(seen().actions, IsEmpty());
  EXPECT_EQ(seen().undo_until, std::nullopt);
  EXPECT_FALSE(view().of_another);
}

TEST_F(ConsoleViewTest, ACallThatNobodyAnswersForFiveMinutesAlarms) {
  t.open("1");
  const TicketId ticket = t.take({"birth"});
  t.call_next("1");
  t.wait(queue::kUnanswered - Seconds(1));
  EXPECT_EQ(view().unanswered, std::nullopt);
  t.wait(Seconds(1));
  EXPECT_EQ(view().unanswered, queue::kUnanswered);
  apply(t.hall.start(ticket, at, t.now));
  t.wait(queue::kUnanswered);
  EXPECT_EQ(view().unanswered, std::nullopt);
}

TEST_F(ConsoleViewTest, ACallIsTakenBackSoonOrNever) {
  t.open("1");
  const TicketId ticket = t.take({"birth"});
  EXPECT_EQ(view().undo_until, std::nullopt) << "nobody is called";
  t.call_next("1");
  EXPECT_EQ(view().undo_until, t.now + t.hall.plan().undo);
  t.wait(t.hall.plan().undo);
  EXPECT_EQ(view().undo_until, std::nullopt);
}

TEST_F(ConsoleViewTest, ACallThatWasRepeatedIsNotTakenBack) {
  t.open("1");
  const TicketId ticket = t.take({"birth"});
  t.call_next("1");
  apply(t.hall.recall(ticket, at, t.now));
  EXPECT_EQ(view().undo_until, std::nullopt);
}

TEST_F(ConsoleViewTest, CallsOutOfTheLineWhileItIsFreeAndCallsAreNotStopped) {
  const TicketId first = t.take({"birth"});
  EXPECT_FALSE(view().may_call) << "closed";
  t.open("1");
  EXPECT_TRUE(view().may_call);
  EXPECT_EQ(view().next->id, first);
  apply(t.hall.stop_calls({}, t.now));
  EXPECT_FALSE(view().may_call);
  apply(t.hall.resume_calls({}, t.now));
  t.call_next("1");
  EXPECT_FALSE(view().may_call) << "somebody is at the window";
}

TEST_F(ConsoleViewTest, ShowsTheBeginningOfALongLine) {
  EXPECT_THAT(view().waiting, IsEmpty());
  EXPECT_EQ(view().next, nullptr);
  for (std::size_t i = 0; i < kShownWaiting; ++i) t.take({"birth"});
  EXPECT_THAT(view().waiting, SizeIs(kShownWaiting));
  EXPECT_FALSE(view().more_waiting);
  t.take({"birth"});
  EXPECT_THAT(view().waiting, SizeIs(kShownWaiting));
  EXPECT_TRUE(view().more_waiting);
}

TEST_F(ConsoleViewTest, ShowsWhomThisWindowHasSetAside) {
  t.open("1");
  const TicketId missed = t.take({"birth"}), parked = t.take({"birth"});
  t.call_next("1");
  apply(t.hall.no_show(missed, at, t.now));
  t.call_next("1");
  apply(t.hall.start(parked, at, t.now));
  apply(t.hall.park(parked, at, t.now));
  const auto set_aside = view().set_aside;
  ASSERT_THAT(set_aside, SizeIs(2));
  EXPECT_EQ(set_aside[0]->id, parked);
  EXPECT_EQ(set_aside[1]->id, missed);
  EXPECT_THAT(view("2").set_aside, IsEmpty());
}

}  // namespace
}  // namespace biroyna::console

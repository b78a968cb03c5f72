// Whatever people, devices and windows do, in any order: the promises of the hall hold.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>

#include "features/queue/domain.hpp"
#include "features/queue/domain_test_hall.hpp"

namespace biroyna::queue {
namespace {

using namespace std::chrono_literals;
using testing::TestHall;

// One thing that somebody does; what does not fit the state is refused, as in life.
struct Act {
  int what;     // which command
  int who;      // which ticket
  int window;   // which window
  int seconds;  // later
};

std::vector<Act> acts() {
  const auto act = rc::gen::construct<Act>(rc::gen::inRange(0, 19), rc::gen::inRange(0, 60),
                                           rc::gen::inRange(0, 3), rc::gen::inRange(0, 240));
  return *rc::gen::scale(3.0, rc::gen::container<std::vector<Act>>(act));
}

constexpr const char* kClasses[] = {"none", "elderly", "disability"};
const std::vector<std::string> kNeeds[] = {
    {"birth"}, {"pension"}, {"land"}, {"birth", "land"}, {"land", "pension", "birth"}};

std::vector<Event> perform(TestHall& t, const Act& act) {
  const WindowId window(std::to_string(act.window + 1));
  const StaffId actor = TestHall::at(window.str());
  const TicketId ticket("t" + std::to_string(act.who + 1));
  t.wait(Seconds(act.seconds));
  Hall& hall = t.hall;
  switch (act.what) {
    case 0:
    case 1:
    case 2:
      return t.take(kNeeds[act.who % 5], kClasses[act.window]), std::vector<Event>();
    case 3:
      return t.keep(hall.open_window(window, actor, t.now));
    case 4:
    case 5:
      return t.keep(hall.call_next(window, actor, t.now));
    case 6:
      return t.keep(hall.call(ticket, window, actor, t.now));
    case 7:
      return t.keep(hall.start(ticket, {}, t.now));
    case 8:
      return t.keep(hall.finish(ticket, act.seconds % 2 == 0 ? "done" : "left", {}, t.now));
    case 9:
      return t.keep(hall.park(ticket, {}, t.now));
    case 10:
      return t.keep(hall.return_to_line(ticket, {}, t.now));
    case 11:
      return t.keep(hall.transfer_to_service(ticket, ServiceId("pension"), "", {}, t.now));
    case 12:
      return t.keep(hall.transfer_to_window(ticket, window, "", {}, t.now));
    case 13:
      return t.keep(hall.no_show(ticket, {}, t.now));
    case 14:
      return t.keep(act.seconds % 3 == 0 ? hall.cancel(ticket, {}, t.now) : hall.undo(ticket, {}, t.now));
    case 15:
      return t.keep(hall.start_break(window, actor, t.now));
    case 16:
      return t.keep(act.seconds % 2 == 0 ? hall.close_day(t.now) : hall.leave_hall(t.now));
    case 17:
      return t.keep(hall.reopen_day({}, t.now));
    default:
      return t.keep(hall.close_window(window, true, actor, t.now));
  }
}

void nobody_at_two_windows(const Hall& hall) {
  std::map<TicketId, int> windows;
  for (const Window& window : hall.windows()) {
    if (window.ticket.empty()) continue;
    ++windows[window.ticket];
    const Ticket* ticket = hall.find(window.ticket);
    RC_ASSERT(ticket != nullptr && ticket->window == window.id);
    RC_ASSERT(ticket->state == State::called || ticket->state == State::serving);
    RC_ASSERT(window.state == WindowState::open);
  }
  for (const Ticket* ticket : hall.tickets()) {
    const bool there = ticket->state == State::called || ticket->state == State::serving;
    RC_ASSERT(windows[ticket->id] == (there ? 1 : 0));
  }
}

TEST(HallProperty, NobodyIsAtTwoWindowsAndNumbersAreGivenOnce) {
  EXPECT_TRUE(rc::check("invariants", [] {
    TestHall t;
    for (const Act& act : acts()) {
      perform(t, act);
      nobody_at_two_windows(t.hall);
      RC_ASSERT(t.hall.waiting_count() == t.hall.in_state(State::waiting).size());
    }
    std::set<std::string> numbers;
    for (const Ticket* ticket : t.hall.tickets()) RC_ASSERT(numbers.insert(ticket->number).second);
  }));
}

TEST(HallProperty, EveryChangeOfStateIsInTheTable) {
  EXPECT_TRUE(rc::check("table", [] {
    TestHall t;
    for (const Act& act : acts()) {
      std::map<TicketId, State> before;
      for (const Ticket* ticket : t.hall.tickets()) before[ticket->id] = ticket->state;
      perform(t, act);
      for (const Ticket* ticket : t.hall.tickets()) {
        const auto was = before.find(ticket->id);
        if (was == before.end() || was->second == ticket->state) continue;
        const bool listed = std::ranges::any_of(
            rules(), [&](const Rule& rule) { return rule.from == was->second && rule.to == ticket->state; });
        // Who leaves with needs open goes through "waiting" within one command.
        const bool left = was->second == State::serving && ticket->state == State::expired;
        RC_ASSERT(listed || left);
      }
    }
  }));
}

TEST(HallProperty, ReplayingTheEventsGivesTheSameHall) {
  EXPECT_TRUE(rc::check("replay", [] {
    TestHall t;
    for (const Act& act : acts()) perform(t, act);
    RC_ASSERT(t.replayed().describe() == t.hall.describe());
  }));
}

TEST(HallProperty, FirstComeFirstServedWithinClassAndNeed) {
  EXPECT_TRUE(rc::check("fifo", [] {
    TestHall t;
    for (const char* window : {"1", "2", "3"}) t.open(window);
    for (const Act& act : acts()) {
      const std::set<int> moving = {0, 1, 2, 4, 5, 7, 8};
      if (!moving.contains(act.what)) continue;
      const auto events = perform(t, act);
      for (const auto& event : events) {
        if (event.kind != EventKind::ticket_called) continue;
        const Ticket& called = *t.hall.find(event.ticket);
        for (const Ticket* other : t.hall.in_state(State::waiting)) {
          const bool same =
              other->service() == called.service() && other->visitor_class == called.visitor_class;
          RC_ASSERT(!same || other->issued_at >= called.issued_at);
        }
      }
    }
  }));
}

// With weights 1 and 4, whoever came after three quarters of somebody's wait stands behind them. So as many
// of the heavy class may come as the window can serve: one of the light class is called all the same.
TEST(HallProperty, NobodyStarvesHoweverManyHaveMoreRight) {
  EXPECT_TRUE(rc::check("starvation", [] {
    TestHall t;
    t.open("2");
    const int before = *rc::gen::inRange(0, 40), gap = *rc::gen::inRange(20, 300);
    for (int i = 0; i < before; ++i) t.take({"birth"}, "disability");
    const auto patient = t.take({"birth"});
    int called = 0;
    for (; t.state(patient) == State::waiting; ++called) {
      t.take({"birth"}, "disability");
      t.wait(Seconds(gap));
      const TicketId next = t.hall.find_number(t.call_next("2"))->id;
      if (next == patient) break;
      t.start(next);
      t.finish(next);
      RC_ASSERT(called <= 4 * (before + 2));
    }
    RC_ASSERT(t.state(patient) == State::called);
  }));
}

TEST(HallProperty, AnyInterleavingOfWindowsServesEachTicketOnce) {
  EXPECT_TRUE(rc::check("interleaving", [] {
    TestHall t;
    const int tickets = *rc::gen::inRange(1, 30);
    for (int i = 0; i < tickets; ++i) t.take({i % 2 == 0 ? "birth" : "pension"}, kClasses[i % 3]);
    for (const char* window : {"1", "2"}) t.open(window);
    std::map<std::string, int> served;
    std::map<std::string, TicketId> at;
    while (served.size() < static_cast<std::size_t>(tickets)) {
      const std::string window = *rc::gen::elementOf(std::vector<std::string>{"1", "2"});
      t.wait(Seconds(*rc::gen::inRange(0, 100)));
      TicketId& here = at[window];
      if (here.empty()) {
        const std::string number = t.call_next(window);
        if (!number.empty()) here = t.hall.find_number(number)->id;
      } else if (t.state(here) == State::called) {
        t.start(here);
      } else {
        ++served[t.hall.find(here)->number];
        t.finish(here);
        here = {};
      }
    }
    for (const auto& [number, times] : served) RC_ASSERT(times == 1);
  }));
}

TEST(HallProperty, AheadCountsWhoWouldBeCalledBefore) {
  EXPECT_TRUE(rc::check("ahead", [] {
    auto plan = testing::small_plan();
    plan->windows = {
        {WindowId("1"), {{ServiceId("birth"), 1}, {ServiceId("pension"), 1}, {ServiceId("land"), 1}}}};
    TestHall t(plan);
    t.open("1");
    const int tickets = *rc::gen::inRange(1, 25);
    for (int i = 0; i < tickets; ++i) {
      t.take(kNeeds[*rc::gen::inRange(0, 3)], kClasses[*rc::gen::inRange(0, 3)]);
      t.wait(Seconds(*rc::gen::inRange(1, 400)));
    }
    const auto order = t.hall.waiting_for(WindowId("1"), t.now, 100);
    for (std::size_t i = 0; i < order.size(); ++i) {
      RC_ASSERT(t.hall.ahead(*order[i], t.now) == static_cast<int>(i));
    }
  }));
}

}  // namespace
}  // namespace biroyna::queue

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <limits>

#include "features/queue/domain_test_hall.hpp"

namespace biroyna::queue {
namespace {

using namespace std::chrono_literals;
using testing::TestHall;

// With equal times, so that windows which are free together call by turns.
std::shared_ptr<Plan> plan_with(std::vector<PlannedWindow> windows) {
  auto plan = testing::small_plan();
  for (auto& service : plan->services) service.time = {10, 20, 5};
  plan->windows = std::move(windows);
  return plan;
}
PlannedWindow window(const std::string& id, std::vector<Skill> skills) {
  return {WindowId(id), std::move(skills)};
}
Skill skill(const std::string& service, double preference = 1) { return {ServiceId(service), preference}; }

TEST(Ahead, WhoIsNextAtAWindowOfItsOwnHasNobodyAheadHoweverManyWaitForOthers) {
  TestHall t(plan_with({window("1", {skill("birth"), skill("land")}), window("2", {skill("land")})}));
  t.open("1");
  t.open("2");
  for (int i = 0; i < 14; ++i) t.take({"birth"});
  t.wait(1min);
  const auto mine = t.take({"land"});
  EXPECT_EQ(t.hall.ahead(*t.hall.find(mine), t.now), 0);
  EXPECT_EQ(t.hall.forecast(*t.hall.find(mine), t.now).p50_seconds, 0);
  EXPECT_EQ(t.call_next("2"), t.hall.find(mine)->number);
}

TEST(Ahead, CountsThoseWhomAWindowPrefersToAClassThatGoesFirst) {
  TestHall t(plan_with({window("1", {skill("birth"), skill("pension", 0.1)})}));
  t.open("1");
  for (int i = 0; i < 9; ++i) t.take({"birth"});
  const auto mine = t.take({"pension"}, "elderly");
  t.wait(5min);
  int last = std::numeric_limits<int>::max();
  for (int before = 9; before > 0; --before) {
    EXPECT_EQ(t.hall.ahead(*t.hall.find(mine), t.now), before);
    const int forecast = t.hall.forecast(*t.hall.find(mine), t.now).p50_seconds;
    EXPECT_GT(forecast, 0) << before;
    EXPECT_LT(forecast, last) << "it moves with each call";
    last = forecast;
    const auto called = t.call_next("1");
    EXPECT_NE(called, t.hall.find(mine)->number);
    const TicketId id = t.hall.find_number(called)->id;
    t.start(id);
    t.finish(id);
  }
  EXPECT_EQ(t.call_next("1"), t.hall.find(mine)->number);
}

TEST(Ahead, WhoWaitsForAClosedWindowHasAheadAllWhoShareOne) {
  TestHall t(plan_with({window("1", {skill("birth"), skill("land")})}));
  for (int i = 0; i < 3; ++i) t.take({"birth"});
  EXPECT_EQ(t.hall.ahead(*t.hall.find(t.take({"land"})), t.now), 3);
}

TEST(Ahead, IsHowManyTheWindowsCallBefore) {
  EXPECT_TRUE(rc::check("windows that call by turns", [] {
    const std::vector<std::string> needs = {"birth", "pension", "land"},
                                   classes = {"none", "elderly", "disability"};
    std::vector<PlannedWindow> windows;
    for (int i = 1; i <= 3; ++i) {
      std::vector<Skill> skills;
      for (const auto& need : needs) {
        if (*rc::gen::inRange(0, 3) > 0) skills.push_back(skill(need, *rc::gen::inRange(1, 5) / 4.0));
      }
      windows.push_back(window(std::to_string(i), std::move(skills)));
    }
    TestHall t(plan_with(windows));
    for (const auto& one : windows) t.open(one.id.str());
    std::vector<TicketId> ids;
    for (int i = *rc::gen::inRange(1, 25); i > 0; --i) {
      ids.push_back(t.take({needs[*rc::gen::inRange<std::size_t>(0, 3)]},
                           classes[*rc::gen::inRange<std::size_t>(0, 3)]));
      t.wait(Seconds(*rc::gen::inRange(1, 400)));
    }
    const TicketId mine = ids[*rc::gen::inRange<std::size_t>(0, ids.size())];
    const auto serves_mine = [&](const PlannedWindow& one) {
      return std::ranges::find(one.skills, t.hall.find(mine)->service(), &Skill::service) != one.skills.end();
    };
    if (std::ranges::none_of(windows, serves_mine)) return;
    const int ahead = t.hall.ahead(*t.hall.find(mine), t.now);
    const auto calls_mine = [&](const PlannedWindow& one) {
      const auto next = t.hall.waiting_for(one.id, t.now, 1);
      return !next.empty() && next.front()->id == mine;
    };
    int before = 0;
    std::vector<PlannedWindow> free;
    for (;;) {
      if (free.empty()) free = windows;
      if (std::ranges::any_of(free, calls_mine)) break;
      const PlannedWindow calls = free.front();
      free.erase(free.begin());
      const std::string called = t.call_next(calls.id.str());
      if (called.empty()) continue;
      if (serves_mine(calls)) ++before;
      const TicketId id = t.hall.find_number(called)->id;
      t.start(id);
      t.finish(id);
    }
    RC_ASSERT(ahead == before);
  }));
}

}  // namespace
}  // namespace biroyna::queue

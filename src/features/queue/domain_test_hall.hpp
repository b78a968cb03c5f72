// A small hall for tests: three needs, three windows, a clock that the test moves.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "features/queue/domain.hpp"

namespace biroyna::queue::testing {

inline const Time kNine = from_ms(1'795'408'000'000);

inline std::shared_ptr<Plan> small_plan() {
  auto plan = std::make_shared<Plan>();
  plan->catalogue_version = 7;
  plan->services = {{ServiceId("birth"), "A", {8, 14, 5}},
                    {ServiceId("pension"), "B", {10, 20, 5}},
                    {ServiceId("land"), "C", {15, 30, 5}}};
  plan->windows = {{WindowId("1"), {{ServiceId("birth"), 1}, {ServiceId("pension"), 0.5}}},
                   {WindowId("2"), {{ServiceId("pension"), 1}, {ServiceId("birth"), 1}}},
                   {WindowId("3"), {{ServiceId("land"), 1}}}};
  plan->classes = {{"none", 1}, {"elderly", 2}, {"disability", 4}, {"booked", 3}};
  return plan;
}

// Decides and applies, and keeps the events for replaying.
class TestHall {
 public:
  explicit TestHall(std::shared_ptr<const Plan> plan = small_plan()) : plan_(std::move(plan)), hall(plan_) {
    keep(hall.open_day({}, now));
  }

  void wait(Milliseconds time) { now += time; }

  std::vector<Event> keep(std::vector<Event> decided) {
    for (const auto& event : decided) {
      hall.apply(event);
      events.push_back(event);
    }
    return decided;
  }
  // Empty for a refusal, which is then in `refused`.
  std::vector<Event> keep(Result<std::vector<Event>> decided) {
    refused = decided ? "" : decided.error().code;
    if (!refused.empty() && !decided.error().fields.empty()) refused = decided.error().fields.front().code;
    return decided ? keep(*std::move(decided)) : std::vector<Event>();
  }

  TicketId take(std::vector<std::string> services, std::string visitor_class = "none") {
    TakeTicket command;
    command.id = TicketId("t" + std::to_string(++taken_));
    for (auto& service : services) command.services.emplace_back(std::move(service));
    command.visitor_class = std::move(visitor_class);
    keep(hall.take(command, now));
    return command.id;
  }
  void open(const std::string& window) { keep(hall.open_window(WindowId(window), at(window), now)); }
  // The number called, or nothing.
  std::string call_next(const std::string& window) {
    const auto called = keep(hall.call_next(WindowId(window), at(window), now));
    return called.empty() ? "" : called.front().number;
  }
  void start(const TicketId& id) { keep(hall.start(id, {}, now)); }
  void finish(const TicketId& id, std::string_view outcome = "done") {
    keep(hall.finish(id, outcome, {}, now));
  }

  static StaffId at(const std::string& window) { return StaffId("at-" + window); }
  State state(const TicketId& id) const { return hall.find(id)->state; }

  Hall replayed() const {
    Hall again(plan_);
    for (const auto& event : events) again.apply(event);
    return again;
  }

 private:
  std::shared_ptr<const Plan> plan_;
  int taken_ = 0;

 public:
  Time now = kNine;
  Hall hall;
  std::vector<Event> events;
  std::string refused;
};

}  // namespace biroyna::queue::testing

// Keeps what fails again and again from filling the log: of one event a few lines are written in a window of
// time, and then how many were left out.
//
// Not thread-safe. Its memory is bounded by what it lets through.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace biroyna::log {

class Repeats {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::seconds kWindow{10};
  static constexpr int kOfOneText = 5, kOfOneEvent = 50;  // lines in a window

  // Whether this line is written. `text` is what it tells beside its numbers.
  bool admits(const std::string& event, const std::string& text, Clock::time_point now);

  struct LeftOut {
    std::string event;
    std::int64_t lines = 0;
  };
  // The events whose window is over, with the lines that were not written; each once.
  std::vector<LeftOut> take_over(Clock::time_point now);

 private:
  struct Window {
    Clock::time_point since;
    int written = 0;
    std::int64_t left_out = 0;
    std::map<std::string, int> texts = {};
  };
  std::map<std::string, Window> windows_;
};

}  // namespace biroyna::log

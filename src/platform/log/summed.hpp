// A warning that may come in floods: the first is a line at once, those that follow are summed up, at most
// one line in kPeriod.
//
// One thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace biroyna::log {

class SummedWarning {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::seconds kPeriod{10};

  explicit SummedWarning(std::string event) : event_(std::move(event)) {}
  // The line says how often it happened since the last one, and the reason that was given last.
  void happened(std::string reason, Time now);
  // Writes what is due. To be called now and then, so that the last ones are told, too.
  void tell(Time now);

 private:
  const std::string event_;
  std::string reason_;
  std::int64_t times_ = 0;  // that no line told of
  Time next_{};             // when the next line may be written
};

}  // namespace biroyna::log

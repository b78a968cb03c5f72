// How numbers that are counted within a day or a year go on when what was given last is not known any more:
// the database was restored, and the numbers given since the copy was taken are on paper.
//
// Plain numbers are 1, 2, 3, … After a restore numbers come from the time instead: one for each second that
// has passed of the day (or year), and where those are not enough, from finer steps. Each kind has ranges of
// its own.
//
// Invariant: a number of a step is given only when its moment has come, and after a restore only those of
// later moments are given. So none is given twice, however many restores there were in the day, however fast
// numbers were given, and without knowing of any of it. Pure, thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/time.hpp"

namespace biroyna {

struct Range {
  std::int64_t from = 0, end = 0;  // `end` is not in it
  bool has(std::int64_t number) const { return number >= from && number < end; }
};

struct Numbering {
  static constexpr std::size_t kSteps = 3;
  struct Step {
    Range range;
    Milliseconds unit{};  // the number is range.from + how many units have passed
  };
  std::array<Range, 2> plain;      // counted in the first one, and beyond it in the second
  std::array<Step, kSteps> steps;  // the coarsest first
};

// The highest number that was given in each range; 0: none.
struct Given {
  std::array<std::int64_t, 2> plain{};
  std::array<std::int64_t, Numbering::kSteps> steps{};

  void add(const Numbering& numbering, std::int64_t number);
  friend bool operator==(const Given&, const Given&) = default;
};

// `restored` and `now` are since the beginning of the day or year; without a restore in it, the next plain
// number. Nothing when a number was given for each moment since the restore.
std::optional<std::int64_t> next_number(const Numbering& numbering, const Given& given,
                                        std::optional<Milliseconds> restored, Milliseconds now);

}  // namespace biroyna

#include "features/timekeeping/domain.hpp"

#include <algorithm>
#include <array>

namespace biroyna::timekeeping {
namespace {

constexpr std::array<std::string_view, 5> kDoubts = {"jumped", "before_built", "behind_events", "long_pause",
                                                     "database_differs"};
static_assert(static_cast<std::size_t>(Doubt::database_differs) + 1 == kDoubts.size());

// Later than any clock, and yet time can be added.
constexpr Time kNever = from_ms(std::int64_t{1} << 60);

// The likeliest time, when the wall clock cannot be believed at the start.
Time likeliest(Doubt doubt, Time least, const Reading& reading, const Evidence& evidence) {
  if (evidence.database && *evidence.database >= least) return *evidence.database;
  const Time newest = evidence.newest_event.value_or(least);
  switch (doubt) {
    case Doubt::before_built:
      return std::max(least, newest);
    // So far behind the log, it is rather the log that holds a wrong time.
    case Doubt::behind_events:
      return newest - reading.wall <= kLongestPause ? newest : reading.wall;
    case Doubt::long_pause:
      return reading.wall - newest <= kLongestPause ? reading.wall : newest;
    case Doubt::jumped:
    case Doubt::database_differs:
      break;
  }
  return reading.wall;
}

}  // namespace

std::string_view name(Doubt doubt) { return kDoubts[static_cast<std::size_t>(doubt)]; }

Judge::Judge(Time built, const Reading& reading, const Evidence& evidence)
    : built_(built),
      steady_(reading.steady),
      wall_(reading.wall),
      judged_(reading.wall),
      line_(reading.wall),
      newest_event_(evidence.newest_event) {
  const auto& newest = evidence.newest_event;
  earliest_ = newest ? std::max(built, *newest - kStep) : built;
  latest_ = newest ? *newest + kUsualPause : kNever;
  contradiction_ = contradiction(evidence);
  if (wall_ < built)
    doubt_ = Doubt::before_built;
  else if (wall_ < earliest_)
    doubt_ = Doubt::behind_events;
  else if (wall_ > latest_)
    doubt_ = Doubt::long_pause;
  else
    doubt_ = contradiction_;
  if (!doubt_) return;
  from_start_ = true;
  judged_ = likeliest(*doubt_, earliest_, reading, evidence);
  line_ = judged_;
}

Milliseconds Judge::pass(const Reading& reading) {
  const auto passed = std::clamp(reading.steady - steady_, Milliseconds(0), kLongestGap);
  steady_ = reading.steady;
  wall_ = reading.wall;
  line_ += passed;
  return passed;
}

bool Judge::near_line() const { return std::chrono::abs(Line(wall_) - line_) <= kStep; }

bool Judge::fits() const {
  if (contradiction_) return false;
  return from_start_ ? wall_ >= earliest_ && wall_ <= latest_ : near_line();
}

std::optional<Doubt> Judge::contradiction(const Evidence& evidence) const {
  const auto& newest = evidence.newest_event;
  if (newest && *newest > wall_ + kStep && (!overruled_event_ || *newest > *overruled_event_))
    return Doubt::behind_events;
  if (evidence.database && std::chrono::abs(*evidence.database - wall_) > kStep && !overruled_database_)
    return Doubt::database_differs;
  return std::nullopt;
}

void Judge::trust() {
  if (std::chrono::abs(wall_ - judged_) > kStep) corrected_at_ = wall_;
  // Back on its line it gains nothing, so that jumps there and back do not add up.
  if (from_start_ || !near_line()) line_ = wall_;
  from_start_ = false;
  doubt_.reset();
  judged_ = wall_;
}

void Judge::look(const Reading& reading) {
  const Milliseconds passed = pass(reading);
  if (doubt_) {
    judged_ += passed;
    latest_ += passed;
    if (fits()) trust();
  } else if (near_line()) {
    const auto most = std::chrono::microseconds(passed) / kFollowing;
    line_ += std::clamp(Line(wall_) - line_, -most, most);
    judged_ = wall_;
  } else {
    judged_ += passed;
    doubt_ = Doubt::jumped;
  }
}

void Judge::weigh(const Reading& reading, const Evidence& evidence) {
  look(reading);
  newest_event_ = evidence.newest_event;
  contradiction_ = contradiction(evidence);
  if (evidence.database && std::chrono::abs(*evidence.database - wall_) <= kStep) overruled_database_ = false;
  if (!doubt_)
    doubt_ = contradiction_;
  else if (fits())
    trust();
}

bool Judge::confirm(const Reading& reading) {
  look(reading);
  if (wall_ < built_) return false;
  if (!doubt_) return true;
  overruled_event_ = newest_event_;
  overruled_database_ = true;
  contradiction_.reset();
  trust();
  corrected_at_ = wall_;
  return true;
}

}  // namespace biroyna::timekeeping

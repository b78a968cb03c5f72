// Who comes to a demonstration's centre, when, and with what.
//
// Stateless, thread-safe.
#pragma once

#include <vector>

#include "features/demo/demo.hpp"
#include "features/demo/words.hpp"

namespace biroyna::demo {

inline constexpr Time kNever = Time::max();

// What somebody comes with: one service, or those of a life event.
struct Visit {
  Time at{};
  std::vector<const catalogue::Service*> services;
  catalogue::ApplicantKind kind = catalogue::ApplicantKind::individual;
  catalogue::Channel channel = catalogue::Channel::window;
  Random::result_type seed = 1;
};

// In the order of time; the same settings give the same.
std::vector<Visit> visits_of(const Settings& settings, const catalogue::Edition& edition);

}  // namespace biroyna::demo

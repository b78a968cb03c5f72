// What the catalogue and the past say about a hall: the fixed inputs of the queue's rules.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "core/time.hpp"

namespace biroyna::queue {

inline constexpr double kNinetyPercent = 1.2815515655446004;  // the normal distribution's 0.9 quantile

// How long one service takes at a window, in minutes: log-normal by its median and 90th percentile.
// `weight` says how much was seen: a new centre has the catalogue's figures with the weight of a prior.
struct ServiceTime {
  double median_minutes = 10;
  double p90_minutes = 20;
  double weight = 5;
  friend bool operator==(const ServiceTime&, const ServiceTime&) = default;
};

struct PlannedService {
  ServiceId id;
  std::string letter;  // of its group: the first sign of the ticket's number
  ServiceTime time;
};

struct Skill {
  ServiceId service;
  double preference = 1;  // (0, 1]: a window calls the ticket with the highest precedence × preference
};

struct PlannedWindow {
  WindowId id;
  std::vector<Skill> skills;
};

// A class of visitors gains `weight` of precedence for each minute of waiting (Kleinrock 1964; Stanford,
// Taylor and Ziedins 2014). Weights are positive, so every waiting ticket's precedence grows without bound
// and none starves.
struct VisitorClass {
  std::string id;  // "none", "disability", …, "booked"
  double weight = 1;
};

inline constexpr std::size_t kMostWindows = 128;  // of one centre

struct Plan {
  std::int64_t catalogue_version = 0;
  std::vector<PlannedService> services;
  std::vector<PlannedWindow> windows;
  std::vector<VisitorClass> classes;
  Seconds promise{15 * 60};         // 95 % are to be called within this
  Seconds no_show_return{20 * 60};  // after this a no-show has to take a new ticket
  Seconds undo{10};                 // how long a call can be taken back
  int recall_limit = 3;             // after so many recalls the console offers no-show
};

}  // namespace biroyna::queue

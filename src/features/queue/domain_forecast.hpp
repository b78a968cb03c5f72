// How long a ticket will still wait: one pure function of named inputs.
//
// A range, honest at both ends: the median, and the bound that 90 % of visitors will not exceed. People mind
// a broken promise more than a wait, so both are rounded up to whole minutes. Sources: Ibrahim and Whitt 2009
// (queue-length and head-of-line predictors); the spread is the sum of the spreads of the service times in
// front, by the normal approximation with a floor for short lines.
#pragma once

#include <vector>

namespace biroyna::queue {

struct Forecast {
  int p50_seconds = 0;
  int p90_seconds = 0;
  bool no_window = false;  // no open window can serve this need now: the figures assume that one opens
  friend bool operator==(const Forecast&, const Forecast&) = default;
};

struct ForecastInputs {
  // Work that will be done before this ticket, by need.
  struct Need {
    double count = 0;          // tickets in front
    double mean_minutes = 0;   // of one service
    double variance = 0;       // minutes²
    double share_to_mine = 1;  // how much of that work falls on windows that also serve this ticket (0 to 1)
  };
  std::vector<Need> in_front;
  // Windows that can serve this ticket.
  struct Server {
    double free_in_minutes = 0;  // expected remaining time with its present ticket; 0 when free
    double variance = 0;
  };
  std::vector<Server> servers;
  double booked_in_minutes = 0;  // a booking is not called before its time: minutes until then
};

Forecast forecast(const ForecastInputs& inputs);

}  // namespace biroyna::queue

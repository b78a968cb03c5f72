// The people who wait for one need in one class, in the order of their precedence.
//
// Within a line all gain precedence at the same rate, so their order never changes: it is the order of the
// times from which they gain it, and of arrival where these are equal. Not thread-safe.
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <deque>

#include "core/time.hpp"

namespace biroyna::queue {

struct Place {
  Time from{};               // gains precedence since
  std::uint32_t ticket = 0;  // its number in the order of arrival
  friend auto operator<=>(const Place&, const Place&) = default;
};

class Line {
 public:
  void add(Place place) { places_.insert(std::ranges::lower_bound(places_, place), place); }
  void remove(Place place) {
    const auto found = std::ranges::lower_bound(places_, place);
    if (found != places_.end() && *found == place) places_.erase(found);
  }
  bool empty() const { return places_.empty(); }
  std::size_t size() const { return places_.size(); }
  const Place& operator[](std::size_t i) const { return places_[i]; }
  const Place& front() const { return places_.front(); }
  auto begin() const { return places_.begin(); }
  auto end() const { return places_.end(); }
  // How many stand before somebody who gains since `from_ms` (not a whole number when rates differ) and
  // arrived as `ticket`.
  std::size_t before(double from_ms, std::uint32_t ticket) const {
    const auto end = std::ranges::partition_point(places_, [&](const Place& place) {
      const auto here = static_cast<double>(to_ms(place.from));
      return here < from_ms || (here == from_ms && place.ticket < ticket);
    });
    return static_cast<std::size_t>(end - places_.begin());
  }

 private:
  std::deque<Place> places_;
};

}  // namespace biroyna::queue

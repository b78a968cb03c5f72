// Finds tasks with due notices a few times a minute. It uses an index, so it is cheap while nothing is due.
//
// Thread-safe.
#pragma once

#include <functional>
#include <string>

#include "core/id.hpp"
#include "core/time.hpp"
#include "platform/db/db.hpp"

namespace biroyna::cases {

inline constexpr Seconds kBetweenLooks{20};
inline constexpr std::size_t kLooksAtOnce = 50;  // cases
// A case that cannot be looked after just now is looked at again after this time.
inline constexpr Minutes kLookAgain{10};

class Watch {
 public:
  // Says what is due on a case and when to look again, inside its transaction; maybe twice.
  using Look = std::function<void(db::Tx&, const CentreId&, const std::string& number)>;
  Watch(db::Db& db, Clock clock, Look look);

  // Looks after some of the cases that are due. True when there may be more. Called each kBetweenLooks.
  bool tick();

 private:
  db::Db& db_;
  Clock clock_;
  Look look_;
};

}  // namespace biroyna::cases

// What `biroyna audit verify` reads of the table of applications.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "features/cases/service.hpp"

namespace biroyna::cases {

// What lists and searches show of a case beside its events, from which it follows.
struct Columns {
  std::string service, state, channel, name, folded, outcome;
  std::int64_t version = 0, unanswered = 0, submitted_at_ms = 0;
  friend bool operator==(const Columns&, const Columns&) = default;
};
Columns columns_of(const Application& application);
// Of a case that there is.
Columns columns_in(db::Tx& tx, const CentreId& centre, std::string_view number);

// The numbers of a centre's cases that come after this one, at most so many.
std::vector<std::string> numbers_after(db::Tx& tx, const CentreId& centre, std::string_view after,
                                       std::size_t most);

}  // namespace biroyna::cases

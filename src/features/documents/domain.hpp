// The rules of documents: what is taken, in which state it is, who is slowed down.
//
// Pure: the caller gives the time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/rate_limit.hpp"
#include "core/time.hpp"

namespace biroyna::documents {

// queued → scanning → accepted or rejected. Without a scanner a document is accepted at once; with one that
// cannot be asked it goes back to queued, and never on.
enum class State : std::uint8_t { queued, scanning, accepted, rejected };
std::string_view name(State state);
State state_of(std::string_view name);  // throws std::invalid_argument

// Documents that belong to no case and no draft are removed at this age.
inline constexpr std::chrono::hours kUnattachedKept{48};
// A scan that does not end in this time belongs to a program that is gone.
inline constexpr Minutes kScanLease{5};
// How long to wait after so many scans that failed: 5 s, twice as long each time, at most 10 minutes.
Seconds wait_after(std::int64_t failures);

// A file's name as it may be shown and offered for saving: the last part of a path, UTF-8 without control
// signs, at most 120 characters. Empty if nothing is left.
std::string clean_name(std::string_view path);

// Limits documents and bytes of one client in an hour, so that nobody can fill the disk.
inline constexpr RateLimit::Rule kUploads{100, std::chrono::hours(1), 500'000'000};

}  // namespace biroyna::documents

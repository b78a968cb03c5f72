// What the database knows of the time.
//
// Stateless, thread-safe.
#pragma once

#include <optional>

#include "core/time.hpp"
#include "platform/db/db.hpp"

namespace biroyna::timekeeping {

// The clock of the database's server; nothing for SQLite, which has none of its own.
std::optional<Time> database_time(db::Tx& tx);

struct Note {
  std::int64_t number = 0;  // how often
  Time at{};                // the last time
};
inline constexpr std::string_view kConfirmed = "confirmed", kCorrected = "corrected";
std::optional<Note> note(db::Tx& tx, std::string_view name);
// Answers its number.
std::int64_t add_note(db::Tx& tx, std::string_view name, Time at);

}  // namespace biroyna::timekeeping

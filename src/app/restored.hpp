// Whether the database was set back by hand, without anybody saying so: a file was put back, or a machine.
//
// Beside the database a file says how far the logs have come. At a start, a log that lacks what it once had
// is one of a copy. Who puts both back, with a snapshot of the whole disk, has to say it: `biroyna restored`.
#pragma once

#include <chrono>
#include <filesystem>

#include "core/time.hpp"
#include "platform/db/db.hpp"

namespace biroyna {

inline constexpr std::chrono::seconds kBetweenNotedHeads{5};

// Writes how far the logs have come, unless the file says so already.
void note_heads(db::Db& db, const std::filesystem::path& file, Time now);
// The same at the end, when a database that is away only makes the file older.
void note_heads_at_stop(db::Db& db, const std::filesystem::path& file, Time now);
// At a start: marks the database as restored if it was set back since the heads were noted, and says in the
// log what is missing after any restore that this is the first start of.
void begin_after_restore(db::Db& db, const std::filesystem::path& file, Time now);

}  // namespace biroyna

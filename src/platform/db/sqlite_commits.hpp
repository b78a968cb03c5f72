// Counts the COMMITs of a SQLite database, and hands over what each one changed to whoever keeps it elsewhere
// (platform/backup).
//
// Each COMMIT that changes anything counts one up in the database itself, whatever program made it. So a
// change that nobody kept, of a command that ran beside the server or of a new schema, shows as a number that
// is missing. Changes are as SQLite's session extension has them: rows by their primary keys.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"
#include "platform/db/db.hpp"

namespace biroyna::db::sqlite {

// Where a database stands. A database that was restored goes on in a timeline of its own, so that its numbers
// are never taken for those of the one that it was restored from.
struct Position {
  std::string timeline;
  std::int64_t sequence = 0;
  std::optional<Time> at = {};  // of the last COMMIT; nothing when its writer kept no times
  friend bool operator==(const Position&, const Position&) = default;
};

// Inside a write job. Begins to count; nothing when that was begun before.
void begin_counting(Tx& tx);
// Nothing in a database that does not count, which a program of an older version left.
std::optional<Position> position(Tx& tx);
// Inside a write job, at the end of a restore.
void begin_timeline(Tx& tx);

struct Commit {
  std::int64_t sequence = 0;
  Time at;              // never earlier than that of the COMMIT before
  std::string changes;  // a changeset
};
struct Capture {
  Clock clock;
  // Called on the writer thread after each COMMIT that changed anything, before it is answered. Must be quick
  // and must not throw.
  std::function<void(Commit)> on_commit;
};
// Hands over each COMMIT of this program from now on. Answers where the database stands.
Position capture(Db& db, Capture capture);

// A whole copy as of one moment, without what was deleted (VACUUM INTO); nobody waits for it. `to` is not
// there yet; `given_up` is asked now and then. Throws Unavailable.
void copy_database(const std::filesystem::path& from, const std::filesystem::path& to,
                   const std::function<bool()>& given_up = {});
// What is wrong with a database file that nobody has open; empty: nothing.
std::string damage_of(const std::filesystem::path& file);
// The position of a database file that nobody has open.
std::optional<Position> position_of(const std::filesystem::path& file);

// Brings a copy of a database forward. Nobody else has it open.
class Replay {
 public:
  explicit Replay(const std::filesystem::path& file);
  ~Replay();
  Replay(const Replay&) = delete;
  Replay& operator=(const Replay&) = delete;
  // Throws std::runtime_error when the changes do not fit to what is in the database.
  void apply(std::string_view changes);
  // All or nothing of what was applied.
  void finish();

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
};

}  // namespace biroyna::db::sqlite

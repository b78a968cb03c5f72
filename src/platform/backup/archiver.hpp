// Keeps what each COMMIT changed in a backup folder, a second or two later, and makes base copies there.
//
// Invariants
//  (1) The writer never waits for it: what there is no room for is let go, and a new base copy makes up for
//      it.
//  (2) A content that a change names is in the folder before the change is.
//  (3) While changes are missing a new base copy is tried for again and again; the log, the figures and
//      standing() say so.
// Threads: one that writes, and one for each base copy. committed() is called by the database's writer, the
// rest by any thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/time.hpp"
#include "platform/backup/changes.hpp"
#include "platform/backup/contents.hpp"
#include "platform/db/sqlite_commits.hpp"
#include "platform/metrics/metrics.hpp"

namespace biroyna::backup {

// An older database that was put back goes on as another one: the numbers that its changes would get are
// taken in the archive. Before capture() of the database in this file; true when it was so.
bool leave_timeline_if_set_back(db::Db& db, const std::filesystem::path& database,
                                const std::filesystem::path& folder);

class Archiver {
 public:
  using Steady = std::chrono::steady_clock;
  struct Options {
    std::filesystem::path folder;  // somebody has made it
    std::filesystem::path vault;   // the vault's folder
    std::string recipient = {};
    Clock clock;
    // Where it is noted in which folder the archive was begun, so that none begins in an empty folder when
    // its disk is not there. Nothing: not noted.
    std::filesystem::path note = {};
    // Makes a base copy in the folder; called on a thread of its own. Throws when it cannot, and soon when
    // the other says that nobody waits for it any more.
    std::function<void(const std::function<bool()>& given_up)> make_base_copy;
    std::size_t most_waiting_bytes = std::size_t{64} << 20;
    std::uint64_t longest_file_bytes = std::uint64_t{64} << 20;
    std::chrono::milliseconds between_syncs{1000};
    std::chrono::milliseconds between_attempts{10'000};
    std::chrono::milliseconds between_copies{std::chrono::hours(24)};
  };
  explicit Archiver(Options options);
  ~Archiver();
  Archiver(const Archiver&) = delete;
  Archiver& operator=(const Archiver&) = delete;

  // `from`: where the database stood, since when committed() is told everything, also before this call. What
  // is in the folder goes on if it ends there.
  void start(const db::sqlite::Position& from, std::string installation);
  void committed(db::sqlite::Commit commit);
  // Writes what waits, and ends. A base copy that is being made is given up.
  void stop();

  struct Standing {
    bool complete = false;  // every change since the last base copy is there, or waits
    std::string reason = {};
    std::optional<Time> incomplete_since = {};
  };
  Standing standing() const;
  // biroyna_archive_…
  std::vector<metrics::Figure> figures() const;

 private:
  struct Batch {
    std::vector<db::sqlite::Commit> commits;
    std::size_t bytes = 0;
  };
  void loop();
  Batch next_batch();  // waits for its time
  void open_folder();
  void claim();
  void keep(const Batch& batch);
  void write(const db::sqlite::Commit& commit);
  void lose(const std::string& reason);
  void become_complete();
  void tend_base_copies();
  void run_base_copy();

  const Options options_;
  std::string timeline_, installation_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Batch waiting_;
  std::optional<Time> writing_since_;  // the oldest change of the batch that is being written
  bool stopping_ = false;
  Standing standing_;
  std::int64_t changes_kept_ = 0, bytes_kept_ = 0, copies_made_ = 0, failures_ = 0;
  enum class Copying { no, running, made, failed } copying_ = Copying::no;
  std::string copy_failure_;

  // The writing thread's own.
  std::int64_t last_ = 0;  // the number of the last change that it saw
  std::int64_t losses_ = 0, losses_at_copy_ = 0;
  bool open_ = false, missing_ = true;
  std::pair<std::uint64_t, std::uint64_t> place_{};  // of the folder, while it is open
  files::Descriptor lock_;
  std::optional<ChangesWriter> writer_;
  std::optional<ContentMirror> mirror_;
  std::string said_failure_;  // of a base copy, in the log
  Steady::time_point next_attempt_{}, next_copy_{};
  std::thread copier_, thread_;
};

}  // namespace biroyna::backup

#include "platform/backup/archiver.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <pthread.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <ranges>
#include <stdexcept>

#include "platform/backup/archive.hpp"
#include "platform/log/log.hpp"

namespace biroyna::backup {
namespace {

using metrics::Kind;

namespace fs = std::filesystem;

// Of the folder itself: another one that is mounted over it has others.
std::pair<std::uint64_t, std::uint64_t> place_of(const fs::path& folder) {
  struct stat found{};
  if (::stat(folder.c_str(), &found) != 0)
    throw std::runtime_error(fmt::format("the folder {} is not there", folder.string()));
  return {found.st_dev, found.st_ino};
}

std::string text_in(const fs::path& file) {
  if (!fs::exists(file)) return {};
  const files::Mapping content(file);
  return std::string(content.bytes());
}

// The last change that the folder has of the timeline; 0 when it has none.
std::int64_t last_change(const fs::path& folder, const std::string& timeline) {
  std::int64_t last = 0;
  std::vector<std::string> damaged;
  for (const auto& copy : base_copies(folder, damaged))
    if (copy.manifest.position && copy.manifest.position->timeline == timeline)
      last = std::max(last, copy.manifest.position->sequence);
  // The names are in the order of the changes; the newest file that can be read has the last of them.
  auto files = change_files(changes_of(folder));
  std::erase_if(files,
                [&](const fs::path& file) { return !file.filename().string().starts_with(timeline + "-"); });
  for (const auto& file : std::views::reverse(files)) try {
      read_changes(file, [&](const Frame& frame) { return last = std::max(last, frame.sequence), true; });
      break;
    } catch (const std::exception&) {
      continue;
    }
  return last;
}

}  // namespace

bool leave_timeline_if_set_back(db::Db& db, const fs::path& database, const fs::path& folder) {
  const auto position = db::sqlite::position_of(database);
  if (!position || last_change(folder, position->timeline) <= position->sequence) return false;
  db.write_and_wait([](db::Tx& tx) { db::sqlite::begin_timeline(tx); });
  log::warning("archive_knows_more",
               {{"meaning", "an older database was put back: a new base copy begins, and moments after it"}});
  return true;
}

Archiver::Archiver(Options options) : options_(std::move(options)) {}
Archiver::~Archiver() { stop(); }

void Archiver::start(const db::sqlite::Position& from, std::string installation) {
  installation_ = std::move(installation);
  timeline_ = from.timeline;
  last_ = from.sequence;
  standing_.incomplete_since = options_.clock();
  thread_ = std::thread([this] { loop(); });
  pthread_setname_np(thread_.native_handle(), "archive");
}

void Archiver::committed(db::sqlite::Commit commit) {
  const std::lock_guard lock(mutex_);
  // The numbers that are missing then make a new base copy begin, which has all of it.
  if (waiting_.bytes + commit.changes.size() > options_.most_waiting_bytes) waiting_ = {};
  waiting_.bytes += commit.changes.size();
  waiting_.commits.push_back(std::move(commit));
}

void Archiver::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  if (copier_.joinable()) copier_.join();
}

Archiver::Batch Archiver::next_batch() {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, options_.between_syncs, [this] { return stopping_; });
  if (!waiting_.commits.empty()) writing_since_ = waiting_.commits.front().at;
  return std::exchange(waiting_, {});
}

void Archiver::loop() {
  for (bool last = false; !last;) {
    const Batch batch = next_batch();
    {
      const std::lock_guard lock(mutex_);
      last = stopping_ && waiting_.commits.empty();
    }
    try {
      if (!open_ && (last || Steady::now() >= next_attempt_)) open_folder();
      if (open_) keep(batch);
    } catch (const std::exception& error) {
      lose(error.what());
    }
    if (!open_ && !batch.commits.empty()) {
      last_ = batch.commits.back().sequence;
      missing_ = true;
      ++losses_;
    }
    {
      const std::lock_guard lock(mutex_);
      writing_since_.reset();
    }
    if (!last) tend_base_copies();
  }
}

// Begins an archive only where there was none yet: the folder may be that on which its disk is mounted.
void Archiver::claim() {
  const std::string own = options_.folder.string();
  if (!options_.note.empty() && !fs::exists(options_.folder / kFolderFile) && text_in(options_.note) == own)
    throw std::runtime_error(
        fmt::format("the archive that was in {} is not there: mount its disk. To begin a new one, remove {}",
                    own, options_.note.string()));
  claim_folder(options_.folder, installation_);
  if (!options_.note.empty() && text_in(options_.note) != own) files::replace(options_.note, own);
}

// Also after it was away: what is in it goes on where it ends at what was seen last.
void Archiver::open_folder() {
  claim();
  place_ = place_of(options_.folder);
  files::Descriptor lock = files::open(options_.folder / "server.lock", O_RDWR | O_CREAT);
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0)
    throw std::runtime_error(fmt::format("another server keeps its changes in {}", options_.folder.string()));
  if (last_change(options_.folder, timeline_) > last_)
    throw std::runtime_error(
        fmt::format("the archive in {} knows more than the database, which was put back while it was away: "
                    "start the program again",
                    options_.folder.string()));
  const Archive archive({options_.folder});
  missing_ = losses_ > 0 || !archive.ends_at({timeline_, last_});
  mirror_.emplace(options_.vault, contents_of(options_.folder));
  lock_ = std::move(lock);
  open_ = true;
  const Time now = options_.clock();
  const auto age = archive.newest_copy() ? std::max(now - *archive.newest_copy(), Milliseconds(0))
                                         : Milliseconds(options_.between_copies);
  next_copy_ = Steady::now() + std::max(options_.between_copies - age, Milliseconds(0));
  next_attempt_ = Steady::now();
  if (!missing_) become_complete();
}

void Archiver::keep(const Batch& batch) {
  if (place_of(options_.folder) != place_ || installation_of(options_.folder) != installation_)
    throw std::runtime_error(fmt::format("{} has become another folder", options_.folder.string()));
  if (writer_ && !writer_->in_place())
    throw std::runtime_error(
        fmt::format("changes that were kept in {} are gone", changes_of(options_.folder).string()));
  mirror_->bring();
  if (batch.commits.empty()) return;
  for (const auto& commit : batch.commits) write(commit);
  writer_->sync();
  const std::lock_guard lock(mutex_);
  changes_kept_ += static_cast<std::int64_t>(batch.commits.size());
  bytes_kept_ += static_cast<std::int64_t>(batch.bytes);
}

void Archiver::write(const db::sqlite::Commit& commit) {
  if (commit.sequence != last_ + 1) {
    if (writer_) writer_->sync();
    writer_.reset();
    const std::string reason = fmt::format("changes {} to {} were not seen", last_ + 1, commit.sequence - 1);
    missing_ = true;
    ++losses_;
    const std::lock_guard lock(mutex_);
    if (standing_.complete) {
      log::warning("archive_incomplete", {{"reason", std::string_view(reason)}});
      standing_ = {.complete = false, .reason = reason, .incomplete_since = options_.clock()};
    }
  }
  if (writer_ && writer_->size() > options_.longest_file_bytes) {
    writer_->sync();
    writer_.reset();
  }
  if (!writer_)
    writer_.emplace(changes_of(options_.folder), ChangesHeader{.installation = installation_,
                                                               .timeline = timeline_,
                                                               .first = commit.sequence,
                                                               .recipient = options_.recipient,
                                                               .begun_at = options_.clock()});
  writer_->add(commit);
  last_ = commit.sequence;
}

void Archiver::lose(const std::string& reason) {
  open_ = false;
  missing_ = true;
  ++losses_;
  writer_.reset();
  mirror_.reset();
  lock_ = files::Descriptor();
  next_attempt_ = Steady::now() + options_.between_attempts;
  const std::lock_guard lock(mutex_);
  ++failures_;
  if (standing_.complete || standing_.reason != reason)
    log::error("archive_away", {{"reason", std::string_view(reason)}});
  standing_ = {
      .complete = false,
      .reason = reason,
      .incomplete_since = standing_.incomplete_since ? standing_.incomplete_since : options_.clock()};
}

void Archiver::become_complete() {
  losses_ = losses_at_copy_ = 0;
  missing_ = false;
  const std::lock_guard lock(mutex_);
  if (!standing_.complete) log::info("archive_complete", {{"change", last_}});
  standing_ = {.complete = true};
}

void Archiver::tend_base_copies() {
  std::unique_lock lock(mutex_);
  if (copying_ == Copying::running) return;
  if (copying_ != Copying::no) {
    const bool made = std::exchange(copying_, Copying::no) == Copying::made;
    const std::string failure = copy_failure_;
    if (made) ++copies_made_;
    lock.unlock();
    copier_.join();
    if (made) {
      next_copy_ = Steady::now() + options_.between_copies;
      said_failure_.clear();
      if (open_ && missing_ && losses_ == losses_at_copy_) become_complete();
    } else {
      if (failure != said_failure_)
        log::error("archive_copy_failed", {{"reason", std::string_view(failure)}});
      said_failure_ = failure;
      next_attempt_ = Steady::now() + options_.between_attempts;
      lock.lock();
      ++failures_;
      if (!standing_.complete) standing_.reason = failure;
      return;
    }
    lock.lock();
  }
  const auto now = Steady::now();
  if (!open_ || stopping_ || now < next_attempt_ || (!missing_ && now < next_copy_)) return;
  copying_ = Copying::running;
  losses_at_copy_ = losses_;
  copier_ = std::thread([this] { run_base_copy(); });
  pthread_setname_np(copier_.native_handle(), "base-copy");
}

void Archiver::run_base_copy() {
  std::string failure;
  try {
    options_.make_base_copy([this] {
      const std::lock_guard lock(mutex_);
      return stopping_;
    });
  } catch (const std::exception& error) {
    failure = error.what();
  }
  const std::lock_guard lock(mutex_);
  copying_ = failure.empty() ? Copying::made : Copying::failed;
  copy_failure_ = failure;
}

Archiver::Standing Archiver::standing() const {
  const std::lock_guard lock(mutex_);
  return standing_;
}

std::vector<metrics::Figure> Archiver::figures() const {
  const Time now = options_.clock();
  const std::lock_guard lock(mutex_);
  std::optional<Time> since = standing_.incomplete_since ? standing_.incomplete_since : writing_since_;
  if (!since && !waiting_.commits.empty()) since = waiting_.commits.front().at;
  const double behind = since ? std::max(0.0, std::chrono::duration<double>(now - *since).count()) : 0.0;
  return {
      {"biroyna_archive_complete", "1 when every change since the last base copy is kept", Kind::gauge,
       standing_.complete ? 1.0 : 0.0},
      {"biroyna_archive_behind_seconds", "How long the oldest change has not been kept", Kind::gauge, behind},
      {"biroyna_archive_changes_total", "Commits whose changes were kept", Kind::counter,
       static_cast<double>(changes_kept_)},
      {"biroyna_archive_bytes_total", "Bytes of the changes that were kept", Kind::counter,
       static_cast<double>(bytes_kept_)},
      {"biroyna_archive_base_copies_total", "Base copies that were made", Kind::counter,
       static_cast<double>(copies_made_)},
      {"biroyna_archive_failures_total", "Attempts to keep changes, or to make a base copy, that failed",
       Kind::counter, static_cast<double>(failures_)}};
}

}  // namespace biroyna::backup

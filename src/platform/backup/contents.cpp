#include "platform/backup/contents.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <system_error>

#include "platform/backup/changes.hpp"
#include "platform/files/files.hpp"
#include "platform/log/log.hpp"
#include "platform/vault/vault.hpp"

namespace biroyna::backup {
namespace {

namespace fs = std::filesystem;
using FileClock = fs::file_time_type::clock;

// Times of folders are as coarse as the kernel's ticks, or as those of the disk.
constexpr std::chrono::seconds kCoarse{3};

void make_group(const fs::path& group) {
  if (::mkdir(group.c_str(), 0700) == 0)
    files::sync_folder(group.parent_path());
  else if (errno != EEXIST)
    throw std::system_error(errno, std::generic_category(), "cannot make " + group.string());
}

std::set<std::string> needed_by(const std::vector<BaseCopy>& copies) {
  std::set<std::string> needed;
  for (const auto& copy : copies) {
    const fs::path list = copy.folder / kContentList;
    for (auto& content : parse_contents(files::Mapping(list).bytes(), list.string()))
      needed.insert(std::move(content.name));
  }
  return needed;
}

FileClock::time_point file_time(Time time) { return std::chrono::file_clock::from_sys(time); }

// All that a kept copy can still be brought forward by stays.
void remove_old_changes(const fs::path& folder, const std::vector<BaseCopy>& kept) {
  std::map<std::string, std::int64_t> oldest;  // by timeline
  for (const auto& copy : kept) {
    if (!copy.manifest.position) continue;
    const auto [at, is_new] =
        oldest.emplace(copy.manifest.position->timeline, copy.manifest.position->sequence);
    if (!is_new) at->second = std::min(at->second, copy.manifest.position->sequence);
  }
  for (const auto& path : change_files(changes_of(folder))) {
    std::int64_t last = 0;
    std::string timeline;
    try {
      const ChangesFile file =
          read_changes(path, [&](const Frame& frame) { return last = frame.sequence, true; });
      if (!file.damage.empty()) continue;
      timeline = file.header.timeline;
    } catch (const std::exception&) {
      continue;  // whoever restores is told
    }
    const auto found = oldest.find(timeline);
    const bool being_written = FileClock::now() - fs::last_write_time(path) < std::chrono::hours(24);
    if (!being_written && (found == oldest.end() || last <= found->second)) fs::remove(path);
  }
}

void remove_old_contents(const fs::path& folder, const std::vector<BaseCopy>& kept) {
  std::set<std::string> needed;
  try {
    needed = needed_by(kept);
  } catch (const std::exception& error) {
    // A copy whose list cannot be read may need anything.
    log::error("backup_damaged", {{"reason", std::string_view(error.what())}});
    return;
  }
  const auto oldest = file_time(kept.front().manifest.taken_at) - kCoarse;
  for (const auto& group : fs::directory_iterator(contents_of(folder))) {
    if (!group.is_directory()) continue;
    for (const auto& entry : fs::directory_iterator(group.path())) {
      if (needed.contains(entry.path().filename())) continue;
      // Also what a killed program left half-way.
      if (entry.last_write_time() < oldest) fs::remove(entry.path());
    }
  }
}

}  // namespace

bool bring_content(const fs::path& from, const fs::path& contents, const std::string& name) {
  std::error_code none;
  const auto size = fs::file_size(from, none);
  if (none) return false;
  const fs::path to = place_of_content(contents, name);
  const auto there = fs::file_size(to, none);
  if (!none && there == size) {
    // Needed anew: it does not count as old.
    const auto put = fs::last_write_time(from, none);
    if (!none && fs::last_write_time(to) < put) fs::last_write_time(to, put);
    return true;
  }
  make_group(to.parent_path());
  try {
    copy_durably(from, to);
  } catch (const std::system_error& error) {
    if (error.code() == std::errc::no_such_file_or_directory && !fs::exists(from)) return false;
    throw;
  }
  return true;
}

void ContentMirror::bring_group(const fs::path& group) {
  for (const auto& entry : fs::directory_iterator(group)) {
    const std::string name = entry.path().filename();
    if (Vault::is_name(name)) bring_content(entry.path(), contents_, name);
  }
}

void ContentMirror::bring() {
  for (const auto& group : fs::directory_iterator(vault_)) {
    const std::string name = group.path().filename();
    if (!Vault::is_group(name) || !group.is_directory()) continue;
    std::error_code missing;
    const Changed changed{group.last_write_time(), fs::last_write_time(contents_ / name, missing)};
    const auto seen = seen_.find(name);
    if (!missing && seen != seen_.end() && seen->second == changed) continue;
    const bool settled = !missing && std::max(changed.first, changed.second) + kCoarse < FileClock::now();
    bring_group(group.path());
    if (settled)
      seen_[name] = changed;
    else
      seen_.erase(name);
  }
}

void remove_old_copies(const fs::path& folder, const Retention& retention, Time now) {
  std::vector<std::string> damaged;
  std::vector<BaseCopy> copies = base_copies(folder, damaged);
  for (const auto& line : damaged) log::error("backup_damaged", {{"reason", std::string_view(line)}});
  const auto newest = static_cast<std::size_t>(std::max(retention.newest, 1));
  const auto is_old = [&](std::size_t at) {
    return copies.size() - at > 4 * newest || now - copies[at].manifest.taken_at > retention.younger_than;
  };
  std::size_t old = 0;
  while (copies.size() - old > newest && is_old(old)) ++old;
  if (old > 0) {
    const auto surplus = copies.begin() + static_cast<std::ptrdiff_t>(old);
    for (auto copy = copies.begin(); copy != surplus; ++copy) {
      // Under another name first: what is half removed is no copy.
      const fs::path going = copies_of(folder) / (".removed-" + copy->folder.filename().string());
      files::rename(copy->folder, going);
      fs::remove_all(going);
    }
    copies.erase(copies.begin(), surplus);
  }
  // A copy that cannot be read may need anything.
  if (copies.empty() || !damaged.empty()) return;
  remove_old_changes(folder, copies);
  remove_old_contents(folder, copies);
}

}  // namespace biroyna::backup

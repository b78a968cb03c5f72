// What can be brought back from backup folders: a base copy, and what was changed since, up to a moment.
//
// A moment is reachable if a base copy was taken before it, or at it, and each change since then is there. No
// other moment is ever taken for the one that was asked for. Failures are std::runtime_error and
// std::system_error that name the file, or the moments that can be reached.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "platform/backup/changes.hpp"
#include "platform/backup/format.hpp"

namespace biroyna::backup {

struct Range {
  Time from, to;  // both reachable
  friend bool operator==(const Range&, const Range&) = default;
};

// The time in a zone, as parse_rfc3339() reads it: "2026-11-30T14:05:06.789+05:00".
std::string local_text(Time time, const std::string& zone);
// RFC 3339, or "2026-11-30 14:05" and "2026-11-30 14:05:06" in the zone, up to the end of that minute or
// second.
std::optional<Time> parse_moment(const std::string& text, const std::string& zone);

class Archive {
 public:
  // Reads all of the folders, which belong to one installation.
  explicit Archive(const std::vector<std::filesystem::path>& folders);

  const std::string& installation() const { return installation_; }
  const std::string& zone() const { return zone_; }
  // In order of time; those that follow without a gap are one.
  std::vector<Range> reachable() const;
  const std::vector<std::string>& damaged() const { return damaged_; }

  // Whether it reaches up to where a database stands.
  bool ends_at(const db::sqlite::Position& position) const;
  std::optional<Time> newest_copy() const;

  struct Plan {
    BaseCopy base;
    std::int64_t last = 0;  // the change after which the database is as it was
    Time until{};           // all that was committed until then is there
  };
  // As of this moment; of the latest, when none is given. The latest is refused while anything is damaged,
  // as it may be missing.
  Plan plan(std::optional<Time> moment) const;

  // Makes FOLDER/biroyna.db. Not for a plan without a database.
  void restore_database(const Plan& plan, const Opener& opener, const std::filesystem::path& folder) const;
  // Copies these contents into the vault's folder. Not yet on the disk when it returns.
  void restore_contents(const std::vector<std::string>& names, const std::filesystem::path& vault) const;

 private:
  struct Change {
    Time at;
    std::size_t file;
  };
  using Changes = std::map<std::int64_t, Change>;  // of one timeline, by number
  struct Reach {
    const BaseCopy* base;
    Range range;
    std::int64_t last;
  };
  void read(const std::filesystem::path& folder);
  std::vector<Reach> reaches() const;
  std::string say_reachable() const;

  std::vector<std::filesystem::path> folders_;
  std::string installation_, zone_ = "Asia/Tashkent";
  std::vector<BaseCopy> copies_;
  std::vector<ChangesFile> files_;
  std::map<std::string, Changes> changes_;  // by timeline
  std::vector<std::string> damaged_;
};

}  // namespace biroyna::backup

// The contents of a vault, brought into a backup folder as they are: sealed, each once.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/time.hpp"
#include "platform/backup/format.hpp"

namespace biroyna::backup {

// Brings each new content soon after it was put. Not thread-safe.
class ContentMirror {
 public:
  ContentMirror(std::filesystem::path vault, std::filesystem::path contents)
      : vault_(std::move(vault)), contents_(std::move(contents)) {}
  // Brings what was put before the call and is still there. Looks only where something has changed since, on
  // either side.
  void bring();

 private:
  void bring_group(const std::filesystem::path& group);
  const std::filesystem::path vault_, contents_;
  // Of each group, when its folder last changed in the vault and among the contents.
  using Changed = std::pair<std::filesystem::file_time_type, std::filesystem::file_time_type>;
  std::map<std::string, Changed> seen_;
};

// Brings one content, unless it is there. False when `from` is not there.
bool bring_content(const std::filesystem::path& from, const std::filesystem::path& contents,
                   const std::string& name);

// Which copies stay: the newest ones, and those that are younger than so many days, as an archive has
// several of one day; but never more than four times the first.
struct Retention {
  int newest = 14;
  std::chrono::days younger_than{0};
};
// Removes the other base copies, and what only they needed: changes before them, and contents that were
// brought before the oldest copy that is kept and that no copy needs. Only while nobody else makes or removes
// copies.
void remove_old_copies(const std::filesystem::path& folder, const Retention& retention, Time now);

}  // namespace biroyna::backup

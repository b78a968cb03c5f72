// Who works in a folder: as root, everything does so as the folder's owner. What root makes there its owner
// could not read, and the program, which runs as the owner, would stop.
//
// For the whole process, all of its threads. Nothing changes when the process is not root, when the folder is
// root's or is not there. Failures are std::system_error that name the folder.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <vector>

namespace biroyna::files {

// For good, with the owner's groups.
void become_owner_of(const std::filesystem::path& folder);

// Until this object ends.
class AsOwnerOf {
 public:
  explicit AsOwnerOf(const std::filesystem::path& folder);
  ~AsOwnerOf();
  AsOwnerOf(const AsOwnerOf&) = delete;
  AsOwnerOf& operator=(const AsOwnerOf&) = delete;

 private:
  bool changed_ = false;
  gid_t group_ = 0;
  std::vector<gid_t> groups_;
};

}  // namespace biroyna::files

// Keeps a second server out of a data folder. The kernel lets go of the lock when the process ends, however
// it ends.
#pragma once

#include <filesystem>

namespace biroyna::db {

class LockFile {
 public:
  // Throws Unavailable: in_use when another process holds it, otherwise why the file cannot be made.
  explicit LockFile(const std::filesystem::path& path);
  ~LockFile();
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;

 private:
  int fd_;
};

// Makes the folder, for its owner alone, unless it is there. Throws Unavailable.
void make_private_folder(const std::filesystem::path& path);

}  // namespace biroyna::db

// A disk that keeps what it promised and nothing more, computed from the journal of a program (preload.cpp).
//
// The model
//  (1) A file's content is on the disk after fsync() or fdatasync() of that file answered: all of it that was
//  written
//      before the call.
//  (2) A name (made, linked, renamed, removed) is on the disk after fsync() of its folder answered. This is
//  stricter than
//      ext4 or XFS, which bring a new file's name along with the file: POSIX does not promise it. A folder
//      that has no name on the disk is gone with all that is in it.
//  (3) Of everything else a power cut keeps nothing, or whatever happened to get there: for each page of
//  4,096 bytes, how
//      it stood at some moment since it was last promised, or, torn, each 512 bytes of it so; each change of
//      a name or of a size, or not. A rename within one folder is there as a whole or not at all, one between
//      two folders may be there by half.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/outage/journal.hpp"

namespace biroyna::outage {

struct Record {
  Head head{};
  std::string_view bytes = {};
};

// What was recorded, as bytes; a record that was cut off at the end is left out.
class Journal {
 public:
  explicit Journal(const std::filesystem::path& file);
  const std::vector<Record>& records() const { return records_; }
  // How many records the first so many bytes hold.
  std::size_t records_in(std::uint64_t bytes) const;

 private:
  std::string text_;
  std::vector<Record> records_;
  std::vector<std::uint64_t> ends_;
};

enum class Kept : std::uint8_t {
  nothing,     // but what was promised
  some,        // of the rest, by chance
  everything,  // as the program itself saw it
};

using Chance = std::mt19937_64;

class Disk {
 public:
  // What the folder holds now is on the disk.
  explicit Disk(const std::filesystem::path& folder);
  ~Disk();
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;

  void play(const Record& record);
  // What is there when the power goes now. `folder` must not be there.
  void cut(Kept kept, Chance& chance, const std::filesystem::path& folder) const;

 private:
  struct Node;
  struct Change;
  using NodePointer = std::shared_ptr<Node>;

  NodePointer take(const std::filesystem::path& path);
  NodePointer node(std::uint64_t inode);
  void change_name(std::uint64_t folder, const std::string& name, NodePointer to);
  void promise(std::uint64_t inode, std::uint64_t until);
  static void promise(Node& node, std::uint64_t until);
  static void write(const Node& node, Kept kept, Chance& chance, const std::filesystem::path& path);

  std::map<std::uint64_t, NodePointer> nodes_;   // by inode, the newest
  std::map<std::int64_t, std::uint64_t> asked_;  // when each sync that is not answered began
  std::uint64_t played_ = 0;
  const NodePointer root_;
};

// The differences between two folders, one a line; nothing of SQLite's shared memory.
std::string differences(const std::filesystem::path& one, const std::filesystem::path& other);

}  // namespace biroyna::outage

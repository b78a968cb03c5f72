// What a program did to the files below one folder, in the order in which it did it: written by the library
// that is loaded into the program (preload.cpp), read by the disk that is computed from it (disk.hpp).
//
// A record is this head and then `length` bytes. Files and folders are named by their inodes.
#pragma once

#include <cstdint>

namespace biroyna::outage {

enum class Kind : std::uint32_t {
  make_file,    // `node`, with a name (bytes) in `folder`; without a name where `folder` is 0
  make_folder,  // `node`, with a name in `folder`
  write,        // the bytes, into `node` at `offset`
  resize,       // `node` to `offset` bytes
  link,         // `node` gets one more name (bytes) in `folder`
  unlink,       // the name (bytes) leaves `folder`
  rename,       // `node`: the first name (bytes, ended by a zero) leaves `folder`, the second comes into
                // `to_folder`
  sync_begin,   // somebody asks for `node` to be on the disk; 0 is everything. `offset` tells one asking from
                // another
  sync_end,     // … and is told that it is
};

struct Head {
  std::uint32_t length;
  Kind kind;
  std::uint64_t node, folder, to_folder;
  std::int64_t offset;
};

// The environment of a program that is loaded with the library.
inline constexpr const char* kFolder = "OUTAGE_FOLDER";    // whose files are recorded
inline constexpr const char* kJournal = "OUTAGE_JOURNAL";  // where to: not in that folder
// What is only said to be brought to the disk, so that it can be seen that this is found: "files" or
// "folders".
inline constexpr const char* kLie = "OUTAGE_LIE";

}  // namespace biroyna::outage

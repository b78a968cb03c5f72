// `biroyna setup`: an installation from nothing, by a file of answers or by asking.
//
// Everything is checked before anything is written, and nothing that is there is overwritten unless the
// request says so. A setup that was interrupted is completed by another one with `keep_data`. Called as root,
// it makes the settings as root, for the group of their folder to read, and the data as the owner of their
// folder.
#pragma once

#include <filesystem>

namespace biroyna::setup {

inline constexpr const char* kSettings =
    "/etc/biroyna/biroyna.yaml";  // those that the unit of the package reads

struct Request {
  std::filesystem::path settings = kSettings;  // the file to write
  std::filesystem::path answers = {};          // empty: somebody is asked
  bool replace_settings = false;
  bool keep_data = false;  // what the folder or the database has stays, and what it lacks is made
};

// The exit code. Throws std::runtime_error with one line for what fails while writing.
int run(const Request& request);

}  // namespace biroyna::setup

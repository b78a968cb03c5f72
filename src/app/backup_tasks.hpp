// The commands that copy an installation and bring it back. As those of tasks.hpp.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "platform/config/config.hpp"

namespace biroyna::tasks {

struct Backup {
  std::filesystem::path to;
  std::string recipient = {};  // over the one of the settings
  bool with_keys = false;
  int keep = 14;
};
// Copies the installation, while it is in use, and brings the copy back on trial.
int backup(Config config, const Backup& requested);

struct Restore {
  std::vector<std::filesystem::path> from;
  std::filesystem::path into;
  std::string to = {};                       // a moment; empty: the latest
  std::filesystem::path key = {};            // the recipient's secret key
  std::filesystem::path documents_key = {};  // of the documents, when it is not in the copy
  std::string replace = {};                  // the installation in `into` that is to make room
  bool list = false;                         // only say what can be reached
};
// Brings an installation back, into a folder that is not there yet or empty.
int restore(const Restore& requested);

// Makes the two keys of a recipient: the secret one's file, and prints the other one.
int make_backup_key(const std::filesystem::path& secret_file);

}  // namespace biroyna::tasks

// Makes a base copy of an installation, while it is in use.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "platform/backup/contents.hpp"
#include "platform/backup/format.hpp"
#include "platform/vault/recipient.hpp"
#include "platform/vault/vault.hpp"

namespace biroyna::backup {

struct BaseRequest {
  std::filesystem::path folder;    // of the backups
  std::filesystem::path work;      // the installation's own folder: what is not yet sealed stays there
  std::filesystem::path database;  // empty: it is PostgreSQL's
  const Vault* vault = nullptr;
  Clock clock;
  // Of the copy: whose it is, its zone and heads. The rest is filled in.
  struct Known {
    Manifest manifest;
    std::vector<std::string> contents;  // that it needs
  };
  // Reads the copied database in a folder of its own; of PostgreSQL, the one in use (an empty path).
  std::function<Known(const std::filesystem::path& folder)> look;
  // Throws when what was restored is not as it should be. May be empty.
  std::function<void(const std::filesystem::path& folder)> verify = {};
  std::optional<sealed::Recipient> recipient = {};
  // Other files of the installation: by which name, relative to its folder, and where they are. Secret ones
  // are copied only for a recipient.
  struct File {
    std::string name;
    std::filesystem::path path;
    bool secret = false;
  };
  std::vector<File> files = {};
  std::vector<std::string> kept_elsewhere = {};  // what a restore needs besides
  Retention retention = {};
  std::chrono::seconds patience{0};  // how long to wait for another copy that is being made
  // Asked now and then: whether nobody waits for the copy any more.
  std::function<bool()> given_up = {};
};

struct Made {
  std::filesystem::path folder;
  Manifest manifest;
  std::uint64_t new_contents = 0, bytes = 0;  // brought this time
};

// Throws std::runtime_error, std::system_error or db::Unavailable; then there is no copy.
Made make_base_copy(const BaseRequest& request);

}  // namespace biroyna::backup

// How a backup folder is laid out.
//
//   FOLDER/biroyna-backup.json   whose backups these are
//   FOLDER/copies/NAME/          a base copy: manifest.json and the files that it names
//   FOLDER/contents/ab/abcd…     contents of documents, as the vault has sealed them; each once, for all
//   copies FOLDER/changes/…             what was changed since the base copies (changes.hpp)
//
// A base copy is written under another name and renamed when it is whole and verified: what has the name of a
// copy is one. Failures are std::runtime_error and std::system_error that name the file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "platform/backup/envelope.hpp"
#include "platform/db/sqlite_commits.hpp"

namespace biroyna::backup {

inline constexpr int kFormat = 1;
inline constexpr const char* kFolderFile = "biroyna-backup.json";
inline constexpr const char* kDatabase = "database";
inline constexpr const char* kContentList = "contents";

struct Manifest {
  std::string installation;  // its id
  std::string zone;          // of the centre: how local times are meant
  Time taken_at{};           // the copy has everything until then
  // Nothing: the copy has no database, which is PostgreSQL's and copied with its own tools.
  std::optional<db::sqlite::Position> position = {};
  std::string heads = {};      // of the event logs, as `biroyna audit head` prints them
  std::string recipient = {};  // whom it is sealed for; empty: not sealed
  std::vector<StoredFile> files = {};
  std::uint64_t contents = 0;
  std::vector<std::string> kept_elsewhere = {};  // what a restore needs besides
  friend bool operator==(const Manifest&, const Manifest&) = default;

  const StoredFile* find(std::string_view file) const;
};

std::string to_json(const Manifest& manifest);
// `name` is for the message.
Manifest parse_manifest(std::string_view json, const std::string& name);

struct BaseCopy {
  std::filesystem::path folder;
  Manifest manifest;
};
// The oldest first. One whose manifest cannot be read is named in `damaged` and left out.
std::vector<BaseCopy> base_copies(const std::filesystem::path& folder, std::vector<std::string>& damaged);

// A line for each content that a base copy needs: its name, the size and SHA-256 of its sealed file.
struct StoredContent {
  std::string name, sha256;
  std::uint64_t size = 0;
};
std::string to_text(const std::vector<StoredContent>& contents);
std::vector<StoredContent> parse_contents(std::string_view text, const std::string& name);
// What a copy has noted of its contents; nothing when its list cannot be read: other copies do not need it.
std::vector<StoredContent> contents_noted_by(const BaseCopy& copy);

std::filesystem::path copies_of(const std::filesystem::path& folder);
std::filesystem::path changes_of(const std::filesystem::path& folder);
std::filesystem::path contents_of(const std::filesystem::path& folder);
std::filesystem::path place_of_content(const std::filesystem::path& contents, const std::string& name);

// Makes a folder that is there and empty one for the backups of this installation. Throws when it is not
// there, holds other things, or belongs to another installation.
void claim_folder(const std::filesystem::path& folder, const std::string& installation);
// Throws when it is no backup folder.
std::string installation_of(const std::filesystem::path& folder);

}  // namespace biroyna::backup

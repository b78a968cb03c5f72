// What each COMMIT changed, one after the other, in files that are only ever appended to.
//
// A file begins with a header (a sign, its length and JSON, and for a recipient the box with the file's key).
// A frame is: a sign, the COMMIT's number, its time, the size of what follows, a check of these, and the
// SHA-256 of the check before it (of the header, for the first) and of all these and what follows. So a frame
// that was changed, left out or moved is found without any key. What follows is the changeset, sealed if
// there is a recipient. A file that ends within a frame was being written when the program, or the disk, went
// away: it is whole up to there.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/backup/envelope.hpp"
#include "platform/db/sqlite_commits.hpp"
#include "platform/files/files.hpp"

namespace biroyna::backup {

struct ChangesHeader {
  std::string installation, timeline;
  std::int64_t first = 0;  // the number of the first COMMIT
  std::string recipient = {};
  Time begun_at{};
};

// Not thread-safe.
class ChangesWriter {
 public:
  // A new file in `folder`, of the header's name.
  ChangesWriter(const std::filesystem::path& folder, const ChangesHeader& header);
  void add(const db::sqlite::Commit& commit);
  void sync();
  // Whether its file is still what its name says: what goes into one that was removed is kept nowhere.
  bool in_place() const;
  std::uint64_t size() const { return size_; }

 private:
  void write(std::string_view bytes);

  std::filesystem::path path_;
  std::optional<VaultKey> key_;
  files::Descriptor file_;
  auth::Digest check_{};
  std::uint64_t size_ = 0;
};

struct Frame {
  std::int64_t sequence = 0;
  Time at{};
  std::string_view stored;  // valid while it is handed over
};

struct ChangesFile {
  std::filesystem::path path;
  ChangesHeader header;
  std::string box = {};
  std::string damage = {};  // where it is damaged; what comes before is whole
};
// Hands over each whole frame; a false answer stops. Throws when there is no header.
ChangesFile read_changes(const std::filesystem::path& path,
                         const std::function<bool(const Frame&)>& on_frame);

// Opens the frames of one file. Throws when `opener` does not open it.
class FrameOpener {
 public:
  FrameOpener(const ChangesFile& file, const Opener& opener);
  std::string open(const Frame& frame) const;

 private:
  const std::filesystem::path path_;
  std::optional<VaultKey> key_;
};

// The files of `folder`, in the order of timelines and numbers; by their names alone.
std::vector<std::filesystem::path> change_files(const std::filesystem::path& folder);

}  // namespace biroyna::backup

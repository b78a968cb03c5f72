// The files of a copy: as they are, or sealed for a recipient.
//
// A sealed file begins with a sign and the box with the key of this one file; then follows what
// vault/sealed.hpp makes, bound to the file's name. Failures are std::runtime_error and std::system_error
// that name the file.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "platform/vault/recipient.hpp"

namespace biroyna::backup {

// What opens sealed files: the recipient's secret key or, while a copy is being made, the keys of its own
// files.
struct Opener {
  std::optional<VaultKey> secret = {};
  std::optional<VaultKey> of_file = {};
};

// A file as it lies in a copy.
struct StoredFile {
  std::string name;  // relative to the base copy, "database"
  std::string sha256;
  std::uint64_t size = 0;
  bool sealed = false;
  friend bool operator==(const StoredFile&, const StoredFile&) = default;
};

// Durable when it returns. `key` is what a sealed file is sealed with. `on_piece` is called now and then, and
// may throw.
StoredFile store_file(const std::filesystem::path& from, const std::filesystem::path& folder,
                      const std::string& name, const std::optional<sealed::Recipient>& recipient,
                      const VaultKey& key, const std::function<void()>& on_piece = {});
// Compares with what is noted of the stored file.
void require_whole(const std::filesystem::path& folder, const StoredFile& noted);
// The file as it was before store_file(), with the mode 0600. Throws when `opener` does not open it.
void open_file(const std::filesystem::path& folder, const StoredFile& file, const Opener& opener,
               const std::filesystem::path& to);

// Copies a file under its name, whole or not at all; durable when it returns.
void copy_durably(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace biroyna::backup

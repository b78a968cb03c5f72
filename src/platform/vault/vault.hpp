// Contents kept once each under their SHA-256, sealed, outside of every address: FOLDER/ab/abcdef….
//
// Invariants
//  (1) A file under a content's name is whole: it is written under another name, brought to the disk, and
//      renamed.
//  (2) What is read is what was put: each block is authenticated (XChaCha20-Poly1305, libsodium's
//      secretstream) and bound to the name, the end is marked, and the SHA-256 is compared.
//  (3) Nothing is removed between put() and the moment when somebody is known to need it: who puts holds the
//      vault shared until then, who removes holds it alone. It holds between programs, too.
// Thread-safe. Failures of the disk are std::system_error.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "platform/files/files.hpp"
#include "platform/vault/key_file.hpp"

namespace biroyna {

class Vault {
 public:
  struct Options {
    std::filesystem::path folder;
    std::filesystem::path key_file;
    // Nothing is put when less would be left on the disk: the database needs it more.
    std::uintmax_t keep_free_bytes = std::uintmax_t{256} << 20;
  };
  // Makes folder and key when neither is there, and removes what unfinished puts left. Throws
  // std::runtime_error with one clear line; so it does when the folder has contents but the key is gone.
  explicit Vault(Options options);
  ~Vault();
  Vault(const Vault&) = delete;
  Vault& operator=(const Vault&) = delete;

  // Gone, or not what was put. `what()` names the content and what is wrong.
  struct Damaged : std::runtime_error {
    using std::runtime_error::runtime_error;
  };

  using Pieces = std::span<const std::string_view>;  // of one content, in order
  static std::string sha256(Pieces content);         // 64 hexadecimal digits, small letters: its name here
  static bool is_group(std::string_view name);       // of a folder with contents: their first two digits

  class Hold {
   public:
    explicit Hold(files::Descriptor lock) : lock_(std::move(lock)) {}

   private:
    files::Descriptor lock_;  // the kernel lets go when it is closed, however the program ends
  };
  Hold share() const;  // waits for who has it alone
  Hold take() const;   // alone; waits for everybody
  std::optional<Hold> take_if_free() const;

  // Durable when it returns; only while the vault is shared. Does nothing when the content is there.
  void put(const std::string& sha256, Pieces content);
  // Only while it is held alone. Nothing when it is not there.
  void remove(const std::string& sha256);

  // Hands over the content block by block. Throws Damaged, perhaps only at the end: what was handed over
  // until then must not be used.
  void read(const std::string& sha256, const std::function<void(std::string_view)>& on_block) const;
  std::vector<std::string> all() const;
  bool is_empty() const;

  const std::filesystem::path& folder() const { return options_.folder; }
  // A small text beside the contents, in a file of this name. Durable when set_note() returns.
  std::optional<std::string> note(const std::string& name) const;
  void set_note(const std::string& name, std::string_view text);
  // What only this vault's key makes of this text, and what tells nothing of the key.
  std::string keyed_hash(std::string_view text) const;

  static bool is_name(std::string_view text);

 private:
  std::filesystem::path place(const std::string& sha256) const;
  // In no order; a false answer stops.
  void each(const std::function<bool(std::string)>& on_name) const;
  void remove_unfinished() const;
  void write_sealed(const files::Descriptor& file, const std::filesystem::path& path,
                    const std::string& sha256, Pieces content) const;

  const Options options_;
  const std::filesystem::path unfinished_;
  VaultKey key_;
};

}  // namespace biroyna

// For whom a copy is sealed: who makes copies has only the public key, and only the secret key, which is kept
// elsewhere, opens them (libsodium's sealed boxes, X25519).
//
// Stateless, thread-safe. Failures are std::runtime_error with one clear line.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "platform/vault/key_file.hpp"

namespace biroyna::sealed {

struct Recipient {
  VaultKey key{};
  friend bool operator==(const Recipient&, const Recipient&) = default;
};

// 64 hexadecimal digits.
std::string to_text(const Recipient& recipient);
std::optional<Recipient> parse_recipient(std::string_view text);

// Makes the two keys, and the secret one's file, for its owner alone; never over a file that is there.
Recipient make_recipient(const std::filesystem::path& secret_file);
VaultKey read_secret(const std::filesystem::path& secret_file);
Recipient recipient_of(const VaultKey& secret);

// A key for one file, and the key sealed for the recipient.
VaultKey random_key();
inline constexpr std::size_t kBoxBytes = 80;
std::string box(const VaultKey& key, const Recipient& recipient);
// Nothing when it was sealed for somebody else, or is damaged.
std::optional<VaultKey> unbox(std::string_view boxed, const VaultKey& secret);

}  // namespace biroyna::sealed

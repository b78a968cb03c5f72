// Text that only who has its key can read: XSalsa20-Poly1305 with a random nonce (libsodium's secretbox).
//
// Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/auth/secrets.hpp"

namespace biroyna::auth {

std::string seal(const Digest& key, std::string_view text);
// Empty when the key is another one or the sealed bytes were changed.
std::optional<std::string> unseal(const Digest& key, std::string_view sealed);

}  // namespace biroyna::auth

#include "platform/auth/sealing.hpp"

#include <sodium.h>

#include <stdexcept>

namespace biroyna::auth {
namespace {

static_assert(crypto_secretbox_KEYBYTES == sizeof(Digest));

unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string seal(const Digest& key, std::string_view text) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  std::string sealed(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + text.size(), '\0');
  randombytes_buf(sealed.data(), crypto_secretbox_NONCEBYTES);
  crypto_secretbox_easy(bytes(sealed) + crypto_secretbox_NONCEBYTES, bytes(text), text.size(), bytes(sealed),
                        key.data());
  return sealed;
}

std::optional<std::string> unseal(const Digest& key, std::string_view sealed) {
  constexpr std::size_t kOverhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  if (sealed.size() < kOverhead) return std::nullopt;
  std::string text(sealed.size() - kOverhead, '\0');
  const std::string_view box = sealed.substr(crypto_secretbox_NONCEBYTES);
  if (crypto_secretbox_open_easy(bytes(text), bytes(box), box.size(), bytes(sealed), key.data()) != 0)
    return std::nullopt;
  return text;
}

}  // namespace biroyna::auth

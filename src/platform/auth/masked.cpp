#include "platform/auth/masked.hpp"

#include <sodium.h>

#include <array>

namespace biroyna::auth {
namespace {

constexpr std::size_t kSize = std::tuple_size_v<Digest>;

}  // namespace

std::string masked(const Digest& secret) {
  Digest mask, hidden;
  randombytes_buf(mask.data(), mask.size());
  for (std::size_t i = 0; i < kSize; ++i) hidden[i] = mask[i] ^ secret[i];
  return to_hex(mask) + to_hex(hidden);
}

bool is_masked(std::string_view text, const Digest& secret) {
  std::array<unsigned char, 2 * kSize> bytes{};
  std::size_t size = 0;
  if (text.size() != 4 * kSize ||
      sodium_hex2bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size, nullptr) != 0 ||
      size != bytes.size())
    return false;
  Digest found;
  for (std::size_t i = 0; i < kSize; ++i) found[i] = bytes[i] ^ bytes[kSize + i];
  return sodium_memcmp(found.data(), secret.data(), kSize) == 0;
}

}  // namespace biroyna::auth

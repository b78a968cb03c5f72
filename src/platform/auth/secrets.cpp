#include "platform/auth/secrets.hpp"

#include <openssl/evp.h>
#include <sodium.h>

#include <algorithm>
#include <memory>
#include <span>
#include <stdexcept>
#include <vector>

#include "core/time.hpp"

namespace biroyna::auth {
namespace {

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";

void need_sodium() {
  static const int ready = sodium_init();
  if (ready < 0) throw std::runtime_error("libsodium cannot start");
}

std::string random_base32(std::size_t bits) {
  need_sodium();
  std::vector<unsigned char> bytes((bits + 4) / 5);
  randombytes_buf(bytes.data(), bytes.size());
  std::string out;
  out.reserve(bytes.size());
  for (const unsigned char byte : bytes) out.push_back(kAlphabet[byte & 31u]);
  return out;
}

constexpr std::size_t kTokenBits = 256;

// RFC 9106, second recommended option (64 MiB, 3 passes).
constexpr unsigned long long kPasses = 3;
constexpr std::size_t kMemoryBytes = 64u * 1024 * 1024;

}  // namespace

std::string random_id() { return random_base32(128); }
std::string ordered_signs(std::uint64_t number, std::size_t signs) {
  std::string out(signs, kAlphabet[0]);
  for (auto sign = out.rbegin(); sign != out.rend(); ++sign, number /= 32) *sign = kAlphabet[number % 32];
  return out;
}
std::string ordered_id() {
  return ordered_signs(static_cast<std::uint64_t>(to_ms(system_now())), 10) + random_base32(80);
}
std::string random_token() { return random_base32(kTokenBits); }
bool is_random_token(std::string_view text) {
  return text.size() == (kTokenBits + 4) / 5 && is_of_token_signs(text);
}
bool is_of_token_signs(std::string_view text) {
  return text.find_first_not_of(kAlphabet) == std::string_view::npos;
}

std::string keyed_signs(const Digest& key, std::string_view text, std::size_t signs) {
  need_sodium();
  std::array<unsigned char, crypto_generichash_BYTES_MAX> hash{};
  if (signs > hash.size() ||
      crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()),
                         text.size(), key.data(), key.size()) != 0)
    throw std::logic_error("a keyed hash has at most 64 signs");
  std::string out;
  out.reserve(signs);
  for (const unsigned char byte : std::span(hash).first(signs)) out.push_back(kAlphabet[byte & 31u]);
  return out;
}

Digest sha256(std::string_view bytes) {
  static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> kSha256(
      EVP_MD_fetch(nullptr, "SHA256", nullptr), &EVP_MD_free);
  Digest digest;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, kSha256.get(), nullptr) != 1)
    throw std::runtime_error("OpenSSL cannot make a SHA-256");
  return digest;
}

std::string to_hex(const Digest& digest) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  out.reserve(digest.size() * 2);
  for (const unsigned char byte : digest) {
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
  }
  return out;
}

std::string hash_token(std::string_view token) { return to_hex(sha256(token)); }

std::string hash_password(std::string_view password) {
  need_sodium();
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), kPasses, kMemoryBytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::runtime_error("not enough memory to hash a password");
  return out.data();
}

bool verify_password(std::string_view hash, std::string_view password) {
  need_sodium();
  const std::string terminated(hash);
  return crypto_pwhash_str_verify(terminated.c_str(), password.data(), password.size()) == 0;
}

void pretend_to_verify(std::string_view password) {
  static const std::string hash = hash_password("a password that nobody has");
  (void)verify_password(hash, password);
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace biroyna::auth

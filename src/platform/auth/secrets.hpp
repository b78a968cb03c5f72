// Random secrets, hashes and passwords (libsodium, OpenSSL).
//
// Thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace biroyna::auth {

// 128 random bits as 26 signs of Crockford's base 32 in lower case: no look-alikes, safe in an address.
std::string random_id();
// The time in ms in 10 signs and 80 random bits in 16, of the same alphabet, as a ULID has them: made one
// after another they are in order, so that rows keyed by them lie together. For idempotency keys.
std::string ordered_id();
// The last `signs` signs of a number in that alphabet, which is in the order of its signs.
std::string ordered_signs(std::uint64_t number, std::size_t signs);
// 256 random bits in the same alphabet: sessions and tokens.
std::string random_token();
// Whether it has the length and the alphabet of random_token().
bool is_random_token(std::string_view text);
bool is_of_token_signs(std::string_view text);  // the alphabet alone

using Digest = std::array<unsigned char, 32>;
Digest sha256(std::string_view bytes);
std::string to_hex(const Digest& digest);
// A keyed hash (BLAKE2b) in signs of the same alphabet, 5 bits each, at most 64 of them.
std::string keyed_signs(const Digest& key, std::string_view text, std::size_t signs);
// What is kept of a session or token, so that a stolen database opens nothing.
std::string hash_token(std::string_view token);

// argon2id, about 0.1 s and 64 MB: never on the I/O thread nor inside a database job.
std::string hash_password(std::string_view password);
bool verify_password(std::string_view hash, std::string_view password);
// Takes as long as verifying, for a name that does not exist.
void pretend_to_verify(std::string_view password);

bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace biroyna::auth

#include "platform/vault/recipient.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>

#include <stdexcept>

#include "platform/files/files.hpp"

namespace biroyna::sealed {
namespace {

constexpr std::size_t kKeyBytes = std::tuple_size_v<VaultKey>;
static_assert(kKeyBytes == crypto_box_PUBLICKEYBYTES);
static_assert(kKeyBytes == crypto_box_SECRETKEYBYTES);
static_assert(kBoxBytes == kKeyBytes + crypto_box_SEALBYTES);

void start_sodium() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
}

std::string digits_of(const VaultKey& key) {
  std::string text(2 * key.size() + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), key.data(), key.size());
  text.pop_back();
  return text;
}

const unsigned char* unsigned_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string to_text(const Recipient& recipient) { return digits_of(recipient.key); }

std::optional<Recipient> parse_recipient(std::string_view text) {
  Recipient recipient;
  std::size_t bytes = 0;
  if (text.size() != 2 * kKeyBytes ||
      sodium_hex2bin(recipient.key.data(), kKeyBytes, text.data(), text.size(), nullptr, &bytes, nullptr) !=
          0 ||
      bytes != kKeyBytes)
    return std::nullopt;
  return recipient;
}

Recipient make_recipient(const std::filesystem::path& secret_file) {
  start_sodium();
  VaultKey secret{};
  Recipient recipient;
  crypto_box_keypair(recipient.key.data(), secret.data());
  if (std::filesystem::exists(secret_file))
    throw std::runtime_error(fmt::format("{} is there already", secret_file.string()));
  std::string text = digits_of(secret) + '\n';
  {
    const files::Descriptor file = files::open(secret_file, O_WRONLY | O_CREAT | O_EXCL);
    files::write_all(file, text, secret_file);
    files::sync(file, secret_file);
  }
  files::sync_folder(secret_file.has_parent_path() ? secret_file.parent_path() : ".");
  sodium_memzero(text.data(), text.size());
  sodium_memzero(secret.data(), secret.size());
  return recipient;
}

VaultKey read_secret(const std::filesystem::path& secret_file) {
  start_sodium();
  return read_key(secret_file);
}

Recipient recipient_of(const VaultKey& secret) {
  Recipient recipient;
  crypto_scalarmult_base(recipient.key.data(), secret.data());
  return recipient;
}

VaultKey random_key() {
  start_sodium();
  VaultKey key{};
  randombytes_buf(key.data(), key.size());
  return key;
}

std::string box(const VaultKey& key, const Recipient& recipient) {
  std::string boxed(kBoxBytes, '\0');
  if (crypto_box_seal(reinterpret_cast<unsigned char*>(boxed.data()), key.data(), key.size(),
                      recipient.key.data()) != 0)
    throw std::runtime_error("the recipient's key is none");
  return boxed;
}

std::optional<VaultKey> unbox(std::string_view boxed, const VaultKey& secret) {
  VaultKey key{};
  const Recipient own = recipient_of(secret);
  if (boxed.size() != kBoxBytes || crypto_box_seal_open(key.data(), unsigned_bytes(boxed), boxed.size(),
                                                        own.key.data(), secret.data()) != 0)
    return std::nullopt;
  return key;
}

}  // namespace biroyna::sealed

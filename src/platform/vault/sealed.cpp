#include "platform/vault/sealed.hpp"

#include <sodium.h>

#include <algorithm>

namespace biroyna::sealed {
namespace {

constexpr std::string_view kSign = "BRYPAPR1";
constexpr std::size_t kKeyId = 8;
constexpr std::size_t kHeader = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t kHead = kSign.size() + kKeyId + kHeader;
constexpr std::size_t kMore =
    crypto_secretstream_xchacha20poly1305_ABYTES;  // a block's tag and authentication

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// Tells keys apart and gives nothing of them away.
std::string id_of(const VaultKey& key) {
  std::string hash(crypto_generichash_BYTES, '\0');
  constexpr std::string_view kPurpose = "biroyna vault key id";
  crypto_generichash(bytes_of(hash), hash.size(), bytes_of(kPurpose), kPurpose.size(), key.data(),
                     key.size());
  return hash.substr(0, kKeyId);
}

}  // namespace

std::uintmax_t sealed_size(std::uintmax_t plain) {
  const std::uintmax_t blocks = std::max<std::uintmax_t>((plain + kBlock - 1) / kBlock, 1);
  return kHead + plain + blocks * kMore;
}

struct Sealer::Stream {
  crypto_secretstream_xchacha20poly1305_state state;
};

Sealer::Sealer(const VaultKey& key, std::string_view name, Out out)
    : name_(name), out_(std::move(out)), stream_(std::make_unique<Stream>()) {
  std::string header(kHeader, '\0');
  crypto_secretstream_xchacha20poly1305_init_push(&stream_->state, bytes_of(header), key.data());
  out_(std::string(kSign) + id_of(key) + header);
  block_.reserve(kBlock);
}

Sealer::~Sealer() { sodium_memzero(stream_.get(), sizeof(Stream)); }

void Sealer::add(std::string_view piece) {
  while (!piece.empty()) {
    // A full block waits: it may be the last one, which is sealed otherwise.
    if (block_.size() == kBlock) seal(false);
    const std::string_view taken = piece.substr(0, kBlock - block_.size());
    block_.append(taken);
    piece.remove_prefix(taken.size());
  }
}

void Sealer::finish() { seal(true); }

void Sealer::seal(bool last) {
  std::string sealed(block_.size() + kMore, '\0');
  const unsigned char tag = last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0;
  crypto_secretstream_xchacha20poly1305_push(&stream_->state, bytes_of(sealed), nullptr, bytes_of(block_),
                                             block_.size(), bytes_of(name_), name_.size(), tag);
  out_(sealed);
  block_.clear();
}

std::string open(const VaultKey& key, std::string_view name, std::string_view sealed, const Out& out) {
  if (!sealed.starts_with(kSign)) return "is no sealed file";
  if (sealed.size() < kHead) return "is cut off";
  if (sealed.substr(kSign.size(), kKeyId) != id_of(key)) return "was sealed with another key";
  crypto_secretstream_xchacha20poly1305_state state;
  if (crypto_secretstream_xchacha20poly1305_init_pull(
          &state, bytes_of(sealed.substr(kSign.size() + kKeyId, kHeader)), key.data()) != 0)
    return "is damaged";
  sealed.remove_prefix(kHead);
  std::string plain(kBlock, '\0');
  for (unsigned char tag = 0; tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL;) {
    const std::string_view block = sealed.substr(0, kBlock + kMore);
    if (block.size() < kMore) return "is cut off";
    unsigned long long length = 0;
    if (crypto_secretstream_xchacha20poly1305_pull(&state, bytes_of(plain), &length, &tag, bytes_of(block),
                                                   block.size(), bytes_of(name), name.size()) != 0)
      return "is damaged";
    sealed.remove_prefix(block.size());
    out(std::string_view(plain).substr(0, length));
  }
  return sealed.empty() ? "" : "goes on after its end";
}

}  // namespace biroyna::sealed

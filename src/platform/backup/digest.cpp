#include "platform/backup/digest.hpp"

#include <openssl/evp.h>

#include "platform/files/files.hpp"

namespace biroyna::backup {

struct Sha256::Context {
  EVP_MD_CTX* evp = EVP_MD_CTX_new();
  Context() { EVP_DigestInit_ex(evp, EVP_sha256(), nullptr); }
  ~Context() { EVP_MD_CTX_free(evp); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;

void Sha256::add(std::string_view piece) { EVP_DigestUpdate(context_->evp, piece.data(), piece.size()); }

auth::Digest Sha256::finish() {
  auth::Digest digest{};
  EVP_DigestFinal_ex(context_->evp, digest.data(), nullptr);
  return digest;
}

std::string sha256_of_file(const std::filesystem::path& file) {
  const files::Mapping content(file);
  Sha256 hash;
  hash.add(content.bytes());
  return auth::to_hex(hash.finish());
}

}  // namespace biroyna::backup

#include <fmt/format.h>
#include <openssl/pem.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>
#include <vector>

#include "platform/log/log.hpp"
#include "platform/signing/openssl.hpp"
#include "platform/signing/signing.hpp"

namespace biroyna::signing {
namespace {

std::string content_of(const std::filesystem::path& file) {
  std::ostringstream text;
  std::ifstream stream(file, std::ios::binary);
  text << stream.rdbuf();
  if (!stream) throw std::runtime_error(fmt::format("{} cannot be read", file.string()));
  return text.str();
}

// Whoever reads the key signs in the centre's name.
void must_be_private(const std::filesystem::path& key) {
  struct stat status{};
  if (::stat(key.c_str(), &status) == 0 && (status.st_mode & 027) != 0)
    throw std::runtime_error(fmt::format("{} may be read by others: chmod 600 it", key.string()));
}

}  // namespace

Files files_in(const std::filesystem::path& data_dir) {
  return {data_dir / "signing" / "key.pem", data_dir / "signing" / "certificate.pem"};
}

Key read_key(const std::filesystem::path& file) {
  must_be_private(file);
  const auto no_passphrase = [](char*, int, int, void*) { return 0; };
  const std::string text = content_of(file);
  Key key(PEM_read_bio_PrivateKey(reading(text).get(), nullptr, no_passphrase, nullptr));
  if (!key) fail(fmt::format("{} holds no private key that can be read", file.string()));
  return key;
}

struct Signer::Secrets {
  Key key;
  Certificate certificate;
  std::vector<Certificate> chain;  // between the certificate and who vouches for it
};

Signer::Signer(const Files& files) : secrets_(std::make_unique<Secrets>()) {
  secrets_->key = read_key(files.key);
  const std::string certificates = content_of(files.certificate);
  const Bio source = reading(certificates);
  secrets_->certificate.reset(PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr));
  if (!secrets_->certificate) fail(fmt::format("{} holds no certificate", files.certificate.string()));
  while (X509* more = PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr))
    secrets_->chain.emplace_back(more);
  ERR_clear_error();
  if (X509_check_private_key(secrets_->certificate.get(), secrets_->key.get()) != 1)
    fail(fmt::format("{} is not of {}", files.certificate.string(), files.key.string()));
  // The signature, its attributes, and the certificates.
  room_ = 1024 + static_cast<std::size_t>(EVP_PKEY_get_size(secrets_->key.get()) +
                                          i2d_X509(secrets_->certificate.get(), nullptr));
  for (const auto& more : secrets_->chain) room_ += static_cast<std::size_t>(i2d_X509(more.get(), nullptr));
  name_ = common_name(secrets_->certificate.get());
  valid_from_ = time_of(X509_get0_notBefore(secrets_->certificate.get()));
  valid_until_ = time_of(X509_get0_notAfter(secrets_->certificate.get()));
}

Signer::~Signer() = default;

std::string Signer::cms(std::string_view bytes, Time at) const {
  constexpr unsigned int kFlags = CMS_BINARY | CMS_DETACHED | CMS_PARTIAL | CMS_NOSMIMECAP | CMS_CADES;
  const Cms cms(CMS_sign(nullptr, nullptr, nullptr, nullptr, kFlags));
  if (!cms) fail("a signature cannot be made");
  CMS_SignerInfo* info =
      CMS_add1_signer(cms.get(), secrets_->certificate.get(), secrets_->key.get(), EVP_sha256(), kFlags);
  if (info == nullptr) fail("a signature cannot be made");
  for (const auto& certificate : secrets_->chain)
    if (CMS_add1_cert(cms.get(), certificate.get()) != 1) fail("a signature cannot be made");
  const Asn1Time time = asn1_of(at);
  if (CMS_signed_add1_attr_by_NID(info, NID_pkcs9_signingTime, ASN1_STRING_type(time.get()), time.get(),
                                  -1) != 1 ||
      CMS_final(cms.get(), reading(bytes).get(), nullptr, kFlags) != 1)
    fail("a signature cannot be made");
  unsigned char* der = nullptr;
  const int size = i2d_CMS_ContentInfo(cms.get(), &der);
  if (size < 0) fail("a signature cannot be made");
  std::string found(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return found;
}

std::shared_ptr<const Signer> Desk::signer(Time now) {
  const std::lock_guard lock(mutex_);
  if (!signer_) {
    try {
      signer_ = std::make_shared<const Signer>(files_);
    } catch (const std::exception& error) {
      log::error("no_signing_key", {{"reason", std::string_view(error.what())}});
      return nullptr;
    }
  }
  if (now > signer_->valid_until()) {
    log::error("signing_certificate_ended", {{"at", to_rfc3339(signer_->valid_until())}});
    signer_.reset();  // it may have been replaced
    return nullptr;
  }
  return signer_;
}

}  // namespace biroyna::signing

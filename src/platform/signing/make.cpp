#include <fmt/format.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "platform/files/durable.hpp"
#include "platform/signing/openssl.hpp"
#include "platform/signing/signing.hpp"

namespace biroyna::signing {
namespace {

void must(bool done) {
  if (!done) fail("a key cannot be made");
}

void extend(X509* certificate, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, FreedBy<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, &context, kind, value));
  must(extension && X509_add_ext(certificate, extension.get(), -1) == 1);
}

Certificate self_signed(EVP_PKEY* key, std::string_view name, Time now) {
  Certificate made(X509_new());
  X509* certificate = made.get();
  must(certificate != nullptr && X509_set_version(certificate, X509_VERSION_3) == 1);
  const std::unique_ptr<BIGNUM, FreedBy<BN_free>> serial(BN_new());
  must(BN_rand(serial.get(), 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
       BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate)) != nullptr);
  X509_NAME* subject = X509_get_subject_name(certificate);
  must(X509_NAME_add_entry_by_NID(subject, NID_commonName, MBSTRING_UTF8,
                                  reinterpret_cast<const unsigned char*>(name.data()),
                                  static_cast<int>(name.size()), -1, 0) == 1);
  must(X509_set_issuer_name(certificate, subject) == 1 && X509_set_pubkey(certificate, key) == 1);
  must(X509_set1_notBefore(certificate, asn1_of(now).get()) == 1 &&
       X509_set1_notAfter(certificate, asn1_of(now + kValidFor).get()) == 1);
  extend(certificate, NID_basic_constraints, "critical,CA:FALSE");
  extend(certificate, NID_key_usage, "critical,digitalSignature,nonRepudiation");
  extend(certificate, NID_subject_key_identifier, "hash");
  must(X509_sign(certificate, key, EVP_sha256()) > 0);
  return made;
}

[[noreturn]] void refuse_existing(const std::filesystem::path& file) {
  throw std::runtime_error(fmt::format("{} is there already", file.string()));
}

void write_new(const std::filesystem::path& file, BIO* content) {
  files::make_folder(file.has_parent_path() ? file.parent_path() : ".");
  const char* bytes = nullptr;
  const long size = BIO_get_mem_data(content, &bytes);
  if (!files::make_file(file, {bytes, static_cast<std::size_t>(size)})) refuse_existing(file);
}

Key make_key(const std::filesystem::path& file, Kind kind) {
  Key key(kind == Kind::p256 ? EVP_EC_gen("P-256") : EVP_RSA_gen(3072));
  must(key != nullptr);
  const Bio text(BIO_new(BIO_s_secmem()));
  must(PEM_write_bio_PKCS8PrivateKey(text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  write_new(file, text.get());
  return key;
}

}  // namespace

void make(const Files& files, std::string_view name, Kind kind, Time now) {
  if (std::filesystem::exists(files.certificate)) refuse_existing(files.certificate);
  // A key without a certificate is what a power cut between the two leaves.
  const Key key = std::filesystem::exists(files.key) ? read_key(files.key) : make_key(files.key, kind);
  const Certificate certificate = self_signed(key.get(), name, now);
  const Bio text(BIO_new(BIO_s_mem()));
  must(PEM_write_bio_X509(text.get(), certificate.get()) == 1);
  write_new(files.certificate, text.get());
}

}  // namespace biroyna::signing

// OpenSSL's objects with owners. Private to this folder.
#pragma once

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/freed_by.hpp"
#include "core/time.hpp"

namespace biroyna::signing {

using Key = std::unique_ptr<EVP_PKEY, FreedBy<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, FreedBy<X509_free>>;
using Bio = std::unique_ptr<BIO, FreedBy<BIO_free_all>>;
using Cms = std::unique_ptr<CMS_ContentInfo, FreedBy<CMS_ContentInfo_free>>;
using Asn1Time = std::unique_ptr<ASN1_TIME, FreedBy<ASN1_TIME_free>>;

inline Bio reading(std::string_view bytes) {
  return Bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

// The last error of the library as an exception.
[[noreturn]] inline void fail(const std::string& what) {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  throw std::runtime_error(reason == nullptr ? what : what + ": " + reason);
}

// Throws std::runtime_error with one line when others may read the file or it holds no key.
Key read_key(const std::filesystem::path& file);

std::string common_name(const X509* certificate);
Time time_of(const ASN1_TIME* time);
Asn1Time asn1_of(Time time);

}  // namespace biroyna::signing

#include "platform/signing/openssl.hpp"

#include <openssl/asn1.h>

namespace biroyna::signing {

std::string common_name(const X509* certificate) {
  const X509_NAME* subject = X509_get_subject_name(certificate);
  const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (at < 0) return {};
  unsigned char* text = nullptr;
  const int size = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
  if (size < 0) return {};
  std::string name(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
  OPENSSL_free(text);
  return name;
}

Time time_of(const ASN1_TIME* time) {
  int days = 0, seconds = 0;
  const Asn1Time epoch(ASN1_TIME_set(nullptr, 0));
  if (ASN1_TIME_diff(&days, &seconds, epoch.get(), time) != 1) fail("a time cannot be read");
  return Time{} + std::chrono::days(days) + Seconds(seconds);
}

Asn1Time asn1_of(Time time) {
  return Asn1Time(ASN1_TIME_set(nullptr, std::chrono::floor<Seconds>(time).time_since_epoch().count()));
}

}  // namespace biroyna::signing

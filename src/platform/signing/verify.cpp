#include <algorithm>
#include <array>

#include "platform/qpdf/qpdf.hpp"
#include "platform/signing/openssl.hpp"
#include "platform/signing/signing.hpp"

namespace biroyna::signing {
namespace {

using Object = QPDFObjectHandle;

// What a signature covers: the bytes before and after its own text.
struct Range {
  std::size_t begin, end, size;  // of the text of the signature; the end of what it covers
};

std::optional<Range> range_of(Object signature, const std::string& pdf) {
  Object range = signature.getKey("/ByteRange");
  if (!range.isArray() || range.getArrayNItems() != 4) return std::nullopt;
  std::array<std::size_t, 4> numbers{};
  for (int i = 0; i < 4; ++i) {
    if (!range.getArrayItem(i).isInteger() || range.getArrayItem(i).getIntValue() < 0) return std::nullopt;
    numbers[static_cast<std::size_t>(i)] = static_cast<std::size_t>(range.getArrayItem(i).getIntValue());
  }
  const auto [first, begin, end, rest] = numbers;
  // Nothing but one hexadecimal text may hide from the signature.
  if (first != 0 || begin + 2 > end || end > pdf.size() || rest > pdf.size() - end) return std::nullopt;
  if (pdf[begin] != '<' || pdf[end - 1] != '>') return std::nullopt;
  return Range{begin, end, end + rest};
}

std::string from_hex(std::string_view digits) {
  const auto value = [](char c) -> int {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    const int high = value(digits[i]), low = value(digits[i + 1]);
    if (high < 0 || low < 0) return {};
    bytes.push_back(static_cast<char>(high * 16 + low));
  }
  return bytes;
}

// The signature that covers most.
std::optional<Range> last_signature(const std::string& pdf) {
  QPDF read;
  read.setSuppressWarnings(true);
  read.processMemoryFile("document", pdf.data(), pdf.size());
  Object form = read.getRoot().getKey("/AcroForm");
  if (!form.isDictionary() || !form.getKey("/Fields").isArray()) return std::nullopt;
  std::optional<Range> last;
  for (Object field : form.getKey("/Fields").getArrayAsVector()) {
    if (!field.isDictionary() || !field.getKey("/V").isDictionary()) continue;
    const auto range = range_of(field.getKey("/V"), pdf);
    if (range && (!last || range->size > last->size)) last = range;
  }
  return last;
}

}  // namespace

std::optional<Verification> verify(const std::string& pdf) try {
  const auto range = last_signature(pdf);
  if (!range) return std::nullopt;
  const std::string der =
      from_hex(std::string_view(pdf).substr(range->begin + 1, range->end - range->begin - 2));
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const Cms cms(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(der.size())));
  Verification found{.whole = range->size == pdf.size(), .name = {}, .at = {}};
  if (!cms) return found;
  const std::string covered = pdf.substr(0, range->begin) + pdf.substr(range->end, range->size - range->end);
  found.intact = CMS_verify(cms.get(), nullptr, nullptr, reading(covered).get(), nullptr,
                            CMS_BINARY | CMS_DETACHED | CMS_NO_SIGNER_CERT_VERIFY) == 1;
  ERR_clear_error();
  if (!found.intact) return found;
  const std::unique_ptr<STACK_OF(X509), FreedBy<[](STACK_OF(X509) * all) { sk_X509_free(all); }>> signers(
      CMS_get0_signers(cms.get()));
  if (signers && sk_X509_num(signers.get()) > 0) found.name = common_name(sk_X509_value(signers.get(), 0));
  CMS_SignerInfo* info = sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms.get()), 0);
  const int attribute = CMS_signed_get_attr_by_NID(info, NID_pkcs9_signingTime, -1);
  if (attribute >= 0) {
    const ASN1_TYPE* time = X509_ATTRIBUTE_get0_type(CMS_signed_get_attr(info, attribute), 0);
    if (time != nullptr && (time->type == V_ASN1_UTCTIME || time->type == V_ASN1_GENERALIZEDTIME))
      found.at = time_of(time->value.asn1_string);
  }
  return found;
} catch (const std::exception&) {
  return std::nullopt;
}

}  // namespace biroyna::signing

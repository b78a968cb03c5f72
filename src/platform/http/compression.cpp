#include "platform/http/compression.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "platform/http/header_text.hpp"

namespace biroyna::http {
namespace {

constexpr int kBrotliQuality = 5;
constexpr int kBrotliWindow = 18;  // 256 KB, enough for a page; a larger one costs memory for each answer
constexpr int kGzipLevel = 6;
constexpr int kGzipWindow = 15 + 16;  // 32 KB, with gzip's own header

constexpr std::array<std::string_view, 5> kText = {"application/json", "application/javascript",
                                                   "application/xml", "application/manifest+json",
                                                   "image/svg+xml"};

std::string* find(Fields& headers, std::string_view name) {
  const auto found =
      std::ranges::find_if(headers, [&](auto& field) { return same_ignoring_case(field.first, name); });
  return found == headers.end() ? nullptr : &found->second;
}

std::string_view find(const Fields& headers, std::string_view name) {
  const auto* value = find(const_cast<Fields&>(headers), name);
  return value == nullptr ? std::string_view{} : *value;
}

bool is_text(std::string_view content_type) {
  const std::string_view type = trimmed(content_type.substr(0, content_type.find(';')));
  if (type == "text/event-stream") return false;
  return type.starts_with("text/") || type.ends_with("+json") || type.ends_with("+xml") ||
         std::ranges::find(kText, type) != kText.end();
}

}  // namespace

Coding negotiate_coding(std::string_view accept_encoding) {
  double gzip = -1;
  double brotli = -1;
  double any = 0;
  while (!accept_encoding.empty()) {
    const std::string_view item = next_item(accept_encoding, ',');
    const std::string_view coding = trimmed(item.substr(0, item.find(';')));
    const double weight = weight_of(item);
    if (same_ignoring_case(coding, "br")) brotli = weight;
    if (same_ignoring_case(coding, "gzip") || same_ignoring_case(coding, "x-gzip")) gzip = weight;
    if (coding == "*") any = weight;
  }
  if (gzip < 0) gzip = any;
  if (brotli < 0) brotli = any;
  if (brotli > 0 && brotli >= gzip) return Coding::brotli;
  return gzip > 0 ? Coding::gzip : Coding::identity;
}

bool is_compressible(const Response& response) {
  if (response.body.size() < kLeastCompressed || response.status == 204 || response.status == 304 ||
      response.status == 206) {
    return false;
  }
  if (!find(response.headers, "content-encoding").empty()) return false;
  if (find(response.headers, "cache-control").find("no-transform") != std::string_view::npos) return false;
  const std::string_view own_type = find(response.headers, "content-type");
  return is_text(own_type.empty() ? response.content_type : own_type);
}

void compress(Response& response, Coding coding) {
  if (std::string* vary = find(response.headers, "vary")) {
    if (*vary != "*") *vary += ", Accept-Encoding";
  } else {
    response.headers.emplace_back("Vary", "Accept-Encoding");
  }
  if (coding == Coding::identity) return;
  std::string body = coding == Coding::brotli ? brotli(response.body) : gzip(response.body);
  if (body.size() >= response.body.size()) return;
  response.body = std::move(body);
  response.headers.emplace_back("Content-Encoding", coding == Coding::brotli ? "br" : "gzip");
}

std::string brotli(std::string_view text) {
  std::size_t size = BrotliEncoderMaxCompressedSize(text.size());
  std::string result(size, '\0');
  if (BrotliEncoderCompress(kBrotliQuality, kBrotliWindow, BROTLI_MODE_TEXT, text.size(),
                            reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                            reinterpret_cast<std::uint8_t*>(result.data())) != BROTLI_TRUE) {
    throw std::runtime_error("brotli failed");
  }
  result.resize(size);
  return result;
}

std::string gzip(std::string_view text) {
  z_stream stream{};
  if (deflateInit2(&stream, kGzipLevel, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("gzip failed");
  }
  std::string result(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(result.data());
  stream.avail_out = static_cast<uInt>(result.size());
  const int outcome = deflate(&stream, Z_FINISH);
  result.resize(stream.total_out);
  deflateEnd(&stream);
  if (outcome != Z_STREAM_END) throw std::runtime_error("gzip failed");
  return result;
}

}  // namespace biroyna::http

// Compresses answers for readers who accept it: brotli, else gzip. Pure functions, safe on any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/http/http.hpp"

namespace biroyna::http {

enum class Coding : std::uint8_t { identity, gzip, brotli };

inline constexpr std::size_t kLeastCompressed = 1024;  // bytes; below it a packet is a packet

// The coding that suits an Accept-Encoding header best (RFC 9110, 12.5.3).
Coding negotiate_coding(std::string_view accept_encoding);

// Whether the body is text, large enough, not coded yet and may be transformed.
bool is_compressible(const Response& response);

// Replaces the body when that makes it smaller, and says that the answer varies. An ETag stays as it is: it
// names the version of the thing, which If-Match compares, and not its coding.
void compress(Response& response, Coding coding);

std::string brotli(std::string_view text);  // quality 5
std::string gzip(std::string_view text);

}  // namespace biroyna::http

#include <fmt/format.h>

#include "features/audit/audit.hpp"

namespace biroyna::audit {
namespace {

constexpr std::string_view kMember = "\"proof\":\"";
constexpr std::size_t kHexDigits = 2 * std::tuple_size_v<auth::Digest>;
constexpr std::size_t kTail = kMember.size() + kHexDigits + 2;  // with the quote and the brace behind it

}  // namespace

std::string new_salt() { return auth::random_id(); }

std::string proof_of(std::string_view salt, std::initializer_list<std::string_view> parts) {
  std::string bytes;
  const auto add = [&](std::string_view part) {
    fmt::format_to(std::back_inserter(bytes), "{}:", part.size());
    bytes += part;
  };
  add(salt);
  for (const auto part : parts) add(part);
  return auth::to_hex(auth::sha256(bytes));
}

std::string with_proof(std::string data, std::string_view proof) {
  data.pop_back();
  if (data.size() > 1) data += ',';
  data.append(kMember).append(proof).append("\"}");
  return data;
}

std::string_view proof_in(std::string_view data) {
  if (data.size() <= kTail) return {};
  const std::string_view tail = data.substr(data.size() - kTail);
  return tail.starts_with(kMember) ? tail.substr(kMember.size(), kHexDigits) : std::string_view();
}

}  // namespace biroyna::audit

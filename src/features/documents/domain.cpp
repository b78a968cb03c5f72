#include "features/documents/domain.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "core/enum_names.hpp"
#include "core/text.hpp"

namespace biroyna::documents {
namespace {

constexpr std::array<std::string_view, 4> kStates = {"queued", "scanning", "accepted", "rejected"};
constexpr std::size_t kLongestName = 120;

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

}  // namespace

std::string_view name(State state) { return kStates[static_cast<std::size_t>(state)]; }

State state_of(std::string_view text) {
  if (const auto state = enum_named<State>(kStates, text)) return *state;
  throw std::invalid_argument("no state of a document");
}

Seconds wait_after(std::int64_t failures) {
  constexpr Seconds kFirst{5}, kLongest{600};
  return std::min(kFirst * (std::int64_t{1} << std::clamp<std::int64_t>(failures - 1, 0, 20)), kLongest);
}

std::string clean_name(std::string_view path) {
  if (const auto slash = path.find_last_of("/\\"); slash != std::string_view::npos)
    path.remove_prefix(slash + 1);
  std::string name(path);
  std::erase_if(name, is_control);
  if (!is_utf8(name)) return {};
  while (length_utf8(name) > kLongestName) {
    do name.pop_back();
    while (!is_utf8(name));
  }
  return std::string(trim(name));
}

}  // namespace biroyna::documents

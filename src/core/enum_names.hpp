// The enumerator that a name stands for, from the list of names in the order of the enumerators.
//
// Pure, thread-safe.
#pragma once

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

namespace biroyna {

// Nothing for a name that is not there.
template <class Enum, class Names>
constexpr std::optional<Enum> enum_named(const Names& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == std::end(names)) return std::nullopt;
  return static_cast<Enum>(found - std::begin(names));
}

}  // namespace biroyna

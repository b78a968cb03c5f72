// A set of enumerators, as a value: what a route allows, from which states an event may come.
//
// `Count` is how many enumerators there are, from 0, at most 64. Pure, thread-safe.
#pragma once

#include <cstdint>
#include <initializer_list>

namespace biroyna {

template <class Enum, int Count>
class EnumSet {
  static_assert(Count > 0 && Count <= 64);

 public:
  constexpr EnumSet() = default;
  constexpr EnumSet(std::initializer_list<Enum> members) {
    for (const Enum member : members) bits_ |= bit(member);
  }
  static constexpr EnumSet all() {
    EnumSet set;
    for (int i = 0; i < Count; ++i) set.bits_ |= bit(static_cast<Enum>(i));
    return set;
  }
  constexpr bool contains(Enum member) const { return (bits_ & bit(member)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  friend constexpr EnumSet operator|(EnumSet a, EnumSet b) {
    a.bits_ |= b.bits_;
    return a;
  }
  friend constexpr bool operator==(EnumSet, EnumSet) = default;

 private:
  static constexpr std::uint64_t bit(Enum member) { return std::uint64_t{1} << static_cast<unsigned>(member); }
  std::uint64_t bits_ = 0;
};

}  // namespace biroyna

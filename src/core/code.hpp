// Numbers that people read, hear and copy: of applications, their secrets, and the codes of issued documents.
//
// Signs are the ten digits without 1 and the letters without I, L, O and U: 31, a prime, so that a weighted
// sum over them (weights are powers of 3, which runs through all of 1…30 modulo 31) finds every single wrong
// sign and every two that were swapped, wherever they stand, in up to 30 signs. Pure, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace biroyna {

inline constexpr std::string_view kCodeSigns = "023456789ABCDEFGHJKMNPQRSTVWXYZ";

// One sign for each byte, which should be random, and a check sign.
std::string make_code(std::span<const unsigned char> random);
// What somebody typed, without blanks and hyphens, in capitals, O as 0; nothing when it is not a code of this
// many signs (the check sign included) or the check sign does not fit.
std::optional<std::string> read_code(std::string_view typed, std::size_t signs);
// What somebody typed as the first signs of such a code, at least three; nothing when no code begins so.
std::optional<std::string> read_code_beginning(std::string_view typed, std::size_t signs);
// "7K4M9QX2" as "7K4M-9QX2".
std::string grouped_code(std::string_view code);

}  // namespace biroyna

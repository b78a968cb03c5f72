#include <algorithm>
#include <array>
#include <stdexcept>

#include "core/clean_text.hpp"
#include "core/phone.hpp"
#include "features/results/domain.hpp"

namespace biroyna::results {
namespace {

constexpr std::array<short, 256> kValues = [] {
  std::array<short, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < kCodeAlphabet.size(); ++i) {
    const char sign = kCodeAlphabet[i];
    values[static_cast<unsigned char>(sign)] = static_cast<short>(i);
    if (sign >= 'A') values[static_cast<unsigned char>(sign - 'A' + 'a')] = static_cast<short>(i);
  }
  for (const char zero : {'O', 'o'}) values[static_cast<unsigned char>(zero)] = 0;
  for (const char one : {'I', 'i', 'L', 'l'}) values[static_cast<unsigned char>(one)] = 1;
  return values;
}();

// Times α in GF(32) by x⁵ + x² + 1, of which α is a root; α has 31 different powers.
constexpr unsigned times_alpha(unsigned value) {
  value <<= 1;
  return value & 32u ? value ^ 0b100101u : value;
}

// The signs as a polynomial of α, the last one with α⁰. Horner.
unsigned at_alpha(std::string_view signs) {
  unsigned sum = 0;
  for (const char sign : signs)
    sum = times_alpha(sum) ^ static_cast<unsigned>(kValues[static_cast<unsigned char>(sign)]);
  return sum;
}

}  // namespace

std::string make_code(std::string_view random) {
  if (random.size() != kCodeSigns - 1) throw std::invalid_argument("a code is made of 19 random signs");
  std::string code;
  for (const char sign : random) {
    const int value = kValues[static_cast<unsigned char>(sign)];
    if (value < 0) throw std::invalid_argument("a code is made of signs of its alphabet");
    code.push_back(kCodeAlphabet[static_cast<std::size_t>(value)]);
  }
  code.push_back(kCodeAlphabet[times_alpha(at_alpha(code))]);
  return code;
}

bool is_code(std::string_view code) {
  const auto known = [](char sign) { return kCodeAlphabet.find(sign) != std::string_view::npos; };
  return code.size() == kCodeSigns && std::ranges::all_of(code, known) && at_alpha(code) == 0;
}

std::optional<std::string> read_code(std::string_view typed) {
  std::string code;
  for (const char sign : with_latin_capitals(without_separators(typed))) {
    if (sign == '_') continue;
    const int value = kValues[static_cast<unsigned char>(sign)];
    if (value < 0 || code.size() == kCodeSigns) return std::nullopt;
    code.push_back(kCodeAlphabet[static_cast<std::size_t>(value)]);
  }
  if (!is_code(code)) return std::nullopt;
  return code;
}

std::string in_groups(std::string_view code) {
  std::string groups;
  for (std::size_t i = 0; i < code.size(); i += 4) {
    if (i > 0) groups += '-';
    groups += code.substr(i, 4);
  }
  return groups;
}

}  // namespace biroyna::results

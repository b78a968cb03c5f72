#include "core/code.hpp"

#include "core/clean_text.hpp"
#include "core/phone.hpp"

namespace biroyna {
namespace {

constexpr unsigned kModulus = 31;
static_assert(kCodeSigns.size() == kModulus);

// The sum of the signs' values, the last one weighing 1, the one before it 3, …
unsigned weighted(std::string_view signs) {
  unsigned sum = 0;
  for (const char sign : signs) sum = (sum * 3 + static_cast<unsigned>(kCodeSigns.find(sign))) % kModulus;
  return sum;
}

// The signs that were typed; nothing when one is none of ours or there are too many.
std::optional<std::string> read_signs(std::string_view typed, std::size_t most) {
  std::string code;
  for (char sign : with_latin_capitals(without_separators(typed))) {
    if (sign == 'O') sign = '0';
    if (kCodeSigns.find(sign) == std::string_view::npos) return std::nullopt;
    code.push_back(sign);
    if (code.size() > most) return std::nullopt;
  }
  return code;
}

}  // namespace

std::string make_code(std::span<const unsigned char> random) {
  std::string code;
  for (const unsigned char byte : random) code.push_back(kCodeSigns[byte % kModulus]);
  return code + kCodeSigns[(kModulus - weighted(code) * 3 % kModulus) % kModulus];
}

std::optional<std::string> read_code(std::string_view typed, std::size_t signs) {
  auto code = read_signs(typed, signs);
  if (!code || code->size() != signs || weighted(*code) != 0) return std::nullopt;
  return code;
}

std::optional<std::string> read_code_beginning(std::string_view typed, std::size_t signs) {
  constexpr std::size_t kFewest = 3;
  auto code = read_signs(typed, signs);
  if (!code || code->size() < kFewest) return std::nullopt;
  return code;
}

std::string grouped_code(std::string_view code) {
  std::string text;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (i > 0 && i % 4 == 0) text.push_back('-');
    text.push_back(code[i]);
  }
  return text;
}

}  // namespace biroyna

#include "core/code.hpp"

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

}  // namespace

std::string make_code(std::span<const unsigned char> random) {
  std::string code;
  for (const unsigned char byte : random) code.push_back(kCodeSigns[byte % kModulus]);
  return code + kCodeSigns[(kModulus - weighted(code) * 3 % kModulus) % kModulus];
}

std::optional<std::string> read_code(std::string_view typed, std::size_t signs) {
  std::string code;
  for (char sign : typed) {
    if (sign == ' ' || sign == '-') continue;
    if (sign >= 'a' && sign <= 'z') sign = static_cast<char>(sign - 'a' + 'A');
    if (sign == 'O') sign = '0';
    if (kCodeSigns.find(sign) == std::string_view::npos) return std::nullopt;
    code.push_back(sign);
    if (code.size() > signs) return std::nullopt;
  }
  if (code.size() != signs || weighted(code) != 0) return std::nullopt;
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

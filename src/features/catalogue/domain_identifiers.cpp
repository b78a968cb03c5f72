#include "features/catalogue/domain_identifiers.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.hpp"

namespace biroyna::catalogue {
namespace {

constexpr bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

bool are_digits(std::string_view text, std::size_t count) {
  return text.size() == count && std::ranges::all_of(text, is_digit);
}

int number_in(std::string_view digits) {
  int number = 0;
  for (const char c : digits) number = number * 10 + (c - '0');
  return number;
}

std::optional<Day> day_of(int year, int month, int day) {
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return Day(date);
}

// Regions of the country (SOATO).
constexpr std::array<std::string_view, 14> kRegions = {"1703", "1706", "1708", "1710", "1712",
                                                       "1714", "1718", "1722", "1724", "1726",
                                                       "1727", "1730", "1733", "1735"};

// What stands for a Latin capital on a Cyrillic keyboard.
constexpr std::pair<std::string_view, char> kLookAlikes[] = {
    {"А", 'A'}, {"В", 'B'}, {"С", 'C'}, {"Е", 'E'}, {"Н", 'H'}, {"К", 'K'}, {"М", 'M'}, {"О", 'O'},
    {"Р", 'P'}, {"Т", 'T'}, {"Х", 'X'}, {"а", 'A'}, {"в", 'B'}, {"с", 'C'}, {"е", 'E'}, {"н", 'H'},
    {"к", 'K'}, {"м", 'M'}, {"о", 'O'}, {"р", 'P'}, {"т", 'T'}, {"х", 'X'}};

// Blanks, no-break blanks, hyphens, dashes, parentheses: what people put between digits.
std::string without_separators(std::string_view text) {
  constexpr std::array<std::string_view, 11> kSeparators = {
      " ", "\t", "\u00a0", "\u202f", "-", "\u2011", "\u2013", "\u2014", "(", ")", "."};
  std::string out;
  while (!text.empty()) {
    const auto found = std::ranges::find_if(kSeparators, [&](auto one) { return text.starts_with(one); });
    if (found == kSeparators.end()) out += text.front();
    text.remove_prefix(found == kSeparators.end() ? 1 : found->size());
  }
  return out;
}

}  // namespace

int check_digit(std::string_view text) {
  constexpr std::array kWeights = {7, 3, 1};
  int sum = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const int value = is_digit(c) ? c - '0' : is_capital(c) ? c - 'A' + 10 : 0;
    sum += value * kWeights[i % kWeights.size()];
  }
  return sum % 10;
}

bool is_pinfl(std::string_view text) { return birth_date_of_pinfl(text).has_value(); }

std::optional<Day> birth_date_of_pinfl(std::string_view pinfl) {
  if (!are_digits(pinfl, 14) || pinfl[0] < '3' || pinfl[0] > '6') return std::nullopt;
  const int century = pinfl[0] <= '4' ? 1900 : 2000;
  return day_of(century + number_in(pinfl.substr(5, 2)), number_in(pinfl.substr(3, 2)),
                number_in(pinfl.substr(1, 2)));
}

bool pinfl_suspicious(std::string_view pinfl) {
  return !is_pinfl(pinfl) || check_digit(pinfl.substr(0, 13)) != pinfl[13] - '0';
}

bool is_tin(std::string_view text) { return are_digits(text, 9); }

bool is_passport(std::string_view text) {
  return text.size() == 9 && is_capital(text[0]) && is_capital(text[1]) && are_digits(text.substr(2), 7);
}

bool is_phone(std::string_view text) { return text.starts_with("+998") && are_digits(text.substr(4), 9); }

bool is_district(std::string_view text) {
  return are_digits(text, 7) && std::ranges::find(kRegions, text.substr(0, 4)) != kRegions.end();
}

std::string digits_from(std::string_view text) {
  std::string digits = without_separators(text);
  return std::ranges::all_of(digits, is_digit) ? digits : std::string(text);
}

std::string passport_from(std::string_view text) {
  const std::string whole = without_separators(text);
  std::string passport;
  for (std::string_view rest = whole; !rest.empty();) {
    const auto found =
        std::ranges::find_if(kLookAlikes, [&](const auto& pair) { return rest.starts_with(pair.first); });
    if (found != std::end(kLookAlikes)) {
      passport += found->second;
      rest.remove_prefix(found->first.size());
    } else {
      const char c = rest.front();
      passport += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      rest.remove_prefix(1);
    }
  }
  return is_passport(passport) ? passport : std::string(text);
}

std::string phone_from(std::string_view text) {
  std::string digits = without_separators(text);
  if (digits.starts_with('+')) digits.erase(0, 1);
  if (digits.starts_with("00998")) digits.erase(0, 2);
  if (are_digits(digits, 9)) digits.insert(0, "998");
  // 8 was dialled before an area code.
  if (are_digits(digits, 10) && digits.starts_with('8')) digits.replace(0, 1, "998");
  const std::string phone = "+" + digits;
  return is_phone(phone) ? phone : std::string(text);
}

}  // namespace biroyna::catalogue

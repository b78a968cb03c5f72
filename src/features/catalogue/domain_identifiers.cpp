#include "features/catalogue/domain_identifiers.hpp"

#include <algorithm>
#include <array>

#include "core/clean_text.hpp"
#include "core/phone.hpp"
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

const char* pinfl_fault(std::string_view text) {
  return are_digits(text, 14) ? "error.no_such_pinfl" : "error.not_a_pinfl";
}

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

bool is_phone(std::string_view text) { return biroyna::is_phone(text); }

bool is_district(std::string_view text) {
  return are_digits(text, 7) && std::ranges::find(kRegions, text.substr(0, 4)) != kRegions.end();
}

std::string digits_from(std::string_view text) {
  // On paper a letter O is often read for a nought.
  std::string digits = with_latin_capitals(without_separators(text));
  std::ranges::replace(digits, 'O', '0');
  return std::ranges::all_of(digits, is_digit) ? digits : std::string(text);
}

std::string passport_from(std::string_view text) {
  const std::string passport = with_latin_capitals(without_separators(text));
  return is_passport(passport) ? passport : std::string(text);
}

std::string phone_from(std::string_view text) { return biroyna::phone_from(text); }

}  // namespace biroyna::catalogue

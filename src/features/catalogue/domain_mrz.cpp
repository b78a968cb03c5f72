// The machine-readable zone of ICAO 9303: TD3 of a passport (part 4), TD1 of a card (part 5).
#include <algorithm>

#include "core/text.hpp"
#include "features/catalogue/domain_identifiers.hpp"

namespace biroyna::catalogue {
namespace {

constexpr bool is_of_zone(char c) { return is_digit(c) || (c >= 'A' && c <= 'Z') || c == '<'; }

// A filler counts as 0 in the place of a check digit whose field is empty.
bool is_checked(std::string_view text, char digit) {
  if (digit == '<') return text.find_first_not_of('<') == std::string_view::npos;
  return is_digit(digit) && check_digit(text) == digit - '0';
}

std::string without_fillers(std::string_view text) {
  const auto last = text.find_last_not_of('<');
  std::string out(text.substr(0, last == std::string_view::npos ? 0 : last + 1));
  std::ranges::replace(out, '<', ' ');
  return out;
}

// YYMMDD, in this century or, when that is after `latest`, in the one before.
std::optional<Day> day_in(std::string_view six, std::optional<Day> latest) {
  if (!std::ranges::all_of(six, is_digit)) return std::nullopt;
  const auto number = [&](std::size_t at) { return 10 * (six[at] - '0') + (six[at + 1] - '0'); };
  const auto in_century = [&](int century) -> std::optional<Day> {
    const std::chrono::year_month_day date{std::chrono::year(century + number(0)),
                                           std::chrono::month(static_cast<unsigned>(number(2))),
                                           std::chrono::day(static_cast<unsigned>(number(4)))};
    return date.ok() ? std::optional(Day(date)) : std::nullopt;
  };
  const auto recent = in_century(2000);
  return recent && (!latest || *recent <= *latest) ? recent : latest ? in_century(1900) : recent;
}

// Where a form keeps what, in its lines put one after the other.
struct Layout {
  std::size_t line;
  std::size_t issuer, number, number_check, birth, sex, expiry, citizen, names, names_size;
  std::size_t optional, optional_size;
};
constexpr Layout kTd3 = {44, 2, 44, 53, 57, 64, 65, 54, 5, 39, 72, 14};
constexpr Layout kTd1 = {30, 2, 5, 14, 30, 37, 38, 45, 60, 30, 15, 15};

// The digit over all fields that are checked.
bool whole_is_checked(std::string_view zone, const Layout& form) {
  std::string all;
  if (form.line == kTd3.line) {
    all.append(zone.substr(44, 10)).append(zone.substr(57, 7)).append(zone.substr(65, 22));
    return is_checked(zone.substr(72, 14), zone[86]) && is_checked(all, zone[87]);
  }
  all.append(zone.substr(5, 25))
      .append(zone.substr(30, 7))
      .append(zone.substr(38, 7))
      .append(zone.substr(48, 11));
  return is_checked(all, zone[59]);
}

}  // namespace

std::optional<TravelDocument> parse_mrz(std::string_view text, Day today) {
  std::string zone;
  for (const char c : text) {
    if (c == ' ' || c == '\r' || c == '\n' || c == '\t') continue;
    if (!is_of_zone(c)) return std::nullopt;
    zone += c;
  }
  const bool passport = zone.size() == 2 * kTd3.line && zone[0] == 'P';
  const bool card =
      zone.size() == 3 * kTd1.line && std::string_view("IAC").find(zone[0]) != std::string_view::npos;
  if (!passport && !card) return std::nullopt;
  const Layout& form = passport ? kTd3 : kTd1;
  const auto part = [&](std::size_t at, std::size_t size) { return std::string_view(zone).substr(at, size); };

  if (!is_checked(part(form.number, 9), zone[form.number_check]) ||
      !is_checked(part(form.birth, 6), zone[form.birth + 6]) ||
      !is_checked(part(form.expiry, 6), zone[form.expiry + 6]) || !whole_is_checked(zone, form))
    return std::nullopt;
  const auto born = day_in(part(form.birth, 6), today);
  const auto expires = day_in(part(form.expiry, 6), std::nullopt);
  if (!born || !expires) return std::nullopt;

  TravelDocument found;
  found.number = without_fillers(part(form.number, 9));
  found.issuer = without_fillers(part(form.issuer, 3));
  found.citizen = without_fillers(part(form.citizen, 3));
  const std::string_view names = part(form.names, form.names_size);
  const auto gap = names.find("<<");
  found.family_name = without_fillers(names.substr(0, gap));
  if (gap != std::string_view::npos) found.given_name = without_fillers(names.substr(gap + 2));
  found.birth_date = *born;
  found.sex = zone[form.sex];
  found.expires = *expires;
  const std::string personal = without_fillers(part(form.optional, form.optional_size));
  if (is_pinfl(personal.substr(0, 14))) found.pinfl = personal.substr(0, 14);
  return found;
}

}  // namespace biroyna::catalogue

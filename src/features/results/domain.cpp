#include "features/results/domain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/enum_names.hpp"
#include "core/text.hpp"

namespace biroyna::results {
namespace {

// "Daughter of" and "son of" stand behind a father's name, and say nothing by themselves.
constexpr std::string_view kAfterFather[] = {"qizi", "oʻgʻli", "қизи", "ўғли"};
constexpr std::array<std::string_view, 3> kStandings = {"issued", "revoked", "superseded"};
constexpr std::array<std::string_view, 6> kStates = {
    "valid", "expired", "revoked", "superseded", "cannot_be_confirmed", "unknown"};

// The first character of UTF-8 text.
std::string_view first_character(std::string_view text) {
  std::size_t end = 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  return text.substr(0, end);
}

// The first letter of a name: in Latin script "Oʻ", "Gʻ", "Sh" and "Ch" are one.
std::string first_letter(std::string_view name) {
  constexpr std::string_view kSecondSigns[] = {"ʻ", "ʼ", "‘", "’", "'", "`"};
  const std::string_view first = first_character(name), rest = name.substr(first.size());
  if (rest.empty()) return std::string(first);
  const std::string_view second = first_character(rest);
  const bool with_sign =
      (first == "O" || first == "G") && std::ranges::find(kSecondSigns, second) != std::end(kSecondSigns);
  const bool with_h = (first == "S" || first == "C") && (second == "h" || second == "H");
  return std::string(name.substr(0, first.size() + (with_sign || with_h ? second.size() : 0)));
}

}  // namespace

bool is_kind(std::string_view kind) { return std::ranges::find(kKinds, kind) != std::end(kKinds); }

std::string_view name(Standing standing) { return kStandings[static_cast<std::size_t>(standing)]; }

std::optional<Standing> parse_standing(std::string_view name) {
  return enum_named<Standing>(kStandings, name);
}

std::string_view name(State state) { return kStates[static_cast<std::size_t>(state)]; }

State state_of(Standing standing, std::optional<Day> valid_until, Day today) {
  switch (standing) {
    case Standing::revoked:
      return State::revoked;
    case Standing::superseded:
      return State::superseded;
    case Standing::issued:
      break;
  }
  return valid_until && *valid_until < today ? State::expired : State::valid;
}

Result<Standing> next(Standing standing, Step step) {
  switch (standing) {
    case Standing::revoked:
      return refuse(Refusal::Kind::conflict, "result_revoked");
    case Standing::superseded:
      return refuse(Refusal::Kind::conflict, "result_superseded");
    case Standing::issued:
      break;
  }
  return step == Step::revoke ? Standing::revoked : Standing::superseded;
}

std::string register_number(int year, std::int64_t number) { return fmt::format("{}/{:06}", year, number); }

std::string initials(std::string_view full_name) {
  std::string out;
  for (std::string_view rest = trim(full_name); !rest.empty();) {
    const auto end = std::min(rest.find(' '), rest.size());
    const std::string_view word = rest.substr(0, end);
    if (std::ranges::find(kAfterFather, word) == std::end(kAfterFather)) {
      if (!out.empty()) out += ' ';
      out += first_letter(word);
      out += '.';
    }
    rest = trim(rest.substr(end));
  }
  return out;
}

}  // namespace biroyna::results

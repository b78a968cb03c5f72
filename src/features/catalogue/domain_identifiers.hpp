// The identifiers of people, bodies and places in Uzbekistan: how they are written, and what they tell.
//
// Pure, thread-safe. `…_from` bring what people type into the one spelling and leave what they do not
// understand; `is_…` say whether a text is in that spelling.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace biroyna::catalogue {

// The sum of the characters weighted 7, 3, 1 in turn, without its tens (ICAO 9303, part 3): digits count as
// they are, letters from A = 10, all else 0.
int check_digit(std::string_view text);

// PINFL (JShShIR): 14 digits; the first tells sex and century, then the birth date as DDMMYY.
bool is_pinfl(std::string_view text);
// What is wrong with what is none: "error.not_a_pinfl" where it has not 14 digits, "error.no_such_pinfl"
// where these begin with no birth date.
const char* pinfl_fault(std::string_view text);
std::optional<Day> birth_date_of_pinfl(std::string_view pinfl);
// The check digit is not as expected. Of known true ones not all have it so: reason to look twice, never to
// refuse.
bool pinfl_suspicious(std::string_view pinfl);

bool is_tin(std::string_view text);       // STIR: 9 digits
bool is_passport(std::string_view text);  // "AA1234567"
bool is_phone(std::string_view text);     // "+998901234567"
// A SOATO code of a district: 7 digits that begin with those of a region.
bool is_district(std::string_view text);

std::string digits_from(std::string_view text);    // without blanks and hyphens: "3 010190…"
std::string passport_from(std::string_view text);  // "aa 123-45-67", also typed in Cyrillic look-alikes
std::string phone_from(std::string_view text);     // "90 123-45-67", "998901234567", "8 90 …"

// What the machine-readable zone of a passport (TD3, two lines of 44) or an ID card (TD1, three of 30) says.
struct TravelDocument {
  std::string number;                   // "AA1234567"
  std::string issuer;                   // "UZB"
  std::string citizen;                  // "UZB"
  std::string family_name, given_name;  // in capitals, as in the zone
  Day birth_date{};
  char sex = '<';  // 'M', 'F', '<'
  Day expires{};
  std::string pinfl;  // empty when the zone has none
};
// By ICAO 9303; nothing when the lines are not of either form or any check digit is wrong. Blanks and line
// breaks as a scanner sends them. `today` tells the century of the birth date.
std::optional<TravelDocument> parse_mrz(std::string_view zone, Day today);

}  // namespace biroyna::catalogue

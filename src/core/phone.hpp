// Telephone numbers of all countries, as E.164 writes them: "+998901234567".
//
// The length of a number is known of Uzbekistan and its neighbours; of others it is held to E.164 alone.
// Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace biroyna {

bool is_phone(std::string_view text);  // "+998901234567", "+905321234567"
// "90 123-45-67", "998901234567", "8 90 …", "+7 (901) …", "00 90 …" in that spelling. Other text stays.
std::string phone_from(std::string_view text);
// ISO 3166 of the number's country, "UZ"; empty when the number is none. Of +1 it is "US", of +7 "RU" or
// "KZ".
std::string_view country_of_phone(std::string_view phone);

// Without blanks, hyphens, dashes, parentheses and full stops: what people put between digits.
std::string without_separators(std::string_view text);

}  // namespace biroyna

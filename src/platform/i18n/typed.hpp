// What people typed, said back to them: what is wrong with it, and of which country a number is.
//
// Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "platform/i18n/i18n.hpp"

namespace biroyna::i18n {

// The message of a wrong field ("error.no_such_day") with what was typed in it: "There is no 31 February
// 1990". Without a text, or for other codes, the message as it is.
std::string fault(const Speaker& say, const std::string& code, std::string_view typed = {});

// A day that no calendar has, as date() would write it.
std::string no_such_day(Language language, int year, unsigned month, unsigned number);

// "+905321234567 (Turkey)"; of Uzbekistan as it is written there, "+998 71 200 00 00", with blanks that break
// no line; of what is no number, the text alone.
std::string phone(Language language, std::string_view phone);

}  // namespace biroyna::i18n

#include "platform/i18n/typed.hpp"

#include <fmt/format.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "core/clean_text.hpp"
#include "core/phone.hpp"
#include "core/typed_day.hpp"

namespace biroyna::i18n {
namespace {

constexpr std::string_view kHome = "UZ";

const char* locale_of(Language language) {
  switch (language) {
    case Language::uz_cyrl:
      return "uz_Cyrl_UZ";
    case Language::ru:
      return "ru_RU";
    case Language::en:
      return "en_GB";
    default:
      return "uz_Latn_UZ";
  }
}

}  // namespace

std::string no_such_day(Language language, int year, unsigned month, unsigned number) {
  // Such a day is a 29th, 30th or 31st: two digits, which stand first in every language.
  constexpr std::string_view kThere = "28";
  const std::chrono::year_month_day there{std::chrono::year(year), std::chrono::month(month),
                                          std::chrono::day(28)};
  std::string text = date(language, Day(there));
  if (const auto at = text.find(kThere); at != std::string::npos)
    text.replace(at, kThere.size(), fmt::format("{:02}", number));
  return text;
}

std::string fault(const Speaker& say, const std::string& code, std::string_view typed) {
  if (code == "error.no_such_day") {
    const TypedDay read = read_day(typed);
    if (read.is_no_such_day())
      return say("fault.no_such_day",
                 {{"day", no_such_day(say.language(), read.year, read.month, read.number)}});
  }
  if (code == "error.unprintable") {
    if (const auto sign = unprintable_in(typed); !sign.empty())
      return say("fault.unprintable", {{"sign", sign}});
  }
  return std::string(say(code));
}

std::string phone(Language language, std::string_view phone) {
  const std::string_view country = country_of_phone(phone);
  if (country.empty()) return std::string(phone);
  if (country == kHome)
    return fmt::format("{}\u00a0{}\u00a0{}\u00a0{}\u00a0{}", phone.substr(0, 4), phone.substr(4, 2),
                       phone.substr(6, 3), phone.substr(9, 2), phone.substr(11));
  icu::UnicodeString name;
  icu::Locale("", std::string(country).c_str()).getDisplayCountry(icu::Locale(locale_of(language)), name);
  std::string utf8;
  name.toUTF8String(utf8);
  return fmt::format("{} ({})", phone, utf8);
}

}  // namespace biroyna::i18n

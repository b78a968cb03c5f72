#include <fmt/format.h>
#include <unicode/locid.h>
#include <unicode/smpdtfmt.h>
#include <unicode/unistr.h>

#include <array>
#include <optional>
#include <stdexcept>

#include "platform/i18n/i18n.hpp"

namespace biroyna::i18n {
namespace {

struct Format {
  const char* locale;
  const char16_t* date_pattern;
  std::string_view own_name;
  std::string_view currency;
};
constexpr std::array<Format, kLanguages.size()> kFormats = {{
    {"uz_Latn_UZ", u"d-MMMM, y", "Oʻzbekcha", "soʻm"},
    {"uz_Cyrl_UZ", u"d-MMMM, y", "Ўзбекча", "сўм"},
    {"ru_RU", u"dd.MM.y", "Русский", "сум"},
    {"en_GB", u"d MMMM y", "English", "soʻm"},
}};

constexpr std::string_view kNoBreakSpace = "\u00A0";

const Format& of(Language language) { return kFormats[static_cast<std::size_t>(language)]; }

icu::SimpleDateFormat date_format(Language language) {
  UErrorCode status = U_ZERO_ERROR;
  icu::SimpleDateFormat format(icu::UnicodeString(of(language).date_pattern),
                               icu::Locale(of(language).locale), status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no dates for this language");
  format.adoptTimeZone(icu::TimeZone::getGMT()->clone());
  return format;
}

}  // namespace

std::string date(Language language, Day day) {
  // One for each thread: making one takes longer than all else of a row of a list.
  thread_local std::array<std::optional<icu::SimpleDateFormat>, kLanguages.size()> formats;
  auto& format = formats[static_cast<std::size_t>(language)];
  if (!format) format.emplace(date_format(language));
  icu::UnicodeString text;
  format->format(static_cast<UDate>(day.time_since_epoch().count()) * 86'400'000.0, text);
  std::string result;
  text.toUTF8String(result);
  return result;
}

std::string number(std::int64_t n) {
  std::string digits = fmt::to_string(n);
  const std::ptrdiff_t first = n < 0 ? 1 : 0;
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > first; at -= 3)
    digits.insert(static_cast<std::size_t>(at), kNoBreakSpace);
  if (n < 0) digits.replace(0, 1, "−");
  return digits;
}

std::string money(Language language, Tiyin amount) {
  return fmt::format("{}{}{}", number(amount.amount / 100), kNoBreakSpace, of(language).currency);
}

std::string_view own_name(Language language) { return of(language).own_name; }

}  // namespace biroyna::i18n

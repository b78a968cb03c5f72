#include <fmt/format.h>
#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/smpdtfmt.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

#include "platform/i18n/i18n.hpp"
#include "platform/i18n/sentence.hpp"

namespace biroyna::i18n {
namespace {

struct Format {
  const char* locale;
  const char16_t* date_pattern;      // on its own: in a table, in a form
  const char16_t* sentence_pattern;  // within a sentence
  std::string_view own_name;
  std::string_view currency;
};
constexpr std::array<Format, kLanguages.size()> kFormats = {{
    {"uz_Latn_UZ", u"y-'yil' d-MMMM", u"y-'yil' d-MMMM", "Oʻzbekcha", "soʻm"},
    {"uz_Cyrl_UZ", u"y 'йил' d MMMM", u"y 'йил' d MMMM", "Ўзбекча", "сўм"},
    {"ru_RU", u"dd.MM.y", u"d MMMM y 'г.'", "Русский", "сум"},
    {"en_GB", u"d MMMM y", u"d MMMM y", "English", "soʻm"},
}};

// ICU's months of Uzbek in Cyrillic script lack the soft sign.
constexpr std::array<const char16_t*, 12> kCyrillicMonths = {u"январь",   u"февраль", u"март",   u"апрель",
                                                             u"май",      u"июнь",    u"июль",   u"август",
                                                             u"сентябрь", u"октябрь", u"ноябрь", u"декабрь"};

constexpr std::string_view kNoBreakSpace = "\u00A0";

const Format& of(Language language) { return kFormats[static_cast<std::size_t>(language)]; }

icu::SimpleDateFormat date_format(Language language, const char16_t* pattern) {
  UErrorCode status = U_ZERO_ERROR;
  icu::SimpleDateFormat format(icu::UnicodeString(pattern), icu::Locale(of(language).locale), status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no dates for this language");
  format.adoptTimeZone(icu::TimeZone::getGMT()->clone());
  if (language == Language::uz_cyrl) {
    std::array<icu::UnicodeString, kCyrillicMonths.size()> months;
    std::ranges::copy(kCyrillicMonths, months.begin());
    icu::DateFormatSymbols symbols(*format.getDateFormatSymbols());
    symbols.setMonths(months.data(), static_cast<int32_t>(months.size()));
    format.setDateFormatSymbols(symbols);
  }
  return format;
}

// One format for each language: making one takes longer than all else of a row of a list.
using DateFormats = std::array<std::optional<icu::SimpleDateFormat>, kLanguages.size()>;

std::string written(DateFormats& formats, Language language, const char16_t* pattern, Day day) {
  auto& format = formats[static_cast<std::size_t>(language)];
  if (!format) format.emplace(date_format(language, pattern));
  icu::UnicodeString text;
  format->format(static_cast<UDate>(day.time_since_epoch().count()) * 86'400'000.0, text);
  std::string result;
  text.toUTF8String(result);
  return result;
}

}  // namespace

std::string date(Language language, Day day) {
  thread_local DateFormats formats;
  return written(formats, language, of(language).date_pattern, day);
}

std::string date_in_sentence(Language language, Day day) {
  thread_local DateFormats formats;
  return written(formats, language, of(language).sentence_pattern, day);
}

std::string percent(Language language, std::int64_t share) {
  return fmt::format("{}{}%", number(share), language == Language::ru ? kNoBreakSpace : "");
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

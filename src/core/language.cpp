#include "core/language.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "core/text.hpp"

namespace biroyna {
namespace {

constexpr std::array<std::string_view, kLanguages.size()> kTags = {"uz-Latn", "uz-Cyrl", "ru", "en"};

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return std::tolower(c); });
  return result;
}

std::optional<Language> match_range(std::string_view range) {
  const std::string wanted = lower(range);
  if (wanted.starts_with("uz"))
    return wanted.find("cyrl") != std::string::npos ? Language::uz_cyrl : Language::uz_latn;
  if (wanted == "ru" || wanted.starts_with("ru-")) return Language::ru;
  if (wanted == "en" || wanted.starts_with("en-")) return Language::en;
  return std::nullopt;
}

// The "q" of one language range; 1 when it is left out, 0 when it cannot be read.
double quality(std::string_view parameters) {
  const auto at = parameters.find("q=");
  if (at == std::string_view::npos) return 1.0;
  const std::string_view digits = trim(parameters.substr(at + 2));
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc{} ? value : 0.0;
}

}  // namespace

std::string_view tag(Language language) { return kTags[static_cast<std::size_t>(language)]; }

std::optional<Language> parse_language(std::string_view text) {
  const auto found = std::ranges::find(kTags, text);
  if (found == kTags.end()) return std::nullopt;
  return kLanguages[static_cast<std::size_t>(found - kTags.begin())];
}

Language negotiate_language(std::string_view accept, Language fallback) {
  Language best = fallback;
  double best_quality = 0;
  while (!accept.empty()) {
    const auto comma = accept.find(',');
    const std::string_view item = trim(accept.substr(0, comma));
    accept = comma == std::string_view::npos ? std::string_view{} : accept.substr(comma + 1);
    const auto semicolon = item.find(';');
    const auto language = match_range(trim(item.substr(0, semicolon)));
    const double q = semicolon == std::string_view::npos ? 1.0 : quality(item.substr(semicolon));
    if (language && q > best_quality) {
      best = *language;
      best_quality = q;
    }
  }
  return best;
}

}  // namespace biroyna

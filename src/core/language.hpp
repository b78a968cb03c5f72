// The four languages of a centre, and texts that exist in all of them.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace biroyna {

enum class Language : unsigned char { uz_latn, uz_cyrl, ru, en };

inline constexpr std::array kLanguages = {Language::uz_latn, Language::uz_cyrl, Language::ru, Language::en};

// BCP 47: "uz-Latn", "uz-Cyrl", "ru", "en". Also the first part of a page's address.
std::string_view tag(Language language);
std::optional<Language> parse_language(std::string_view tag);
// The best of ours for an Accept-Language header (RFC 9110, 12.5.4); uz without a script is uz-Latn.
Language negotiate_language(std::string_view accept_language, Language fallback = Language::uz_latn);

// One text in every language. Invariant after loading: none is empty.
struct Names {
  std::array<std::string, kLanguages.size()> text;

  const std::string& in(Language language) const { return text[static_cast<std::size_t>(language)]; }
  std::string& in(Language language) { return text[static_cast<std::size_t>(language)]; }
  friend bool operator==(const Names&, const Names&) = default;
};

}  // namespace biroyna

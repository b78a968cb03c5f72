// The words of the product, in the reader's language.
//
// Messages are named by keys ("kiosk.take_ticket"); the texts are gettext catalogues in locales/, built into
// the program. uz-Latn is generated from uz-Cyrl. A key without a text answers the key itself, so a page
// never breaks; a test finds such keys. Placeholders are named: "{number}". Thread-safe.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "core/language.hpp"
#include "core/money.hpp"
#include "core/time.hpp"

namespace biroyna::i18n {

using Args = std::initializer_list<std::pair<std::string_view, std::string_view>>;

std::string_view text(Language language, const std::string& key);
std::string_view text(Language language, const char* key);
bool has(Language language, const std::string& key);
std::string format(Language language, const std::string& key, Args args);
// The form for `n` (one/few/many/other as the language has them); "{n}" is number(n).
std::string plural(Language language, const char* key, std::int64_t n, Args args = {});

// "2026-yil 23-noyabr", "2026 йил 23 ноябрь", "23.11.2026", "23 November 2026".
std::string date(Language language, Day day);
// "412 000", "−5", with no-break spaces, which all four languages allow.
std::string number(std::int64_t n);
// "98%"; with a blank in Russian.
std::string percent(Language language, std::int64_t share);
// "412 000 soʻm" with no-break spaces; tiyins are left out.
std::string money(Language language, Tiyin amount);
// A language's own name in its own script: "Oʻzbekcha", "Ўзбекча", "Русский", "English".
std::string_view own_name(Language language);

// The language bound once, for pages.
class Speaker {
 public:
  explicit Speaker(Language language) : language_(language) {}
  Language language() const { return language_; }
  std::string_view operator()(const char* key) const { return text(language_, key); }
  std::string_view operator()(const std::string& key) const { return text(language_, key); }
  std::string operator()(const std::string& key, Args args) const { return format(language_, key, args); }
  std::string many(const char* key, std::int64_t n, Args args = {}) const {
    return plural(language_, key, n, args);
  }

 private:
  Language language_;
};

}  // namespace biroyna::i18n

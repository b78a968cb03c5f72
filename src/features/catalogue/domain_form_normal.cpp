// What people type, in the one spelling in which it is stored.
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "core/text.hpp"
#include "features/catalogue/domain_form.hpp"
#include "features/catalogue/domain_identifiers.hpp"

namespace biroyna::catalogue {
namespace {

constexpr std::string_view kTurnedComma = "ʻ";  // U+02BB, of oʻ and gʻ
constexpr std::string_view kTutuq = "ʼ";        // U+02BC
constexpr std::array<std::string_view, 7> kApostrophes = {"'", "`", "‘", "’", "´", kTurnedComma, kTutuq};

constexpr bool continues(char c) { return (static_cast<unsigned char>(c) & 0xc0u) == 0x80u; }

// Whether a character that begins with this byte is a letter: Latin, with accents (U+00C0 to U+024F) or
// Cyrillic (U+0400 to U+052F).
constexpr bool begins_letter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (byte >= 0xc3 && byte <= 0xc9) ||
         (byte >= 0xd0 && byte <= 0xd4);
}

bool ends_with_letter(std::string_view text) {
  while (!text.empty() && continues(text.back())) text.remove_suffix(1);
  return !text.empty() && begins_letter(text.back());
}

// An apostrophe within a word: after o and g it belongs to the letter, else it is a tutuq belgisi. One that
// follows no letter is a quotation mark and stays.
std::string with_apostrophes(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto found = std::ranges::find_if(kApostrophes, [&](auto one) { return text.starts_with(one); });
    if (found == kApostrophes.end()) {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    const std::string_view as_typed = text.substr(0, found->size());
    text.remove_prefix(found->size());
    if (!out.empty() && std::string_view("oOgG").find(out.back()) != std::string_view::npos)
      out += kTurnedComma;
    else if (ends_with_letter(out) && !text.empty() && begins_letter(text.front()))
      out += kTutuq;
    else
      out += as_typed;
  }
  return out;
}

// Blanks of every kind are one; those at a line's ends go. Without `lines` a line break is a blank too.
std::string with_single_blanks(std::string_view text, bool lines) {
  constexpr std::array<std::string_view, 7> kBlanks = {" ",      "\t",     "\r",    "\u00a0",
                                                       "\u202f", "\u2009", "\ufeff"};
  std::string out;
  bool blank = false;
  while (!text.empty()) {
    const bool line_end = text.front() == '\n';
    const auto found = std::ranges::find_if(kBlanks, [&](auto one) { return text.starts_with(one); });
    if (line_end && lines) {
      out += '\n';
      blank = false;
    } else if (line_end || found != kBlanks.end()) {
      blank = !out.empty() && out.back() != '\n';
    } else {
      if (blank) out += ' ';
      blank = false;
      out += text.front();
    }
    text.remove_prefix(line_end || found == kBlanks.end() ? 1 : found->size());
  }
  while (!out.empty() && out.back() == '\n') out.pop_back();
  return out;
}

// "1 250,50"
Value number_from(const std::string& text) {
  std::string plain = with_single_blanks(text, false);
  std::erase(plain, ' ');
  std::ranges::replace(plain, ',', '.');
  double number = 0;
  const auto [end, error] =
      std::from_chars(plain.data(), plain.data() + plain.size(), number, std::chars_format::fixed);
  if (plain.empty() || error != std::errc{} || end != plain.data() + plain.size()) return text;
  return number;
}

// "5.3.2020", "05/03/2020"; a day stays a day.
Value day_from(const std::string& text) {
  if (parse_iso_day(text)) return text;
  std::array<int, 3> parts{};
  std::size_t count = 0;
  const char* at = text.data();
  const char* const end = at + text.size();
  for (; count < parts.size(); ++count) {
    if (count > 0 && (at == end || std::string_view(".-/").find(*at++) == std::string_view::npos))
      return text;
    const auto [next, error] = std::from_chars(at, end, parts[count]);
    if (error != std::errc{} || next - at > 4) return text;
    at = next;
  }
  const std::chrono::year_month_day date{std::chrono::year(parts[2]),
                                         std::chrono::month(static_cast<unsigned>(parts[1])),
                                         std::chrono::day(static_cast<unsigned>(parts[0]))};
  if (at != end || parts[2] < 1000 || parts[0] < 1 || parts[1] < 1 || !date.ok()) return text;
  return to_iso(Day(date));
}

Value or_nothing(std::string text) { return text.empty() ? Value() : Value(std::move(text)); }

Value text_from(FieldType type, bool lines, const std::string& typed) {
  const std::string text = with_single_blanks(typed, lines);
  if (text.empty()) return {};
  switch (type) {
    case FieldType::text:
      return with_apostrophes(text);
    case FieldType::number:
      return number_from(text);
    case FieldType::date:
      return day_from(text);
    case FieldType::yes_no:
    case FieldType::consent:
      if (text == "true" || text == "false") return text == "true";
      return text;
    case FieldType::phone:
      return or_nothing(phone_from(text));
    case FieldType::pinfl:
    case FieldType::tin:
      return or_nothing(digits_from(text));
    case FieldType::passport:
      return or_nothing(passport_from(text));
    default:
      return text;
  }
}

Answers without_nothing(Answers answers) {
  std::erase_if(answers, [](const auto& answer) { return answer.second.is_nothing(); });
  return answers;
}

Value parts_from(const Field& field, const Answers& typed) {
  Answers parts = typed;
  for (const auto& part : parts_of(field.type)) {
    const auto found = parts.find(std::string(part.id));
    if (found == parts.end() || found->second.text() == nullptr) continue;
    found->second =
        text_from(part.id == "district" ? FieldType::choice : part.type, false, *found->second.text());
  }
  parts = without_nothing(std::move(parts));
  return parts.empty() ? Value() : Value(std::move(parts));
}

Value items_from(const Field& field, const std::vector<Answers>& typed) {
  std::vector<Answers> items;
  for (const auto& one : typed) {
    Answers item = one;
    for (const auto& part : field.fields) {
      if (const auto found = item.find(part.id); found != item.end())
        found->second = normalised(part, found->second);
    }
    // A row of a table that was left empty is none.
    if (item = without_nothing(std::move(item)); !item.empty()) items.push_back(std::move(item));
  }
  return items;
}

}  // namespace

Value normalised(const Field& field, const Value& value) {
  if (const auto* text = value.text()) {
    return is_utf8(*text) ? text_from(field.type, field.lines, *text) : value;
  }
  if (const auto* parts = value.parts()) return parts_from(field, *parts);
  if (const auto* list = value.list()) return items_from(field, *list);
  return value;
}

Answers normalised(const Catalogue& catalogue, const Answers& answers) {
  Answers made;
  for (const auto& [id, value] : answers) {
    const Field* field = catalogue.find_field(id);
    Value one = field == nullptr ? value : normalised(*field, value);
    if (!one.is_nothing()) made.emplace(id, std::move(one));
  }
  return made;
}

}  // namespace biroyna::catalogue

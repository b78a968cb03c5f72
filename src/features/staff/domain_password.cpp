#include "features/staff/domain_password.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

#include "core/text.hpp"
#include "features/staff/domain_common_passwords.hpp"

namespace biroyna::staff {
namespace {

constexpr std::string_view kProduct = "biroyna";
constexpr std::size_t kShortestName = 4;  // shorter names are in too many words
constexpr int kFewestOwnSigns = 6, kFewestDifferentSigns = 4;

// As fold() writes them, without blanks; longer ones before those that are in them.
constexpr std::string_view kCommon[] = {
    "1q2w3e4r5t6y",  "1q2w3e4r5t", "1q2w3e4r",   "1qaz2wsx3edc", "1qaz2wsx", "qwertyuiop", "qwerty",
    "asdfghjkl",     "asdfgh",     "asdf",       "zxcvbnm",      "zxcvbn",   "qazwsxedc",  "qazwsx",
    "ytsuken",       "ycuken",     "password",   "passwort",     "parolim",  "parolni",    "parol",
    "administrator", "admin",      "operator",   "welcome",      "letmein",  "changeme",   "iloveyou",
    "trustno1",      "football",   "baseball",   "sunshine",     "princess", "superman",   "batman",
    "starwars",      "dragon",     "monkey",     "master",       "shadow",   "michael",    "jennifer",
    "computer",      "internet",   "samsung",    "google",       "secret",   "default",    "guest",
    "login",         "user",       "root",       "test",         "hello",    "salom",      "assalom",
    "privet",        "lyubov",     "uzbekistan", "ozbekiston",   "toshkent", "tashkent",   "samarqand",
    "samarkand",     "sergeli",    "hokimiyat",  "xizmat",       "davlat",   "markaz",     "yanvar",
    "fevral",        "navroz",     "vesna",      "leto",         "zima",     "osen",       "summer",
    "winter",        "spring",     "autumn"};

std::u32string code_points(std::string_view utf8) {
  std::u32string points;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0u) == 0x80u && !points.empty())
      points.back() = points.back() << 6u | (byte & 0x3Fu);
    else
      points.push_back(byte < 0x80u   ? byte
                       : byte < 0xE0u ? byte & 0x1Fu
                       : byte < 0xF0u ? byte & 0x0Fu
                                      : byte & 0x07u);
  }
  return points;
}

// Signs that do not repeat, continue or go back from the one before them.
int own_signs(const std::u32string& text) {
  int own = 0;
  char32_t before = 0;
  for (const char32_t sign : text) {
    const bool near = before != 0 && (sign == before || sign == before + 1 || sign + 1 == before);
    own += near ? 0 : 1;
    before = sign;
  }
  return own;
}

std::string without_blanks(std::string_view text) {
  std::string folded = fold(text);
  std::erase(folded, ' ');
  return folded;
}

bool has_name_of(const std::string& folded, const PasswordOwner& owner) {
  std::vector<std::string> names = folded_words(owner.name);
  names.push_back(without_blanks(owner.login));
  names.emplace_back(kProduct);
  return std::ranges::any_of(names, [&](const std::string& name) {
    return name.size() >= kShortestName && folded.find(name) != std::string::npos;
  });
}

// With what is often typed in a letter's place as that letter.
std::string with_letters(std::string text) {
  constexpr std::string_view kTyped = "@$!0134578", kMeant = "asioieastb";
  for (char& c : text)
    if (const auto at = kTyped.find(c); at != std::string_view::npos) c = kMeant[at];
  return text;
}

// As fold() writes them, without blanks.
std::unordered_set<std::string> folded_common_passwords() {
  std::unordered_set<std::string> folded;
  for (std::string_view rest = common_passwords(); !rest.empty();) {
    const auto end = rest.find(' ');
    folded.insert(without_blanks(rest.substr(0, end)));
    rest.remove_prefix(end + 1);
  }
  return folded;
}

// Whether it is in the list, as it is or with digits before and behind it.
bool is_common(std::string_view folded) {
  static const std::unordered_set<std::string> kPasswords = folded_common_passwords();
  if (kPasswords.contains(std::string(folded))) return true;
  constexpr std::string_view kDigits = "0123456789";
  const auto first = folded.find_first_not_of(kDigits), last = folded.find_last_not_of(kDigits);
  return first != std::string_view::npos &&
         kPasswords.contains(std::string(folded.substr(first, last - first + 1)));
}

// Takes the common words away; answers how many signs of their own they had.
int own_signs_of_common(std::string folded) {
  int taken = 0;
  for (const std::string_view word : kCommon) {
    for (auto at = folded.find(word); at != std::string::npos; at = folded.find(word)) {
      taken += own_signs(code_points(word));
      folded.replace(at, word.size(), " ");
    }
  }
  return taken;
}

}  // namespace

bool is_guessable(std::string_view password, const PasswordOwner& owner) {
  const std::u32string signs = code_points(password);
  std::u32string different = signs;
  std::ranges::sort(different);
  const auto rest = std::ranges::unique(different);
  different.erase(rest.begin(), rest.end());
  if (static_cast<int>(different.size()) < kFewestDifferentSigns) return true;
  const std::string typed = without_blanks(password),
                    meant = without_blanks(with_letters(std::string(password)));
  if (has_name_of(typed, owner) || has_name_of(meant, owner)) return true;
  if (is_common(typed) || is_common(meant)) return true;
  return own_signs(signs) - std::max(own_signs_of_common(typed), own_signs_of_common(meant)) <
         kFewestOwnSigns;
}

std::optional<FieldError> wrong_password(std::string_view pointer, std::string_view password,
                                         const PasswordOwner& owner) {
  const std::string here(pointer);
  if (!is_utf8(password) || length_utf8(password) < kShortestPassword)
    return FieldError{here, "error.password_too_short"};
  if (password.size() > kLongestPassword) return too_long(here, kLongestPassword);
  if (is_guessable(password, owner)) return FieldError{here, "error.password_guessable"};
  return std::nullopt;
}

}  // namespace biroyna::staff

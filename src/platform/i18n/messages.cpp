// The only unit that knows Boost.Locale: it reads the embedded .mo catalogues.
#include <algorithm>
#include <array>
#include <boost/locale/gnu_gettext.hpp>
#include <boost/locale/message.hpp>
#include <memory>
#include <span>
#include <stdexcept>
#include <vector>

#include "locale_messages.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::i18n {
namespace {

namespace gnu = boost::locale::gnu_gettext;
using Facet = boost::locale::message_format<char>;

std::vector<char> embedded_catalogue(const std::string& path, const std::string&) {
  // The library asks for "/<language>/LC_MESSAGES/biroyna.mo".
  for (const embedded::File& file : embedded::locale_messages()) {
    const std::string folder = "/" + std::string(file.name.substr(0, file.name.find('.'))) + "/";
    if (path.find(folder) != std::string::npos) return {file.content.begin(), file.content.end()};
  }
  return {};
}

std::unique_ptr<std::locale> load(Language language) {
  gnu::messages_info info;
  info.language = std::string(tag(language));
  info.encoding = "UTF-8";
  info.domains.push_back(gnu::messages_info::domain("biroyna"));
  info.paths.emplace_back("/");
  info.callback = embedded_catalogue;
  return std::make_unique<std::locale>(std::locale::classic(), gnu::create_messages_facet<char>(info));
}

const Facet& facet(Language language) {
  static const auto locales = [] {
    std::array<std::unique_ptr<std::locale>, kLanguages.size()> result;
    for (const Language each : kLanguages) result[static_cast<std::size_t>(each)] = load(each);
    return result;
  }();
  return std::use_facet<Facet>(*locales[static_cast<std::size_t>(language)]);
}

// Replaces each "{name}" that has an argument.
std::string fill(std::string_view pattern, std::span<const Args::value_type> args) {
  std::string out;
  out.reserve(pattern.size() + 32);
  while (!pattern.empty()) {
    const auto open = pattern.find('{');
    out.append(pattern.substr(0, open));
    if (open == std::string_view::npos) break;
    pattern.remove_prefix(open);
    const auto close = pattern.find('}');
    const std::string_view name = pattern.substr(1, close == std::string_view::npos ? close : close - 1);
    auto arg = args.begin();
    while (arg != args.end() && arg->first != name) ++arg;
    if (close == std::string_view::npos || arg == args.end()) {
      out.push_back('{');
      pattern.remove_prefix(1);
      continue;
    }
    out.append(arg->second);
    pattern.remove_prefix(close + 1);
  }
  return out;
}

// The library counts with an int. The rules of our languages look at the last two digits, and whether it
// is 1.
int counted(std::int64_t n) {
  constexpr std::int64_t kMillion = 1'000'000;
  return static_cast<int>(n < kMillion ? std::max<std::int64_t>(n, -kMillion) : kMillion + n % kMillion);
}

}  // namespace

std::string_view text(Language language, const char* key) {
  const char* found = facet(language).get(0, nullptr, key);
  return found ? found : key;
}

std::string_view text(Language language, const std::string& key) {
  const char* found = facet(language).get(0, nullptr, key.c_str());
  return found ? std::string_view(found) : std::string_view(key);
}

bool has(Language language, const std::string& key) {
  return facet(language).get(0, nullptr, key.c_str()) != nullptr;
}

std::string format(Language language, const std::string& key, Args args) {
  return fill(text(language, key), {args.begin(), args.size()});
}

std::string plural(Language language, const char* key, std::int64_t n, Args args) {
  const char* found = facet(language).get(0, nullptr, key, counted(n));
  const std::string digits = number(n);
  std::vector<Args::value_type> all(args);
  all.emplace_back("n", digits);
  return fill(found ? found : key, all);
}

}  // namespace biroyna::i18n

#include <algorithm>
#include <string>

#include "fuzz.hpp"
#include "platform/html/html.hpp"

namespace {

// What a browser may take as the beginning of something is in the literal alone.
std::size_t count(std::string_view text, char c) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), c));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace biroyna;
  using fuzz::require;
  const std::string_view text = fuzz::text_of(data, size);

  const std::string in_text = html::make("{}", text).str();
  require(in_text.find_first_of("<>") == std::string::npos, "text holds no markup");
  require(in_text.find('\0') == std::string::npos, "text holds no NUL");
  for (auto at = in_text.find('&'); at != std::string::npos; at = in_text.find('&', at + 1)) {
    const std::string_view entity = std::string_view(in_text).substr(at, in_text.find(';', at) - at);
    require(entity == "&amp" || entity == "&lt" || entity == "&gt" || entity == "&quot" || entity == "&#39",
            "an ampersand begins one of our entities");
  }

  const std::string attribute = html::make("<p data-x=\"{}\"></p>", text).str();
  require(count(attribute, '"') == 2 && count(attribute, '<') == 2 && count(attribute, '>') == 2,
          "an attribute ends where the literal ends it");

  const std::string link = html::make("<a href=\"{}\"></a>", text).str();
  require(count(link, '"') == 2 && count(link, '<') == 2, "an address ends where the literal ends it");
  std::string_view address = std::string_view(link).substr(9);
  address = address.substr(0, address.find('"'));
  const auto colon = address.find(':');
  if (colon != std::string_view::npos && address.find_first_of("/?#") > colon) {
    const std::string_view scheme = address.substr(0, colon);
    require(scheme == "http" || scheme == "https" || scheme == "mailto" || scheme == "tel" ||
                scheme.find_first_of("jJvVdD") == std::string_view::npos,
            "an address has a harmless scheme");
  }

  const std::string part = html::make("<a href=\"/a/{}?b=1\"></a>", text).str();
  require(part.find("/a/") == 9 && count(part, '?') == 1 && count(part, '/') == 3 && count(part, '"') == 2,
          "a part of an address stays a part");
  const std::string title = html::make("<title>{}</title>", text).str();
  require(count(title, '<') == 2, "a title ends where the literal ends it");
  return 0;
}

#include "core/language.hpp"
#include "fuzz.hpp"
#include "platform/http/compression.hpp"
#include "platform/http/header_text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace biroyna;
  using fuzz::require;
  const std::string text(fuzz::text_of(data, size));

  std::string_view list = text;
  for (std::size_t items = 0; !list.empty(); ++items) {
    require(items <= text.size(), "a list comes to its end");
    const std::string_view item = http::next_item(list, ',');
    const double weight = http::weight_of(item);
    require(weight >= 0 && weight <= 1, "a weight is between 0 and 1");
    const std::string_view inner = http::trimmed(item);
    require(http::trimmed(inner) == inner, "trimming once is enough");
  }
  const Language language = negotiate_language(text, Language::ru);
  require(parse_language(tag(language)) == language, "a negotiated language is one of ours");
  const http::Coding coding = http::negotiate_coding(text);
  require(coding == http::Coding::identity || !text.empty(),
          "nothing is compressed for those who do not ask");

  http::Request request;
  request.path = "/";
  request.headers = {{"cookie", text}, {"accept", text}, {"content-type", text}};
  const std::string_view cookie = request.cookie("session");
  require(cookie.find(';') == std::string_view::npos, "a cookie ends where the next begins");
  request.wants_json();
  request.form();
  return 0;
}

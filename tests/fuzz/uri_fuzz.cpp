#include "core/text.hpp"
#include "fuzz.hpp"
#include "platform/http/uri.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace biroyna;
  using fuzz::require;
  const std::string_view text = fuzz::text_of(data, size);

  require(http::percent_decode(http::percent_encode(text)) ==
              (is_utf8(text) && text.find('\0') == std::string_view::npos ? std::optional<std::string>(text)
                                                                          : std::nullopt),
          "what is encoded decodes to itself, if it is text");
  if (const auto decoded = http::percent_decode(text, http::Plus::space)) {
    require(is_utf8(*decoded) && decoded->find('\0') == std::string::npos, "what is decoded is text");
    require(decoded->size() <= text.size(), "decoding makes nothing longer");
  }
  if (const auto fields = http::parse_form(text)) {
    require(fields->size() <= http::kMostFields, "fields are within their limit");
    for (const auto& [name, value] : *fields) {
      require(is_utf8(name) && is_utf8(value), "a form is UTF-8");
      require(name.find('\0') == std::string::npos && value.find('\0') == std::string::npos,
              "a form has no NUL");
    }
  }
  if (const auto target = http::parse_target(text)) {
    require(target->path.starts_with('/'), "a path begins with a slash");
    require(is_utf8(target->path), "a path is UTF-8");
    require((target->path + "/").find("/../") == std::string::npos, "a path does not lead upwards");
    require(target->path.find("//") == std::string::npos, "a path has no empty segment");
    require(target->path.find('\\') == std::string::npos || text.find('\\') != std::string_view::npos,
            "an escaped backslash is refused");
    http::language_of_path(target->path);
  }
  return 0;
}

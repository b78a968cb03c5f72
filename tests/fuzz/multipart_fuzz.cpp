#include "core/text.hpp"
#include "fuzz.hpp"
#include "platform/http/multipart.hpp"

// The first line is the Content-Type.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace biroyna;
  using fuzz::require;
  std::string_view body = fuzz::text_of(data, size);
  const std::string_view type = fuzz::take_until(body, "\n");
  const auto boundary = http::multipart_boundary(type);
  if (!boundary) return 0;
  require(!boundary->empty() && boundary->size() <= 70, "a boundary has a proper length");
  const auto parts = http::parse_multipart(body, *boundary);
  if (!parts) return 0;
  require(parts->size() <= http::kMostParts, "there are not too many parts");
  for (const auto& part : *parts) {
    require(!part.name.empty() && is_utf8(part.name), "a part has a name");
    require(!part.filename || is_utf8(*part.filename), "a file's name is text");
    require(part.content.data() >= body.data() &&
                part.content.data() + part.content.size() <= body.data() + body.size(),
            "a content lies in the body");
    require(part.content.find("\r\n--" + *boundary) == std::string_view::npos,
            "a content ends at its delimiter");
  }
  return 0;
}

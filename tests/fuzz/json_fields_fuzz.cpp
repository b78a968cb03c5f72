#include <boost/json.hpp>

#include "core/text.hpp"
#include "fuzz.hpp"
#include "platform/json/fields.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace biroyna;
  using fuzz::require;
  http::Request request;
  request.method = http::Method::post;
  request.body = fuzz::text_of(data, size);
  request.headers = {{"content-type", "application/json"}};

  JsonFields fields(request);
  const std::string text = fields.text("text", 20);
  const auto perhaps = fields.text_if("perhaps", 20);
  const auto list = fields.texts("list", 5);
  const std::int64_t number = fields.integer_or("number", 3, 1, 20);
  fields.flag_or("flag", false);
  const auto refusal = fields.finish();

  require(is_utf8(text) && text.size() <= 80, "a text is within its limit");
  require(number >= 1 && number <= 20, "a number is within its limits");
  if (!refusal) {
    require(!text.empty(), "a required text is there");
    require(list.size() <= 5, "a list is within its limit");
    require(!perhaps || is_utf8(*perhaps), "a text is UTF-8");
    for (const auto& one : list) require(is_utf8(one), "a text is UTF-8");
  } else {
    require(refusal->code == "malformed" || refusal->code == "not_json" || !refusal->fields.empty(),
            "a refusal names the wrong fields");
    for (const auto& field : refusal->fields)
      require(field.pointer.starts_with('/'), "a pointer begins with a slash");
  }
  return 0;
}

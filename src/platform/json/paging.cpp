#include "platform/json/paging.hpp"

#include <boost/json/object.hpp>
#include <charconv>

#include "platform/json/response.hpp"

namespace biroyna {

Result<std::int64_t> limit_of(const http::Request& request, std::int64_t usual, std::int64_t most) {
  const auto text = request.query_value("limit");
  if (!text) return usual;
  std::int64_t limit = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), limit);
  if (error != std::errc() || end != text->data() + text->size() || limit < 1 || limit > most)
    return invalid({{"/limit", "error.not_number", FieldError::Limits{1, most}}});
  return limit;
}

http::Response page_response(boost::json::array items, boost::json::value next) {
  return json_response(boost::json::object{{"items", std::move(items)}, {"next", std::move(next)}});
}

}  // namespace biroyna

// Reads the JSON object of a request's body so that every wrong field is found at once, with its RFC 6901
// pointer.
//
//   JsonFields fields(request);
//   take.services = fields.texts("services");
//   if (auto wrong = fields.finish()) return tl::unexpected(*wrong);
//
// A body of another media type makes finish() answer an `unsupported` refusal, one that is no JSON object a
// `malformed` one, wrong fields an `invalid` one; a field that nobody asked for is wrong too. Codes:
// error.required, error.not_text, error.not_number, error.not_flag, error.not_list, error.too_long,
// error.unknown_field. Not thread-safe.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "platform/http/http.hpp"

namespace biroyna {

class JsonFields {
 public:
  // An empty body counts as an empty object.
  explicit JsonFields(const http::Request& request);

  std::string text(const std::string& key, std::size_t longest = 200);  // required, not empty
  std::optional<std::string> text_if(const std::string& key, std::size_t longest = 200);
  std::vector<std::string> texts(const std::string& key, std::size_t longest_list = 100);  // required
  std::int64_t integer_or(const std::string& key, std::int64_t otherwise, std::int64_t least,
                          std::int64_t most);
  bool flag(const std::string& key);  // required
  bool flag_or(const std::string& key, bool otherwise);
  void wrong(const std::string& key, const std::string& code);

  std::optional<Refusal> finish();

 private:
  const boost::json::value* value(const std::string& key);

  bool malformed_ = false;
  bool other_type_ = false;
  boost::json::object object_;
  std::set<std::string> asked_;
  std::vector<FieldError> errors_;
};

}  // namespace biroyna

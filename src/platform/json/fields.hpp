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
// error.too_many, error.unknown_field; those about limits say them. Not thread-safe.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
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
  std::vector<std::string> texts_if(const std::string& key, std::size_t longest_list = 100);
  std::int64_t integer_or(const std::string& key, std::int64_t otherwise, std::int64_t least,
                          std::int64_t most);
  bool flag(const std::string& key);  // required
  bool flag_or(const std::string& key, bool otherwise);
  // An object inside, with its own fields; an empty one when it is missing or none. finish() of this one
  // counts what is wrong inside, once the part is given back by take().
  JsonFields part(const std::string& key);
  void take(JsonFields part);
  void take(std::vector<FieldError> errors);  // found by another reader, with their whole pointers
  // The value as it is; null when it is missing.
  const boost::json::value* any(const std::string& key);
  void wrong(const std::string& key, const std::string& code, std::optional<FieldError::Limits> limits = {});

  // Names the first errors, at most so many: nobody reads more, and each costs whoever words it.
  static constexpr std::size_t kMostErrors = 100;
  std::optional<Refusal> finish();

 private:
  JsonFields() = default;
  const boost::json::value* value(const std::string& key);

  std::string at_;  // the pointer of this object

  bool other_type_ = false;
  boost::json::value object_ = boost::json::object();  // nothing else when it is malformed
  bool malformed_ = false;
  std::vector<std::string> asked_;
  std::vector<FieldError> errors_;
};

}  // namespace biroyna

#include "platform/json/fields.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <iterator>

#include "core/clean_text.hpp"
#include "core/text.hpp"

namespace biroyna {

namespace {

bool is_of_another_type(const http::Request& request) {
  const auto type = request.header("content-type");
  return !request.body.empty() && !type.empty() && type.find("json") == std::string_view::npos;
}

// In memory of its own; null when it cannot be read.
boost::json::value body_of(const http::Request& request) {
  boost::system::error_code error;
  boost::json::value body = boost::json::parse(
      request.body, error, boost::json::make_shared_resource<boost::json::monotonic_resource>(1024));
  if (error) return nullptr;
  return body;
}

}  // namespace

JsonFields::JsonFields(const http::Request& request)
    : other_type_(is_of_another_type(request)),
      object_(request.body.empty() || other_type_ ? boost::json::object() : body_of(request)),
      malformed_(!object_.is_object()) {
  if (malformed_) object_ = boost::json::object();
  asked_.reserve(16);
}

const boost::json::value* JsonFields::value(const std::string& key) {
  asked_.push_back(key);
  const auto* found = object_.get_object().if_contains(key);
  return found == nullptr || found->is_null() ? nullptr : found;
}

void JsonFields::wrong(const std::string& key, const std::string& code,
                       std::optional<FieldError::Limits> limits) {
  errors_.push_back({at_ + "/" + key, "error." + code, limits});
}

JsonFields JsonFields::part(const std::string& key) {
  JsonFields inside;
  inside.at_ = at_ + "/" + key;
  if (const auto* found = value(key)) {
    if (found->is_object())
      inside.object_ = *found;
    else
      wrong(key, "not_parts");
  }
  return inside;
}

void JsonFields::take(JsonFields part) {
  auto refusal = part.finish();
  if (refusal) take(std::move(refusal->fields));
}

void JsonFields::take(std::vector<FieldError> errors) {
  std::ranges::move(errors, std::back_inserter(errors_));
}

const boost::json::value* JsonFields::any(const std::string& key) { return value(key); }

std::optional<std::string> JsonFields::text_if(const std::string& key, std::size_t longest) {
  const auto* found = value(key);
  if (found == nullptr) return std::nullopt;
  if (!found->is_string()) return wrong(key, "not_text"), std::nullopt;
  std::string text(found->as_string());
  if (length_utf8(text) > longest) {
    wrong(key, "too_long", FieldError::Limits{0, static_cast<std::int64_t>(longest)});
    return std::nullopt;
  }
  if (text.find('\0') != std::string::npos) return wrong(key, "not_text"), std::nullopt;
  // What somebody chose as a secret is taken as it is.
  if (key.find("password") != std::string::npos) return text;
  std::string clean = many_lines(text);
  // Whether a blank will do is said by who asked, together with what else is wrong.
  return clean.empty() ? text : clean;
}

std::string JsonFields::text(const std::string& key, std::size_t longest) {
  const std::size_t before = errors_.size();
  auto found = text_if(key, longest);
  if ((!found || found->empty()) && errors_.size() == before) wrong(key, "required");
  return std::move(found).value_or("");
}

std::vector<std::string> JsonFields::texts(const std::string& key, std::size_t longest_list) {
  if (value(key) == nullptr) wrong(key, "required");
  return texts_if(key, longest_list);
}

std::vector<std::string> JsonFields::texts_if(const std::string& key, std::size_t longest_list) {
  std::vector<std::string> texts;
  const auto* found = value(key);
  if (found == nullptr) return texts;
  if (!found->is_array()) return wrong(key, "not_list"), texts;
  const auto& array = found->as_array();
  if (array.size() > longest_list) {
    wrong(key, "too_many", FieldError::Limits{0, static_cast<std::int64_t>(longest_list)});
    return texts;
  }
  for (std::size_t i = 0; i < array.size(); ++i) {
    if (!array[i].is_string())
      wrong(key + "/" + std::to_string(i), "not_text");
    else
      texts.emplace_back(array[i].as_string());
  }
  return texts;
}

std::int64_t JsonFields::integer_or(const std::string& key, std::int64_t otherwise, std::int64_t least,
                                    std::int64_t most) {
  const auto* found = value(key);
  if (found == nullptr) return otherwise;
  boost::system::error_code error;
  const auto number = found->is_number() ? found->to_number<std::int64_t>(error) : least - 1;
  if (error || !found->is_number() || number < least || number > most)
    return wrong(key, "not_number", FieldError::Limits{least, most}), otherwise;
  return number;
}

bool JsonFields::flag(const std::string& key) {
  if (value(key) == nullptr) return wrong(key, "required"), false;
  return flag_or(key, false);
}

bool JsonFields::flag_or(const std::string& key, bool otherwise) {
  const auto* found = value(key);
  if (found == nullptr) return otherwise;
  if (!found->is_bool()) return wrong(key, "not_flag"), otherwise;
  return found->as_bool();
}

std::optional<Refusal> JsonFields::finish() {
  if (other_type_) return Refusal{Refusal::Kind::unsupported, "not_json"};
  if (malformed_) return Refusal{Refusal::Kind::malformed, "malformed"};
  for (const auto& [key, value] : object_.get_object()) {
    if (std::ranges::find(asked_, std::string_view(key)) == asked_.end())
      wrong(std::string(key), "unknown_field");
  }
  if (errors_.empty()) return std::nullopt;
  if (errors_.size() > kMostErrors) errors_.resize(kMostErrors);
  return Refusal{Refusal::Kind::invalid, "invalid", std::move(errors_)};
}

}  // namespace biroyna

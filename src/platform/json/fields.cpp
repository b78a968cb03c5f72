#include "platform/json/fields.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <iterator>

#include "core/text.hpp"

namespace biroyna {

JsonFields::JsonFields(const http::Request& request) {
  const auto type = request.header("content-type");
  other_type_ = !request.body.empty() && !type.empty() && type.find("json") == std::string_view::npos;
  if (request.body.empty() || other_type_) return;
  boost::system::error_code error;
  boost::json::value parsed = boost::json::parse(request.body, error);
  malformed_ = error || !parsed.is_object();
  if (!malformed_) object_ = std::move(parsed.as_object());
}

const boost::json::value* JsonFields::value(const std::string& key) {
  asked_.insert(key);
  const auto* found = object_.if_contains(key);
  return found == nullptr || found->is_null() ? nullptr : found;
}

void JsonFields::wrong(const std::string& key, const std::string& code) {
  errors_.push_back({at_ + "/" + key, "error." + code});
}

JsonFields JsonFields::part(const std::string& key) {
  JsonFields inside;
  inside.at_ = at_ + "/" + key;
  if (const auto* found = value(key)) {
    if (found->is_object())
      inside.object_ = found->as_object();
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
  if (length_utf8(text) > longest) return wrong(key, "too_long"), std::nullopt;
  if (text.find('\0') != std::string::npos) return wrong(key, "not_text"), std::nullopt;
  return text;
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
  if (array.size() > longest_list) return wrong(key, "too_long"), texts;
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
    return wrong(key, "not_number"), otherwise;
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
  for (const auto& [key, value] : object_) {
    if (!asked_.contains(std::string(key))) wrong(std::string(key), "unknown_field");
  }
  if (errors_.empty()) return std::nullopt;
  return Refusal{Refusal::Kind::invalid, "invalid", std::move(errors_)};
}

}  // namespace biroyna

#include "tests/support/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <functional>
#include <map>
#include <regex>
#include <stdexcept>

namespace biroyna::testing {
namespace {

namespace json = boost::json;

bool is_type(const json::value& value, std::string_view type) {
  static const std::map<std::string_view, std::function<bool(const json::value&)>> types = {
      {"object", [](const json::value& v) { return v.is_object(); }},
      {"array", [](const json::value& v) { return v.is_array(); }},
      {"string", [](const json::value& v) { return v.is_string(); }},
      {"boolean", [](const json::value& v) { return v.is_bool(); }},
      {"null", [](const json::value& v) { return v.is_null(); }},
      {"integer", [](const json::value& v) { return v.is_int64() || v.is_uint64(); }},
      {"number", [](const json::value& v) { return v.is_number(); }}};
  return types.at(type)(value);
}

// Of an address it is enough to know that it has a scheme.
const std::map<std::string_view, const char*>& formats() {
  static const std::map<std::string_view, const char*> formats = {
      {"date", R"(^\d{4}-\d\d-\d\d$)"},
      {"date-time", R"(^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$)"},
      {"uri", R"(^[a-z]+:\S+$)"}};
  return formats;
}

bool matches(const json::value& text, std::string_view pattern) {
  const auto& string = text.as_string();
  return std::regex_search(string.begin(), string.end(), std::regex(pattern.begin(), pattern.end()));
}

std::int64_t characters(const json::string& text) {
  return std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

class Check {
 public:
  explicit Check(const json::value& document) : document_(document) {}

  void against(const json::value& schema, const json::value& value, const std::string& at) {
    for (const auto& [keyword, rule] : schema.as_object()) {
      const auto known = keywords().find(std::string_view(keyword));
      if (known == keywords().end())
        throw std::logic_error(fmt::format("nobody checks \"{}\"", std::string_view(keyword)));
      if (known->second != nullptr) (this->*known->second)(schema, rule, value, at);
    }
  }
  std::vector<std::string> found;

 private:
  using Rule = void (Check::*)(const json::value& schema, const json::value& rule, const json::value& value,
                               const std::string& at);
  static const std::map<std::string_view, Rule>& keywords() {
    static const std::map<std::string_view, Rule> keywords = {{"$ref", &Check::reference},
                                                              {"type", &Check::type},
                                                              {"enum", &Check::one_of},
                                                              {"anyOf", &Check::any_of},
                                                              {"properties", &Check::properties},
                                                              {"required", &Check::required},
                                                              {"additionalProperties", &Check::additional},
                                                              {"items", &Check::items},
                                                              {"pattern", &Check::pattern},
                                                              {"format", &Check::format},
                                                              {"minLength", &Check::shortest},
                                                              {"maxLength", &Check::longest},
                                                              {"minimum", &Check::least},
                                                              {"maximum", &Check::most},
                                                              {"description", nullptr},
                                                              {"default", nullptr}};
    return keywords;
  }

  void wrong(const std::string& at, std::string what) {
    found.push_back(fmt::format("{}: {}", at.empty() ? "/" : at, std::move(what)));
  }
  void reference(const json::value&, const json::value& rule, const json::value& value,
                 const std::string& at) {
    against(referred(document_, rule.as_string()), value, at);
  }
  void type(const json::value&, const json::value& rule, const json::value& value, const std::string& at) {
    const auto fits = [&](const json::value& type) { return is_type(value, type.as_string()); };
    if (rule.is_array() ? std::ranges::any_of(rule.as_array(), fits) : fits(rule)) return;
    wrong(at, fmt::format("{} is no {}", json::serialize(value), json::serialize(rule)));
  }
  void one_of(const json::value&, const json::value& rule, const json::value& value, const std::string& at) {
    if (std::ranges::find(rule.as_array(), value) == rule.as_array().end())
      wrong(at, fmt::format("{} is none of {}", json::serialize(value), json::serialize(rule)));
  }
  void any_of(const json::value&, const json::value& rule, const json::value& value, const std::string& at) {
    const auto fits = [&](const json::value& schema) {
      return differences(document_, schema, value).empty();
    };
    if (!std::ranges::any_of(rule.as_array(), fits)) wrong(at, "fits none of anyOf");
  }
  void properties(const json::value&, const json::value& rule, const json::value& value,
                  const std::string& at) {
    if (!value.is_object()) return;
    for (const auto& [name, schema] : rule.as_object()) {
      if (const auto* field = value.as_object().if_contains(name))
        against(schema, *field, at + "/" + std::string(name));
    }
  }
  void required(const json::value&, const json::value& rule, const json::value& value,
                const std::string& at) {
    if (!value.is_object()) return;
    for (const auto& name : rule.as_array()) {
      if (!value.as_object().contains(name.as_string()))
        wrong(at + "/" + std::string(name.as_string()), "is missing");
    }
  }
  void additional(const json::value& schema, const json::value& rule, const json::value& value,
                  const std::string& at) {
    if (!value.is_object() || rule.as_bool()) return;
    const auto* described = schema.as_object().if_contains("properties");
    for (const auto& [name, field] : value.as_object()) {
      if (described == nullptr || !described->as_object().contains(name))
        wrong(at + "/" + std::string(name), "is not described");
    }
  }
  void items(const json::value&, const json::value& rule, const json::value& value, const std::string& at) {
    if (!value.is_array()) return;
    for (std::size_t i = 0; i < value.as_array().size(); ++i)
      against(rule, value.as_array()[i], fmt::format("{}/{}", at, i));
  }
  void pattern(const json::value&, const json::value& rule, const json::value& value, const std::string& at) {
    if (value.is_string() && !matches(value, rule.as_string()))
      wrong(at, fmt::format("{} does not match {}", json::serialize(value), json::serialize(rule)));
  }
  void format(const json::value& schema, const json::value& rule, const json::value& value,
              const std::string& at) {
    pattern(schema, formats().at(rule.as_string()), value, at);
  }
  void shortest(const json::value&, const json::value& rule, const json::value& value,
                const std::string& at) {
    if (value.is_string() && characters(value.as_string()) < rule.as_int64()) wrong(at, "is too short");
  }
  void longest(const json::value&, const json::value& rule, const json::value& value, const std::string& at) {
    if (value.is_string() && characters(value.as_string()) > rule.as_int64()) wrong(at, "is too long");
  }
  void least(const json::value&, const json::value& rule, const json::value& value, const std::string& at) {
    if (value.is_number() && value.to_number<double>() < rule.to_number<double>()) wrong(at, "is too small");
  }
  void most(const json::value&, const json::value& rule, const json::value& value, const std::string& at) {
    if (value.is_number() && value.to_number<double>() > rule.to_number<double>()) wrong(at, "is too large");
  }

  const json::value& document_;
};

}  // namespace

const json::value& referred(const json::value& document, std::string_view reference) {
  boost::system::error_code error;
  const json::value* found =
      reference.starts_with('#') ? document.find_pointer(reference.substr(1), error) : nullptr;
  if (found == nullptr) throw std::logic_error(fmt::format("{} refers to nothing", reference));
  return *found;
}

std::vector<std::string> differences(const json::value& document, const json::value& schema,
                                     const json::value& value) {
  Check check(document);
  check.against(schema, value, "");
  return std::move(check.found);
}

}  // namespace biroyna::testing

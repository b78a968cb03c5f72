#include "tests/support/contract.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/algorithm/string.hpp>
#include <boost/json.hpp>

#include "tests/support/schema.hpp"

namespace biroyna::testing {
namespace {

namespace json = boost::json;

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  boost::algorithm::split(segments, path.substr(0, path.find('?')), [](char c) { return c == '/'; });
  return segments;
}

bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }

// The content type without its parameters.
std::string media_type(const Answer& answer) {
  const auto found = answer.headers.find("content-type");
  return found == answer.headers.end() ? "" : found->second.substr(0, found->second.find(';'));
}

}  // namespace

Contract::Contract(json::value description) : description_(std::move(description)) {
  for (const auto& [path, methods] : description_.at("paths").as_object()) {
    for (const auto& [method, operation] : methods.as_object()) {
      const auto& described = operation.as_object();
      operations_.push_back({boost::algorithm::to_upper_copy(std::string(method)), segments_of(path),
                             &described, std::string(described.at("operationId").as_string())});
    }
  }
}

// As the router does, a literal segment is preferred to "{name}".
const Contract::Operation* Contract::find(std::string_view method,
                                          const std::vector<std::string>& segments) const {
  const auto fits = [&](const Operation& operation) {
    return operation.method == method &&
           std::ranges::equal(operation.segments, segments, [](const auto& described, const auto& segment) {
             return is_parameter(described) || described == segment;
           });
  };
  const Operation* best = nullptr;
  for (const auto& operation : operations_) {
    if (!fits(operation)) continue;
    if (best == nullptr || std::ranges::lexicographical_compare(operation.segments, best->segments, {},
                                                                is_parameter, is_parameter))
      best = &operation;
  }
  return best;
}

const json::value* Contract::values_of(const Operation& operation, std::string_view parameter) const {
  const auto* parameters = operation.described->if_contains("parameters");
  if (parameters == nullptr) return nullptr;
  for (const auto& item : parameters->as_array()) {
    const auto* reference = item.as_object().if_contains("$ref");
    const auto& described = reference == nullptr ? item : referred(description_, reference->as_string());
    if (described.at("in") == "path" && described.at("name").as_string() == parameter)
      return described.at("schema").as_object().if_contains("enum");
  }
  return nullptr;
}

std::vector<std::string> Contract::differences(std::string_view method, std::string_view target,
                                               const std::string& body, const Answer& answer) {
  const auto segments = segments_of(target);
  const Operation* operation = find(method, segments);
  if (operation == nullptr) return {fmt::format("{} {} is not described", method, target)};

  std::vector<std::string> found;
  const auto wrong = [&](const std::string& what) {
    found.push_back(fmt::format("{} {}: {}", operation->id, answer.status, what));
  };
  const auto keeps_to = [&](const json::value& schema, const std::string& text, std::string_view whose) {
    boost::system::error_code error;
    const auto value = json::parse(text, error);
    if (error) return wrong(fmt::format("{} is no JSON", whose));
    for (const auto& what : testing::differences(description_, schema, value))
      wrong(fmt::format("{} {}", whose, what));
  };

  const auto& responses = operation->described->at("responses").as_object();
  const std::string status = std::to_string(answer.status);
  const auto* response = responses.if_contains(status);
  if (response != nullptr) {
    seen_.insert(operation->id + " " + status);
    for (std::size_t i = 0; i < segments.size() && answer.status < 300; ++i) {
      const auto& name = operation->segments[i];
      if (!is_parameter(name) || values_of(*operation, name.substr(1, name.size() - 2)) == nullptr) continue;
      seen_.insert(operation->id + " " + segments[i]);
    }
  } else {
    if (answer.status < 400) wrong("the status is not described");
    response = &responses.at("default");
  }

  if (const auto* headers = response->as_object().if_contains("headers")) {
    for (const auto& [name, header] : headers->as_object()) {
      if (!answer.headers.contains(boost::algorithm::to_lower_copy(std::string(name))))
        wrong(fmt::format("the header {} is missing", std::string_view(name)));
    }
  }
  const auto* content = response->as_object().if_contains("content");
  if (content == nullptr) {
    if (!answer.body.empty()) wrong("a body is not described");
  } else if (const auto* media = content->as_object().if_contains(media_type(answer))) {
    if (media_type(answer).ends_with("json")) keeps_to(media->at("schema"), answer.body, "the answer's");
  } else {
    wrong(fmt::format("the content type \"{}\" is not described", media_type(answer)));
  }

  if (answer.status >= 300) return found;
  if (const auto* request = operation->described->if_contains("requestBody")) {
    const auto* required = request->as_object().if_contains("required");
    const auto* described = request->at("content").as_object().if_contains("application/json");
    if (described == nullptr) return found;  // a form with files
    if (!body.empty())
      keeps_to(described->at("schema"), body, "the request's");
    else if (required != nullptr && required->as_bool())
      wrong("the request needs no body, though it is described as required");
  } else if (!body.empty()) {
    wrong("the request's body is not described");
  }
  return found;
}

std::set<std::string> Contract::unseen() const {
  std::set<std::string> all;
  for (const auto& operation : operations_) {
    for (const auto& [status, response] : operation.described->at("responses").as_object()) {
      if (status != "default") all.insert(operation.id + " " + std::string(status));
    }
    for (const auto& segment : operation.segments) {
      if (!is_parameter(segment)) continue;
      const auto* values = values_of(operation, std::string_view(segment).substr(1, segment.size() - 2));
      if (values == nullptr) continue;
      for (const auto& value : values->as_array())
        all.insert(operation.id + " " + std::string(value.as_string()));
    }
  }
  for (const auto& name : seen_) all.erase(name);
  return all;
}

}  // namespace biroyna::testing

#include "platform/html/testing/fixtures.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace biroyna::html::testing {
namespace {

namespace json = boost::json;

// As JavaScript prints it.
std::string printed(const json::value& value) {
  if (const auto* text = value.if_string()) return std::string(*text);
  return json::serialize(value);
}

bool counts_as_false(const json::value& value) {
  return value.is_null() || value == json::value(false) || value == json::value(0) ||
         value == json::value("");
}

struct KnownAttribute {
  std::string_view name;
  Attribute (*make)(std::string_view value);
};

// Names are checked while compiling, so those of the fixtures have to be known.
#define KNOWN(name)                                                     \
  KnownAttribute {                                                      \
    name, [](std::string_view value) { return attribute(name, value); } \
  }
constexpr std::array kAttributes = {
    KNOWN("another-attribute"),
    KNOWN("aria-controls"),
    KNOWN("aria-label"),
    KNOWN("data-another"),
    KNOWN("data-attribute"),
    KNOWN("data-attribute-1"),
    KNOWN("data-attribute-2"),
    KNOWN("data-fizz"),
    KNOWN("data-foo"),
    KNOWN("data-pika"),
    KNOWN("data-second-attribute"),
    KNOWN("data-some-data-attribute"),
    KNOWN("data-test"),
    KNOWN("data-test-attribute"),
    KNOWN("data-test-attribute-2"),
    KNOWN("data-test-id"),
    KNOWN("data-tracking-dimension"),
    KNOWN("first-attribute"),
    KNOWN("id"),
    KNOWN("lang"),
    KNOWN("my-attribute"),
    KNOWN("second-attribute"),
    KNOWN("tabindex"),
};
#undef KNOWN

void collect_unread(const json::value& value, const std::string& path, const std::set<std::string>& asked,
                    std::vector<std::string>& unread) {
  if (const auto* list = value.if_array()) {
    for (const json::value& item : *list) collect_unread(item, path, asked, unread);
  } else if (const auto* object = value.if_object()) {
    for (const auto& [key, item] : *object) {
      const std::string at = path + "." + std::string(key);
      if (!asked.contains(at))
        unread.push_back(at.substr(1));
      else if (key != "attributes")
        collect_unread(item, at, asked, unread);
    }
  }
}

}  // namespace

std::vector<Fixture> load_fixtures(const std::string& folder, const std::string& component) {
  const std::filesystem::path path = std::filesystem::path(folder) / component / "fixtures.json";
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(path.string() + " cannot be read: run `npm --prefix web ci`");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const json::value document = json::parse(text);
  std::vector<Fixture> fixtures;
  for (const json::value& fixture : document.at("fixtures").as_array()) {
    fixtures.push_back({std::string(fixture.at("name").as_string()), fixture.at("options"),
                        std::string(fixture.at("html").as_string())});
  }
  return fixtures;
}

Html raw(std::string_view html) {
  Html out;
  write(out, {.text = html, .slots = {}, .double_braces = false}, {});
  return out;
}

Options::Options(const json::value& options) : value_(&options) {}

const json::value* Options::find(std::string_view key) const {
  asked_->insert(path_ + "." + std::string(key));
  const auto* object = value_ == nullptr ? nullptr : value_->if_object();
  return object == nullptr ? nullptr : object->if_contains(key);
}

std::optional<std::string> Options::text_if(std::string_view key) const {
  const json::value* value = find(key);
  return value == nullptr ? std::nullopt : std::optional(printed(*value));
}

std::string Options::text(std::string_view key, std::string_view otherwise) const {
  return has(key) ? printed(*find(key)) : std::string(otherwise);
}

Content Options::content(std::string_view text_key, std::string_view html_key) const {
  std::string plain = text(text_key);
  if (has(html_key)) return raw(text(html_key));
  return plain;
}

Content Options::content(std::string_view otherwise) const {
  const Content given = content("text", "html");
  return given.empty() ? Content(otherwise) : given;
}

Html Options::html(std::string_view key) const { return raw(text(key)); }

bool Options::flag(std::string_view key) const { return has(key); }

std::optional<bool> Options::flag_if(std::string_view key) const {
  const json::value* value = find(key);
  return value == nullptr ? std::nullopt : std::optional(!counts_as_false(*value));
}

int Options::number(std::string_view key, int otherwise) const {
  return has(key) ? find(key)->to_number<int>() : otherwise;
}

Attribute Options::attributes() const {
  Attribute made;
  if (!has("attributes")) return made;
  for (const auto& [key, value] : find("attributes")->as_object()) {
    const std::string_view name = key;
    const auto* known = std::ranges::find(kAttributes, name, &KnownAttribute::name);
    if (known == kAttributes.end()) throw std::runtime_error("unknown attribute " + std::string(name));
    made += known->make(printed(value));
  }
  return made;
}

bool Options::has(std::string_view key) const {
  const json::value* value = find(key);
  return value != nullptr && !counts_as_false(*value);
}

Options Options::at(std::string_view key) const {
  return {find(key), path_ + "." + std::string(key), asked_};
}

std::vector<Options> Options::items(std::string_view key) const { return at(key).items(); }

std::vector<Options> Options::items() const {
  std::vector<Options> items;
  const auto* list = value_ == nullptr ? nullptr : value_->if_array();
  if (list == nullptr) return items;
  for (const json::value& item : *list)
    if (!counts_as_false(item)) items.push_back({&item, path_, asked_});
  return items;
}

std::vector<std::string> Options::texts(std::string_view key) const {
  std::vector<std::string> texts;
  for (const Options& item : items(key)) texts.push_back(printed(*item.value_));
  return texts;
}

std::vector<std::string> Options::unread() const {
  std::vector<std::string> unread;
  collect_unread(*value_, path_, *asked_, unread);
  return unread;
}

}  // namespace biroyna::html::testing

#include "platform/config/registries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "core/id.hpp"
#include "platform/config/web_address.hpp"
#include "platform/yaml/reader.hpp"

namespace biroyna {
namespace {

constexpr std::size_t kShortestClient = 4, kShortestService = 5, kLongestService = 6;
constexpr const char* kOfCalls[] = {"url", "timeout_ms", "attempts", "token_variable", "x_road"};

// Parts with "/" between, as X-Road writes the names of its members.
bool is_x_road_name(const std::string& text, std::size_t fewest, std::size_t most) {
  const auto sign = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  };
  std::size_t parts = 1;
  char before = '/';
  for (const char c : text) {
    if (c == '/' ? before == '/' : !sign(c)) return false;
    parts += c == '/';
    before = c;
  }
  return before != '/' && parts >= fewest && parts <= most;
}

std::string x_road_name(yaml::Node& node, const std::string& key, std::size_t fewest, std::size_t most,
                        const char* example) {
  std::string name = node.text(key);
  if (!name.empty() && !is_x_road_name(name, fewest, most))
    node.problem_at(key, fmt::format("\"{}\" is written like {}, not \"{}\"", key, example, name));
  return name;
}

void read_call(yaml::Node& node, const Environment& environment, RegistrySettings& registry) {
  registry.url = node.text("url");
  while (registry.url.ends_with('/')) registry.url.pop_back();
  if (!registry.url.empty() && !is_web_address(registry.url))
    node.problem_at("url", "\"url\" is written like https://registry.example.uz/questions");
  if (node.has("timeout_ms"))
    registry.timeout = std::chrono::milliseconds(node.integer("timeout_ms", 100, 60'000));
  if (node.has("attempts")) registry.attempts = static_cast<int>(node.integer("attempts", 1, 50));
  if (const auto variable = node.text_if("token_variable")) {
    const auto token = environment(variable->c_str());
    if (!token || token->empty())
      registry.no_token = {node.file(), node.child("token_variable").line(),
                           fmt::format("the environment has no \"{}\"", *variable)};
    else if (!std::ranges::all_of(*token, [](char c) { return c > 0x20 && c < 0x7f; }))
      node.problem_at("token_variable", fmt::format("\"{}\" holds no token", *variable));
    else
      registry.token = *token;
  }
  if (node.has("x_road")) {
    yaml::Node x_road = node.child("x_road");
    registry.x_road = XRoad{
        x_road_name(x_road, "client", kShortestClient, kShortestClient, "UZ/GOV/10001/biroyna"),
        x_road_name(x_road, "service", kShortestService, kLongestService, "UZ/GOV/10002/civil/questions")};
    x_road.finish();
  }
}

}  // namespace

std::vector<RegistrySettings> read_registries(yaml::Node list, const Environment& environment) {
  using Mode = RegistrySettings::Mode;
  std::vector<RegistrySettings> registries;
  std::set<std::string> ids;
  for (yaml::Node& node : list.items()) {
    RegistrySettings registry;
    registry.id = node.text("id");
    if (!registry.id.empty() && !is_slug(registry.id))
      node.problem_at("id", fmt::format("\"{}\" must be small letters, digits and hyphens", registry.id));
    else if (!ids.insert(registry.id).second && !registry.id.empty())
      node.problem_at("id", fmt::format("\"{}\" stands here twice", registry.id));
    if (node.has("names")) registry.names = node.names("names");
    const std::string mode = node.text_if("mode").value_or("call");
    if (mode != "call" && mode != "poll")
      node.problem_at("mode", fmt::format("\"mode\" must be call or poll, not \"{}\"", mode));
    registry.mode = mode == "poll" ? Mode::poll : Mode::call;
    if (registry.mode == Mode::call) {
      read_call(node, environment, registry);
    } else {
      for (const char* key : kOfCalls) {
        if (!node.has(key)) continue;
        node.child(key);
        node.problem_at(key, fmt::format("\"{}\" is only for registries that are called", key));
      }
    }
    node.finish();
    registries.push_back(std::move(registry));
  }
  return registries;
}

std::vector<RegistrySettings> with_tokens(std::vector<RegistrySettings> registries) {
  std::string missing;
  for (const auto& registry : registries) {
    if (!registry.no_token) continue;
    if (!missing.empty()) missing += "; ";
    missing += registry.no_token->to_string();
  }
  if (!missing.empty()) throw std::runtime_error(missing);
  return registries;
}

}  // namespace biroyna

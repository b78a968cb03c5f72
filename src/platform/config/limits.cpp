#include "platform/config/limits.hpp"

#include <fmt/format.h>

#include <array>

#include "platform/yaml/reader.hpp"

namespace biroyna {
namespace {

struct LimitSetting {
  const char* key;
  std::size_t LimitSettings::* value;
  std::int64_t least, most;
};
constexpr std::array kLimitSettings = {
    LimitSetting{"connections", &LimitSettings::connections, 16, 1'000'000},
    LimitSetting{"connections_per_client", &LimitSettings::connections_per_client, 1, 1'000'000},
    LimitSetting{"streams", &LimitSettings::streams, 1, 1'000'000},
    LimitSetting{"streams_per_client", &LimitSettings::streams_per_client, 1, 1'000'000},
    LimitSetting{"body_memory_mb", &LimitSettings::body_memory_mb, 1, 65'536},
    LimitSetting{"body_memory_per_client_mb", &LimitSettings::body_memory_per_client_mb, 1, 65'536},
    LimitSetting{"answer_memory_mb", &LimitSettings::answer_memory_mb, 32, 65'536},
    LimitSetting{"answer_memory_per_client_mb", &LimitSettings::answer_memory_per_client_mb, 32, 65'536},
    LimitSetting{"uploads", &LimitSettings::uploads, 1, 10'000},
    LimitSetting{"uploads_per_client", &LimitSettings::uploads_per_client, 1, 10'000},
    LimitSetting{"uploads_for_staff", &LimitSettings::uploads_for_staff, 0, 10'000},
    LimitSetting{"waiting_requests", &LimitSettings::waiting_requests, 1, 1'000'000},
};

}  // namespace

LimitSettings read_limits(yaml::Node node) {
  LimitSettings limits;
  for (const auto& [key, value, least, most] : kLimitSettings) {
    if (node.has(key)) limits.*value = static_cast<std::size_t>(node.integer(key, least, most));
  }
  // Most of them are for those who are not of the staff.
  if (node.has("uploads_for_staff") && limits.uploads_for_staff > limits.uploads / 4) {
    node.problem_at(
        "uploads_for_staff",
        fmt::format("\"uploads_for_staff\" cannot be more than a quarter of \"uploads\", which is {}",
                    limits.uploads));
  }
  if (node.has("free_networks")) {
    for (const std::string& text : node.texts("free_networks")) {
      if (const auto network = Network::parse(text))
        limits.free_networks.push_back(*network);
      else
        node.problem_at("free_networks",
                        fmt::format("a network is written like 10.1.0.0/16, not \"{}\"", text));
    }
  }
  node.finish();
  return limits;
}

}  // namespace biroyna

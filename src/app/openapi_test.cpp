// The description of the API and the routes say the same.
#include "openapi.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "app/app.hpp"
#include "platform/db/testing/processes.hpp"

namespace biroyna {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

TEST(OpenApi, EveryRouteIsDescribedAndEveryDescriptionIsARoute) {
  const db::testing::TemporaryFolder folder;
  Config config;
  config.data_dir = folder.path();
  config.listen_port = 0;
  const App app(config, system_now);
  std::set<std::string> routes, described;
  for (const auto& route : app.router().routes()) {
    const bool operation =
        route->pattern == "/healthz" || route->pattern == "/readyz" || route->pattern == "/metrics";
    if (route->pattern.starts_with("/api/") || operation) {
      routes.insert(fmt::format("{} {}", lower(http::name(route->method)), route->pattern));
    }
  }
  const auto document = boost::json::parse(embedded::openapi().front().content);
  for (const auto& [path, operations] : document.at("paths").as_object()) {
    for (const auto& [method, operation] : operations.as_object())
      described.insert(fmt::format("{} {}", std::string_view(method), std::string_view(path)));
  }
  EXPECT_THAT(described, ::testing::ContainerEq(routes));
  EXPECT_GT(routes.size(), 30u);
}

}  // namespace
}  // namespace biroyna

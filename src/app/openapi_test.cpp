// The description of the API and the routes say the same.
#include "openapi.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/algorithm/string/case_conv.hpp>
#include <boost/json.hpp>
#include <set>

#include "app/test_app.hpp"

namespace biroyna {
namespace {

bool is_described(const http::Route& route) {
  const std::set<std::string> operations = {"/healthz", "/readyz", "/metrics"};
  return route.pattern.starts_with("/api/") || operations.contains(route.pattern);
}

class OpenApi : public testing::AppTest {
 protected:
  static std::string name_of(std::string_view method, std::string_view path) {
    return fmt::format("{} {}", boost::algorithm::to_upper_copy(std::string(method)), path);
  }

  boost::json::value document = boost::json::parse(embedded::openapi().front().content);
};

TEST_F(OpenApi, EveryRouteIsDescribedAndEveryDescriptionIsARoute) {
  std::set<std::string> routes, described;
  for (const auto& route : app.router().routes()) {
    if (is_described(*route)) routes.insert(name_of(http::name(route->method), route->pattern));
  }
  for (const auto& [path, operations] : document.at("paths").as_object()) {
    for (const auto& [method, operation] : operations.as_object()) described.insert(name_of(method, path));
  }
  EXPECT_THAT(described, ::testing::ContainerEq(routes));
  EXPECT_GT(routes.size(), 30u);
}

TEST_F(OpenApi, WhatIsDescribedAsOpenToEverybodyIs) {
  std::set<std::string> open, described;
  for (const auto& route : app.router().routes()) {
    if (is_described(*route) && route->allowed.contains(auth::Role::anonymous))
      open.insert(name_of(http::name(route->method), route->pattern));
  }
  for (const auto& [path, operations] : document.at("paths").as_object()) {
    for (const auto& [method, operation] : operations.as_object()) {
      const auto* security = operation.as_object().if_contains("security");
      if (security != nullptr && security->as_array().empty()) described.insert(name_of(method, path));
    }
  }
  EXPECT_THAT(described, ::testing::ContainerEq(open));
}

}  // namespace
}  // namespace biroyna

// The whole app on an empty data folder, without serving, for tests of what it consists of.
#pragma once

#include <gtest/gtest.h>

#include "app/app.hpp"
#include "platform/db/testing/processes.hpp"

namespace biroyna::testing {

class AppTest : public ::testing::Test {
 protected:
  static Config config_in(const std::filesystem::path& folder) {
    Config config;
    config.data_dir = folder;
    config.listen_port = 0;
    return config;
  }
  db::testing::TemporaryFolder folder;
  App app{config_in(folder.path()), system_now};
};

}  // namespace biroyna::testing

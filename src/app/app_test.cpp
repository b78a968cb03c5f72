// The program as a whole, as it starts and stops.
#include <filesystem>
#include <fstream>
#include <future>

#include "app/test_app.hpp"

namespace biroyna::testing {
namespace {

using namespace std::chrono_literals;

TEST_F(AppTest, EndsAtOnceWhenItIsToldToBeforeItServes) {
  app.stop();
  app.run();
}

TEST_F(AppTest, ServesUntilItIsTold) {
  auto served = std::async(std::launch::async, [&] { app.run(); });
  EXPECT_EQ(served.wait_for(20ms), std::future_status::timeout);
  app.stop();
  served.get();
}

// An installation that was made before documents were called so keeps its key and its contents.
TEST(Installation, WithTheOldNamesOfItsDocumentsKeepsThem) {
  const db::testing::TemporaryFolder folder;
  Config config;
  config.data_dir = folder.path();
  EXPECT_EQ(vault_options(config).folder, folder.path() / "documents");
  EXPECT_EQ(vault_options(config).key_file, folder.path() / "documents.key");
  std::filesystem::create_directory(folder.path() / "papers");
  std::ofstream(folder.path() / "papers.key") << "key";
  EXPECT_EQ(vault_options(config).folder, folder.path() / "papers");
  EXPECT_EQ(vault_options(config).key_file, folder.path() / "papers.key");
  std::ofstream(folder.path() / "documents.key") << "key";
  EXPECT_EQ(vault_options(config).key_file, folder.path() / "documents.key") << "the new name wins";
}

}  // namespace
}  // namespace biroyna::testing

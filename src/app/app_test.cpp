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
  const auto write = [&](const char* name) {
    std::filesystem::create_directories((folder.path() / name).parent_path());
    std::ofstream(folder.path() / name) << "x";
  };
  write("papers/content");
  EXPECT_EQ(vault_options(config).folder, folder.path() / "papers");
  EXPECT_EQ(vault_options(config).key_file, folder.path() / "papers.key") << "also when it is gone";
  std::filesystem::create_directory(folder.path() / "documents");
  EXPECT_EQ(vault_options(config).folder, folder.path() / "papers") << "an empty folder hides no documents";
  write("documents.key");
  EXPECT_EQ(vault_options(config).key_file, folder.path() / "documents.key") << "the new name wins";
  write("documents/content");
  EXPECT_THROW(vault_options(config), std::runtime_error);
}

}  // namespace
}  // namespace biroyna::testing

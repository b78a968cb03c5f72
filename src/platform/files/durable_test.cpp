// What of a power cut these promise is tried in tests/outage.
#include "platform/files/durable.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>
#include <system_error>

#include "platform/db/testing/processes.hpp"

namespace biroyna::files {
namespace {

namespace fs = std::filesystem;

class Durable : public ::testing::Test {
 protected:
  std::string content_of(const fs::path& file) const {
    std::string text;
    std::getline(std::ifstream(file), text);
    return text;
  }
  const db::testing::TemporaryFolder folder;
};

TEST_F(Durable, AFileIsMadeOnceForItsOwnerAlone) {
  const fs::path file = folder.path() / "key";
  EXPECT_TRUE(make_file(file, "one"));
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_FALSE(make_file(file, "two"));
  EXPECT_EQ(content_of(file), "one");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1) << "and nothing is left beside it";
}

TEST_F(Durable, AFileThatCannotBeMadeLeavesNothing) {
  EXPECT_THROW(make_file(folder.path() / "missing" / "key", "one"), std::system_error);
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST_F(Durable, AFolderIsMadeWithThoseAboveIt) {
  const fs::path made = folder.path() / "a" / "b" / "c";
  make_folder(made);
  make_folder(made);
  for (const auto& one : {made, made.parent_path()})
    EXPECT_EQ(fs::status(one).permissions(), fs::perms::owner_all);
}

TEST_F(Durable, AFolderThatCannotBeMadeIsNamed) {
  std::ofstream(folder.path() / "file") << "x";
  for (const fs::path& refused :
       {folder.path() / "file", folder.path() / "file" / "below", fs::path("/proc/nothing/x")}) {
    try {
      make_folder(refused);
      ADD_FAILURE() << refused;
    } catch (const std::system_error& error) {
      EXPECT_THAT(error.what(), ::testing::HasSubstr("cannot make"));
    }
  }
}

}  // namespace
}  // namespace biroyna::files

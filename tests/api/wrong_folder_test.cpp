// A database, a folder of documents and a key that do not belong together: nothing starts, nothing is
// removed.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "features/documents/test_documents.hpp"
#include "tests/support/json.hpp"
#include "tests/support/uploads.hpp"

namespace biroyna::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class WrongFolder : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  static void take_documents(const Installation& centre) {
    Server server(centre);
    Api anybody(server.port(), "");
    for (std::uint64_t i = 0; i < 3; ++i) {
      const std::string picture = documents::testing::png("", 4 + i);
      ASSERT_EQ(send_form(anybody.client(), form_of(picture), "").status, 201);
    }
  }
  static Finished check(const Installation& centre, std::vector<std::string> more = {}) {
    std::vector<std::string> words = {"documents", "check"};
    words.insert(words.end(), more.begin(), more.end());
    for (const auto& word : centre.place()) words.push_back(word);
    return run(words);
  }
  static std::size_t contents(const Installation& centre) {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(centre.folder() / "documents"))
      count += entry.is_regular_file() && entry.path().filename().string().size() == 64 ? 1 : 0;
    return count;
  }
  static std::string refused(const Installation& centre) {
    try {
      const Server server(centre);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "it started";
  }

  Installation centre{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Engines, WrongFolder, db::testing::program_engines(), db::testing::engine_name);

TEST_P(WrongFolder, WhatBelongsTogetherStartsAgain) {
  take_documents(centre);
  EXPECT_EQ(refused(centre), "it started");
  const Finished checked = check(centre);
  EXPECT_EQ(checked.exit_code, 0) << checked.err;
}

TEST_P(WrongFolder, ANewDatabaseBesideOldDocumentsStartsNothingAndRemovesNothing) {
  take_documents(centre);
  const std::size_t before = contents(centre);
  ASSERT_GE(before, 1u);
  const Installation other{GetParam()};  // as it is when a database was lost and made anew
  fs::copy(centre.folder() / "documents", other.folder() / "documents", fs::copy_options::recursive);
  fs::copy(centre.folder() / "documents.key", other.folder() / "documents.key");
  EXPECT_THAT(refused(other), HasSubstr("bring that database back from the backup"));
  for (const std::string count : {"0", "1", "3"}) {
    const Finished checked = check(other, {"--remove-orphans", count});
    EXPECT_NE(checked.exit_code, 0);
    EXPECT_THAT(checked.err, HasSubstr("bring that database back from the backup"));
  }
  EXPECT_EQ(contents(other), before);
}

TEST_P(WrongFolder, AnotherInstallationsKeyIsFound) {
  take_documents(centre);
  const Installation other{GetParam()};
  take_documents(other);
  fs::copy(other.folder() / "documents.key", centre.folder() / "documents.key",
           fs::copy_options::overwrite_existing);
  EXPECT_THAT(refused(centre), HasSubstr("the key of the documents is not the one"));
}

TEST_P(WrongFolder, ADamagedKeyIsFound) {
  take_documents(centre);
  const fs::path key = centre.folder() / "documents.key";
  std::fstream file(key, std::ios::in | std::ios::out);
  const int first = file.get();
  file.seekp(0);
  file.put(first == '0' ? '1' : '0');
  file.close();
  EXPECT_THAT(refused(centre), HasSubstr("the key of the documents is not the one"));
}

TEST_P(WrongFolder, AnotherInstallationsDocumentsAreFound) {
  take_documents(centre);
  const Installation other{GetParam()};
  take_documents(other);
  fs::remove_all(centre.folder() / "documents");
  fs::copy(other.folder() / "documents", centre.folder() / "documents", fs::copy_options::recursive);
  EXPECT_THAT(refused(centre), HasSubstr("another installation"));
}

TEST_P(WrongFolder, LostDocumentsAreFound) {
  take_documents(centre);
  fs::remove_all(centre.folder() / "documents");
  EXPECT_THAT(refused(centre), HasSubstr("the database names documents"));
}

TEST_P(WrongFolder, OrphansAreRemovedOnlyWhenTheyWereCounted) {
  take_documents(centre);
  const std::string name(64, 'a');
  fs::create_directories(centre.folder() / "documents" / "aa");
  std::ofstream(centre.folder() / "documents" / "aa" / name) << "left by a power cut";
  const std::size_t before = contents(centre);
  const Finished counted = check(centre);
  EXPECT_EQ(count_of_orphans(counted.out), "1") << counted.err;
  EXPECT_EQ(check(centre, {"--remove-orphans", "2"}).exit_code, 1);
  EXPECT_EQ(contents(centre), before);
  EXPECT_EQ(check(centre, {"--remove-orphans", "1"}).exit_code, 0);
  EXPECT_EQ(contents(centre), before - 1);
}

}  // namespace
}  // namespace biroyna::testing

// Base copies: what is in them, and what a damaged one says.
#include "platform/backup/base.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/backup/digest.hpp"
#include "platform/backup/test_installation.hpp"

namespace biroyna::backup {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class BaseCopies : public ::testing::Test {
 protected:
  static std::string error_of(const std::function<void()>& job) {
    try {
      job();
    } catch (const std::exception& error) {
      return error.what();
    }
    return "nothing";
  }
  std::size_t copies() {
    std::vector<std::string> damaged;
    return base_copies(here.backups, damaged).size();
  }
  Installation here;
};

TEST_F(BaseCopies, ACopyIsBroughtBackWhileTheDatabaseGoesOn) {
  here.note("a");
  const Made made = here.copy();
  here.note("b");
  EXPECT_EQ(made.manifest.installation, "here");
  EXPECT_THAT(here.restored({}), ElementsAre("a"));
}

TEST_F(BaseCopies, OnlyNewContentsAreCopied) {
  const std::string first = here.hand_in("first");
  EXPECT_EQ(here.copy().new_contents, 1u);
  const std::string second = here.hand_in("second");
  const Made made = here.copy();
  EXPECT_EQ(made.new_contents, 1u);
  EXPECT_EQ(made.manifest.contents, 2u);
  const Archive archive({here.backups});
  const fs::path vault = here.folder.path() / "vault";
  fs::create_directory(vault);
  archive.restore_contents({first, second}, vault);
  const Vault restored({.folder = vault, .key_file = here.folder.path() / "documents.key"});
  std::string text;
  restored.read(second, [&](std::string_view block) { text += block; });
  EXPECT_EQ(text, "second");
}

TEST_F(BaseCopies, ASealedCopyOpensOnlyWithTheSecretKey) {
  here.note("a secret word of somebody");
  const auto recipient = sealed::make_recipient(here.folder.path() / "secret");
  auto request = here.request();
  request.recipient = recipient;
  request.files = {{"documents.key", here.folder.path() / "documents.key", true}};
  const Made made = make_base_copy(request);
  for (const auto& entry : fs::recursive_directory_iterator(made.folder)) {
    if (!entry.is_regular_file()) continue;
    const files::Mapping content(entry.path());
    EXPECT_EQ(content.bytes().find("secret word"), std::string_view::npos) << entry.path();
    EXPECT_EQ(content.bytes().find(files::Mapping(here.folder.path() / "documents.key").bytes()),
              std::string_view::npos);
  }
  EXPECT_THAT(error_of([&] { here.restored({}); }), HasSubstr("secret key is needed"));
  const auto other = sealed::make_recipient(here.folder.path() / "other");
  EXPECT_NE(other, recipient);
  EXPECT_THAT(
      error_of([&] { here.restored({}, {.secret = sealed::read_secret(here.folder.path() / "other")}); }),
      HasSubstr("sealed for another recipient"));
  EXPECT_THAT(here.restored({}, {.secret = sealed::read_secret(here.folder.path() / "secret")}),
              ElementsAre("a secret word of somebody"));
}

TEST_F(BaseCopies, KeysAreNeverCopiedOpenly) {
  auto request = here.request();
  request.files = {{"documents.key", here.folder.path() / "documents.key", true}};
  EXPECT_THAT(error_of([&] { make_base_copy(request); }), HasSubstr("only for a recipient"));
  EXPECT_EQ(copies(), 0u);
}

TEST_F(BaseCopies, EachDamagedFileIsNamed) {
  here.note("a");
  here.hand_in("a document");
  const Made made = here.copy();
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(made.folder))
    if (entry.is_regular_file()) files.push_back(entry.path());
  ASSERT_THAT(files, SizeIs(3));
  for (const auto& file : files) {
    const auto middle = static_cast<std::int64_t>(fs::file_size(file) / 2);
    change_byte(file, middle);
    EXPECT_THAT(error_of([&] { here.restored({}); }), HasSubstr(file.filename().string()));
    change_byte(file, middle);
  }
  EXPECT_THAT(here.restored({}), SizeIs(2));
}

TEST_F(BaseCopies, ADamagedOrMissingContentIsNamed) {
  const std::string name = here.hand_in("a document");
  here.copy();
  const fs::path stored = place_of_content(contents_of(here.backups), name);
  const Archive archive({here.backups});
  const auto restore = [&] {
    const fs::path vault = here.folder.path() / auth::random_id();
    fs::create_directory(vault);
    archive.restore_contents({name}, vault);
  };
  change_byte(stored, 60);
  EXPECT_THAT(error_of(restore), HasSubstr(name + " is damaged"));
  fs::remove(stored);
  EXPECT_THAT(error_of(restore), HasSubstr(name + " is missing"));
}

TEST_F(BaseCopies, ADamagedListOfAnOlderCopyBlocksNoOther) {
  const std::string name = here.hand_in("a document");
  const Made older = here.copy();
  here.now = at(60);
  here.copy();
  change_byte(older.folder / kContentList, 0);
  here.now = at(120);
  EXPECT_EQ(error_of([&] { here.copy(); }), error_of([] {}));
  const fs::path vault = here.folder.path() / "back";
  fs::create_directory(vault);
  EXPECT_EQ(error_of([&] { Archive({here.backups}).restore_contents({name}, vault); }), error_of([] {}));
}

TEST_F(BaseCopies, WhatTheDiskForgotIsFoundWithinTwoWeeksAndBroughtAnew) {
  const std::string name = here.hand_in("a document");
  here.copy();
  const fs::path stored = place_of_content(contents_of(here.backups), name);
  const std::string whole = sha256_of_file(stored);
  change_byte(stored, 3);
  int found = 0;
  for (int day = 1; day <= 15; ++day) {
    here.now = at(day * 24 * 60 * 60);
    found += error_of([&] { here.copy(); }).find("was damaged since") != std::string::npos;
  }
  EXPECT_EQ(found, 1);
  EXPECT_EQ(sha256_of_file(stored), whole);
}

TEST_F(BaseCopies, WhatIsNotWholeIsNoCopy) {
  here.note("a");
  auto request = here.request();
  request.verify = [](const fs::path&) { throw std::runtime_error("the chain is broken"); };
  EXPECT_EQ(error_of([&] { make_base_copy(request); }), "the chain is broken");
  EXPECT_EQ(copies(), 0u);
  // What a kill leaves behind goes with the next copy.
  fs::create_directory(copies_of(here.backups) / ".unfinished-killed");
  EXPECT_EQ(copies(), 0u);
  here.copy();
  EXPECT_FALSE(fs::exists(copies_of(here.backups) / ".unfinished-killed"));
}

TEST_F(BaseCopies, NothingThatIsNotSealedStaysBehind) {
  here.note("a");
  here.copy();
  for (const auto& entry : fs::directory_iterator(here.db.options().data_dir))
    EXPECT_FALSE(entry.is_directory()) << entry.path();
}

TEST_F(BaseCopies, OnlySoManyStayAndWhatTheyNeedStaysWithThem) {
  const std::string removed = here.hand_in("removed later");
  const std::string kept = here.hand_in("kept");
  for (int copy = 0; copy < 3; ++copy) {
    here.now = at(copy * 1'000'000'000LL);  // far ahead of the files' own times
    auto request = here.request();
    request.retention.newest = 2;
    make_base_copy(request);
    if (copy == 0)
      here.db->write_and_wait(
          [&](db::Tx& tx) { tx.exec("DELETE FROM notes WHERE id = $1", {std::string_view(removed)}); });
  }
  EXPECT_EQ(copies(), 2u);
  EXPECT_TRUE(fs::exists(place_of_content(contents_of(here.backups), kept)));
  EXPECT_FALSE(fs::exists(place_of_content(contents_of(here.backups), removed)));
}

TEST_F(BaseCopies, InAnArchiveThoseOfTheLastDaysStay) {
  for (int copy = 0; copy < 10; ++copy) {
    here.now = at(copy * 3600);
    auto request = here.request();
    request.retention = {.newest = 2, .younger_than = std::chrono::days(1)};
    make_base_copy(request);
  }
  EXPECT_EQ(copies(), 8u) << "four times two";
  here.now = at(2 * 86'400);
  auto request = here.request();
  request.retention = {.newest = 2, .younger_than = std::chrono::days(1)};
  make_base_copy(request);
  EXPECT_EQ(copies(), 2u);
}

TEST_F(BaseCopies, AFolderOfAnotherInstallationIsLeftAlone) {
  EXPECT_THAT(error_of([&] { claim_folder(here.backups, "other"); }), HasSubstr("another installation"));
  const fs::path used = here.folder.path() / "used";
  fs::create_directory(used);
  std::ofstream(used / "letter.txt") << "dear";
  EXPECT_THAT(error_of([&] { claim_folder(used, "here"); }), HasSubstr("not empty"));
  EXPECT_THAT(error_of([&] { claim_folder(here.folder.path() / "away", "here"); }),
              HasSubstr("is not there"));
}

TEST_F(BaseCopies, AManifestIsReadAsItWasWritten) {
  const Made made = here.copy();
  const std::string text = to_json(made.manifest);
  EXPECT_EQ(parse_manifest(text, "m"), made.manifest);
  std::string changed = text;
  changed.replace(changed.find("here"), 4, "else");
  EXPECT_THAT(error_of([&] { parse_manifest(changed, "m"); }), HasSubstr("m is damaged"));
}

}  // namespace
}  // namespace biroyna::backup

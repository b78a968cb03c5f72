// Changes between base copies: kept, brought back to a moment, refused where something is missing.
#include "platform/backup/archiver.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/backup/test_installation.hpp"

namespace biroyna::backup {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Archiving : public ::testing::Test {
 protected:
  void SetUp() override { begin(); }
  void TearDown() override { archiver->stop(); }

  void begin(std::size_t most_waiting = std::size_t{1} << 20, std::string recipient = {}) {
    archiver =
        std::make_shared<Archiver>(Archiver::Options{.folder = here.backups,
                                                     .vault = here.vault.folder(),
                                                     .recipient = std::move(recipient),
                                                     .clock = [this] { return here.now; },
                                                     .note = note,
                                                     .make_base_copy =
                                                         [this](const std::function<bool()>& given_up) {
                                                           auto request = here.request();
                                                           request.given_up = given_up;
                                                           make_base_copy(request);
                                                         },
                                                     .most_waiting_bytes = most_waiting,
                                                     .longest_file_bytes = 900,
                                                     .between_syncs = std::chrono::milliseconds(5),
                                                     .between_attempts = std::chrono::milliseconds(5)});
    const auto from = db::sqlite::capture(
        *here.db,
        {.clock = [this] { return here.now; },
         .on_commit = [to = archiver](db::sqlite::Commit commit) { to->committed(std::move(commit)); }});
    archiver->start(from, "here");
  }
  void until(const std::function<bool()>& done) {
    for (int tries = 0; tries < 2000 && !done(); ++tries)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    EXPECT_TRUE(done()) << archiver->standing().reason;
  }
  void until_complete() {
    until([this] { return archiver->standing().complete; });
  }
  // Each second one note: "00", "01", …
  void take_notes(int first, int last) {
    for (int i = first; i <= last; ++i) {
      here.now = at(i);
      here.note(fmt::format("{:02}", i));
    }
  }
  // The database of the third of six notes, all of them in the archive; the server that took them is gone,
  // and its hold on the folder with it.
  fs::path copy_after_three_notes_of_six() {
    until_complete();
    take_notes(1, 3);
    archiver->stop();
    const fs::path file = here.folder.path() / "older" / "biroyna.db";
    fs::create_directory(file.parent_path());
    db::sqlite::copy_database(here.db.options().data_dir / "biroyna.db", file, {});
    begin();
    until_complete();
    EXPECT_FALSE(
        leave_timeline_if_set_back(*here.db, here.db.options().data_dir / "biroyna.db", here.backups));
    take_notes(4, 6);
    archiver->stop();
    archiver.reset();
    db::sqlite::capture(*here.db,
                        {.clock = [this] { return here.now; }, .on_commit = [](db::sqlite::Commit) {}});
    return file;
  }
  // Another one than that of the installation, from the tenth second on.
  void serve(db::Db& db, const fs::path& file) {
    archiver =
        std::make_shared<Archiver>(Archiver::Options{.folder = here.backups,
                                                     .vault = here.vault.folder(),
                                                     .clock = [this] { return here.now; },
                                                     .make_base_copy =
                                                         [this, file](const std::function<bool()>&) {
                                                           auto request = here.request();
                                                           request.database = file;
                                                           make_base_copy(request);
                                                         },
                                                     .between_syncs = std::chrono::milliseconds(5),
                                                     .between_attempts = std::chrono::milliseconds(5)});
    here.now = at(10);
    const auto from = db::sqlite::capture(
        db, {.clock = [this] { return here.now; },
             .on_commit = [to = archiver](db::sqlite::Commit commit) { to->committed(std::move(commit)); }});
    archiver->start(from, "here");
  }
  std::string refused(std::optional<Time> moment) {
    try {
      here.restored(moment);
    } catch (const std::exception& error) {
      return error.what();
    }
    return "it was restored";
  }
  double figure(const std::string& name) {
    for (const auto& each : archiver->figures())
      if (each.name == name) return each.value;
    return -1;
  }

  Installation here;
  std::shared_ptr<Archiver> archiver;
  fs::path note;
};

TEST_F(Archiving, EachMomentCanBeReachedAndWhatCameAfterIsNotThere) {
  until_complete();
  take_notes(1, 20);
  archiver->stop();
  EXPECT_THAT(here.restored(at(3)), ElementsAre("01", "02", "03"));
  EXPECT_THAT(here.restored(at(3) + Milliseconds(999)), ElementsAre("01", "02", "03"));
  EXPECT_THAT(here.restored(at(4)), ElementsAre("01", "02", "03", "04"));
  EXPECT_EQ(here.restored(at(20)).size(), 20u);
  EXPECT_EQ(here.restored({}).size(), 20u);
}

TEST_F(Archiving, AMomentThatCannotBeReachedIsRefusedAndTheRangesAreSaid) {
  until_complete();
  take_notes(1, 5);
  archiver->stop();
  for (const Time moment : {at(-1'000'000), at(5) + Milliseconds(1), at(1'000'000)}) {
    const std::string said = refused(moment);
    EXPECT_THAT(said, HasSubstr("cannot be reached"));
    EXPECT_THAT(said, HasSubstr(local_text(at(5), "Asia/Tashkent")));
  }
}

TEST_F(Archiving, AGapIsRefusedAndANewCopyBegins) {
  until_complete();
  take_notes(1, 3);
  here.now = at(4);
  {
    auto options = here.db.options();
    options.exclusive = false;
    db::open(options)->write_and_wait([](db::Tx& tx) { tx.exec("INSERT INTO notes VALUES ('04', '')", {}); });
  }
  take_notes(5, 6);
  until([this] { return figure("biroyna_archive_base_copies_total") >= 2; });
  until_complete();
  take_notes(8, 9);
  archiver->stop();
  EXPECT_THAT(here.restored(at(3)), ElementsAre("01", "02", "03"));
  EXPECT_THAT(refused(at(4)), HasSubstr("cannot be reached"));
  EXPECT_EQ(here.restored(at(8)).size(), 7u);
  EXPECT_EQ(Archive({here.backups}).reachable().size(), 2u);
}

TEST_F(Archiving, ARestartGoesOnWithoutANewCopy) {
  until_complete();
  take_notes(1, 3);
  archiver->stop();
  begin();
  until_complete();
  take_notes(4, 6);
  archiver->stop();
  EXPECT_EQ(figure("biroyna_archive_base_copies_total"), 0);
  EXPECT_THAT(here.restored(at(5)), ElementsAre("01", "02", "03", "04", "05"));
  EXPECT_EQ(Archive({here.backups}).reachable().size(), 1u);
}

TEST_F(Archiving, AFolderThatIsAwayIsSaidAndMadeUpForWhenItIsBack) {
  until_complete();
  take_notes(1, 3);
  fs::rename(here.backups, here.folder.path() / "away");
  until([this] { return !archiver->standing().complete; });
  EXPECT_EQ(figure("biroyna_archive_complete"), 0);
  take_notes(4, 6);
  here.now = at(60);
  EXPECT_GE(figure("biroyna_archive_behind_seconds"), 50);
  fs::rename(here.folder.path() / "away", here.backups);
  until_complete();
  here.now = at(70);
  EXPECT_EQ(figure("biroyna_archive_behind_seconds"), 0);
  take_notes(71, 72);
  archiver->stop();
  EXPECT_THAT(refused(at(5)), HasSubstr("cannot be reached"));
  EXPECT_EQ(here.restored(at(71)).size(), 7u);
}

TEST_F(Archiving, ChangesThatSomebodyRemovedAreMissed) {
  until_complete();
  take_notes(1, 3);
  until([this] { return figure("biroyna_archive_changes_total") >= 3; });
  for (const auto& file : change_files(changes_of(here.backups))) fs::remove(file);
  until([this] { return figure("biroyna_archive_failures_total") > 0; });
  until_complete();
  take_notes(4, 5);
  archiver->stop();
  EXPECT_GE(figure("biroyna_archive_base_copies_total"), 2) << "the new copy has what was lost";
  EXPECT_EQ(here.restored({}).size(), 5u);
}

TEST_F(Archiving, AContentThatSomebodyRemovedIsBroughtAgain) {
  const std::string name = here.hand_in("a paper");
  until_complete();
  const fs::path kept = place_of_content(contents_of(here.backups), name);
  until([&] { return fs::exists(kept); });
  fs::remove_all(kept.parent_path());
  until([&] { return fs::exists(kept); });
}

TEST_F(Archiving, MoreThanMayWaitIsLetGoAndANewCopyMakesUpForIt) {
  until_complete();
  archiver->stop();
  begin(2'000);
  until_complete();
  for (int i = 0; i < 50; ++i) here.note(fmt::format("long {} {}", i, std::string(1'500, 'x')));
  until([this] { return figure("biroyna_archive_base_copies_total") >= 1; });
  until_complete();
  archiver->stop();
  EXPECT_EQ(here.restored({}).size(), 50u);
}

TEST_F(Archiving, AnOlderDatabaseThatWasPutBackSpoilsNoMoment) {
  const fs::path file = copy_after_three_notes_of_six();
  const auto db = Installation::open(file.parent_path());
  EXPECT_TRUE(leave_timeline_if_set_back(*db, file, here.backups));
  serve(*db, file);
  until([this] { return figure("biroyna_archive_base_copies_total") >= 1; });
  until_complete();
  here.now = at(11);
  db->write_and_wait([](db::Tx& tx) { tx.exec("INSERT INTO notes VALUES ('11', '')", {}); });
  archiver->stop();
  EXPECT_THAT(here.restored(at(11)), ElementsAre("01", "02", "03", "11"));
  EXPECT_THAT(here.restored(at(5)), ElementsAre("01", "02", "03", "04", "05")) << "before it was put back";
}

TEST_F(Archiving, NeitherDoesOneThatWasPutBackWhileTheArchiveWasAway) {
  const fs::path file = copy_after_three_notes_of_six(), away = here.folder.path() / "away";
  fs::rename(here.backups, away);
  const auto db = Installation::open(file.parent_path());
  EXPECT_FALSE(leave_timeline_if_set_back(*db, file, here.backups)) << "nobody can know it yet";
  serve(*db, file);
  until([this] { return figure("biroyna_archive_failures_total") >= 1; });
  fs::rename(away, here.backups);
  until([this] { return archiver->standing().reason.find("knows more") != std::string::npos; });
  here.now = at(11);
  db->write_and_wait([](db::Tx& tx) { tx.exec("INSERT INTO notes VALUES ('11', '')", {}); });
  archiver->stop();
  EXPECT_FALSE(archiver->standing().complete);
  EXPECT_THAT(here.restored(at(5)), ElementsAre("01", "02", "03", "04", "05"));
  EXPECT_TRUE(leave_timeline_if_set_back(*db, file, here.backups)) << "the next start goes on beside it";
}

TEST_F(Archiving, NoneBeginsInTheFolderBelowADiskThatIsAway) {
  archiver->stop();
  note = here.folder.path() / "archive.noted";
  begin();
  until_complete();
  take_notes(1, 2);
  const fs::path disk = here.folder.path() / "disk";
  fs::rename(here.backups, disk);
  fs::create_directory(here.backups);
  until([this] { return archiver->standing().reason.find("is not there") != std::string::npos; });
  take_notes(3, 4);
  EXPECT_TRUE(fs::is_empty(here.backups));
  EXPECT_FALSE(archiver->standing().complete);
  fs::remove(here.backups);
  fs::rename(disk, here.backups);
  until_complete();
  EXPECT_GE(figure("biroyna_archive_base_copies_total"), 1) << "for what was missing";
  take_notes(5, 5);
  archiver->stop();
  EXPECT_EQ(here.restored({}).size(), 5u);
}

TEST_F(Archiving, AFolderThatIsMountedOverItIsAnotherOne) {
  until_complete();
  take_notes(1, 2);
  const fs::path other = here.folder.path() / "other";
  fs::copy(here.backups, other, fs::copy_options::recursive);
  fs::rename(here.backups, here.folder.path() / "hidden");
  fs::rename(other, here.backups);
  until([this] { return figure("biroyna_archive_failures_total") >= 1; });
  take_notes(3, 4);
  until_complete();
  archiver->stop();
  EXPECT_EQ(here.restored({}).size(), 4u);
}

TEST_F(Archiving, ContentsAreThereBeforeTheChangesThatNameThem) {
  until_complete();
  here.now = at(1);
  const std::string name = here.hand_in("a document");
  archiver->stop();
  EXPECT_THAT(here.restored(at(1)), ElementsAre(name));
  EXPECT_TRUE(fs::exists(place_of_content(contents_of(here.backups), name)));
}

TEST_F(Archiving, SealedChangesOpenOnlyWithTheSecretKey) {
  until_complete();
  archiver->stop();
  begin(1 << 20, sealed::to_text(sealed::make_recipient(here.folder.path() / "secret")));
  until_complete();
  here.now = at(1);
  here.note("a secret word of somebody");
  archiver->stop();
  for (const auto& file : change_files(changes_of(here.backups)))
    EXPECT_EQ(files::Mapping(file).bytes().find("secret word"), std::string_view::npos);
  EXPECT_THAT(refused(at(1)), HasSubstr("secret key is needed"));
  EXPECT_THAT(here.restored(at(1), {.secret = sealed::read_secret(here.folder.path() / "secret")}),
              ElementsAre("a secret word of somebody"));
}

TEST_F(Archiving, AnyByteThatIsChangedIsFoundAndItsFileNamed) {
  until_complete();
  take_notes(1, 12);
  archiver->stop();
  const auto files = change_files(changes_of(here.backups));
  ASSERT_GE(files.size(), 2u);
  const fs::path& file = files.front();
  std::int64_t begin = 0;
  {
    const files::Mapping content(file);
    begin = static_cast<std::int64_t>(content.bytes().find("BRYF"));
  }
  const auto end = static_cast<std::int64_t>(fs::file_size(file));
  for (std::int64_t offset = 0; offset < end;
       offset += offset < 8 || (offset >= begin && offset < begin + 70) ? 7 : 61) {
    change_byte(file, offset);
    // The latest is not known, and the last moment cannot be reached.
    EXPECT_THAT(refused({}), HasSubstr(".changes ")) << offset;
    EXPECT_THAT(refused(at(12)), HasSubstr("cannot be reached")) << offset;
    change_byte(file, offset);
  }
  EXPECT_EQ(here.restored({}).size(), 12u);
}

TEST_F(Archiving, AFileThatIsCutOffIsWholeUpToThere) {
  until_complete();
  take_notes(1, 6);
  archiver->stop();
  const fs::path file = change_files(changes_of(here.backups)).back();
  const auto size = fs::file_size(file);
  fs::copy(file, here.folder.path() / "whole");
  std::size_t last = 6;
  for (auto left = size - 1; left > size - 200; left -= 13) {
    fs::resize_file(file, left);
    const auto notes = here.restored({});
    EXPECT_LE(notes.size(), last);
    EXPECT_GE(notes.size(), 1u);
    last = notes.size();
  }
  // As a power cut leaves it.
  fs::copy(here.folder.path() / "whole", file, fs::copy_options::overwrite_existing);
  fs::resize_file(file, size + 500);
  EXPECT_EQ(here.restored({}).size(), 6u);
}

TEST_F(Archiving, AMissingFileIsAGap) {
  until_complete();
  take_notes(1, 12);
  archiver->stop();
  const auto files = change_files(changes_of(here.backups));
  ASSERT_GE(files.size(), 3u);
  fs::remove(files[1]);
  EXPECT_THAT(refused(at(12)), HasSubstr("cannot be reached"));
  EXPECT_THAT(refused({}), HasSubstr("follows on something that is missing"));
  EXPECT_THAT(here.restored(at(1)), ElementsAre("01"));
}

TEST_F(Archiving, ASecondServerKeepsItsHandsOff) {
  until_complete();
  Installation other;
  Archiver second({.folder = here.backups,
                   .vault = other.vault.folder(),
                   .clock = [] { return at(0); },
                   .make_base_copy = [](const std::function<bool()>&) {},
                   .between_syncs = std::chrono::milliseconds(5),
                   .between_attempts = std::chrono::milliseconds(5)});
  second.start({"another", 0}, "here");
  until([&] { return second.standing().reason.find("another server") != std::string::npos; });
}

TEST(Moments, AreReadInTheCentresTime) {
  const std::string zone = "Asia/Tashkent";
  const Time noon = parse_rfc3339("2026-11-30T07:00:00Z").value();
  EXPECT_EQ(local_text(noon + Milliseconds(5), zone), "2026-11-30T12:00:00.005+05:00");
  EXPECT_EQ(parse_moment("2026-11-30T12:00:00.005+05:00", zone), noon + Milliseconds(5));
  EXPECT_EQ(parse_moment("2026-11-30 12:00", zone), noon + Milliseconds(59'999));
  EXPECT_EQ(parse_moment("2026-11-30T12:00:07", zone), noon + Milliseconds(7'999));
  for (const char* wrong : {"", "noon", "2026-11-30", "2026-11-30 12:60", "2026-11-30 12:00:61",
                            "2026-13-30 12:00", "2026-11-30 12:00:0x"})
    EXPECT_EQ(parse_moment(wrong, zone), std::nullopt) << wrong;
}

}  // namespace
}  // namespace biroyna::backup

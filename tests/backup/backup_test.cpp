// biroyna backup and biroyna restore from the command line.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <thread>

#include "features/documents/test_documents.hpp"
#include "platform/db/lock_file.hpp"
#include "tests/backup/backups.hpp"
#include "tests/crash/crowd.hpp"
#include "tests/support/uploads.hpp"

namespace biroyna::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class Backup : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  void hand_in(int documents) {
    const Server server(centre);
    Client client(server.port());
    for (int i = 0; i < documents; ++i)
      ASSERT_EQ(
          send_form(client, form_of(documents::testing::png("", 4 + static_cast<std::uint64_t>(i)))).status,
          201);
  }
  Finished back_up(std::vector<std::string> more = {}) {
    return run(with(with({"backup", "--to", copies.string()}, centre.place()), more));
  }
  Finished restore(const fs::path& into, std::vector<std::string> more = {}) {
    return run(with({"restore", "--from", copies.string(), "--into", into.string()}, more));
  }
  bool sqlite() const { return GetParam().engine == db::Engine::sqlite; }
  // To what was restored there belongs the database in use, with PostgreSQL.
  Finished check(const fs::path& folder) {
    auto words = with({"documents", "check"}, centre.place());
    std::ranges::replace(words, centre.folder().string(), folder.string());
    return run(words);
  }

  const Installation centre{GetParam()};
  const db::testing::TemporaryFolder place;
  const fs::path copies = made(place.path() / "copies"), key = centre.folder() / "documents.key";
};
INSTANTIATE_TEST_SUITE_P(Engines, Backup, db::testing::program_engines(), db::testing::engine_name);

TEST_P(Backup, AnInstallationIsCopiedAndBroughtBack) {
  hand_in(2);
  const Finished first = back_up();
  ASSERT_EQ(first.exit_code, 0) << first.err;
  EXPECT_THAT(first.out, HasSubstr("2 documents, 2 of them new"));
  EXPECT_THAT(first.out, HasSubstr("not in it, and needed to bring it back: documents.key"));
  if (!sqlite()) {
    EXPECT_THAT(first.out, HasSubstr("the database is PostgreSQL's"));
  }
  EXPECT_THAT(back_up().out, HasSubstr("2 documents, 0 of them new"));

  const fs::path into = place.path() / "new";
  const Finished restored = restore(into, {"--documents-key", key.string()});
  ASSERT_EQ(restored.exit_code, 0) << restored.err;
  const Finished checked = check(into);
  EXPECT_EQ(checked.exit_code, 0) << checked.err;
  EXPECT_THAT(checked.out, HasSubstr("2 contents are whole, 0 missing or damaged, 0 without a document"));
  if (sqlite()) {
    EXPECT_NO_THROW(Server({"--data", into.string()}));
  }
}

// Each had its whole database and its keys.
TEST_P(Backup, WhatAKilledRestoreLeftGoesWithTheNextOne) {
  hand_in(1);
  ASSERT_EQ(back_up().exit_code, 0);
  const fs::path left = made(place.path() / ".new.restoring-0123abcd");
  std::ofstream(left / "documents.key") << "a key";
  const fs::path at_work = made(place.path() / ".new.restoring-4567cdef");
  const db::LockFile another(at_work / "biroyna.lock");
  const fs::path of_another = made(place.path() / ".newer.restoring-89abcdef");
  const Finished restored = restore(place.path() / "new", {"--documents-key", key.string()});
  ASSERT_EQ(restored.exit_code, 0) << restored.err;
  EXPECT_THAT(restored.out, HasSubstr(left.string()));
  EXPECT_FALSE(fs::exists(left));
  EXPECT_TRUE(fs::exists(at_work)) << "another restore works there";
  EXPECT_TRUE(fs::exists(of_another)) << "it is of another folder";
}

TEST_P(Backup, KeysAreInACopyOnlySealed) {
  hand_in(1);
  EXPECT_THAT(back_up({"--with-keys"}).err, HasSubstr("needs a --recipient"));
  const fs::path secret = place.path() / "secret";
  std::string recipient = run({"backup-key", secret.string()}).out;
  recipient.pop_back();
  EXPECT_EQ(run({"backup-key", secret.string()}).exit_code, 1) << "a key is never written over";
  ASSERT_EQ(back_up({"--with-keys", "--recipient", recipient}).exit_code, 0);
  const fs::path into = place.path() / "new";
  EXPECT_THAT(restore(into).err, HasSubstr("secret key is needed"));
  EXPECT_FALSE(fs::exists(into));
  const Finished restored = restore(into, {"--key", secret.string()});
  ASSERT_EQ(restored.exit_code, 0) << restored.err;
  EXPECT_EQ(read_file(into / "documents.key"), read_file(key));
  EXPECT_EQ(check(into).exit_code, 0);
}

TEST_P(Backup, NothingIsRestoredOverAnInstallationUnlessItIsNamed) {
  hand_in(1);
  ASSERT_EQ(back_up().exit_code, 0);
  const fs::path into = place.path() / "new";
  ASSERT_EQ(restore(into, {"--documents-key", key.string()}).exit_code, 0);
  const Finished refused = restore(into);
  EXPECT_EQ(refused.exit_code, 1);
  const std::string word = "--replace ";
  ASSERT_THAT(refused.err, HasSubstr(word));
  std::string name = refused.err.substr(refused.err.find(word) + word.size());
  name.resize(name.find('\n'));
  EXPECT_EQ(restore(into, {"--replace", "another"}).exit_code, 1);
  std::ofstream(into / "mark") << "of the one before";
  // A cut of the power at any moment leaves an installation under the name.
  std::atomic<bool> restoring{true};
  std::size_t looks = 0, missing = 0;
  std::thread watch([&] {
    for (; restoring; ++looks) missing += fs::exists(into / "biroyna.lock") ? 0 : 1;
  });
  const Finished replaced = restore(into, {"--replace", name});
  restoring = false;
  watch.join();
  EXPECT_GT(looks, 0u);
  EXPECT_EQ(missing, 0u);
  ASSERT_EQ(replaced.exit_code, 0) << replaced.err;
  EXPECT_FALSE(fs::exists(into / "mark"));
  EXPECT_EQ(check(into).exit_code, 0) << "its keys are its own";
  EXPECT_THAT(replaced.out, HasSubstr("what was there is now "));
  const fs::path foreign = made(place.path() / "foreign");
  std::ofstream(foreign / "letter") << "dear";
  EXPECT_THAT(restore(foreign).err, HasSubstr("is not empty, and no installation"));
}

TEST_P(Backup, ADamagedCopyIsNamedAndNothingIsMade) {
  hand_in(1);
  ASSERT_EQ(back_up().exit_code, 0);
  const fs::path into = place.path() / "new";
  for (const auto& entry : fs::recursive_directory_iterator(copies)) {
    const fs::path file = entry.path();
    if (!entry.is_regular_file() || fs::file_size(file) == 0) continue;
    const std::string before = read_file(file);
    std::string after = before;
    after[after.size() / 2] = static_cast<char>(after[after.size() / 2] ^ 1);
    write_file(file, after);
    const Finished refused = restore(into, {"--documents-key", key.string()});
    EXPECT_EQ(refused.exit_code, 1) << file;
    EXPECT_THAT(refused.err, HasSubstr(file.filename().string()));
    write_file(file, before);
    for (const auto& left : fs::directory_iterator(place.path()))
      EXPECT_TRUE(left.path() == copies) << left.path() << " was left behind";
  }
  EXPECT_EQ(restore(into, {"--documents-key", key.string()}).exit_code, 0);
}

TEST(BackupOnSqlite, AKilledBackupIsNoBackup) {
  const Installation centre(db::Engine::sqlite);
  {
    const Server server(centre);
  }
  const db::testing::TemporaryFolder place;
  const fs::path copies = made(place.path() / "copies");
  const std::vector<std::string> words = {"backup", "--to", copies.string(), "--data",
                                          centre.folder().string()};
  const auto whole = [&] {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(copies / "copies"))
      count += entry.path().filename().string().starts_with('.') ? 0 : 1;
    return count;
  };
  ASSERT_EQ(run(words).exit_code, 0);
  int killed = 0;
  for (int round = 0; round < 12; ++round) {
    const std::size_t before = whole();
    const fs::path streams = made(place.path() / "streams");
    write_file(streams / "in", "");
    const pid_t pid = start(with({program()}, words), {}, streams);
    std::this_thread::sleep_for(std::chrono::milliseconds(15 * round));
    ::kill(pid, SIGKILL);
    const int status = db::testing::wait_for(pid);
    if (WIFSIGNALED(status)) {
      ++killed;
      EXPECT_LE(whole(), before + 1);
    }
    const Finished listed = run({"restore", "--from", copies.string(), "--list"});
    EXPECT_EQ(listed.exit_code, 0) << listed.err;
  }
  EXPECT_GT(killed, 3);
  ASSERT_EQ(run(words).exit_code, 0);
  for (const fs::path& folder : {copies / "copies", centre.folder()})
    for (const auto& entry : fs::directory_iterator(folder))
      EXPECT_FALSE(entry.path().filename().string().starts_with('.')) << entry.path() << " was left behind";
  EXPECT_EQ(run({"restore", "--from", copies.string(), "--into", (place.path() / "new").string()}).exit_code,
            0);
}

TEST(BackupOnSqlite, AnArchiveThatIsNotThereIsSaidAndKeepsNobodyOut) {
  const Installation centre(db::Engine::sqlite);
  const db::testing::TemporaryFolder place;
  Server server(centre, {"BIROYNA_ARCHIVE=" + (place.path() / "away").string()});
  Api host(server.port(), centre.token("host"));
  EXPECT_EQ(host.post("/api/v1/centres/sergeli/tickets", R"({"services":["kindergarten-referral"]})").status,
            201);
  EXPECT_TRUE(becomes([&] { return server.log().find("archive_away") != std::string::npos; }));
  EXPECT_EQ(figure(server.port(), "biroyna_archive_complete"), 0);
  EXPECT_EQ(server.terminate(), 0);
}

}  // namespace
}  // namespace biroyna::testing

#include <gmock/gmock.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "platform/db/testing/databases.hpp"
#include "platform/db/testing/gate.hpp"

namespace biroyna::db {
namespace {

using testing::refusal;
using testing::TemporaryFolder;
using Why = Unavailable::Why;

// A file system of its own, so small that it fills up. Making one takes root.
class SmallDisk {
 public:
  explicit SmallDisk(const char* size = "size=3m") {
    if (::mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, size) != 0) {
      throw std::system_error(errno, std::generic_category(),
                              "cannot mount a small disk (are the tests run as root?)");
    }
  }
  ~SmallDisk() { ::umount2(folder_.path().c_str(), MNT_DETACH); }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  void forbid_writing() {
    ASSERT_EQ(::mount("tmpfs", folder_.path().c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr), 0);
  }
  const std::filesystem::path& path() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
};

// SQLite's own shell as another process that holds the write lock while this lives.
class OtherProcess {
 public:
  explicit OtherProcess(const std::filesystem::path& file) {
    const std::filesystem::path told = folder_.path() / "locked";
    if (::mkfifo(told.c_str(), 0600) != 0) throw std::system_error(errno, std::generic_category(), "mkfifo");
    shell_ = ::popen(("sqlite3 -bail '" + file.string() + "'").c_str(), "w");
    std::fprintf(shell_, "BEGIN IMMEDIATE;\n.shell echo yes > '%s'\n", told.c_str());
    std::fflush(shell_);
    std::string answer;
    std::ifstream(told) >> answer;
    if (answer != "yes") throw std::runtime_error("the other process could not lock the database");
  }
  ~OtherProcess() { ::pclose(shell_); }
  OtherProcess(const OtherProcess&) = delete;
  OtherProcess& operator=(const OtherProcess&) = delete;

 private:
  TemporaryFolder folder_;
  std::FILE* shell_ = nullptr;
};

void make_table(Db& db) {
  db.write_and_wait([](Tx& tx) { tx.exec("CREATE TABLE t (n BIGINT PRIMARY KEY, body BYTEA)"); });
}
void insert(Db& db, std::int64_t n, std::size_t size = 0) {
  const std::string body(size, 'x');
  db.write_and_wait([&](Tx& tx) { tx.exec("INSERT INTO t VALUES ($1, $2)", {n, Blob{body}}); });
}
std::int64_t count(Db& db) {
  return db.reading([](Tx& tx) {
    return tx.first("SELECT count(*) FROM t", {}, [](const Row& row) { return row.integer(0); }).value();
  });
}
std::string words(const std::function<void()>& call) {
  try {
    call();
  } catch (const Unavailable& unavailable) {
    return unavailable.what();
  }
  return "";
}

TEST(SqliteBadDays, WritesAreOnTheDiskWhenAnswered) {
  testing::Fresh db(Engine::sqlite);
  db->write_and_wait([](Tx& tx) {
    const auto setting = [&](std::string_view sql) {
      return tx.first(sql, {}, [](const Row& row) { return std::string(row.text(0)); });
    };
    EXPECT_EQ(setting("PRAGMA journal_mode"), "wal");
    EXPECT_EQ(setting("PRAGMA synchronous"), "2");
    EXPECT_EQ(setting("PRAGMA foreign_keys"), "1");
  });
}

TEST(SqliteBadDays, TheFolderIsMadeForItsOwnerAlone) {
  const TemporaryFolder parent;
  const std::filesystem::path folder = parent.path() / "a" / "data";
  const auto db = open({.data_dir = folder});
  struct stat status{};
  ASSERT_EQ(::stat(folder.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700u);
}

TEST(SqliteBadDays, TheFilesAreForTheirOwnerAloneAlsoInAFolderThatWasThereBefore) {
  const TemporaryFolder folder;
  ::chmod(folder.path().c_str(), 0755);
  const mode_t before = ::umask(022);
  const auto mode_of = [&](const char* name) {
    struct stat status{};
    EXPECT_EQ(::stat((folder.path() / name).c_str(), &status), 0) << name;
    return status.st_mode & 0777;
  };
  const auto write = [&] {
    auto db = open({.data_dir = folder.path()});
    db->write_and_wait([](Tx& tx) { tx.exec("CREATE TABLE IF NOT EXISTS t (x TEXT)", {}); });
    for (const char* name : {"biroyna.db", "biroyna.db-wal", "biroyna.db-shm"})
      EXPECT_EQ(mode_of(name), 0600u) << name;
  };
  write();
  ::chmod((folder.path() / "biroyna.db").c_str(), 0644);
  write();
  ::umask(before);
}

TEST(SqliteBadDays, AFullDiskRefusesAndGoesOnWhenThereIsRoom) {
  const SmallDisk disk;
  const std::filesystem::path filler = disk.path() / "filler";
  std::ofstream(filler) << std::string(1'000'000, 'x');
  const auto db = open({.data_dir = disk.path() / "data"});
  make_table(*db);
  std::int64_t written = 0;
  std::optional<Why> refused;
  for (; !refused && written < 1000; ++written) refused = refusal([&] { insert(*db, written, 20'000); });
  --written;
  EXPECT_EQ(refused, Why::full);
  EXPECT_GT(written, 10);
  EXPECT_EQ(count(*db), written) << "what was answered is there";
  EXPECT_EQ(refusal([&] { insert(*db, 10'000, 500'000); }), Why::full);
  EXPECT_EQ(refusal([&] { db->check(); }), Why::full);

  std::filesystem::remove(filler);
  EXPECT_NO_THROW(insert(*db, written, 20'000));
  EXPECT_NO_THROW(db->check());
  EXPECT_EQ(count(*db), written + 1);
}

TEST(SqliteBadDays, OnAFullDiskASmallWriteDoesNotFailWithALargeOne) {
  const SmallDisk disk;
  const auto db = open({.data_dir = disk.path() / "data"});
  make_table(*db);
  testing::Written small, large, next;
  {
    testing::Gate gate(*db);
    const auto insert = [&](std::int64_t n, std::size_t size) {
      return testing::write(*db, [n, size](Tx& tx) {
        tx.exec("INSERT INTO t VALUES ($1, $2)", {n, Blob{std::string(size, 'x')}});
      });
    };
    small = insert(1, 10);
    large = insert(2, 20'000'000);
    next = insert(3, 10);
  }
  EXPECT_NO_THROW(small.get());
  EXPECT_EQ(refusal([&] { large.get(); }), Why::full);
  EXPECT_NO_THROW(next.get());
  EXPECT_EQ(count(*db), 2);
}

TEST(SqliteBadDays, AFullDiskCannotBeOpened) {
  const SmallDisk disk;
  std::filesystem::create_directory(disk.path() / "data");
  std::ofstream(disk.path() / "filler") << std::string(4'000'000, 'x');
  EXPECT_EQ(refusal([&] { make_table(*open({.data_dir = disk.path() / "data"})); }), Why::full);
}

// What is written to a file that no name leads to is gone with the program.
TEST(SqliteBadDays, NothingIsAcknowledgedIntoAFileThatWasTakenAway) {
  for (const char* name : {"biroyna.db", "biroyna.db-wal", "."}) {
    SCOPED_TRACE(name);
    const TemporaryFolder place;
    const std::filesystem::path folder = place.path() / "data", file = folder / name,
                                away = place.path() / "away";
    const auto db = open({.data_dir = folder});
    make_table(*db);
    insert(*db, 1);
    const std::filesystem::path taken = file.filename() == "." ? folder : file;
    std::filesystem::rename(taken, away);
    EXPECT_EQ(refusal([&] { insert(*db, 2); }), Why::away);
    EXPECT_EQ(refusal([&] { db->check(); }), Why::away);
    EXPECT_EQ(count(*db), 1);
    std::filesystem::rename(away, taken);
    EXPECT_NO_THROW(insert(*db, 2)) << "it is there again";
    EXPECT_NO_THROW(db->check());
    std::filesystem::copy(taken, away, std::filesystem::copy_options::recursive);
    std::filesystem::rename(taken, place.path() / "first");
    std::filesystem::rename(away, taken);
    EXPECT_EQ(refusal([&] { insert(*db, 3); }), Why::away) << "another one of its name";
  }
}

TEST(SqliteBadDays, AnotherProcessHoldsTheLock) {
  testing::Fresh db(Engine::sqlite, {.busy_timeout_ms = 50});
  make_table(*db);
  {
    const OtherProcess other(db.options().data_dir / "biroyna.db");
    EXPECT_EQ(refusal([&] { insert(*db, 1); }), Why::locked);
    EXPECT_EQ(refusal([&] { db->check(); }), Why::locked);
    EXPECT_EQ(count(*db), 0) << "reading goes on";
  }
  EXPECT_NO_THROW(insert(*db, 1));
}

TEST(SqliteBadDays, AWriteWaitsForALock) {
  testing::Fresh db(Engine::sqlite);
  make_table(*db);
  auto other = std::make_unique<OtherProcess>(db.options().data_dir / "biroyna.db");
  testing::Written outcome = testing::write(*db, [](Tx& tx) { tx.exec("INSERT INTO t VALUES (1, NULL)"); });
  EXPECT_EQ(outcome.wait_for(std::chrono::milliseconds(20)), std::future_status::timeout);
  other.reset();
  EXPECT_NO_THROW(outcome.get());
}

TEST(SqliteBadDays, ADiskThatMayOnlyBeRead) {
  SmallDisk disk;
  make_table(*open({.data_dir = disk.path() / "data"}));
  disk.forbid_writing();
  EXPECT_EQ(refusal([&] { open({.data_dir = disk.path() / "data"}); }), Why::read_only);
  EXPECT_EQ(refusal([&] { open({.data_dir = disk.path() / "elsewhere"}); }), Why::read_only);
}

TEST(SqliteBadDays, AFileThatMayOnlyBeRead) {
  testing::Fresh db(Engine::sqlite);
  make_table(*db);
  db.close();
  const std::filesystem::path folder = db.options().data_dir;
  // Nobody refuses root anything, so somebody else tries.
  std::filesystem::permissions(folder / "biroyna.db", std::filesystem::perms(0444));
  std::filesystem::permissions(folder / "biroyna.lock", std::filesystem::perms(0666));
  std::filesystem::permissions(folder, std::filesystem::perms(0755));
  std::filesystem::permissions(folder.parent_path(), std::filesystem::perms(0755));
  constexpr uid_t kNobody = 65534;
  ASSERT_EQ(::seteuid(kNobody), 0);
  const std::string refused = words([&] { open(db.options()); });
  const auto why = refusal([&] { open(db.options()); });
  ASSERT_EQ(::seteuid(0), 0);
  EXPECT_EQ(why, Why::read_only) << refused;
  EXPECT_NO_THROW(db.reopen());
}

TEST(SqliteBadDays, ASecondServerIsRefused) {
  testing::Fresh db(Engine::sqlite);
  EXPECT_EQ(refusal([&] { open(db.options()); }), Why::in_use);
  EXPECT_THAT(words([&] { open(db.options()); }),
              ::testing::AllOf(::testing::HasSubstr("process " + std::to_string(::getpid())),
                               ::testing::Not(::testing::HasSubstr("\n"))));
  Options tool = db.options();
  tool.exclusive = false;
  EXPECT_NO_THROW(open(tool)->check()) << "but a tool may look";
  db.close();
  EXPECT_NO_THROW(open(db.options()));
}

TEST(SqliteBadDays, AToolMakesNothing) {
  const TemporaryFolder parent;
  EXPECT_EQ(refusal([&] { open({.data_dir = parent.path() / "data", .exclusive = false}); }), Why::other);
  EXPECT_EQ(refusal([&] { open({.data_dir = parent.path(), .exclusive = false}); }), Why::other);
  EXPECT_TRUE(std::filesystem::is_empty(parent.path()));
}

TEST(SqliteBadDays, TheFileIsNoDatabase) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "biroyna.db") << std::string(10'000, 'x');
  EXPECT_EQ(refusal([&] { open({.data_dir = folder.path()}); }), Why::corrupt);
}

TEST(SqliteBadDays, TheFileIsDamaged) {
  testing::Fresh db(Engine::sqlite);
  make_table(*db);
  for (std::int64_t n = 0; n < 100; ++n) insert(*db, n, 1000);
  db.close();
  {
    std::fstream file(db.options().data_dir / "biroyna.db", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096);
    file << std::string(40'000, 'x');
  }
  db.reopen();
  EXPECT_EQ(refusal([&] { insert(*db, 1000); }), Why::corrupt);
}

// The server process is killed right after an answer; another one finds what was answered.
// The thread sanitizer does not follow a fork of a program with threads; tests/crash kills a whole server.
#if defined(__has_feature)
#define BIROYNA_THREAD_SANITIZER __has_feature(thread_sanitizer)
#else
#define BIROYNA_THREAD_SANITIZER 0
#endif
#if !BIROYNA_THREAD_SANITIZER
TEST(SqliteBadDays, AnsweredWritesOutliveTheProcess) {
  const TemporaryFolder folder;
  const Options options{.data_dir = folder.path() / "data"};
  const pid_t server = ::fork();
  if (server == 0) {
    Db* db = open(options).release();
    make_table(*db);
    for (std::int64_t n = 0; n < 10; ++n) insert(*db, n);
    ::_exit(0);  // neither closes the database nor lets go of anything
  }
  ASSERT_EQ(testing::wait_for(server), 0);
  EXPECT_EQ(count(*open(options)), 10);
}
#endif

}  // namespace
}  // namespace biroyna::db

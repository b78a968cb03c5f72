// The size of SQLite's write-ahead log.
#include <gmock/gmock.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "platform/db/sqlite_connection.hpp"
#include "platform/db/testing/processes.hpp"

namespace biroyna::db::sqlite {
namespace {

constexpr int kPatienceMs = 10'000;

// Two readers, of whom at least one reads at any moment: each ends when the other one has begun.
class ReadersInTurns {
 public:
  explicit ReadersInTurns(const std::filesystem::path& file) : file_(file) {
    for (int i = 0; i < 2; ++i) threads_.emplace_back([this, i] { read(i); });
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return begun_[0] + begun_[1] >= 2; });
  }
  ~ReadersInTurns() {
    {
      const std::lock_guard lock(mutex_);
      end_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) thread.join();
  }
  ReadersInTurns(const ReadersInTurns&) = delete;
  ReadersInTurns& operator=(const ReadersInTurns&) = delete;

 private:
  void read(int i) {
    Connection connection(file_, Connection::Access::read, kPatienceMs);
    for (;;) {
      connection.begin();
      connection.each("SELECT count(*) FROM t", {}, [](const Row&) { return true; });
      {
        std::unique_lock lock(mutex_);
        ++begun_[i];
        const int seen = begun_[1 - i];
        changed_.notify_all();
        changed_.wait(lock, [&] { return end_ || begun_[1 - i] > seen; });
        if (end_) return connection.rollback();
      }
      connection.rollback();
    }
  }

  const std::filesystem::path file_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int begun_[2] = {};
  bool end_ = false;
  std::vector<std::thread> threads_;
};

class SqliteLog : public ::testing::Test {
 protected:
  SqliteLog() {
    writer.exec("CREATE TABLE t (n BIGINT PRIMARY KEY, body BYTEA)", {});
    writer.after_commit([this](int pages) { most_pages = std::max(most_pages, pages); }, kLongest);
  }
  // About four pages.
  void write() {
    static const std::string body(12'000, 'x');
    writer.begin();
    writer.exec("INSERT OR REPLACE INTO t VALUES ($1, $2)", {++written % 100, Blob{body}});
    writer.commit();
  }

  static constexpr int kLongest = 200;
  const testing::TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "biroyna.db";
  Connection writer{file, Connection::Access::create, kPatienceMs};
  int most_pages = 0;
  std::int64_t written = 0;
};

TEST_F(SqliteLog, DoesNotGrowWithoutEndWhileThereIsAlwaysSomebodyWhoReads) {
  const ReadersInTurns readers(file);
  for (int i = 0; i < 400; ++i) write();
  EXPECT_LT(most_pages, 2 * kLongest);
}

TEST_F(SqliteLog, BeginsAnewWhenALongReadingEnds) {
  Connection reader(file, Connection::Access::read, kPatienceMs);
  reader.begin();
  reader.each("SELECT count(*) FROM t", {}, [](const Row&) { return true; });
  while (most_pages < 2 * kLongest) write();
  reader.rollback();
  const int then = std::exchange(most_pages, 0);
  for (int i = 0; i < kLongest; ++i) write();
  EXPECT_LT(most_pages, then + kLongest / 2);
}

}  // namespace
}  // namespace biroyna::db::sqlite

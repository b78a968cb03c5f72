#include "platform/db/sqlite.hpp"

#include <fmt/format.h>
#include <sys/statvfs.h>

#include "platform/db/lock_file.hpp"
#include "platform/db/reader_pool.hpp"
#include "platform/db/sqlite_checkpoints.hpp"
#include "platform/db/sqlite_connection.hpp"
#include "platform/db/writer.hpp"

namespace biroyna::db::sqlite {
namespace {

// A few pages of the log: with less, the next writes are about to fail.
constexpr std::uint64_t kLeastFreeBytes = 64 * 1024;

class SqliteDb final : public Db {
 public:
  explicit SqliteDb(const Options& options)
      : folder_(options.data_dir), readers_(std::chrono::milliseconds(options.busy_timeout_ms)) {
    if (options.exclusive) {
      make_private_folder(folder_);
      lock_.emplace(folder_ / "biroyna.lock");
    }
    const std::filesystem::path file = folder_ / "biroyna.db";
    const auto access = options.exclusive ? Connection::Access::create : Connection::Access::write;
    auto first = std::make_unique<Connection>(file, access, options.busy_timeout_ms);
    for (int i = 0; i < std::max(options.readers, 1); ++i) {
      readers_.add(std::make_unique<Connection>(file, Connection::Access::read, options.busy_timeout_ms));
    }
    checkpoints_.emplace(file, options.busy_timeout_ms);
    first->after_commit([this](int pages) { checkpoints_->log_holds(pages); });
    writer_.emplace(std::move(first), options);
  }

  Engine engine() const override { return Engine::sqlite; }
  void write(Job job, Done done, std::string locks, Turn turn) override {
    writer_->write(std::move(job), std::move(done), std::move(locks), turn);
  }
  void drain() override { writer_->drain(); }
  void on_rollback(std::function<void()> hook) override { writer_->on_rollback(std::move(hook)); }

  void read(const std::function<void(Tx&)>& job) override {
    writer_->require_other_thread();
    readers_.read(job);
  }

  void check() override {
    read([](Tx& tx) { tx.exec("SELECT count(*) FROM sqlite_schema", {}); });
    write_and_wait([](Tx&) {});
    struct statvfs disk{};
    if (::statvfs(folder_.c_str(), &disk) == 0 && disk.f_bavail * disk.f_frsize < kLeastFreeBytes) {
      throw Unavailable(Unavailable::Why::full, fmt::format("the disk of {} is full", folder_.string()));
    }
  }

 private:
  const std::filesystem::path folder_;
  std::optional<LockFile> lock_;  // let go of last
  ReaderPool readers_;
  std::optional<Checkpoints> checkpoints_;
  std::optional<Writer> writer_;
};

}  // namespace

std::unique_ptr<Db> open(const Options& options) { return std::make_unique<SqliteDb>(options); }

}  // namespace biroyna::db::sqlite

#include "platform/db/postgresql.hpp"

#include "platform/db/postgresql_connection.hpp"
#include "platform/db/reader_pool.hpp"
#include "platform/db/writer.hpp"

namespace biroyna::db::postgresql {
namespace {

class PostgresqlDb final : public Db {
 public:
  explicit PostgresqlDb(const Options& options)
      : readers_(std::chrono::milliseconds(options.busy_timeout_ms)) {
    auto first = std::make_unique<Connection>(options, Connection::Access::write);
    first->connect();
    for (int i = 0; i < std::max(options.readers, 1); ++i) {
      readers_.add(std::make_unique<Connection>(options, Connection::Access::read));
    }
    writer_.emplace(std::move(first), options);
  }

  Engine engine() const override { return Engine::postgresql; }
  void write(Job job, Done done, std::string locks, Turn turn) override {
    writer_->write(std::move(job), std::move(done), std::move(locks), turn);
  }
  void drain() override { writer_->drain(); }
  void read(const std::function<void(Tx&)>& job) override {
    writer_->require_other_thread();
    readers_.read(job);
  }
  void on_rollback(std::function<void()> hook) override { writer_->on_rollback(std::move(hook)); }

  void check() override {
    read([](Tx& tx) { tx.exec("SELECT 1", {}); });
    write_and_wait([](Tx& tx) {
      const auto only = tx.first("SELECT current_setting('transaction_read_only')", {},
                                 [](const Row& row) { return std::string(row.text(0)); });
      if (only != "off") throw Unavailable(Unavailable::Why::read_only, "the database may only be read");
    });
  }

 private:
  ReaderPool readers_;
  std::optional<Writer> writer_;
};

}  // namespace

std::unique_ptr<Db> open(const Options& options) { return std::make_unique<PostgresqlDb>(options); }

}  // namespace biroyna::db::postgresql

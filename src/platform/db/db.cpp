#include "platform/db/db.hpp"

#include <semaphore>

#include "platform/db/postgresql.hpp"
#include "platform/db/sqlite.hpp"

namespace biroyna::db {

void Db::write_and_wait(const Job& job, std::string locks) {
  // One for each thread: it outlives this call, however late the writer leaves release().
  thread_local std::binary_semaphore answered{0};
  std::exception_ptr error;
  write([&job](Tx& tx) { job(tx); },
        [&error, &semaphore = answered](std::exception_ptr outcome) {
          error = std::move(outcome);
          semaphore.release();
        },
        std::move(locks));
  answered.acquire();
  if (error) std::rethrow_exception(error);
}

std::unique_ptr<Db> open(const Options& options) {
  if (options.data_dir.empty() == options.postgresql.empty()) {
    throw std::invalid_argument("a database needs either a data folder or a PostgreSQL connection string");
  }
  return options.postgresql.empty() ? sqlite::open(options) : postgresql::open(options);
}

}  // namespace biroyna::db

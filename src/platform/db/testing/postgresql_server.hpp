// A private PostgreSQL server of a test program: its own folder, a unix socket in it, no network. It runs as
// the user "postgres" when the tests run as root, and dies with the thread that started it.
#pragma once

#include <string>

#include "platform/db/testing/processes.hpp"

namespace biroyna::db::testing {

class PostgresqlServer {
 public:
  enum class Disk { careless, durable };  // without fsync, or with
  enum class Stop { fast, immediate };    // a proper shutdown, or what a crash leaves

  // Makes the cluster and starts it. Throws std::runtime_error with the server's own last words.
  explicit PostgresqlServer(Disk disk = Disk::careless);
  ~PostgresqlServer();
  PostgresqlServer(const PostgresqlServer&) = delete;
  PostgresqlServer& operator=(const PostgresqlServer&) = delete;

  // The one of this program, started when first asked for.
  static PostgresqlServer& shared();

  std::string connection(const std::string& database) const;
  std::filesystem::path data() const { return folder_.path() / "data"; }
  const std::filesystem::path& folder() const { return folder_.path(); }  // of its socket
  void start();                                                           // returns when it takes connections
  void stop(Stop how = Stop::fast);
  void restart(Stop how = Stop::fast) { stop(how), start(); }
  bool running() const { return pid_ > 0; }

  std::string create_database(bool icu = false);         // with the collation "C", or ICU's of Uzbek
  void drop_database(const std::string& name) noexcept;  // nothing while the server is stopped
  // One statement as the server's owner, outside of everything under test.
  void run(const std::string& sql, const std::string& database = "postgres");

 private:
  [[noreturn]] void fail(const std::string& what) const;
  std::filesystem::path log() const { return folder_.path() / "log"; }

  const TemporaryFolder folder_;
  const pid_t owner_;
  const Disk disk_;
  pid_t pid_ = 0;
  int databases_ = 0;
};

}  // namespace biroyna::db::testing

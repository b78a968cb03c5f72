// PostgreSQL: a real pgbackrest copies a cluster and its log, and brings it back to a moment, as
// docs/operators.md says; the chain of the event log is whole there.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/backup/backups.hpp"
#include "tests/crash/crowd.hpp"
#include "tests/support/json.hpp"

namespace biroyna::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class Pgbackrest : public ::testing::Test {
 protected:
  Pgbackrest() {
    for (const char* folder : {"repository", "log", "lock", "spool"}) made(place.path() / folder);
    write_file(config,
               fmt::format("[global]\nrepo1-path={0}/repository\nlog-path={0}/log\nlock-path={0}/lock\n"
                           "spool-path={0}/spool\nlog-level-console=warn\nstart-fast=y\n"
                           "archive-timeout=30\ncompress-type=lz4\n"
                           "[biroyna]\npg1-path={1}\npg1-socket-path={2}\npg1-user=postgres\n",
                           place.path().string(), server.data().string(), server.folder().string()));
    for (const auto& entry : fs::recursive_directory_iterator(place.path()))
      db::testing::give_to_unprivileged(entry.path());
    db::testing::give_to_unprivileged(place.path());
    server.run("ALTER SYSTEM SET archive_mode = on");
    server.run(
        fmt::format("ALTER SYSTEM SET archive_command = '{} --config={} --stanza=biroyna archive-push %p'",
                    kProgramOfCopies, config.string()));
    server.restart();
  }
  void pgbackrest(std::vector<std::string> words) {
    std::vector<std::string> command = {kProgramOfCopies, "--config=" + config.string(), "--stanza=biroyna"};
    const fs::path said = place.path() / "said";
    const int status = db::testing::wait_for(db::testing::start_unprivileged(with(command, words), said));
    ASSERT_EQ(status, 0) << words.front() << ": " << read_file(said);
  }

  static constexpr const char* kProgramOfCopies = "/usr/bin/pgbackrest";
  const db::testing::TemporaryFolder place;
  const fs::path config = place.path() / "pgbackrest.conf";
  db::testing::PostgresqlServer server;
};

TEST_F(Pgbackrest, AClusterComesBackAsOfAMomentAndItsChainIsWhole) {
  const db::testing::TemporaryFolder data;
  const std::string database = server.create_database();
  const std::vector<std::string> where = {"--data", data.path().string(), "--database",
                                          server.connection(database)};
  ASSERT_EQ(run(with({"import", catalogue_folder().string()}, where)).exit_code, 0);
  std::string token =
      run(with({"token", "add", "--centre", "sergeli", "--role", "host", "--name", "door"}, where)).out;
  token.pop_back();
  const auto take = [&](const Server& program) {
    Api host(program.port(), token);
    const Answer answer =
        host.post("/api/v1/centres/sergeli/tickets", R"({"services":["kindergarten-referral"]})");
    EXPECT_EQ(answer.status, 201) << answer.body;
    return answer.status == 201 ? text(answer, "id") : "";
  };

  pgbackrest({"stanza-create"});
  pgbackrest({"backup", "--type=full"});
  // It tells when a copy ended by the second, and takes only one that ended before the moment asked for.
  std::this_thread::sleep_until(std::chrono::ceil<std::chrono::seconds>(std::chrono::system_clock::now()));
  std::string before, after;
  Time moment;
  {
    Server program(where);
    before = take(program);
    moment = system_now() + Milliseconds(1);  // PostgreSQL knows microseconds
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    after = take(program);
    program.terminate();
  }
  server.run("SELECT pg_switch_wal()");
  pgbackrest({"check"});
  server.stop(db::testing::PostgresqlServer::Stop::immediate);

  std::string time = to_rfc3339(moment);  // as PostgreSQL reads it
  time.replace(time.find('T'), 1, " ");
  time.replace(time.find('Z'), 1, "+00");
  pgbackrest({"restore", "--delta", "--type=time", "--target=" + time, "--target-action=promote"});
  server.start();
  ASSERT_TRUE(becomes([&] {
    try {
      server.run("CREATE TABLE promoted ()", database);
      return true;
    } catch (const std::exception&) {
      return false;  // still only to be read
    }
  }));

  const Finished verified = run(with({"audit", "verify"}, where));
  EXPECT_EQ(verified.exit_code, 0) << verified.err;
  EXPECT_THAT(verified.out, HasSubstr("the chain is whole"));
  const Server program(where);
  Api host(program.port(), token);
  const std::string tickets = host.get("/api/v1/centres/sergeli/tickets").body;
  EXPECT_THAT(tickets, HasSubstr(before)) << verified.out << time;
  EXPECT_THAT(tickets, ::testing::Not(HasSubstr(after)));
}

}  // namespace
}  // namespace biroyna::testing

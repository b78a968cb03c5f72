#include "platform/db/testing/postgresql_server.hpp"

#include <libpq-fe.h>
#include <signal.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace biroyna::db::testing {
namespace {

constexpr const char* kPrograms = "/usr/lib/postgresql/15/bin/";
constexpr int kStartAttempts = 1500;  // of 20 ms
constexpr const char* kMemory = "/dev/shm";
constexpr std::uintmax_t kRoom =
    1'000'000'000;  // bytes: several times what a server with some databases takes

// A server without fsync lies in memory, where there is room. Each test makes and drops a database, which is
// three hundred files; ext4 takes long to find a number for a new file when many have just been removed.
std::filesystem::path parent_of_folder(PostgresqlServer::Disk disk) {
  std::error_code none;
  if (disk == PostgresqlServer::Disk::careless && std::filesystem::space(kMemory, none).available >= kRoom &&
      !none)
    return kMemory;
  return std::filesystem::temp_directory_path();
}

}  // namespace

PostgresqlServer::PostgresqlServer(Disk disk)
    : folder_(parent_of_folder(disk)), owner_(::getpid()), disk_(disk) {
  give_to_unprivileged(folder_.path());
  const pid_t made = start_unprivileged(
      {std::string(kPrograms) + "initdb", "--pgdata=" + data().string(), "--username=postgres",
       "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"},
      log());
  if (wait_for(made) != 0) fail("cannot make a PostgreSQL cluster");
  start();
}

PostgresqlServer::~PostgresqlServer() {
  if (owner_ == ::getpid()) stop(Stop::immediate);
}

PostgresqlServer& PostgresqlServer::shared() {
  static PostgresqlServer server;
  return server;
}

std::string PostgresqlServer::connection(const std::string& database) const {
  return "host=" + folder_.path().string() + " user=postgres dbname=" + database;
}

void PostgresqlServer::start() {
  if (running()) return;
  std::vector<std::string> command{std::string(kPrograms) + "postgres", "-D", data()};
  for (const std::string setting : {"listen_addresses=", "unix_socket_directories=", "max_connections=60",
                                    "shared_buffers=32MB", "deadlock_timeout=50ms"}) {
    command.insert(command.end(),
                   {"-c", setting.ends_with("directories=") ? setting + folder_.path().string() : setting});
  }
  if (disk_ == Disk::careless) command.insert(command.end(), {"-c", "fsync=off"});
  pid_ = start_unprivileged(command, log());
  for (int attempt = 0; PQping(connection("postgres").c_str()) != PQPING_OK; ++attempt) {
    const bool ended = ends_within(pid_, 20);
    if (!ended && attempt < kStartAttempts) continue;
    stop(Stop::immediate);
    fail("cannot start PostgreSQL");
  }
}

void PostgresqlServer::stop(Stop how) {
  if (!running()) return;
  ::kill(pid_, how == Stop::fast ? SIGINT : SIGQUIT);
  wait_for(pid_);
  pid_ = 0;
}

void PostgresqlServer::run(const std::string& sql, const std::string& database) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> owner(PQconnectdb(connection(database).c_str()),
                                                           &PQfinish);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(owner.get(), sql.c_str()), &PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(PQerrorMessage(owner.get()));
}

std::string PostgresqlServer::create_database(bool icu) {
  const std::string name = "test" + std::to_string(++databases_);
  run("CREATE DATABASE " + name + (icu ? " LOCALE_PROVIDER icu ICU_LOCALE 'uz' TEMPLATE template0" : ""));
  return name;
}

void PostgresqlServer::drop_database(const std::string& name) noexcept {
  try {
    if (running()) run("DROP DATABASE " + name + " WITH (FORCE)");
  } catch (const std::exception&) {
    // It goes with the server's folder.
  }
}

void PostgresqlServer::fail(const std::string& what) const {
  std::ostringstream words;
  words << std::ifstream(log()).rdbuf();
  const std::string all = words.str();
  throw std::runtime_error(what + "\n" + all.substr(all.size() > 2000 ? all.size() - 2000 : 0));
}

}  // namespace biroyna::db::testing

// The program as its users run it: a process of its own, on a data folder or a database of its own.
//
// Every process dies with the test program. Not thread-safe.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "platform/db/testing/databases.hpp"
#include "tests/support/client.hpp"
#include "tests/support/process.hpp"

namespace biroyna::testing {

// The one that was built with the tests; another where the environment's BIROYNA_PROGRAM says so.
std::string program();

struct Finished {
  int exit_code = 0;  // 128 + the signal that ended it
  std::string out, err;
};
// Runs `biroyna` with these arguments to its end, at most half a minute.
Finished run(const std::vector<std::string>& arguments, const std::string& input = {},
             const Environment& environment = {});

std::filesystem::path catalogue_folder();
// Copies the reference catalogue there, without seasons, as these tests run on any day; of a centre that asks
// only the registries that steps of its services ask, so that papers are handed in. Answers the copy.
std::filesystem::path copy_catalogue(const std::filesystem::path& copy);  // the reference centre's

// An installation with the reference centre "sergeli" and a token for each role. Made once for each engine
// and then copied, so that every test has one of its own.
class Installation {
 public:
  explicit Installation(db::testing::Where where);
  ~Installation();
  Installation(const Installation&) = delete;
  Installation& operator=(const Installation&) = delete;

  db::Engine engine() const { return where_.engine; }
  const std::string& token(const std::string& role) const { return tokens_->at(role); }
  // What tells the program where it is: {"--data", …}, or {"--database", …, "--data", …}.
  std::vector<std::string> place() const;
  db::Options beside() const;  // to open its database beside a program that runs on it
  std::filesystem::path folder() const { return folder_.path(); }
  std::string database() const { return database_; }

 private:
  db::testing::Where where_;
  db::testing::TemporaryFolder folder_;
  std::string database_;
  const std::map<std::string, std::string>* tokens_;
};

// A second centre, "chirchiq", with the same catalogue.
void import_another_centre(const Installation& installation);
// `biroyna token add`; `more` are further words.
std::string token_of(const Installation& installation, const std::string& centre, const std::string& role,
                     const std::vector<std::string>& more = {});

class Server {
 public:
  // Returns when it listens. Throws std::runtime_error with what it said when it does not.
  explicit Server(const Installation& installation, Environment environment = {});
  explicit Server(std::vector<std::string> place, Environment environment = {});
  ~Server();  // SIGKILL
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const { return port_; }
  pid_t pid() const { return pid_; }
  void kill();                           // SIGKILL, and waits
  int terminate();                       // SIGTERM; answers the exit code
  std::size_t memory_kilobytes() const;  // resident
  std::string log() const;               // what it has said on standard error

 private:
  void start(const std::vector<std::string>& place, const Environment& environment);
  db::testing::TemporaryFolder logs_;
  pid_t pid_ = 0;
  std::uint16_t port_ = 0;
};

// Talks JSON with a token.
class Api {
 public:
  Api(std::uint16_t port, std::string token, int timeout_seconds = 60)
      : client_(port, timeout_seconds), token_(std::move(token)) {}

  Answer get(const std::string& target, Client::Headers more = {});
  Answer post(const std::string& target, const std::string& body = {}, Client::Headers more = {});
  Answer send(const std::string& method, const std::string& target, const std::string& body,
              Client::Headers more = {});
  Client& client() { return client_; }

 private:
  Client::Headers headers(Client::Headers more) const;
  Client client_;
  std::string token_;
};

}  // namespace biroyna::testing

// Bad days of a centre: power cuts, full disks, locked and foreign files, lost databases, hostile clients.
#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <boost/json.hpp>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "features/documents/test_documents.hpp"
#include "tests/crash/crowd.hpp"
#include "tests/support/drill.hpp"
#include "tests/support/json.hpp"
#include "tests/support/program.hpp"
#include "tests/support/uploads.hpp"

namespace biroyna::testing {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;

constexpr const char* kTickets = "/api/v1/centres/sergeli/tickets";
constexpr const char* kBirth = R"({"services":["kindergarten-referral"]})";

// One line on standard error, and the exit code of a failure.
void expect_one_clear_line(const Finished& finished, const std::string& part) {
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_EQ(std::ranges::count(finished.err, '\n'), 1) << finished.err;
  EXPECT_THAT(finished.err, ::testing::StartsWith("biroyna: "));
  EXPECT_THAT(finished.err, HasSubstr(part));
}

struct Tickets : Crowd<std::map<std::string, std::string>> {  // number by id
  Tickets(std::uint16_t port, const std::string& token, int clients, const std::string& round = {})
      : Crowd(clients, [port, token, round](Crowd& crowd, int i) {
          Api api(port, token);
          for (int n = 0; n < 1000; ++n) {
            const Answer answer =
                api.post(kTickets, kBirth, {{"Idempotency-Key", fmt::format("{}{}-{}", round, i, n)}});
            const std::lock_guard lock(crowd.mutex);
            ++crowd.statuses[answer.status];
            if (answer.status == 201) crowd.answered.emplace(text(answer, "id"), text(answer, "number"));
          }
        }) {}
};

class Crash : public ::testing::TestWithParam<db::testing::Where> {};
INSTANTIATE_TEST_SUITE_P(Engines, Crash, db::testing::program_engines(), db::testing::engine_name);

TEST_P(Crash, WhatWasAnsweredIsThereOnceAfterAKill) {
  const Installation centre(GetParam());
  DrillRow row{.what = "kill under load, tickets, " + ::testing::PrintToString(GetParam())};
  std::map<std::string, std::string> answered;  // number by id
  for (const std::size_t before_the_kill : kill_after({400})) {
    Server server(centre);
    Tickets crowd(server.port(), centre.token("host"), 64, fmt::format("{}-", row.times++));
    while (crowd.count() < before_the_kill) std::this_thread::yield();
    server.kill();
    crowd.join();
    answered.merge(crowd.answered);
  }

  Server again(centre);
  Api host(again.port(), centre.token("host"));
  std::map<std::string, std::string> found;
  std::set<std::string> numbers;
  for (std::string after;;) {
    const json::value page = json::parse(host.get(fmt::format("{}?after={}", kTickets, after)).body);
    for (const auto& item : page.at("items").as_array()) {
      const std::string number(item.at("number").as_string());
      EXPECT_TRUE(numbers.insert(number).second) << number << " was given twice";
      found.emplace(item.at("id").as_string(), number);
    }
    if (page.at("next").is_null()) break;
    after = page.at("next").as_string();
  }
  row.acknowledged = answered.size();
  for (const auto& [id, number] : answered) {
    EXPECT_EQ(found[id], number) << "an answered ticket is lost";
    row.lost += found[id] == number ? 0 : 1;
  }
  note_for_drill(row);
  EXPECT_EQ(run(with({"audit", "verify"}, centre.place())).exit_code, 0);
}

// Uploads that a kill may cut at any moment.
struct Uploads : Crowd<std::vector<std::string>> {
  Uploads(std::uint16_t port, int clients)
      : Crowd(clients, [port](Crowd& crowd, int i) {
          Client client(port);
          for (int n = 0;; ++n) {
            const std::string content = fmt::format("{}-{}-", i, n) + std::string(300'000, 'x');
            const Answer answer = send_form(
                client, form_of(documents::testing::png(documents::testing::chunk("IDAT", content))));
            if (answer.status == 429) return;
            EXPECT_EQ(answer.status, 201) << answer.body;
            const std::lock_guard lock(crowd.mutex);
            crowd.answered.push_back(answer.body);
          }
        }) {}
};

TEST_P(Crash, DocumentsThatWereAnsweredAreThereAndTheRestIsFound) {
  const Installation centre(GetParam());
  const auto with_data = [&](std::vector<std::string> words) {
    return with(std::move(words), centre.place());
  };
  DrillRow row{.what = "kill under load, documents, " + ::testing::PrintToString(GetParam())};
  std::vector<std::string> answered;
  for (const std::size_t before_the_kill : kill_after({1, 5, 9, 20})) {
    ++row.times;
    Server server(centre);
    Uploads uploads(server.port(), 20);
    while (uploads.count() < before_the_kill) std::this_thread::yield();
    server.kill();
    uploads.join();
    answered.insert(answered.end(), uploads.answered.begin(), uploads.answered.end());
  }
  const auto checked = run(with_data({"documents", "check", "--remove-orphans",
                                      count_of_orphans(run(with_data({"documents", "check"})).out)}));
  EXPECT_EQ(checked.exit_code, 0) << checked.err;
  EXPECT_THAT(checked.out, HasSubstr(" 0 missing or damaged"));
  EXPECT_THAT(run(with_data({"documents", "check"})).out, HasSubstr(" 0 without a document"));
  EXPECT_TRUE(std::filesystem::is_empty(centre.folder() / "documents" / "unfinished"));

  Server again(centre);
  Client client(again.port());
  for (const auto& body : answered) {
    const json::value document = json::parse(body);
    const auto content =
        client.get(fmt::format("{}/{}/content", kDocuments, std::string_view(document.at("id").as_string())),
                   {{"Document-Secret", std::string(document.at("secret").as_string())}});
    EXPECT_EQ(content.status, 200) << "an answered document is lost";
    ++row.acknowledged, row.lost += content.status == 200 ? 0 : 1;
    EXPECT_EQ(static_cast<std::int64_t>(content.body.size()), document.at("size").as_int64());
  }
  note_for_drill(row);
  EXPECT_EQ(run(with_data({"audit", "verify"})).exit_code, 0);
}

TEST(BadDay, ADamagedDocumentIsNamed) {
  const Installation centre(db::Engine::sqlite);
  Server server(centre);
  Client client(server.port());
  const Answer taken = send_form(client, form_of(documents::testing::png()));
  const std::string sha256(json::parse(taken.body).at("sha256").as_string());
  const auto file = centre.folder() / "documents" / sha256.substr(0, 2) / sha256;
  ASSERT_TRUE(std::filesystem::exists(file));
  std::string bytes = read_file(file);
  bytes.back() ^= 1;
  write_file(file, bytes);
  expect_one_clear_line(run(with({"documents", "check"}, centre.place())), sha256 + " is damaged");
  std::filesystem::remove(file);
  expect_one_clear_line(run(with({"documents", "check"}, centre.place())), sha256 + " is missing");
}

TEST(BadDay, AnEditedRowBreaksTheChainAtItsPlace) {
  const Installation centre(db::Engine::sqlite);
  {
    Server server(centre);
    Api kiosk(server.port(), centre.token("host"));
    for (int i = 0; i < 5; ++i) kiosk.post(kTickets, kBirth);
    EXPECT_EQ(server.terminate(), 0);
  }
  EXPECT_EQ(run(with({"audit", "verify"}, centre.place())).exit_code, 0);
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open((centre.folder() / "biroyna.db").c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(db,
                         "UPDATE events SET data = replace(data, 'E003', 'E009') WHERE seq = (SELECT "
                         "max(seq) - 2 FROM events)",
                         nullptr, nullptr, nullptr),
            SQLITE_OK);
  const int changed = sqlite3_changes(db);
  sqlite3_close(db);
  ASSERT_EQ(changed, 1);
  const auto verified = run(with({"audit", "verify"}, centre.place()));
  expect_one_clear_line(verified, "broken at event");
}

TEST(BadDay, AFullDiskAnswers503AndGoesOnWhenThereIsRoom) {
  const Installation centre(db::Engine::sqlite);
  const db::testing::TemporaryFolder mount;
  if (::mount("biroyna", mount.path().c_str(), "tmpfs", 0, "size=6m") != 0) {
    FAIL() << "this test mounts a small tmpfs, for which it must run as root";
  }
  struct Unmount {
    const std::filesystem::path& path;
    ~Unmount() { ::umount2(path.c_str(), MNT_DETACH); }
  } const unmount{mount.path()};
  std::filesystem::copy(centre.folder(), mount.path(), std::filesystem::copy_options::recursive);
  Server server({"--data", mount.path().string()});
  Api kiosk(server.port(), centre.token("host"));
  EXPECT_EQ(kiosk.post(kTickets, kBirth).status, 201);

  const auto filler = mount.path() / "filler";
  {
    std::ofstream fill(filler);
    for (int i = 0; i < 100'000 && fill << std::string(4096, 'x') << std::flush; ++i) {
    }
  }
  int answered = 1;
  Answer full;
  for (int i = 0; i < 5000; ++i) {
    full = kiosk.post(kTickets, kBirth);
    if (full.status != 201) break;
    ++answered;
  }
  EXPECT_EQ(full.status, 503) << full.body;
  EXPECT_EQ(full.headers.count("retry-after"), 1u);
  std::filesystem::remove(filler);
  const Answer after = kiosk.post(kTickets, kBirth);
  EXPECT_EQ(after.status, 201) << after.body;
  EXPECT_EQ(json::parse(kiosk.get("/api/v1/centres/sergeli/board").body).at("waiting").as_int64(),
            answered + 1)
      << "what was refused must not be half there";
  server.kill();
  EXPECT_EQ(run({"audit", "verify", "--data", mount.path().string()}).exit_code, 0);
}

TEST(BadDay, ALockedDatabaseIsOneClearLine) {
  const Installation centre(db::Engine::sqlite);
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open((centre.folder() / "biroyna.db").c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(db, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr), SQLITE_OK);
  expect_one_clear_line(run(with({"serve", "--listen", "127.0.0.1:0"}, centre.place())), "locked");
  sqlite3_close(db);
}

TEST(BadDay, ANewerDatabaseIsOneClearLine) {
  const Installation centre(db::Engine::sqlite);
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open((centre.folder() / "biroyna.db").c_str(), &db), SQLITE_OK);
  char* error = nullptr;
  sqlite3_exec(db,
               "INSERT INTO schema_migrations SELECT feature, '9999_future.sql', checksum, applied_ms "
               "FROM schema_migrations LIMIT 1",
               nullptr, nullptr, &error);
  ASSERT_EQ(error, nullptr) << error;
  sqlite3_close(db);
  expect_one_clear_line(run(with({"serve", "--listen", "127.0.0.1:0"}, centre.place())),
                        "is not known to this program");
}

TEST(BadDay, ADataFolderThatCannotBeUsedIsOneClearLine) {
  expect_one_clear_line(run({"serve", "--data", "/proc/nothing", "--listen", "127.0.0.1:0"}),
                        "/proc/nothing");
  const auto listen = run({"serve", "--listen", "nowhere"});
  EXPECT_NE(listen.exit_code, 0);
  EXPECT_THAT(listen.err, HasSubstr("127.0.0.1:8080"));
  EXPECT_NE(run({"explode"}).exit_code, 0);
  expect_one_clear_line(run({"import", "--data", "/tmp", "/nonexistent-catalogue"}),
                        "/nonexistent-catalogue");
}

TEST(BadDay, TwoServersOnOneFolder) {
  const Installation centre(db::Engine::sqlite);
  Server server(centre);
  expect_one_clear_line(run(with({"serve", "--listen", "127.0.0.1:0"}, centre.place())), "already works in");
  Api kiosk(server.port(), centre.token("host"));
  EXPECT_EQ(kiosk.post(kTickets, kBirth).status, 201) << "the first goes on";
}

TEST(BadDay, ACommandLineBesideTheServer) {
  const Installation centre(db::Engine::sqlite);
  Server server(centre);
  const auto added = run(with({"token", "add", "--centre", "sergeli", "--role", "kiosk"}, centre.place()));
  ASSERT_EQ(added.exit_code, 0) << added.err;
  Api kiosk(server.port(), added.out.substr(0, added.out.size() - 1));
  EXPECT_EQ(kiosk.post(kTickets, kBirth).status, 201);
  expect_one_clear_line(run(with({"token", "add", "--centre", "nowhere", "--role", "kiosk"}, centre.place())),
                        "nowhere");
}

TEST(BadDay, PostgresqlRestartsUnderLoad) {
  const Installation centre(db::Engine::postgresql);
  Server server(centre);
  Tickets crowd(server.port(), centre.token("host"), 16);
  auto& postgresql = db::testing::PostgresqlServer::shared();
  for (int i = 0; i < 2; ++i) {
    const auto before = crowd.count();
    while (crowd.count() < before + 50) std::this_thread::yield();
    postgresql.restart(db::testing::PostgresqlServer::Stop::immediate);
  }
  crowd.join();
  EXPECT_GT(crowd.statuses[201], 100);
  for (const auto& [status, times] : crowd.statuses) EXPECT_TRUE(status == 201 || status == 503) << status;
  std::set<std::string> numbers;
  for (const auto& [id, number] : crowd.answered) EXPECT_TRUE(numbers.insert(number).second) << number;
  Api kiosk(server.port(), centre.token("host"));
  EXPECT_EQ(kiosk.post(kTickets, kBirth).status, 201);
  EXPECT_EQ(run(with({"audit", "verify"}, centre.place())).exit_code, 0);
}

TEST(BadDay, HostileRequestsDoNoHarm) {
  const Installation centre(db::Engine::sqlite);
  Server server(centre);
  {
    Api warm(server.port(), centre.token("host"));
    warm.post(kTickets, kBirth);
  }
  const std::size_t before = server.memory_kilobytes();
  const std::string huge_header =
      "GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + std::string(200'000, 'x') + "\r\n\r\n";
  const std::string requests[] = {
      "\x16\x03\x01\x02",
      "GET / HTTP/9.9\r\n\r\n",
      "GET  /  HTTP/1.1\r\n\r\n",
      huge_header,
      "POST " + std::string(kTickets) +
          " HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
      "POST " + std::string(kTickets) +
          " HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
      "POST " + std::string(kTickets) +
          " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
      "GET /../../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n",
      std::string(1'000'000, 'A')};
  for (int round = 0; round < 20; ++round) {
    for (const auto& request : requests) {
      try {
        Client client(server.port(), 5);
        client.write(request);
        const Answer answer = client.read_answer();
        EXPECT_GE(answer.status, 400);
        EXPECT_LT(answer.status, 500);
      } catch (const std::runtime_error&) {
        // Hung up on without an answer.
      }
    }
  }
  // Sixty-four requests in one packet get sixty-four answers, in order.
  Client pipelined(server.port());
  std::string many;
  for (int i = 0; i < 64; ++i) many += "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
  pipelined.write(many);
  for (int i = 0; i < 64; ++i) EXPECT_EQ(pipelined.read_answer().status, 200);
  EXPECT_LT(server.memory_kilobytes(), before + 64 * 1024);
}

}  // namespace
}  // namespace biroyna::testing

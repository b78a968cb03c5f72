// A copy of the database is put back: what was handed out since the copy was taken is on paper, and in
// nobody's records. No number repeats, and what was issued then "cannot be confirmed".
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <array>
#include <filesystem>
#include <set>

#include "core/code.hpp"
#include "features/results/domain.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/documents.hpp"
#include "tests/support/json.hpp"
#include "tests/support/program.hpp"

namespace biroyna::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kVerify = "/api/v1/verify/";
constexpr const char* kTickets = "/api/v1/tickets/";

// What one server handed out.
struct HandedOut {
  std::vector<std::string> ticket_numbers, ticket_ids;
  std::string application, secret;
  results::Issued document;
};

class PutBack : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  ~PutBack() override {
    if (centre.engine() == db::Engine::postgresql) postgresql().drop_database(kCopy);
  }
  static db::testing::PostgresqlServer& postgresql() { return db::testing::PostgresqlServer::shared(); }

  // The copy of noon: of SQLite while it runs.
  void copy_and_stop() {
    if (centre.engine() == db::Engine::sqlite) {
      sqlite3* db = nullptr;
      ASSERT_EQ(sqlite3_open((centre.folder() / "biroyna.db").c_str(), &db), SQLITE_OK);
      const std::string sql = fmt::format("VACUUM INTO '{}'", copy().string());
      EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
      sqlite3_close(db);
    }
    stop();
    if (centre.engine() == db::Engine::postgresql)
      postgresql().run(fmt::format("CREATE DATABASE {} TEMPLATE {}", kCopy, centre.database()));
  }
  void put_copy_back() {
    if (centre.engine() == db::Engine::postgresql) {
      postgresql().drop_database(centre.database());
      return postgresql().run(fmt::format("CREATE DATABASE {} TEMPLATE {}", centre.database(), kCopy));
    }
    for (const char* end : {"-wal", "-shm"}) fs::remove(centre.folder() / (std::string("biroyna.db") + end));
    fs::copy_file(copy(), centre.folder() / "biroyna.db", fs::copy_options::overwrite_existing);
  }
  fs::path copy() const { return elsewhere.path() / "noon.db"; }

  void start() { server = std::make_unique<Server>(centre); }
  void stop() { EXPECT_EQ(server->terminate(), 0); }
  Api as(const std::string& role) const { return {server->port(), role.empty() ? "" : centre.token(role)}; }

  HandedOut hand_out(int tickets) const {
    HandedOut handed;
    Api host = as("host");
    for (int i = 0; i < tickets; ++i) {
      const Answer taken =
          host.post("/api/v1/centres/sergeli/tickets", R"({"services":["kindergarten-referral"]})");
      EXPECT_EQ(taken.status, 201) << taken.body;
      handed.ticket_numbers.push_back(text(taken, "number"));
      handed.ticket_ids.push_back(text(taken, "id"));
    }
    const Answer made =
        as("operator")
            .post(kApplications, application_for(*reference().find(ServiceId("kindergarten-referral"))));
    EXPECT_EQ(made.status, 201) << made.body;
    handed.application = text(made, "number");
    handed.secret = text(made, "secret");
    handed.document = issue_document(centre);
    return handed;
  }
  Answer application(const HandedOut& handed, const std::string& secret) const {
    return as("").get(fmt::format("{}/{}", kApplications, handed.application),
                      {{"Application-Secret", secret}});
  }
  std::string state_of(const std::string& code) const { return text(as("").get(kVerify + code), "state"); }
  std::string figure(const std::string& name) const {
    const std::string all = as("").get("/metrics").body;
    const auto begin = all.find("\n" + name + " ");
    return begin == std::string::npos ? "" : all.substr(begin + 1, all.find('\n', begin + 1) - begin - 1);
  }
  std::string page(const std::string& address) const {
    return as("head").get(address, {{"Accept", "text/html"}}).body;
  }
  void expect_nothing_repeats(const std::vector<HandedOut>& handed) const {
    std::set<std::string> numbers, registered, applications;
    for (const HandedOut& one : handed) {
      for (const auto& number : one.ticket_numbers) EXPECT_TRUE(numbers.insert(number).second) << number;
      EXPECT_TRUE(registered.insert(one.document.number).second) << one.document.number;
      EXPECT_TRUE(applications.insert(one.application).second) << one.application;
    }
  }

  static constexpr const char* kCopy = "put_back_copy";
  Installation centre{GetParam()};
  db::testing::TemporaryFolder elsewhere;
  std::unique_ptr<Server> server;
};
INSTANTIATE_TEST_SUITE_P(Engines, PutBack, db::testing::program_engines(), db::testing::engine_name);

TEST_P(PutBack, NoNumberRepeatsAndWhatWasIssuedSinceCannotBeConfirmed) {
  start();
  const HandedOut before = hand_out(3);
  copy_and_stop();

  start();
  EXPECT_EQ(figure("biroyna_restores"), "biroyna_restores 0");
  const HandedOut lost = hand_out(30);
  EXPECT_EQ(state_of(lost.document.code), "valid");
  stop();
  put_copy_back();

  start();
  EXPECT_THAT(server->log(), AllOf(HasSubstr("database_set_back"), HasSubstr("database_restored")));
  EXPECT_EQ(figure("biroyna_restores"), "biroyna_restores 1");
  const HandedOut after = hand_out(30);
  expect_nothing_repeats({before, lost, after});

  EXPECT_EQ(state_of(before.document.code), "valid");
  EXPECT_EQ(state_of(after.document.code), "valid");
  EXPECT_EQ(state_of(lost.document.code), "cannot_be_confirmed");
  EXPECT_EQ(state_of(results::make_code("0123456789ABCDEFGHJ")), "unknown") << "nobody issued it";
  EXPECT_EQ(as("").get(kTickets + before.ticket_ids.back()).status, 200);
  EXPECT_THAT(as("").get(kTickets + lost.ticket_ids.back()).body, HasSubstr("cannot_be_confirmed"));
  EXPECT_THAT(as("").get(kTickets + std::string(26, '0')).body, HasSubstr("not_found"));
  EXPECT_EQ(application(before, before.secret).status, 200);
  EXPECT_EQ(application(lost, lost.secret).status, 404);
  EXPECT_THAT(application(lost, lost.secret).body, HasSubstr("cannot_be_confirmed"));
  EXPECT_THAT(application(before, lost.secret).body, Not(HasSubstr("cannot_be_confirmed")))
      << "a wrong secret";
  const HandedOut nobodys{{}, {}, make_code(std::array<unsigned char, 7>{1, 2, 3, 4, 5, 6, 7}), "", {}};
  EXPECT_THAT(application(nobodys, lost.secret).body, Not(HasSubstr("cannot_be_confirmed")));

  EXPECT_THAT(page("/en/verify/" + lost.document.code),
              AllOf(HasSubstr("This cannot be confirmed here: ask the centre"), HasSubstr("tel:")));
  EXPECT_THAT(page("/en/t/" + lost.ticket_ids.front()),
              AllOf(HasSubstr("This cannot be confirmed here"), HasSubstr("tel:")));
  EXPECT_THAT(page("/en/sergeli/my?number=" + lost.application),
              AllOf(HasSubstr("the application will be entered again"), HasSubstr("tel:")));
  EXPECT_THAT(page("/en/sergeli/my?number=" + nobodys.application),
              Not(HasSubstr("the application will be entered again")));
  EXPECT_THAT(page("/en/sergeli/cases?q=" + lost.application), HasSubstr("It cannot be confirmed here"));
  EXPECT_THAT(page("/en/sergeli/dashboard"), HasSubstr("restore-settled"));
  stop();

  // Another start changes nothing: this is the database now.
  start();
  EXPECT_EQ(figure("biroyna_restores"), "biroyna_restores 1");
  stop();
}

TEST_P(PutBack, TheSameCopyTwiceInADayRepeatsNothing) {
  start();
  std::vector<HandedOut> handed = {hand_out(3)};
  copy_and_stop();
  for (int time = 0; time < 3; ++time) {
    if (time > 0) put_copy_back();  // which knows of no other restore
    start();
    handed.push_back(hand_out(30));
    stop();
  }
  expect_nothing_repeats(handed);
}

// A snapshot of the whole disk: nothing beside the database knows better.
TEST_P(PutBack, WhatNobodyCanNoticeIsSaidByHand) {
  std::vector<std::string> words = {"restored"};
  for (const auto& word : centre.place()) words.push_back(word);
  start();
  if (centre.engine() == db::Engine::sqlite) {
    const Finished beside = run(words);
    EXPECT_EQ(beside.exit_code, 1);
    EXPECT_THAT(beside.err, HasSubstr("already works in"))
        << "a server that runs has its numbers from before";
  }
  std::vector<HandedOut> handed = {hand_out(1)};
  copy_and_stop();
  start();
  handed.push_back(hand_out(5));
  stop();
  put_copy_back();
  fs::remove(centre.folder() / "heads.noted");
  const Finished marked = run(words);
  EXPECT_EQ(marked.exit_code, 0) << marked.err;
  EXPECT_THAT(marked.out, HasSubstr("is marked as restored"));
  words.insert(words.end(), {"--until", "noon"});
  EXPECT_EQ(run(words).exit_code, 1) << "noon is no time";

  start();
  EXPECT_EQ(figure("biroyna_restores"), "biroyna_restores 1");
  EXPECT_EQ(state_of(handed.back().document.code), "cannot_be_confirmed");
  handed.push_back(hand_out(5));
  expect_nothing_repeats(handed);
  stop();
}

}  // namespace
}  // namespace biroyna::testing

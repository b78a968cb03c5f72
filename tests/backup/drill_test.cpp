// The drill: under load the folder of an installation is lost; it is brought back to a moment, and to the
// last.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <boost/json.hpp>
#include <set>

#include "features/documents/test_documents.hpp"
#include "tests/backup/backups.hpp"
#include "tests/crash/crowd.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/json.hpp"
#include "tests/support/uploads.hpp"

namespace biroyna::testing {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using ::testing::HasSubstr;

constexpr const char* kDrillTickets = "/api/v1/centres/sergeli/tickets";

// What was acknowledged, and when it was asked for and answered.
struct Done {
  std::string id;
  Time asked, answered;
};
struct Acknowledgements {
  std::vector<Done> tickets, applications;
  std::size_t size() const { return tickets.size() + applications.size(); }
};

struct Visitors : Crowd<Acknowledgements> {
  Visitors(std::uint16_t port, const std::string& host, const std::string& desk,
           const std::atomic<bool>& enough)
      : Crowd(6, [&enough, port, host, desk](Crowd& crowd, int i) {
          static const std::string wanted =
              application_for(*reference().find(ServiceId("kindergarten-referral")));
          Api api(port, i < 3 ? host : desk);
          for (int n = 0; !enough && n < 1000; ++n) {
            const std::string key = fmt::format("drill-{}-{}", i, n);
            const Time asked = system_now();
            if (i < 3) {
              const Answer answer = api.post(kDrillTickets, R"({"services":["kindergarten-referral"]})",
                                             {{"Idempotency-Key", key}});
              const std::lock_guard lock(crowd.mutex);
              if (answer.status == 201)
                crowd.answered.tickets.push_back({text(answer, "id"), asked, system_now()});
              continue;
            }
            const std::string content = key + std::string(20'000, 'x');
            const Answer document =
                send_form(api.client(),
                          form_of(documents::testing::png(documents::testing::chunk("IDAT", content))), desk);
            if (document.status != 201) continue;
            auto application = json::parse(wanted).as_object();
            application["documents"] = json::object{{"birth-certificate", text(document, "id")}};
            const Time sent = system_now();
            const Answer answer =
                api.post(kApplications, json::serialize(application), {{"Idempotency-Key", key}});
            const std::lock_guard lock(crowd.mutex);
            if (answer.status == 201)
              crowd.answered.applications.push_back({text(answer, "number"), sent, system_now()});
          }
        }) {}
};

class Drill : public ::testing::Test {
 protected:
  Environment environment() const {
    return {"BIROYNA_ARCHIVE=" + archive.string(), "BIROYNA_BACKUP_RECIPIENT=" + recipient};
  }
  Finished restore(const fs::path& into, const std::string& to = {}) {
    std::vector<std::string> words = {"restore",       "--from",          archive.string(),
                                      "--into",        into.string(),     "--key",
                                      secret.string(), "--documents-key", kept_key.string()};
    if (!to.empty()) words.insert(words.end(), {"--to", to});
    return run(words);
  }
  static std::set<std::string> all_of(Api& api, std::string address, const char* id) {
    std::set<std::string> found;
    for (std::string after;;) {
      const auto page = object_of(api.get(fmt::format("{}?after={}", address, after)));
      for (const auto& item : page.at("items").as_array()) found.insert(text(item.as_object(), id));
      if (page.at("next").is_null()) return found;
      after = text(page, "next");
      if (const auto bar = after.find('|'); bar != std::string::npos) after.replace(bar, 1, "%7C");
    }
  }
  // What is there of `done` is what was answered at that moment, and nothing that was asked for after it.
  static void expect_as_of(Time moment, const std::vector<Done>& done, const std::set<std::string>& there) {
    std::size_t before = 0, after = 0;
    for (const auto& each : done) {
      if (each.answered <= moment) {
        ++before;
        EXPECT_TRUE(there.contains(each.id)) << each.id << " was answered before and is lost";
      } else if (each.asked > moment) {
        ++after;
        EXPECT_FALSE(there.contains(each.id)) << each.id << " was asked for later and is there";
      }
    }
    EXPECT_GT(before, 0u);
    EXPECT_EQ(after > 0, moment < done.back().asked);
  }
  void expect_whole(const fs::path& folder, Time moment, const Acknowledgements& done) {
    const std::vector<std::string> place = {"--data", folder.string()};
    const Finished verified = run(with({"audit", "verify"}, place));
    EXPECT_EQ(verified.exit_code, 0) << verified.err;
    const Finished checked = run(with({"documents", "check"}, place));
    EXPECT_EQ(checked.exit_code, 0) << checked.err;
    EXPECT_THAT(checked.out, HasSubstr(" 0 missing or damaged, 0 without a document"));
    const Server server(place);
    Api host(server.port(), centre.token("host")), desk(server.port(), centre.token("operator"));
    expect_as_of(moment, done.tickets, all_of(host, kDrillTickets, "id"));
    expect_as_of(moment, done.applications, all_of(desk, "/api/v1/centres/sergeli/applications", "number"));
  }

  const Installation centre{db::Engine::sqlite};
  const db::testing::TemporaryFolder place;
  const fs::path archive = made(place.path() / "archive"), kept_key = place.path() / "documents.key",
                 secret = place.path() / "secret";
  std::string recipient = [this] {
    const std::string out = run({"backup-key", secret.string()}).out;
    return out.substr(0, out.find('\n'));
  }();
};

TEST_F(Drill, WhatWasLostUnderLoadComesBackAsOfAnyMoment) {
  auto server = std::make_unique<Server>(centre, environment());
  ASSERT_TRUE(archive_catches_up(server->port()));
  std::atomic<bool> enough = false;
  Visitors crowd(server->port(), centre.token("host"), centre.token("operator"), enough);
  while (crowd.count() < 60) std::this_thread::yield();
  const Time moment = system_now();
  const std::size_t until_then = crowd.count();
  // A whole copy beside it, meanwhile.
  const Finished copied = run({"backup", "--to", made(place.path() / "copies").string(), "--data",
                               centre.folder().string(), "--recipient", recipient});
  EXPECT_EQ(copied.exit_code, 0) << copied.err;
  EXPECT_GT(figure(server->port(), "biroyna_backup_last_success_seconds"), 1.7e9);
  while (crowd.count() < until_then + 60) std::this_thread::yield();
  enough = true;
  crowd.join();
  ASSERT_TRUE(archive_catches_up(server->port()));
  server->kill();
  fs::copy(centre.folder() / "documents.key", kept_key);
  for (const auto& entry : fs::directory_iterator(centre.folder())) fs::remove_all(entry.path());

  const fs::path then = place.path() / "then", last = place.path() / "last";
  const Finished restored = restore(then, to_rfc3339(moment));
  ASSERT_EQ(restored.exit_code, 0) << restored.err;
  expect_whole(then, moment, crowd.answered);
  const Finished latest = restore(last);
  ASSERT_EQ(latest.exit_code, 0) << latest.err;
  expect_whole(last, system_now(), crowd.answered);

  // The copy has what was there when it was begun.
  const fs::path of_copy = place.path() / "of-copy";
  const Finished from_copy =
      run({"restore", "--from", (place.path() / "copies").string(), "--into", of_copy.string(), "--key",
           secret.string(), "--documents-key", kept_key.string()});
  ASSERT_EQ(from_copy.exit_code, 0) << from_copy.err;
  {
    const Server there({"--data", of_copy.string()});
    Api host(there.port(), centre.token("host"));
    const auto tickets = all_of(host, kDrillTickets, "id");
    for (const auto& ticket : crowd.answered.tickets)
      EXPECT_TRUE(ticket.answered > moment || tickets.contains(ticket.id));
  }

  // What cannot be reached is refused with what can, and nothing is made.
  for (const std::string to : {"2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z"}) {
    const fs::path never = place.path() / "never";
    const Finished refused = restore(never, to);
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_THAT(refused.err, HasSubstr("cannot be reached"));
    EXPECT_THAT(refused.err, HasSubstr("\n  from "));
    EXPECT_FALSE(fs::exists(never));
  }

  // The restored one goes on in the same archive, without being taken for the one before.
  {
    Server again({"--data", last.string()}, environment());
    ASSERT_TRUE(archive_catches_up(again.port()));
    Api host(again.port(), centre.token("host"));
    EXPECT_EQ(host.post(kDrillTickets, R"({"services":["kindergarten-referral"]})").status, 201);
    EXPECT_EQ(again.terminate(), 0);
  }
  const fs::path twice = place.path() / "twice";
  const Finished second = restore(twice);
  ASSERT_EQ(second.exit_code, 0) << second.err;
  const Server there({"--data", twice.string()});
  Api host(there.port(), centre.token("host"));
  EXPECT_EQ(all_of(host, kDrillTickets, "id").size(), crowd.answered.tickets.size() + 1);
}

}  // namespace
}  // namespace biroyna::testing

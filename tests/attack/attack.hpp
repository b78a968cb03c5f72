// What the attacker's suite needs: a centre, and people who are signed in to it.
//
// Each check stands beside a control: the same request by the right person or in the right shape succeeds.
// docs/security/attacks.md lists them.
#pragma once

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/json.hpp"
#include "tests/support/program.hpp"

namespace biroyna::testing {

inline constexpr const char* kOwnPassword = "olma anor behi uzum";
inline constexpr const char* kFormEncoded = "application/x-www-form-urlencoded";

// A centre that is served. Tests of one world share it: what they do must not be in each other's way.
struct World {
  World(db::testing::Where where, const Environment& environment)
      : centre(where), server(centre, environment) {}
  Installation centre;
  Server server;
  std::map<std::string, std::string> kept = {};  // what its tests made once

  // Ends those of another name.
  static World& of(const std::string& name, db::testing::Where where, const Environment& environment) {
    db::testing::PostgresqlServer::shared();  // outlives them
    static std::map<std::pair<std::string, std::string>, std::unique_ptr<World>> all;
    std::erase_if(all, [&](const auto& each) { return each.first.first != name; });
    auto& world = all[{name, ::testing::PrintToString(where)}];
    if (!world) world = std::make_unique<World>(where, environment);
    return *world;
  }
};

class Attack : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  explicit Attack(const std::string& name, const Environment& environment = {})
      : world(World::of(name, GetParam(), environment)) {}

  // `biroyna` with these words and the place of the installation. Fails the test when it fails.
  std::string told(std::vector<std::string> words, const std::string& input = {}) const {
    for (const auto& word : centre.place()) words.push_back(word);
    const Finished finished = run(words, input);
    EXPECT_EQ(finished.exit_code, 0) << finished.err;
    return finished.out;
  }
  // Once.
  void add_person(const std::string& login, const std::string& role) {
    if (!world.kept.emplace("login " + login, role).second) return;
    told({"staff", "add", "--centre", "sergeli", "--login", login, "--name", "Somebody", "--role", role,
          "--chose-password"},
         std::string(kOwnPassword) + "\n");
  }

  struct Session {
    std::string cookie;  // "__Host-session=…"
    std::string csrf;
    Client::Headers reading() const { return {{"Cookie", cookie}}; }
    Client::Headers writing() const { return {{"Cookie", cookie}, {"X-CSRF-Token", csrf}}; }
  };
  // Of an answer that began one.
  Session session_of(const Answer& signed_in) {
    Session session;
    for (const auto& each : signed_in.cookies)
      if (each.starts_with("__Host-session=")) session.cookie = each.substr(0, each.find(';'));
    session.csrf = text(nobody.get("/api/v1/me", session.reading()), "csrf_token");
    return session;
  }
  Answer sign_in(const std::string& login, const Client::Headers& more = {}) {
    return nobody.post("/api/v1/sessions",
                       fmt::format(R"({{"login":"{}","password":"{}"}})", login, kOwnPassword), more);
  }
  Answer send_form(const std::string& address, const std::string& form, Client::Headers headers = {}) {
    headers.emplace_back("Content-Type", kFormEncoded);
    return nobody.client().request("POST", address, headers, form);
  }
  Api as(const std::string& role) const { return {server.port(), centre.token(role)}; }
  // Over a connection of its own, which a refusal may end.
  Answer ask(const std::string& target, const std::string& role = "", const std::string& method = "GET",
             const std::string& body = {}) const {
    return Api(server.port(), role.empty() ? "" : centre.token(role)).send(method, target, body);
  }

  World& world;
  Installation& centre = world.centre;
  Server& server = world.server;
  Api nobody{server.port(), ""};
};

}  // namespace biroyna::testing

// Who gets past the guard: roles and routes, forms of other sites, secrets that are nobody's.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <fstream>
#include <set>
#include <thread>

#include "features/sessions/test_sessions.hpp"
#include "platform/http/test_server.hpp"

namespace biroyna::sessions {
namespace {

using auth::Role;
using auth::Roles;
using http::Method;
using namespace testing;

constexpr std::array kChanging = {Method::post, Method::put, Method::patch, Method::delete_};

class Guard : public SessionsTest {
 protected:
  std::string token(Role role) {
    staff::NewDevice device{kSergeli, fmt::format("{} {}", name(role), ++made), role};
    if (auth::kOfDepartments.contains(role)) device.departments = {DepartmentId("preschool")};
    const auto added = program.staff.add_device(device, "command-line");
    return added->token;
  }
  std::string refused(http::Request request, Roles allowed = Roles::all()) {
    return refusal(program.sessions, std::move(request), allowed);
  }

  Program program{*db, now};
  int made = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, Guard, db::testing::engines(), db::testing::engine_name);

TEST_P(Guard, EachRoleReachesWhatItMayAndNothingElse) {
  for (int i = 0; i < auth::kRoles; ++i) {
    const auto role = static_cast<Role>(i);
    http::Request by_token = request(Method::get), by_session = by_token;
    if (role != Role::anonymous) by_token = with_token(Method::get, token(role));
    if (staff::kPeople.contains(role)) {
      const std::string secret = session(person("some-" + std::string(name(role)), role));
      by_session = with_session(Method::get, secret);
    }
    for (int other = 0; other < auth::kRoles; ++other) {
      const Roles allowed = {static_cast<Role>(other)};
      const std::string expected = other == i                ? ""
                                   : role == Role::anonymous ? "sign_in_first"
                                                             : "not_for_this_role";
      EXPECT_EQ(refused(by_token, allowed), expected) << name(role) << " " << other;
      if (!staff::kPeople.contains(role)) continue;
      EXPECT_EQ(refused(by_session, allowed), expected) << name(role) << " " << other;
    }
  }
}

TEST_P(Guard, WhatIsOneCentresIsNotThereForAnother) {
  http::Request own = with_token(Method::get, token(Role::head)), other = own;
  own.path_params = {{"centre", "sergeli"}};
  other.path_params = {{"centre", "jizzakh"}};
  EXPECT_EQ(refused(own, {Role::head}), "");
  EXPECT_EQ(refused(other, {Role::head}), "not_found");
  EXPECT_EQ(refused(other), "") << "open to everybody";
  http::Request nobody = request(Method::get);
  nobody.path_params = other.path_params;
  EXPECT_EQ(refused(nobody, {Role::head}), "sign_in_first");
}

TEST_P(Guard, SaysWhoAsks) {
  const staff::Person aziza = person("aziza", Role::head);
  const auto principal = who(program.sessions, with_session(Method::get, session(aziza)));
  EXPECT_EQ(principal.id, aziza.id.str());
  EXPECT_EQ(principal.centre, "sergeli");
  EXPECT_EQ(principal.name, aziza.name);
  EXPECT_FALSE(principal.by_token);
  EXPECT_FALSE(principal.csrf.empty());
  EXPECT_EQ(principal.actor(), (Actor{ActorKind::staff, aziza.id.str()}));
  EXPECT_EQ(actor_of(principal), "staff:" + aziza.id.str());
  const auto kiosk = who(program.sessions, with_token(Method::get, token(Role::kiosk)));
  EXPECT_EQ(actor_of(kiosk), "device:" + kiosk.id);
  EXPECT_EQ(who(program.sessions, request(Method::get)).actor(), Actor{ActorKind::visitor});
  EXPECT_EQ(kiosk.role, Role::kiosk);
  EXPECT_TRUE(kiosk.by_token);
  EXPECT_TRUE(kiosk.session.empty());
  EXPECT_TRUE(kiosk.csrf.empty());
}

TEST_P(Guard, AChangeNeedsTheSessionsOwnToken) {
  const staff::Person aziza = person("aziza");
  const std::string secret = session(aziza), another = session(aziza);
  const std::string csrf = who(program.sessions, with_session(Method::get, secret)).csrf;
  const std::string others = who(program.sessions, with_session(Method::get, another)).csrf;
  EXPECT_NE(csrf, others);
  for (const Method method : kChanging) {
    EXPECT_EQ(refused(with_session(method, secret)), "foreign_form") << http::name(method);
    EXPECT_EQ(refused(with_session(method, secret, {{"x-csrf-token", others}})), "foreign_form");
    EXPECT_EQ(refused(with_session(method, secret, {{"x-csrf-token", csrf}})), "");
    EXPECT_EQ(refused(with_session(method, secret, {}, "a=b&csrf=" + csrf)), "");
    EXPECT_EQ(refused(with_session(method, secret, {}, "a=b&csrf=")), "foreign_form");
    EXPECT_EQ(refused(with_session(method, secret, {{"content-type", "application/json"}}, "csrf=" + csrf)),
              "foreign_form")
        << "not a form";
    EXPECT_EQ(refused(with_session(method, secret, {}, "")), "foreign_form");
  }
  const db::testing::TemporaryFolder folder;
  for (const auto& [token, expected] : {std::pair{csrf, ""}, {others, "foreign_form"}}) {
    auto upload = with_session(Method::post, secret, {{"content-type", "multipart/form-data; boundary=B"}});
    upload.body_file = folder.path() / "body";
    std::ofstream(upload.body_file) << "--B\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n"
                                    << token << "\r\n--B--\r\n";
    EXPECT_EQ(refused(upload), expected) << "a form with files";
  }
  for (const Method method : {Method::get, Method::head, Method::options})
    EXPECT_EQ(refused(with_session(method, secret)), "") << http::name(method);
}

// A compressed page that repeats what its reader sent tells a secret by its size.
TEST_P(Guard, TheTokenOfASessionIsWrittenDifferentlyInEachPage) {
  const std::string secret = session(person("aziza")), another = session(person("bobur"));
  std::set<std::string> seen;
  for (int i = 0; i < 10; ++i) {
    const std::string token = who(program.sessions, with_session(Method::get, secret)).csrf;
    EXPECT_TRUE(seen.insert(token).second);
    EXPECT_EQ(refused(with_session(Method::post, secret, {{"x-csrf-token", token}})), "");
    EXPECT_EQ(refused(with_session(Method::post, another, {{"x-csrf-token", token}})), "foreign_form");
    EXPECT_EQ(refused(with_session(Method::post, secret, {{"x-csrf-token", token.substr(64)}})),
              "foreign_form");
  }
}

TEST_P(Guard, AFormThatWasOpenWhileTheProgramWasReplacedIsTaken) {
  const std::string secret = session(person("aziza"));
  const std::string token = auth::hash_token("csrf:" + secret);
  EXPECT_EQ(refused(with_session(Method::post, secret, {{"x-csrf-token", token}})), "");
  EXPECT_EQ(refused(with_session(Method::post, secret, {{"x-csrf-token", auth::hash_token(secret)}})),
            "foreign_form");
}

TEST_P(Guard, AFormOfAnotherSiteChangesNothing) {
  const std::string secret = session(person("aziza"));
  const std::string csrf = who(program.sessions, with_session(Method::get, secret)).csrf;
  struct Case {
    http::Fields headers;
    bool foreign;
  };
  for (const auto& [headers, foreign] : {
           Case{{}, false},
           Case{{{"sec-fetch-site", "same-origin"}}, false},
           Case{{{"sec-fetch-site", "none"}}, false},
           Case{{{"sec-fetch-site", "same-site"}}, true},
           Case{{{"sec-fetch-site", "cross-site"}}, true},
           Case{{{"sec-fetch-site", "cross-site"}, {"origin", "https://centre.example"}}, true},
           Case{{{"origin", "https://centre.example"}}, false},
           Case{{{"origin", "https://centre.example.evil.example"}}, true},
           Case{{{"origin", "https://evil.example"}}, true},
           Case{{{"origin", "null"}}, true},
       }) {
    const std::string expected = foreign ? "foreign_form" : "";
    EXPECT_EQ(refused(request(Method::post, headers)), expected) << "nobody signed in";
    auto signed_in = headers;
    signed_in.emplace_back("x-csrf-token", csrf);
    EXPECT_EQ(refused(with_session(Method::post, secret, signed_in)), expected);
    EXPECT_EQ(refused(with_session(Method::get, secret, headers)), "") << "reading is no change";
    EXPECT_EQ(refused(with_token(Method::post, token(Role::kiosk), headers)), "")
        << "no browser adds a token";
  }
}

TEST_P(Guard, ASessionThatIsOverIsNobody) {
  EXPECT_EQ(refused(with_session(Method::post, "unknown")), "") << "as anybody on a public page";
  EXPECT_EQ(refused(with_session(Method::get, "unknown"), staff::kPeople), "sign_in_first");
  EXPECT_EQ(refused(with_session(Method::get, std::string(5000, 'x')), staff::kPeople), "sign_in_first");
  EXPECT_EQ(refused(with_session(Method::get, "")), "");
}

TEST_P(Guard, AWrongTokenIsRefusedEverywhere) {
  EXPECT_EQ(refused(with_token(Method::get, "wrong")), "unknown_token");
  EXPECT_EQ(refused(with_token(Method::get, "")), "unknown_token");
  EXPECT_EQ(refused(request(Method::get, {{"authorization", "Basic dTpw"}})), "") << "not meant for us";
}

// A token in a cookie would go along with forms of other pages.
TEST_P(Guard, ATokenIsNoSessionAndASessionIsNoToken) {
  const std::string kiosk = token(Role::kiosk), secret = session(person("aziza"));
  for (int twice = 0; twice < 2; ++twice) {
    EXPECT_EQ(refused(with_session(Method::get, kiosk), staff::kDevices), "sign_in_first");
    EXPECT_EQ(refused(with_token(Method::get, kiosk), staff::kDevices), "");
    EXPECT_EQ(refused(with_token(Method::get, secret)), "unknown_token");
    EXPECT_EQ(refused(with_session(Method::get, secret), staff::kPeople), "");
  }
}

// A database in which something happens before a read, or between it and its use.
class Interrupted : public db::Db {
 public:
  explicit Interrupted(db::Db& db) : db_(db) {}
  db::Engine engine() const override { return db_.engine(); }
  void write(Job job, Done done, std::string locks, Turn turn) override {
    db_.write(std::move(job), std::move(done), std::move(locks), turn);
  }
  void read(const std::function<void(db::Tx&)>& job) override {
    ++reads;
    if (before_read) before_read();
    db_.read(job);
    if (const auto happens = std::exchange(after_read, {})) happens();
  }
  void drain() override { db_.drain(); }
  void on_rollback(std::function<void()> hook) override { db_.on_rollback(std::move(hook)); }
  void check() override { db_.check(); }

  std::function<void()> before_read, after_read;
  std::atomic<int> reads = 0;

 private:
  db::Db& db_;
};

TEST_P(Guard, ASessionThatEndsWhileItIsReadIsNotRemembered) {
  Interrupted interrupted(*db);
  Program slow(interrupted, now);
  const staff::Person aziza = person("aziza");
  const std::string secret = session(aziza);
  interrupted.after_read = [&] { slow.sessions.sign_out_everywhere(aziza.id); };
  EXPECT_EQ(refusal(slow.sessions, with_session(Method::get, secret), staff::kPeople), "")
      << "it was read before";
  EXPECT_EQ(refusal(slow.sessions, with_session(Method::get, secret), staff::kPeople), "sign_in_first");
}

TEST_P(Guard, EachSecretIsReadOnce) {
  Interrupted counted(*db);
  Program counting(counted, now);
  const std::string secret = session(person("aziza")), unknown = auth::random_token();
  counted.reads = 0;
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(refusal(counting.sessions, with_session(Method::get, secret), staff::kPeople), "");
    EXPECT_EQ(refusal(counting.sessions, with_session(Method::get, unknown)), "");
  }
  EXPECT_EQ(counted.reads, 2);
}

// What was never anybody's: of another shape, with the check of another secret, of another installation.
std::string junk(int number, const std::string& real) {
  const std::string text = std::to_string(number), random = auth::random_token();
  switch (number % 4) {
    case 0:
      return "guess" + text;
    case 1:
      return random + real.substr(real.find('.'));
    case 2:
      return std::string(static_cast<std::size_t>(number) * 10, 'x');
    default:
      return auth::CheckedSecrets(auth::sha256("another installation")).make("session");
  }
}

TEST_P(Guard, JunkFromOneAddressIsKnownFromMemoryAndMakesNobodyThereWait) {
  Interrupted counted(*db);
  Program counting(counted, now);
  const staff::Person aziza = person("aziza");
  const auto signed_in = counting.sessions.sign_in("aziza", kPassword, {kPeer});
  ASSERT_TRUE(signed_in);
  const std::string mine = secret_of(signed_in->cookie), kiosk = token(Role::kiosk),
                    board = token(Role::board);
  const std::string screen = secret_of(counting.sessions.pair(board)->cookie), old = session(aziza);
  counted.reads = 0;
  for (int i = 1; i < 200; ++i) {
    auto cookie = with_session(Method::get, junk(i, mine)), bearer = with_token(Method::get, junk(i, kiosk));
    const auto as_cookie = guard(counting.sessions, cookie, route(Roles::all()), http::Where::io);
    const auto as_bearer = guard(counting.sessions, bearer, route(Roles::all()), http::Where::io);
    ASSERT_TRUE(as_cookie && as_bearer) << "it had to be looked up: " << junk(i, mine);
    EXPECT_TRUE(*as_cookie) << as_cookie->error().code;
    EXPECT_EQ(as_bearer->error().code, "unknown_token");
  }
  EXPECT_EQ(counted.reads, 0);
  // Somebody signs out, so that all rights are read again.
  counting.sessions.sign_out_everywhere(person("bobur").id);
  EXPECT_EQ(refusal(counting.sessions, with_session(Method::get, mine), staff::kPeople), "");
  EXPECT_EQ(refusal(counting.sessions, with_session(Method::get, old), staff::kPeople), "");
  EXPECT_EQ(refusal(counting.sessions, with_session(Method::get, screen), {Role::board}), "");
  EXPECT_EQ(refusal(counting.sessions, with_token(Method::get, kiosk), {Role::kiosk}), "");
}

// Secrets had no check once: what looks like one of those may be somebody's.
TEST_P(Guard, UnknownSecretsOfTheOldShapeMakeNobodyWait) {
  const std::string secret = session(person("aziza")), kiosk = token(Role::kiosk);
  EXPECT_EQ(refused(with_session(Method::get, secret), staff::kPeople), "");
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(refused(with_session(Method::get, auth::random_token())), "");
    EXPECT_EQ(refused(with_token(Method::get, auth::random_token())), "unknown_token");
  }
  program.sessions.sign_out_everywhere(person("bobur").id);
  EXPECT_EQ(refused(with_session(Method::get, secret), staff::kPeople), "");
  EXPECT_EQ(refused(with_token(Method::get, kiosk), {Role::kiosk}), "");
}

TEST_P(Guard, WhatOneServerMadeIsKnownAtTheOther) {
  person("aziza");
  Program other(*db, now);
  const auto signed_in = program.sessions.sign_in("aziza", kPassword, {kPeer});
  const auto kiosk = other.staff.add_device({kSergeli, "Kiosk", Role::kiosk}, "command-line");
  ASSERT_TRUE(signed_in && kiosk);
  const auto mine = with_session(Method::get, secret_of(signed_in->cookie));
  const auto bearer = with_token(Method::get, kiosk->token);
  for (Program* each : {&program, &other}) {
    EXPECT_EQ(refusal(each->sessions, mine, staff::kPeople), "");
    EXPECT_EQ(refusal(each->sessions, bearer, {Role::kiosk}), "");
  }
}

TEST_P(Guard, OnTheIoThreadItAnswersFromMemoryOrNotAtAll) {
  Interrupted counted(*db);
  Program counting(counted, now);
  const staff::Person aziza = person("aziza");
  const std::string secret = session(aziza);
  // "later" when it does not answer.
  const auto on_io = [&](http::Request request) -> std::string {
    const int before = counted.reads;
    const auto guarded = guard(counting.sessions, request, route(staff::kPeople), http::Where::io);
    EXPECT_EQ(counted.reads, before) << "the database was read";
    if (!guarded) return "later";
    return *guarded ? "" : guarded->error().code;
  };
  const auto in_pool = [&](http::Request request) {
    return refusal(counting.sessions, std::move(request), staff::kPeople);
  };
  const std::string wrong = auth::random_token();
  EXPECT_EQ(on_io(request(Method::get)), "sign_in_first") << "no secret, nothing to look up";
  EXPECT_EQ(on_io(with_session(Method::get, secret)), "later");
  EXPECT_EQ(on_io(with_token(Method::get, wrong)), "later");
  EXPECT_EQ(in_pool(with_session(Method::get, secret)), "");
  EXPECT_EQ(in_pool(with_token(Method::get, wrong)), "unknown_token");
  EXPECT_EQ(on_io(with_session(Method::get, secret)), "");
  EXPECT_EQ(on_io(with_token(Method::get, wrong)), "unknown_token");
  counting.sessions.sign_out_everywhere(aziza.id);
  EXPECT_EQ(on_io(with_session(Method::get, secret)), "later") << "somebody's rights ended";
  EXPECT_EQ(in_pool(with_session(Method::get, secret)), "sign_in_first");
}

// Whom the edge serves first is told from memory: nobody waits for it, and a secret alone makes nobody staff.
TEST_P(Guard, TheStaffAreKnownOnceTheyWereServed) {
  const staff::Person aziza = person("aziza", Role::operator_);
  const http::Request by_session = with_session(Method::get, session(aziza)),
                      by_token = with_token(Method::get, token(Role::host)),
                      kiosk = with_token(Method::get, token(Role::kiosk)),
                      wrong = with_token(Method::get, "wrong");
  for (const http::Request& each : {by_session, by_token, kiosk, wrong, request(Method::get)})
    EXPECT_EQ(known_staff(program.sessions, each), std::nullopt) << "not yet in memory";
  for (const http::Request& each : {by_session, by_token, kiosk, wrong}) (void)refused(each);
  EXPECT_EQ(known_staff(program.sessions, by_session), aziza.id.str());
  EXPECT_TRUE(known_staff(program.sessions, by_token));
  for (const http::Request& each : {kiosk, wrong, request(Method::get)})
    EXPECT_EQ(known_staff(program.sessions, each), std::nullopt);
  program.sessions.sign_out_everywhere(aziza.id);
  EXPECT_EQ(known_staff(program.sessions, by_session), std::nullopt) << "their rights ended";
}

// The database is slow, as when its readers are all busy: who is unknown waits, nobody else does.
TEST_P(Guard, WhileAnUnknownSecretIsLookedUpOthersAreAnswered) {
  using http::testing::Client;
  using http::testing::Event;
  using http::testing::get;
  Interrupted slow(*db);
  Program slow_program(slow, now);
  Event asked, go_on;
  slow.before_read = [&] {
    asked.set();
    EXPECT_TRUE(go_on.wait());
  };
  http::Router router;
  router.add({Method::get, "/who", Roles::all(), http::Where::io,
              [](const http::Request& request, const http::Reply& reply) {
                reply.send({.body = std::string(name(request.principal.role))});
              }});
  http::testing::RunningServer server({}, std::move(router),
                                      [&](http::Request& request, const http::Route& route, http::Where on) {
                                        return guard(slow_program.sessions, request, route, on);
                                      });
  Client unknown(server->port()), other(server->port());
  const std::string secret = session(person("aziza", Role::head));
  unknown.send(get("/who", "Cookie: " + std::string(kSessionCookie) + "=" + secret + "\r\n"));
  ASSERT_TRUE(asked.wait());
  EXPECT_EQ(other.ask(get("/who")).body, "anonymous");
  go_on.set();
  EXPECT_EQ(unknown.read().body, "head");
}

TEST_P(Guard, AsksFromManyThreadsWhileSessionsEnd) {
  const staff::Person aziza = person("aziza");
  std::vector<std::string> secrets(8);
  for (auto& secret : secrets) secret = session(aziza);
  std::atomic<bool> over = false;
  std::vector<std::thread> asking(3);
  for (auto& thread : asking) {
    thread = std::thread([&] {
      while (!over)
        for (const auto& secret : secrets) (void)who(program.sessions, with_session(Method::get, secret));
    });
  }
  for (const auto& secret : secrets) {
    program.sessions.sign_out(who(program.sessions, with_session(Method::get, secret)));
    program.tick();
    EXPECT_EQ(refused(with_session(Method::get, secret), staff::kPeople), "sign_in_first");
  }
  over = true;
  for (auto& thread : asking) thread.join();
  for (const auto& secret : secrets)
    EXPECT_EQ(refused(with_session(Method::get, secret), staff::kPeople), "sign_in_first");
}

}  // namespace
}  // namespace biroyna::sessions

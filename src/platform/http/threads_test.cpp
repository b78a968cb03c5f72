// On which thread a request is handled, and that none of them makes the others wait.
#include <gmock/gmock.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>

#include "platform/http/test_server.hpp"

namespace biroyna::http {
namespace {

using testing::Client;
using testing::Event;
using testing::get;
using testing::RunningServer;

const auth::Roles kWhoever = auth::Roles::all();

void hello(const Request&, const Reply& reply) { reply.send({.body = "hello"}); }

// A guard that knows everybody but those who say "X-Who: stranger", for whom it looks into a database that
// does not answer until `found` happens.
struct SlowLookUp {
  Event begun, found;
  std::atomic<int> on_io_thread = 0;
  std::atomic<std::thread::id> io_thread = {};

  Guard guard() {
    return [this](Request& request, const Route&, Where here) -> std::optional<Result<void>> {
      if (here == Where::io) io_thread = std::this_thread::get_id();
      if (request.header("x-who") != "stranger") return Result<void>();
      if (here == Where::io) return std::nullopt;
      begun.set();
      if (std::this_thread::get_id() == io_thread.load()) ++on_io_thread;
      EXPECT_TRUE(found.wait());
      if (request.header("x-may") == "no") return refuse(Refusal::Kind::forbidden, "not_yours");
      return Result<void>();
    };
  }
};

TEST(Threads, AGuardThatWouldWaitIsAskedInThePoolWhileTheIoThreadAnswersOthers) {
  SlowLookUp look_up;
  std::atomic<std::thread::id> handled_on = {};
  Router router;
  router.add({Method::get, "/quick", kWhoever, Where::io, hello});
  router.add({Method::get, "/who", kWhoever, Where::io, [&](const Request&, const Reply& reply) {
                handled_on = std::this_thread::get_id();
                reply.send({.body = "known"});
              }});
  RunningServer server({}, std::move(router), look_up.guard());
  Client stranger(server->port()), refused(server->port()), other(server->port());
  EXPECT_EQ(other.ask(get("/quick")).body, "hello");
  stranger.send(get("/who", "X-Who: stranger\r\n") + get("/quick"));
  refused.send(get("/who", "X-Who: stranger\r\nX-May: no\r\n"));
  ASSERT_TRUE(look_up.begun.wait());
  EXPECT_EQ(other.ask(get("/quick")).body, "hello") << "while the look-up waits";
  look_up.found.set();
  EXPECT_EQ(stranger.read().body, "known");
  EXPECT_EQ(stranger.read().body, "hello") << "in the order of the requests";
  EXPECT_EQ(refused.read().status, 403);
  EXPECT_EQ(look_up.on_io_thread, 0);
  EXPECT_NE(handled_on.load(), look_up.io_thread.load());
}

TEST(Threads, TheStaffAreNotHandledBehindACrowdOnTheIoThread) {
  constexpr std::size_t kCrowd = 200;
  constexpr std::chrono::microseconds kEach{200};
  Event begun, go;
  std::string order;
  Router router;
  router.add({Method::get, "/quick", kWhoever, Where::io, hello});
  router.add({Method::get, "/held", kWhoever, Where::io, [&](const Request&, const Reply& reply) {
                begun.set();
                go.wait();
                reply.send({});
              }});
  router.add({Method::get, "/order", kWhoever, Where::io, [&](const Request& request, const Reply& reply) {
                order += request.header("x-staff").empty() ? 'p' : 'S';
                const auto end = std::chrono::steady_clock::now() + kEach;
                while (std::chrono::steady_clock::now() < end) {
                }
                reply.send({});
              }});
  Server::Options options;
  options.staff_member = [](const Request& request) {
    const std::string_view name = request.header("x-staff");
    return name.empty() ? std::nullopt : std::optional<std::string>(name);
  };
  RunningServer server(std::move(options), std::move(router));
  Client held(server->port()), staff(server->port());
  std::vector<std::unique_ptr<Client>> crowd;
  for (std::size_t i = 0; i < kCrowd; ++i) {
    crowd.push_back(std::make_unique<Client>(server->port()));
    EXPECT_EQ(crowd.back()->ask(get("/quick")).body, "hello");
  }
  EXPECT_EQ(staff.ask(get("/quick")).body, "hello");
  held.send(get("/held"));
  ASSERT_TRUE(begun.wait());
  for (auto& client : crowd) client->send(get("/order"));
  staff.send(get("/order", "X-Staff: aziza\r\n"));
  go.set();
  for (auto& client : crowd) EXPECT_EQ(client->read().status, 200);
  EXPECT_EQ(staff.read().status, 200);
  EXPECT_LT(order.find('S'), kCrowd / 2) << order;
}

TEST(Threads, AGuardThatNeverAnswersIsAFailure) {
  Router router;
  router.add({Method::get, "/io", kWhoever, Where::io, hello});
  router.add({Method::get, "/pool", kWhoever, Where::pool, hello});
  router.add({Method::get, "/slow", kWhoever, Where::slow, hello});
  RunningServer server({}, std::move(router),
                       [](Request&, const Route&, Where) { return std::optional<Result<void>>(); });
  Client client(server->port());
  for (const auto* path : {"/io", "/pool", "/slow"}) EXPECT_EQ(client.ask(get(path)).status, 500) << path;
}

// What is slow, and ends when it is let go.
struct SlowWork {
  Event two_run, go_on;
  std::mutex mutex;
  int running = 0, most = 0;

  void handle(const Request&, const Reply& reply) {
    {
      const std::lock_guard lock(mutex);
      most = std::max(most, ++running);
      if (running == 2) two_run.set();
    }
    EXPECT_TRUE(go_on.wait());
    {
      const std::lock_guard lock(mutex);
      --running;
    }
    reply.send({.body = "done"});
  }
};

TEST(Threads, SlowWorkIsDoneTwoAtATimeAndMoreThanMayWaitIsRefused) {
  SlowWork work;
  Router router;
  router.add({Method::get, "/slow", kWhoever, Where::slow,
              [&](const Request& request, const Reply& reply) { work.handle(request, reply); }});
  router.add({Method::get, "/io", kWhoever, Where::io, hello});
  router.add({Method::get, "/pool", kWhoever, Where::pool, hello});
  RunningServer server({.slow_threads = 2, .limits = {.slow_waiting = 3}}, std::move(router), {},
                       [](const Request&, int status, const Refusal& refusal) {
                         return Response{.status = status,
                                         .body = refusal.code + std::to_string(refusal.retry_after_seconds)};
                       });
  std::vector<std::unique_ptr<Client>> clients;
  const auto ask = [&] {
    clients.push_back(std::make_unique<Client>(server->port()));
    clients.back()->send(get("/slow"));
  };
  ask();
  ask();
  ASSERT_TRUE(work.two_run.wait());
  Client other(server->port());
  for (int waiting = 0; waiting < 3; ++waiting) ask();
  // Each connection is read in its turn: that the last of them was taken in shows in the count of requests.
  while (server->counters().requests < 5) std::this_thread::yield();
  const auto refused = other.ask(get("/slow"));
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.body, "busy5");
  for (const auto* path : {"/io", "/pool"}) EXPECT_EQ(other.ask(get(path)).body, "hello") << path;
  work.go_on.set();
  for (const auto& client : clients) EXPECT_EQ(client->read().body, "done");
  EXPECT_EQ(work.most, 2);
  EXPECT_EQ(other.ask(get("/slow")).body, "done") << "there is room again";
}

TEST(Threads, SlowWorkGivesWayToAllOther) {
  Router router;
  const auto tell = [](const Request&, const Reply& reply) {
    reply.send({.body = std::to_string(getpriority(PRIO_PROCESS, 0))});
  };
  router.add({Method::get, "/slow", kWhoever, Where::slow, tell});
  router.add({Method::get, "/pool", kWhoever, Where::pool, tell});
  RunningServer server({}, std::move(router));
  Client client(server->port());
  const int usual = getpriority(PRIO_PROCESS, 0);
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(client.ask(get("/slow")).body, std::to_string(std::min(usual + 10, 19)));
  EXPECT_EQ(client.ask(get("/pool")).body, std::to_string(usual));
}

TEST(Threads, WhatWaitsForSlowWorkIsDroppedWhenTheServerEnds) {
  SlowWork work;
  Router router;
  router.add({Method::get, "/slow", kWhoever, Where::slow,
              [&](const Request& request, const Reply& reply) { work.handle(request, reply); }});
  std::vector<std::unique_ptr<Client>> clients;
  {
    RunningServer server({.slow_threads = 2, .limits = {.drain_time = std::chrono::milliseconds(20)}},
                         std::move(router));
    for (int i = 0; i < 6; ++i) {
      clients.push_back(std::make_unique<Client>(server->port()));
      clients.back()->send(get("/slow"));
    }
    ASSERT_TRUE(work.two_run.wait());
    std::thread stopping([&] { server.stop(); });
    work.go_on.set();
    stopping.join();
  }
  EXPECT_LE(work.most, 2);
}

}  // namespace
}  // namespace biroyna::http

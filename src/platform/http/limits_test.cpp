// That no client takes what the others need. 127.0.0.1 and 127.0.0.2 are two clients here; behind a reverse
// proxy, which 127.0.0.1 may be, each forwarded address is one.
#include <gmock/gmock.h>
#include <sys/resource.h>

#include <algorithm>

#include "platform/http/descriptors.hpp"
#include "platform/http/test_server.hpp"
#include "platform/log/repeats.hpp"

namespace biroyna::http {
namespace {

using namespace std::chrono_literals;
using testing::Client;
using testing::Event;
using testing::get;
using ::testing::HasSubstr;
using testing::post;
using testing::RunningServer;
using ::testing::StartsWith;

const auth::Roles kAnyone = auth::Roles::all();
constexpr const char* kSecondClient = "127.0.0.2";

constexpr std::size_t kLargeAnswer = 8'000'000;  // more than sockets hold

Response with_retry(const Request&, int status, const Refusal& refusal) {
  return {.status = status,
          .content_type = "text/plain",
          .body = refusal.code,
          .headers = {{"Retry-After", std::to_string(refusal.retry_after_seconds)}}};
}

std::string from(std::string_view address) { return "X-Forwarded-For: " + std::string(address) + "\r\n"; }

// Who says "X-Staff: NAME" is one of the staff.
std::optional<std::string> staff_of(const Request& request) {
  const std::string_view name = request.header("x-staff");
  return name.empty() ? std::nullopt : std::optional<std::string>(name);
}

class LimitsTest : public ::testing::Test {
 protected:
  ~LimitsTest() override { go.set(); }

  Router routes() {
    Router router;
    router.add({Method::get, "/hello", kAnyone, Where::io,
                [](const Request&, const Reply& reply) { reply.send({.body = "hello"}); }});
    router.add({Method::get, "/events", kAnyone, Where::io, [](const Request&, const Reply& reply) {
                  reply.stream()->offer(std::make_shared<const std::string>("data: 1\n\n"));
                }});
    router.add({Method::post, "/form", kAnyone, Where::pool,
                [](const Request& request, const Reply& reply) {
                  reply.send({.body = std::to_string(request.body.size())});
                },
                100'000});
    router.add({Method::post, "/papers", kAnyone, Where::pool,
                [](const Request&, const Reply& reply) { reply.send({.body = "taken"}); }, 1'000'000, true});
    // Keeps the pool busy until it is let go.
    router.add({Method::get, "/held", kAnyone, Where::pool, [this](const Request&, const Reply& reply) {
                  begun.set();
                  go.wait();
                  reply.send({.body = "held"});
                }});
    const auto in_order = [this](const Request& request, const Reply& reply) {
      {
        const std::lock_guard lock(mutex);
        order += request.header("x-name");
      }
      reply.send({});
    };
    router.add({Method::get, "/order", kAnyone, Where::pool, in_order});
    router.add({.method = Method::get,
                .pattern = "/watch",
                .allowed = kAnyone,
                .where = Where::pool,
                .handler = in_order,
                .turn = Turn::first});
    router.add({Method::get, "/large", kAnyone, Where::pool, [](const Request&, const Reply& reply) {
                  reply.send({.content_type = "image/png", .body = std::string(kLargeAnswer, 'x')});
                }});
    // Answered when it is told to, as what waits for the database.
    router.add({Method::post, "/written", kAnyone, Where::io, [this](const Request&, const Reply& reply) {
                  const std::lock_guard lock(mutex);
                  kept.push_back(reply);
                }});
    return router;
  }
  RunningServer serve(Limits limits, int pool_threads = 2) {
    return {{.pool_threads = pool_threads, .limits = std::move(limits), .staff_member = staff_of},
            routes(),
            {},
            with_retry};
  }
  // An event stream that has begun.
  static std::unique_ptr<Client> watcher(RunningServer& server, std::string_view headers = "") {
    auto client = std::make_unique<Client>(server->port());
    client->send(get("/events", headers));
    EXPECT_THAT(client->read_until("data: 1\n\n"), StartsWith("HTTP/1.1 200")) << headers;
    return client;
  }
  template <class Figure>
  static void wait_until(RunningServer& server, Figure figure, std::uint64_t value) {
    const auto end = std::chrono::steady_clock::now() + 5s;
    while (figure(server->counters()) != value) {
      if (std::chrono::steady_clock::now() > end) FAIL() << figure(server->counters());
      std::this_thread::yield();
    }
  }

  Event begun, go;
  std::mutex mutex;
  std::string order;
  std::vector<Reply> kept;
};

// Connections.

TEST_F(LimitsTest, ConnectionsOverThoseOfOneClientAreClosedAndOthersAreServed) {
  auto server = serve({.connections_per_client = 3});
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<Client>(server->port()));
    EXPECT_EQ(clients.back()->ask(get("/hello")).body, "hello");
  }
  Client one_too_many(server->port());
  const auto refused = one_too_many.read();
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("Retry-After"), "5");
  EXPECT_TRUE(one_too_many.ended());
  EXPECT_EQ(Client(server->port(), 0, kSecondClient).ask(get("/hello")).body, "hello");
  EXPECT_EQ(clients.front()->ask(get("/hello")).body, "hello");
  EXPECT_EQ(server->counters().refused_connections, 1u);
  clients.pop_back();
  wait_until(server, [](const Counters& counters) { return counters.open_connections; }, 2);
  EXPECT_EQ(Client(server->port()).ask(get("/hello")).body, "hello") << "its place is free again";
}

TEST_F(LimitsTest, AFreeNetworkStandsForMany) {
  auto server = serve({.connections_per_client = 1, .free_networks = {*Network::parse("127.0.0.2/32")}});
  Client hall(server->port(), 0, kSecondClient), another(server->port(), 0, kSecondClient);
  EXPECT_EQ(hall.ask(get("/hello")).body, "hello");
  EXPECT_EQ(another.ask(get("/hello")).body, "hello");
}

TEST_F(LimitsTest, ConnectionsOverAllAreClosedAtOnce) {
  auto server = serve({.connections = 16});
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 16; ++i) {
    clients.push_back(std::make_unique<Client>(server->port()));
    EXPECT_EQ(clients.back()->ask(get("/hello")).body, "hello");
  }
  Client one_too_many(server->port());
  EXPECT_EQ(one_too_many.read().status, 503);
  EXPECT_TRUE(one_too_many.ended());
  EXPECT_EQ(server->counters().refused_connections, 1u);
}

TEST_F(LimitsTest, WhoOnlyKeepsAConnectionLeavesItToOthersWhenThereAreFewLeft) {
  auto server = serve({.connections = 16, .crowded_idle_time = 300ms});
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 15; ++i) {
    clients.push_back(std::make_unique<Client>(server->port()));
    clients.back()->send("GET /hello");  // these have begun
  }
  Client idle(server->port());
  EXPECT_TRUE(idle.ended());
  for (auto& client : clients) EXPECT_EQ(client->ask(" HTTP/1.1\r\nHost: x\r\n\r\n").body, "hello");
  EXPECT_EQ(Client(server->port()).ask(get("/hello")).body, "hello");
}

// The address sanitizer needs descriptors of its own and ends the program without them; under the thread
// sanitizer, and without any, this runs.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BIROYNA_NEEDS_DESCRIPTORS
#endif
#endif
#ifndef BIROYNA_NEEDS_DESCRIPTORS
// Restores the limit of descriptors, which others in this process need as well.
class FewDescriptors {
 public:
  FewDescriptors() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const int next = ::dup(0);
    ::close(next);
    const rlimit few{static_cast<rlim_t>(next), before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &few);
  }
  ~FewDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  FewDescriptors(const FewDescriptors&) = delete;
  FewDescriptors& operator=(const FewDescriptors&) = delete;

 private:
  rlimit before_{};
};

// A socket that connects later, when no descriptor is left for one.
class LateClient {
 public:
  LateClient() {
    const timeval limit{.tv_sec = 5, .tv_usec = 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  }
  ~LateClient() { ::close(fd_); }
  LateClient(const LateClient&) = delete;
  LateClient& operator=(const LateClient&) = delete;

  // What is said before the connection ends; "silent" when it does not end.
  std::string connected_to(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return "not connected";
    std::string said;
    for (char bytes[1024];;) {
      const auto got = ::recv(fd_, bytes, sizeof bytes, 0);
      if (got < 0 && errno == EAGAIN) return "silent";
      if (got <= 0) return said;
      said.append(bytes, static_cast<std::size_t>(got));
    }
  }

 private:
  int fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
};

TEST_F(LimitsTest, WithoutADescriptorConnectionsAreClosedAndTheLogHasFewLines) {
  auto server = serve({});
  Client earlier(server->port());
  EXPECT_EQ(earlier.ask(get("/hello")).body, "hello");
  std::vector<LateClient> late(20);
  ::testing::internal::CaptureStderr();
  {
    const FewDescriptors few;
    for (LateClient& client : late)
      EXPECT_THAT(client.connected_to(server->port()), StartsWith("HTTP/1.1 503"));
    EXPECT_EQ(earlier.ask(get("/hello")).body, "hello");
  }
  const std::string log = ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(log, HasSubstr("http.accept_failed"));
  EXPECT_LE(std::count(log.begin(), log.end(), '\n'), log::Repeats::kOfOneText) << log;
  EXPECT_EQ(server->counters().refused_connections, 20u);
  EXPECT_EQ(Client(server->port()).ask(get("/hello")).body, "hello") << "there are descriptors again";
}
#endif

TEST(Descriptors, KeepAReserve) {
  EXPECT_EQ(connections_within(12'000, 1024, 200), 824u);
  EXPECT_EQ(connections_within(12'000, 524'288, 200), 12'000u);
  EXPECT_EQ(connections_within(12'000, 256, 200), 128u) << "half of what there is";
  EXPECT_EQ(connections_within(12'000, 100, 200), 50u);
}

TEST(Descriptors, AreAsManyAsTheSystemAllows) {
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  const rlimit low{before.rlim_max / 2, before.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &low);
  EXPECT_EQ(raise_descriptor_limit(), before.rlim_max);
  ::setrlimit(RLIMIT_NOFILE, &before);
}

// Event streams.

TEST_F(LimitsTest, StreamsOverThoseOfOneClientAreRefusedAndOthersAreServed) {
  auto server = serve({.streams_per_client = 2});
  const std::string greedy = from("203.0.113.1");
  std::vector<std::unique_ptr<Client>> watchers;
  for (int i = 0; i < 2; ++i) watchers.push_back(watcher(server, greedy));
  Client one_too_many(server->port());
  const auto refused = one_too_many.ask(get("/events", greedy));
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.body, "too_much_at_once");
  EXPECT_EQ(refused.header("Retry-After"), "5");
  EXPECT_TRUE(one_too_many.ended()) << "its connection is wanted by others";
  watchers.push_back(watcher(server, from("203.0.113.2")));
  watchers.push_back(watcher(server, greedy + "X-Staff: aziza\r\n"));
  EXPECT_EQ(server->counters().shed_streams, 1u);
  watchers.front() = nullptr;
  wait_until(server, [](const Counters& counters) { return counters.open_streams; }, 3);
  watchers.front() = watcher(server, greedy);
}

TEST_F(LimitsTest, StreamsOfOneNetworkOf64BitsAreOfOneClient) {
  auto server = serve({.streams_per_client = 1});
  const auto first = watcher(server, from("2001:db8:1:2::1"));
  EXPECT_EQ(Client(server->port()).ask(get("/events", from("2001:db8:1:2:ffff::9"))).status, 429);
  const auto other = watcher(server, from("2001:db8:1:3::1"));
}

TEST_F(LimitsTest, WhatIsForwardedAndNoAddressDoesNotMakeAnotherClient) {
  auto server = serve({.streams_per_client = 1});
  const auto first = watcher(server, from("anything"));
  EXPECT_EQ(Client(server->port()).ask(get("/events", from("something else"))).status, 429);
  const auto other = watcher(server, from("something else, 203.0.113.1"));
}

TEST_F(LimitsTest, StreamsLeaveConnectionsToTheOthers) {
  auto server = serve({.connections = 16});
  std::vector<std::unique_ptr<Client>> watchers;
  for (int i = 0; i < 12; ++i) watchers.push_back(watcher(server));
  Client one_too_many(server->port());
  EXPECT_EQ(one_too_many.ask(get("/events")).status, 503);
  EXPECT_EQ(Client(server->port()).ask(get("/hello")).body, "hello");
}

// A stream is asked for on another thread, and its client leaves before it is there.
TEST(AbandonedStream, LeavesItsPlaceToOthers) {
  Event begun, go;
  Router router;
  router.add({Method::get, "/events", kAnyone, Where::pool, [&](const Request&, const Reply& reply) {
                begun.set();
                go.wait();
                reply.stream()->offer(std::make_shared<const std::string>("data: 1\n\n"));
              }});
  RunningServer server({.limits = {.streams_per_client = 1}}, std::move(router));
  {
    Client leaves(server->port());
    leaves.send(get("/events"));
    ASSERT_TRUE(begun.wait());
  }
  go.set();
  const auto end = std::chrono::steady_clock::now() + 5s;
  for (std::string head; !head.starts_with("HTTP/1.1 200");) {
    ASSERT_LT(std::chrono::steady_clock::now(), end);
    Client stays(server->port());
    stays.send(get("/events"));
    head = stays.read_until("\r\n\r\n");
  }
}

// Bodies in memory.

std::string unfinished(std::string_view headers, std::size_t bytes) {
  return "POST /form HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n" + std::string(headers) + "\r\n" +
         std::string(bytes, 'x');
}
std::uint64_t body_bytes(const Counters& counters) { return counters.body_bytes; }

TEST_F(LimitsTest, BodiesTakeNoMoreMemoryThanThereIs) {
  auto server = serve({.body_memory = 200'000, .body_memory_per_client = 200'000});
  Client first(server->port()), second(server->port());
  first.send(unfinished(from("203.0.113.1"), 90'000));
  second.send(unfinished(from("203.0.113.2"), 90'000));
  wait_until(server, body_bytes, 200'000);  // a length that was announced bounds what doubling takes
  Client third(server->port());
  const auto refused = third.ask(unfinished(from("203.0.113.3"), 90'000));
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.body, "busy");
  EXPECT_EQ(refused.header("Retry-After"), "5");
  EXPECT_TRUE(third.ended());
  EXPECT_EQ(server->counters().shed_bodies, 1u);
  first.send(std::string(10'000, 'x'));
  EXPECT_EQ(first.read().body, "100000");
  wait_until(server, body_bytes, 100'000);
  EXPECT_EQ(Client(server->port()).ask(post("/form", std::string(100'000, 'x'))).body, "100000")
      << "the memory is free again";
  second.hang_up();
  wait_until(server, body_bytes, 0);
}

// Twelve thousand connections with headers of 16 KB each would have 400 MB.
TEST_F(LimitsTest, LongHeadersThatDoNotEndTakeNoMoreMemoryThanThereIs) {
  auto server = serve({.read_memory = 100'000});
  const std::string long_header = "X-Long: " + std::string(10'000, 'x') + "\r\n";
  EXPECT_EQ(Client(server->port()).ask(get("/hello", long_header)).status, 200);
  std::vector<std::unique_ptr<Client>> unfinished;
  std::uint64_t refused = 0;
  for (int i = 0; i < 20; ++i) {
    unfinished.push_back(std::make_unique<Client>(server->port()));
    unfinished.back()->send("GET /hello HTTP/1.1\r\nHost: x\r\n" + long_header);
  }
  for (int waited = 0; waited < 5'000 && server->counters().shed_headers < 12; ++waited)
    std::this_thread::sleep_for(1ms);
  EXPECT_GE(server->counters().shed_headers, 12u) << "eight have 12 KB more than each may have";
  for (auto& client : unfinished) {
    client->end_of_sending();
    const auto answer = client->read();
    if (answer.status != 503) continue;
    EXPECT_EQ(answer.body, "busy");
    ++refused;
  }
  EXPECT_EQ(refused, server->counters().shed_headers);
  EXPECT_EQ(Client(server->port()).ask(get("/hello")).status, 200);
  EXPECT_EQ(Client(server->port()).ask(get("/hello", long_header)).status, 200) << "the memory is free again";
}

TEST_F(LimitsTest, UsualRequestsAndBodiesDoWithoutThatMemory) {
  auto server = serve({.read_memory = 0});
  Client client(server->port());
  EXPECT_EQ(client.ask(get("/hello")).status, 200);
  EXPECT_EQ(client.ask(post("/form", std::string(100'000, 'x'))).body, "100000");
  EXPECT_EQ(client.ask(get("/hello", "X-Long: " + std::string(10'000, 'x') + "\r\n")).status, 503);
}

TEST_F(LimitsTest, BodiesOfOneClientLeaveMemoryToOthers) {
  auto server = serve({.body_memory = 300'000, .body_memory_per_client = 100'000});
  Client first(server->port());
  first.send(unfinished(from("203.0.113.1"), 90'000));
  wait_until(server, body_bytes, 100'000);
  const auto refused = Client(server->port()).ask(unfinished(from("203.0.113.1"), 90'000));
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.body, "too_much_at_once");
  Client other(server->port());
  EXPECT_EQ(other.ask(post("/form", std::string(50'000, 'x'), from("203.0.113.2"))).body, "50000");
  EXPECT_EQ(other.ask(post("/form", "small", from("203.0.113.1"))).body, "5") << "what is small has room";
}

TEST_F(LimitsTest, ABodyTakesMemoryAsItComesAndNotAsItWasAnnounced) {
  auto server = serve({});
  Client client(server->port());
  client.send(unfinished("", 1));
  wait_until(server, body_bytes, 4'096);
  client.send(std::string(4'096, 'x'));
  wait_until(server, body_bytes, 8'192);
  client.hang_up();
  wait_until(server, body_bytes, 0);
}

// Answers that nobody reads.

std::uint64_t answer_bytes(const Counters& counters) { return counters.answer_bytes; }

TEST_F(LimitsTest, AnswersThatOneClientDoesNotReadLeaveMemoryToOthers) {
  auto server = serve(
      {.answer_memory = 3 * kLargeAnswer, .answer_memory_per_client = 2 * kLargeAnswer, .rest_time = 10ms});
  std::vector<std::unique_ptr<Client>> unread;
  for (int i = 0; i < 2; ++i) {
    unread.push_back(std::make_unique<Client>(server->port(), 4096));
    unread.back()->send(get("/large", from("203.0.113.1")));
  }
  wait_until(server, answer_bytes, 2 * kLargeAnswer);
  Client client(server->port());
  const auto refused = client.ask(get("/large", from("203.0.113.1")));
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("Retry-After"), "5");
  EXPECT_EQ(client.ask(get("/large", from("203.0.113.2"))).body.size(), kLargeAnswer);
  wait_until(server, answer_bytes, 2 * kLargeAnswer);
  unread.push_back(std::make_unique<Client>(server->port(), 4096));
  unread.back()->send(get("/large", from("203.0.113.3")));
  wait_until(server, answer_bytes, 3 * kLargeAnswer);
  EXPECT_EQ(client.ask(get("/large", from("203.0.113.2"))).status, 503);
  EXPECT_EQ(server->counters().shed_answers, 2u);
  EXPECT_EQ(unread.front()->read().body.size(), kLargeAnswer) << "who reads at last has it whole";
  unread.clear();
  wait_until(server, answer_bytes, 0);
}

// Uploads.

std::string unfinished_upload(std::string_view headers) {
  return "POST /papers HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n" + std::string(headers) + "\r\nslow";
}
std::uint64_t uploads(const Counters& counters) { return counters.uploads; }

TEST_F(LimitsTest, SlowUploadsOfOneClientLeaveRoomForOthers) {
  auto server = serve({.uploads = 8, .uploads_per_client = 2, .uploads_for_staff = 2});
  std::vector<std::unique_ptr<Client>> slow;
  const auto begin = [&](std::string_view headers) {
    slow.push_back(std::make_unique<Client>(server->port()));
    slow.back()->send(unfinished_upload(headers));
  };
  for (int i = 0; i < 2; ++i) begin(from("203.0.113.1"));
  wait_until(server, uploads, 2);
  const auto refused = Client(server->port()).ask(unfinished_upload(from("203.0.113.1")));
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("Retry-After"), "5");
  EXPECT_EQ(Client(server->port()).ask(post("/papers", "quick", from("203.0.113.2"))).body, "taken");
  wait_until(server, uploads, 2);
  // Many clients leave room for the staff.
  for (const auto* address : {"203.0.113.2", "203.0.113.3", "203.0.113.4", "203.0.113.5"})
    begin(from(address));
  wait_until(server, uploads, 6);
  EXPECT_EQ(Client(server->port()).ask(unfinished_upload(from("203.0.113.6"))).status, 503);
  EXPECT_EQ(Client(server->port())
                .ask(post("/papers", "of the desk", from("203.0.113.1") + "X-Staff: aziza\r\n"))
                .body,
            "taken");
  EXPECT_EQ(server->counters().shed_uploads, 2u);
  slow.clear();
  wait_until(server, uploads, 0);
}

// Requests that wait.

TEST_F(LimitsTest, MoreThanMayWaitAreRefusedButNotTheStaffs) {
  auto server = serve({.waiting = 2, .rest_time = 10ms}, 1);
  Client held(server->port()), waits(server->port()), other(server->port());
  held.send(get("/held"));
  ASSERT_TRUE(begun.wait());
  waits.send(get("/order"));
  wait_until(server, [](const Counters& counters) { return counters.under_way; }, 2);
  const auto refused = other.ask(get("/order"));
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.body, "busy");
  EXPECT_EQ(refused.header("Retry-After"), "5");
  EXPECT_EQ(other.ask(post("/written", "")).status, 503) << "what waits for the database, too";
  EXPECT_EQ(other.ask(get("/hello")).body, "hello") << "what waits for nothing is answered";
  other.send(get("/order", "X-Staff: aziza\r\n"));
  wait_until(server, [](const Counters& counters) { return counters.under_way; }, 3);
  EXPECT_EQ(server->counters().shed_requests, 2u);
  go.set();
  for (Client* client : {&held, &waits, &other}) EXPECT_EQ(client->read().status, 200);
  EXPECT_EQ(other.ask(get("/order")).status, 200) << "there is room again";
}

TEST_F(LimitsTest, WhoWatchesOverTheServerIsAnsweredBesideACrowd) {
  auto server =
      serve({.waiting = 2, .free_networks = {*Network::parse("127.0.0.2/32")}, .rest_time = 10ms}, 1);
  Client held(server->port()), waits(server->port()), stranger(server->port());
  Client watcher(server->port(), 0, kSecondClient);
  held.send(get("/held"));
  ASSERT_TRUE(begun.wait());
  waits.send(get("/order", "X-Name: crowd\r\n"));
  wait_until(server, [](const Counters& counters) { return counters.under_way; }, 2);
  EXPECT_EQ(stranger.ask(get("/watch")).status, 503) << "it is no way past the limit for everybody";
  watcher.send(get("/watch", "X-Name: watcher\r\n"));
  wait_until(server, [](const Counters& counters) { return counters.under_way; }, 3);
  go.set();
  for (Client* client : {&held, &waits, &watcher}) EXPECT_EQ(client->read().status, 200);
  EXPECT_EQ(order, "watchercrowd");
}

TEST_F(LimitsTest, WhatWaitsForTheDatabaseCountsUntilItIsAnswered) {
  auto server = serve({.waiting = 2, .rest_time = 10ms});
  Client first(server->port()), second(server->port()), other(server->port());
  first.send(post("/written", ""));
  second.send(post("/written", ""));
  wait_until(server, [](const Counters& counters) { return counters.under_way; }, 2);
  EXPECT_EQ(other.ask(get("/order")).status, 503);
  {
    const std::lock_guard lock(mutex);
    for (const Reply& reply : kept) reply.send({});
  }
  EXPECT_EQ(first.read().status, 200);
  EXPECT_EQ(other.ask(get("/order")).status, 200) << "though the replies are still kept";
  kept.clear();
}

TEST_F(LimitsTest, WhoWasOneTooManyIsNotReadAgainAtOnce) {
  auto server = serve({.waiting = 1, .rest_time = 1h}, 1);
  Client held(server->port()), hasty(server->port()), proxy(server->port());
  held.send(get("/held"));
  ASSERT_TRUE(begun.wait());
  EXPECT_EQ(hasty.ask(get("/order")).status, 503);
  hasty.send(get("/hello"));
  EXPECT_EQ(proxy.ask(get("/order", from("203.0.113.1"))).status, 503);
  EXPECT_EQ(proxy.ask(get("/hello", from("203.0.113.2"))).body, "hello") << "it is another client's";
  go.set();
  EXPECT_EQ(held.read().body, "held");
  server.stop();
  EXPECT_TRUE(hasty.ended()) << "a stop does not wait for it";
}

TEST_F(LimitsTest, TheStaffAreServedBeforeThoseWhoCameEarlier) {
  auto server = serve({}, 1);
  Client held(server->port());
  held.send(get("/held"));
  ASSERT_TRUE(begun.wait());
  std::vector<std::unique_ptr<Client>> clients;
  std::uint64_t under_way = 1;
  for (const auto* headers : {"X-Name: a\r\n", "X-Name: b\r\n", "X-Name: C\r\nX-Staff: aziza\r\n",
                              "X-Name: d\r\n", "X-Name: E\r\nX-Staff: karim\r\n"}) {
    clients.push_back(std::make_unique<Client>(server->port()));
    clients.back()->send(get("/order", headers));
    wait_until(server, [](const Counters& counters) { return counters.under_way; }, ++under_way);
  }
  go.set();
  for (auto& client : clients) EXPECT_EQ(client->read().status, 200);
  EXPECT_EQ(order, "CEabd");
}

}  // namespace
}  // namespace biroyna::http

// How a server ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "platform/http/test_server.hpp"

namespace biroyna::http {
namespace {

using namespace std::chrono_literals;
using testing::Client;
using testing::Event;
using testing::get;
using testing::RunningServer;

constexpr auto kAnybody = auth::Roles::all();

bool accepts(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool connected = ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  ::close(fd);
  return connected;
}

// A handler that takes as long as it is told to, and an event stream.
class ServerStop : public ::testing::Test {
 protected:
  ~ServerStop() override { go.set(); }

  static Router routes(ServerStop& test) {
    Router router;
    router.add({Method::get, "/slow", kAnybody, Where::pool, [&test](const Request&, Reply reply) {
                  test.begun.set();
                  test.go.wait();
                  test.handled = true;
                  reply.send({.body = "done"});
                }});
    router.add({Method::get, "/stream", kAnybody, Where::io, [&test](const Request&, Reply reply) {
                  test.stream = reply.stream();
                  test.stream->offer(std::make_shared<const std::string>("data: 1\n\n"));
                }});
    return router;
  }
  std::future<void> stop(RunningServer& server) {
    return std::async(std::launch::async, [&] { server.stop(); });
  }

  Event begun, go;
  std::atomic<bool> handled = false;
  std::shared_ptr<Stream> stream;
};

TEST_F(ServerStop, AnswersWhatWasBegunAndTakesNothingNew) {
  RunningServer server({}, routes(*this));
  Client slow(server->port()), watcher(server->port()), idle(server->port());
  watcher.send(get("/stream"));
  EXPECT_EQ(watcher.read_until("data: 1\n\n").substr(0, 12), "HTTP/1.1 200");
  slow.send(get("/slow"));
  ASSERT_TRUE(begun.wait());
  const auto stopped = stop(server);
  EXPECT_TRUE(watcher.ended()) << "an event stream would never end by itself";
  EXPECT_TRUE(idle.ended());
  EXPECT_FALSE(accepts(server->port()));
  EXPECT_EQ(stopped.wait_for(0ms), std::future_status::timeout);
  go.set();
  const auto answer = slow.read();
  EXPECT_EQ(answer.body, "done");
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(slow.ended());
}

// Whoever was let in is answered: with a socket of systemd, nobody else would.
TEST_F(ServerStop, AnswersWhoConnectedAndAsksOnlyNow) {
  RunningServer server({}, routes(*this));
  Client late(server->port()), watcher(server->port()), kept(server->port());
  watcher.send(get("/stream"));
  EXPECT_EQ(watcher.read_until("data: 1\n\n").substr(0, 12), "HTTP/1.1 200");
  EXPECT_EQ(kept.ask(get("/unknown")).status, 404);
  const auto stopped = stop(server);
  EXPECT_TRUE(watcher.ended()) << "the stop has begun";
  EXPECT_EQ(late.ask(get("/unknown")).status, 404);
  EXPECT_TRUE(late.ended());
  EXPECT_TRUE(kept.ended());
}

TEST_F(ServerStop, WaitsForNobodyWhoAsksNothing) {
  RunningServer server({.limits = {.drain_time = 5min}}, routes(*this));
  Client idle(server->port());
  const auto stopped = stop(server);
  EXPECT_TRUE(idle.ended());
}

TEST_F(ServerStop, LeavesNoHandlerBehindThatTakesTooLong) {
  RunningServer server({.limits = {.drain_time = 10ms}}, routes(*this));
  Client slow(server->port());
  slow.send(get("/slow"));
  ASSERT_TRUE(begun.wait());
  auto stopped = stop(server);
  EXPECT_TRUE(slow.ended()) << "its time is over";
  EXPECT_EQ(stopped.wait_for(20ms), std::future_status::timeout);
  go.set();
  stopped.wait();
  EXPECT_TRUE(handled);
}

TEST_F(ServerStop, IsToldTwice) {
  RunningServer server({}, routes(*this));
  Client slow(server->port()), idle(server->port());
  EXPECT_EQ(idle.ask(get("/unknown")).status, 404);
  slow.send(get("/slow"));
  ASSERT_TRUE(begun.wait());
  const auto stopped = stop(server);
  EXPECT_TRUE(idle.ended());
  server->stop();
  go.set();
  EXPECT_EQ(slow.read().body, "done") << "the second call does not cut the first one short";
}

}  // namespace
}  // namespace biroyna::http

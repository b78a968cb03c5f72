// One client must not harm another: what many connections, streams, bodies and uploads of some leave to the
// others. Behind a reverse proxy each forwarded address is a client.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <thread>

#include "features/documents/test_documents.hpp"
#include "tests/support/json.hpp"
#include "tests/support/program.hpp"
#include "tests/support/uploads.hpp"

namespace biroyna::testing {
namespace {

using documents::testing::png;
using ::testing::HasSubstr;

using Clients = std::vector<std::unique_ptr<Client>>;

std::string forwarded(std::string_view address) { return fmt::format("X-Forwarded-For: {}\r\n", address); }

// As many descriptors as the system allows, for the clients.
void raise_own_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

// While it lives, servers are started with at most so many descriptors.
class ProgramWithDescriptors {
 public:
  explicit ProgramWithDescriptors(int most) {
    if (std::getenv("BIROYNA_PROGRAM") != nullptr) before_ = program();
    const std::string script = folder_.path() / "few";
    write_file(script, fmt::format("#!/bin/sh\nulimit -n {}\nexec '{}' \"$@\"\n", most, program()));
    ::chmod(script.c_str(), 0700);
    ::setenv("BIROYNA_PROGRAM", script.c_str(), 1);
  }
  ~ProgramWithDescriptors() {
    if (before_.empty())
      ::unsetenv("BIROYNA_PROGRAM");
    else
      ::setenv("BIROYNA_PROGRAM", before_.c_str(), 1);
  }
  ProgramWithDescriptors(const ProgramWithDescriptors&) = delete;
  ProgramWithDescriptors& operator=(const ProgramWithDescriptors&) = delete;

 private:
  db::testing::TemporaryFolder folder_;
  std::string before_;
};

// How often the server's log has an event.
std::ptrdiff_t logged(const Server& server, std::string_view event) {
  const std::string log = server.log();
  std::ptrdiff_t times = 0;
  for (auto at = log.find(event); at != std::string::npos; at = log.find(event, at + 1)) ++times;
  return times;
}

double figure(const Server& server, std::string_view name) {
  const Answer metrics = Client(server.port()).get("/metrics");
  const auto at = metrics.body.find(fmt::format("\n{} ", name));
  return at == std::string::npos ? -1 : std::stod(metrics.body.substr(at + name.size() + 2));
}

void wait_for_figure(const Server& server, std::string_view name, double value) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (figure(server, name) != value) {
    if (std::chrono::steady_clock::now() > end) FAIL() << name << " is " << figure(server, name);
    std::this_thread::yield();
  }
}

TEST(Limits, ElevenHundredStreamsUnderTheUsualLimitOfDescriptorsShutNobodyOut) {
  raise_own_limit();
  const Installation centre(db::Engine::sqlite);
  const auto server = [&] {
    const ProgramWithDescriptors few(1024);
    return std::make_unique<Server>(centre);
  }();
  Clients watchers;
  for (int i = 0; i < 1100; ++i) {
    watchers.push_back(std::make_unique<Client>(server->port()));
    watchers.back()->write("GET /api/v1/centres/sergeli/events HTTP/1.1\r\nHost: x\r\n\r\n");
  }
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(Client(server->port()).get("/healthz").status, 200);
    EXPECT_EQ(Client(server->port()).get("/en/sergeli").status, 200);
  }
  EXPECT_LE(logged(*server, "http.accept_failed"), 10);
  EXPECT_EQ(logged(*server, R"("event":"descriptors")"), 1) << server->log();
  EXPECT_GT(figure(*server, "biroyna_http_open_streams"), 300);
}

TEST(Limits, StreamsOfOneAddressLeaveRoomForTheNext) {
  const Installation centre(db::Engine::sqlite);
  const Server server(centre, {"BIROYNA_LIMITS={streams_per_client: 5, free_networks: [10.1.0.0/16]}"});
  Clients watchers;
  const auto watch = [&](std::string_view address) {
    watchers.push_back(std::make_unique<Client>(server.port()));
    watchers.back()->write("GET /api/v1/centres/sergeli/events HTTP/1.1\r\nHost: x\r\n" + forwarded(address) +
                           "\r\n");
    return watchers.back()->read_until("HTTP/1.1 ");
  };
  for (int i = 0; i < 5; ++i) EXPECT_THAT(watch("203.0.113.1"), HasSubstr("200 OK"));
  Client one_too_many(server.port());
  const Answer refused =
      one_too_many.get("/api/v1/centres/sergeli/events", {{"X-Forwarded-For", "203.0.113.1"}});
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.headers.at("retry-after"), "5");
  EXPECT_THAT(refused.body, HasSubstr("too_much_at_once"));
  EXPECT_THAT(watch("203.0.113.2"), HasSubstr("200 OK"));
  for (int i = 0; i < 6; ++i) EXPECT_THAT(watch("10.1.0.1"), HasSubstr("200 OK")) << "the hall's own network";
}

// 546 MB, before.
TEST(Limits, FiveHundredUnfinishedSignInsTakeNoMemory) {
  raise_own_limit();
  const Installation centre(db::Engine::sqlite);
  const Server server(centre, {"ASAN_OPTIONS=quarantine_size_mb=0:thread_local_quarantine_size_kb=0"});
  const std::size_t before = server.memory_kilobytes();
  const auto send = [&](std::string_view target, std::size_t announced, std::size_t bytes, int clients) {
    Clients sending;
    const std::string body(bytes, 'x');
    for (int i = 0; i < clients; ++i) {
      sending.push_back(std::make_unique<Client>(server.port()));
      try {
        sending.back()->write(fmt::format("POST {} HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n{}\r\n{}",
                                          target, announced, forwarded(fmt::format("203.0.113.{}", i % 250)),
                                          body));
      } catch (const std::runtime_error&) {  // refused before all was sent
      }
    }
    return sending;
  };
  const auto refused = send("/api/v1/sessions", 1'000'001, 1'000'000, 500);
  EXPECT_EQ(Client(server.port()).get("/healthz").status, 200);
  EXPECT_LT(server.memory_kilobytes(), before + 100 * 1024);
  // Where a body may be as large, all of them together take what there is for bodies.
  const auto held = send("/api/v1/applications", 1'000'001, 1'000'000, 500);
  EXPECT_EQ(Client(server.port()).get("/healthz").status, 200);
  EXPECT_LT(server.memory_kilobytes(), before + 150 * 1024);
  EXPECT_GT(figure(server, "biroyna_http_body_bytes"), 40'000'000) << "and not because none was taken";
  EXPECT_LE(figure(server, "biroyna_http_body_bytes"), 64 * 1024 * 1024);
}

TEST(Limits, SixtyFourSlowUploadsDoNotShutOutTheDesk) {
  const Installation centre(db::Engine::sqlite);
  const Server server(centre);
  Api desk(server.port(), centre.token("operator"));
  ASSERT_EQ(desk.get("/api/v1/me").status, 200) << "from now on they are known";
  Clients slow;
  const auto begin = [&](std::string_view address) {
    slow.push_back(std::make_unique<Client>(server.port()));
    slow.back()->write(
        fmt::format("POST {} HTTP/1.1\r\nHost: x\r\nContent-Type: {}\r\nContent-Length: 1000\r\n{}\r\nslow",
                    kDocuments, kFormType, forwarded(address)));
  };
  for (int i = 0; i < 8; ++i) begin("203.0.113.1");
  wait_for_figure(server, "biroyna_http_uploads", 8);
  Client same(server.port()), other(server.port());
  EXPECT_EQ(send_form(same, form_of(png()), "", {{"X-Forwarded-For", "203.0.113.1"}}).status, 429);
  EXPECT_EQ(send_form(other, form_of(png()), "", {{"X-Forwarded-For", "203.0.113.2"}}).status, 201);
  wait_for_figure(server, "biroyna_http_uploads", 8);
  for (int i = 8; i < 48; ++i) begin(fmt::format("203.0.113.{}", 2 + i / 8));
  wait_for_figure(server, "biroyna_http_uploads", 48);
  EXPECT_EQ(send_form(other, form_of(png()), "", {{"X-Forwarded-For", "203.0.113.99"}}).status, 503);
  EXPECT_EQ(send_form(desk.client(), form_of(png()), centre.token("operator")).status, 201);
}

}  // namespace
}  // namespace biroyna::testing

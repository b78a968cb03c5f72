// Bodies that are too large for memory, over real sockets.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "platform/http/test_server.hpp"

namespace biroyna::http {
namespace {

using namespace std::chrono_literals;
using testing::Client;
using testing::Event;
using testing::post;
using testing::RunningServer;

constexpr std::size_t kMost = 3'000'000;

std::string read_file(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

class Upload : public ::testing::Test {
 protected:
  Router routes() {
    Router router;
    router.add({Method::post, "/papers", auth::Roles::all(), Where::pool,
                [this](const Request& request, Reply reply) {
                  path = request.body_file;
                  if (hold) kept.emplace(reply), begun.set();
                  if (!hold)
                    reply.send({.content_type = "text/plain",
                                .body = request.body.empty() ? read_file(request.body_file) : "in memory"});
                },
                kMost, true});
    return router;
  }
  explicit Upload(Limits limits = {}) : server({.limits = limits}, routes()) {}

  std::string path;
  bool hold = false;
  std::optional<Reply> kept;
  Event begun;
  RunningServer server;
  Client client{server->port()};
};

class ScarceUpload : public Upload {
 protected:
  static Limits limits() {
    Limits limits;
    limits.body_time = 100ms;
    limits.uploads = 1;
    return limits;
  }
  ScarceUpload() : Upload(limits()) {}
};

TEST_F(Upload, ReachesTheHandlerAsAFile) {
  std::string body(kMost, 'x');
  for (std::size_t i = 0; i < body.size(); i += 1000) body[i] = static_cast<char>(i / 1000);
  for (int i = 0; i < 2; ++i) {
    const auto answer = client.ask(post("/papers", body));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, body);
  }
  const auto chunked = client.ask(
      "POST /papers HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
      "chunked\r\n\r\n5\r\n01234\r\n6\r\n567890\r\n0\r\n\r\n");
  EXPECT_EQ(chunked.body, "01234567890");
  EXPECT_EQ(client.ask(post("/papers", "")).body, "") << "no body, no file";
}

TEST_F(Upload, IsGoneWithItsRequest) {
  ASSERT_EQ(client.ask(post("/papers", "a letter")).body, "a letter");
  EXPECT_TRUE(path.starts_with("/proc/self/fd/")) << "no name that a killed program could leave behind";
  server.stop();
  std::error_code none;
  const auto left = std::filesystem::read_symlink(path, none).string();
  EXPECT_EQ(left.find("/tmp/#"), std::string::npos) << left;
}

TEST_F(Upload, KeepsTheLimitOfItsSize) {
  EXPECT_EQ(client.ask("POST /papers HTTP/1.1\r\nHost: x\r\nContent-Length: 3000001\r\n\r\n").status, 413);
  Client chunks(server->port());
  chunks.send("POST /papers HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "80000\r\n" + std::string(0x80000, 'x') + "\r\n";
  for (std::size_t sent = 0; sent < kMost && chunks.send(chunk); sent += 0x80000) {
  }
  EXPECT_EQ(chunks.read().status, 413);
}

TEST_F(Upload, ThatIsTooLargeIsReadToItsEndSoThatABrowserSeesWhy) {
  constexpr std::size_t kFile = 45'000'000;
  client.send("POST /papers HTTP/1.1\r\nHost: x\r\nContent-Length: 45000000\r\n\r\n");
  const std::string piece(1'000'000, 'x');
  for (std::size_t sent = 0; sent < kFile; sent += piece.size())
    ASSERT_TRUE(client.send(piece)) << "the connection was reset after " << sent << " bytes";
  EXPECT_EQ(client.read().status, 413);
  EXPECT_TRUE(client.ended());
}

TEST_F(Upload, ThatIsMuchTooLargeIsCut) {
  client.send("POST /papers HTTP/1.1\r\nHost: x\r\nContent-Length: 900000000\r\n\r\n");
  const std::string piece(1'000'000, 'x');
  std::size_t sent = 0;
  while (sent < 900'000'000 && client.send(piece)) sent += piece.size();
  EXPECT_LT(sent, 200'000'000u);
}

TEST_F(ScarceUpload, KeepsTheLimitOfItsTime) {
  client.send("POST /papers HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nslow");
  EXPECT_EQ(client.read().status, 408);
  EXPECT_EQ(Client(server->port()).ask(post("/papers", "quick")).body, "quick") << "its place is free again";
}

class TrickledUpload : public Upload {
 protected:
  static Limits limits() {
    Limits limits;
    limits.body_time = 200ms;
    limits.body_bytes_per_second = 4'000'000;
    return limits;
  }
  TrickledUpload() : Upload(limits()) {}
};

TEST_F(TrickledUpload, ThatGoesOnForEverIsCut) {
  const auto begun = std::chrono::steady_clock::now();
  client.send("POST /papers HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n");
  std::size_t sent = 0;
  while (sent + 0x10000 <= kMost && client.send(std::string(0x10000, 'x'))) {
    sent += 0x10000;
    std::this_thread::sleep_for(50ms);  // always in time for the next 64 KB
    if (std::chrono::steady_clock::now() - begun > 2s) break;
  }
  EXPECT_EQ(client.read().status, 408);
  EXPECT_LT(sent, kMost - 0x20000) << "the body never came to its end";
  EXPECT_EQ(Client(server->port()).ask(post("/papers", std::string(kMost, 'x'))).body.size(), kMost)
      << "who sends quickly has as long as ever";
}

TEST_F(ScarceUpload, WaitsWhileThereAreTooMany) {
  hold = true;
  client.send(post("/papers", "first"));
  ASSERT_TRUE(begun.wait());
  const auto refused = Client(server->port()).ask(post("/papers", "second"));
  EXPECT_EQ(refused.status, 503);
  kept->send({.content_type = "text/plain", .body = read_file(path)});
  kept.reset();
  EXPECT_EQ(client.read().body, "first") << "the file is there as long as its request";
}

TEST(UploadFolder, ThatCannotBeUsedIsNoReasonToEnd) {
  Router router;
  router.add({Method::post, "/papers", auth::Roles::all(), Where::pool,
              [](const Request&, const Reply& reply) { reply.send({}); }, kMost, true});
  RunningServer server({.upload_folder = "/nonexistent"}, std::move(router));
  const auto refused = Client(server->port()).ask(post("/papers", "a letter"));
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.body, "unavailable /papers");
  EXPECT_EQ(Client(server->port()).ask(post("/papers", "")).status, 200);
}

}  // namespace
}  // namespace biroyna::http

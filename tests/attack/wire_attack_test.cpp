// Requests that programs on the way may read differently, and those that no browser sends.
#include "tests/attack/attack.hpp"

namespace biroyna::testing {
namespace {

using namespace std::string_literals;
using ::testing::Contains;

class Wire : public Attack {
 protected:
  Wire() : Attack("wire") {}

  // The status of the first answer to these bytes; 0 if the connection ends without one.
  int status_of(const std::string& bytes) const {
    try {
      Client client(server.port(), 10);
      client.write(bytes);
      return client.read_answer(bytes.starts_with("HEAD")).status;
    } catch (const std::runtime_error&) {
      return 0;
    }
  }
  std::int64_t waiting() {
    return object_of(nobody.get("/api/v1/centres/sergeli/board")).at("waiting").as_int64();
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Wire, db::testing::program_engines(), db::testing::engine_name);

TEST_P(Wire, ARequestHiddenInAnotherIsNeverCarriedOut) {
  const std::string body = R"({"services":["kindergarten-referral"]})";
  const std::string hidden = fmt::format(
      "POST /api/v1/centres/sergeli/tickets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: "
      "application/json\r\nContent-Length: {}\r\n\r\n{}",
      centre.token("host"), body.size(), body);
  const std::string length = fmt::format("Content-Length: {}\r\n", hidden.size());
  const std::string in_chunk = fmt::format("{:x}\r\n{}\r\n0\r\n\r\n", hidden.size(), hidden);
  const std::string end = "0\r\n\r\n";
  struct Shape {
    std::string what, headers, rest;
    bool refused = true;
  };
  const Shape shapes[] = {
      {"length and chunks", length + "Transfer-Encoding: chunked\r\n", end + hidden},
      {"chunks and length", "Transfer-Encoding: chunked\r\n" + length, end + hidden},
      {"two lengths", "Content-Length: 0\r\n" + length, hidden},
      {"two lengths in one", fmt::format("Content-Length: 0, {}\r\n", hidden.size()), hidden},
      {"a length with a sign", "Content-Length: +0\r\n", hidden},
      {"a length of minus", "Content-Length: -1\r\n", hidden},
      {"a length beyond 64 bits", "Content-Length: 18446744073709551616\r\n", hidden},
      {"a folded coding", length + "Transfer-Encoding:\r\n chunked\r\n", end + hidden},
      {"a blank before the colon", length + "Transfer-Encoding : chunked\r\n", end + hidden},
      {"an unknown coding", length + "Transfer-Encoding: xchunked\r\n", end + hidden},
      {"two codings", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", end + hidden},
      {"a coding behind chunks", "Transfer-Encoding: chunked, identity\r\n", end + hidden},
      {"an LF alone", "X: y\nTransfer-Encoding: chunked\r\n" + length, end + hidden},
      {"a CR alone", "X: y\rTransfer-Encoding: chunked\r\n" + length, end + hidden},
      {"a chunk's size with a sign", "Transfer-Encoding: chunked\r\n", "+0\r\n\r\n" + hidden},
      {"a chunk's size of many digits", "Transfer-Encoding: chunked\r\n", "10000000000000000\r\n" + hidden},
      {"a body of the length", length, hidden, false},
      {"a body in a chunk", "Transfer-Encoding: chunked\r\n", in_chunk, false},
  };
  for (const auto& [what, headers, rest, refused] : shapes) {
    for (const char* first : {"POST /api/v1/sessions", "GET /healthz"}) {
      const int status = status_of(fmt::format(
          "{} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{}\r\n{}", first, headers, rest));
      if (refused) {
        EXPECT_EQ(status, 400) << what << " " << first;
      }
    }
    EXPECT_EQ(waiting(), 0) << what;
  }
  // The control: one behind the other, each of its own length.
  Client client(server.port());
  client.write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" + hidden);
  EXPECT_EQ(client.read_answer().status, 200);
  EXPECT_EQ(client.read_answer().status, 201);
  EXPECT_EQ(waiting(), 1);
}

TEST_P(Wire, OddRequestsAreRefusedAndUsualOnesServed) {
  const auto get = [](const std::string& target, const std::string& headers = {}) {
    return "GET " + target + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n";
  };
  std::string hundred, many_ranges = "bytes=0-0";
  for (int i = 0; i < 99; ++i) hundred += fmt::format("X-{}: y\r\n", i);
  for (int i = 0; i < 1000; ++i) many_ranges += fmt::format(",{}-{}", i, i);
  struct Case {
    std::string what, odd;
    std::vector<int> answers;
    std::string usual;
  };
  const std::string plain = get("/healthz");
  const Case cases[] = {
      {"TRACE", "TRACE /healthz HTTP/1.1\r\nHost: x\r\n\r\n", {405}, plain},
      {"CONNECT", "CONNECT 192.0.2.1:22 HTTP/1.1\r\nHost: x\r\n\r\n", {400, 405}, plain},
      {"a made-up method", "GTE /healthz HTTP/1.1\r\nHost: x\r\n\r\n", {400, 405}, plain},
      {"the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {0, 400, 405}, plain},
      {"an upgrade to HTTP/2",
       get("/healthz", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n"),
       {200},
       plain},
      {"an upgrade to a web socket",
       get("/healthz", "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAAA\r\n"),
       {200},
       plain},
      {"HTTP/0.9", "GET /healthz\r\n\r\n", {0, 400}, plain},
      {"HTTP/3.0", "GET /healthz HTTP/3.0\r\nHost: x\r\n\r\n", {0, 400}, plain},
      {"no host", "GET /healthz HTTP/1.1\r\n\r\n", {400}, plain},
      {"two hosts", get("/healthz", "Host: y\r\n"), {400}, plain},
      {"a folded header",
       get("/healthz", "Accept: a,\r\n b\r\n"),
       {400},
       get("/healthz", "Accept: a, b\r\n")},
      {"NUL in a header", get("/healthz", "Accept: a\0b\r\n"s), {400}, get("/healthz", "Accept: ab\r\n")},
      {"a long address",
       get("/" + std::string(20'000, 'a')),
       {414},
       get("/healthz?" + std::string(10'000, 'a'))},
      {"a long header",
       get("/healthz", "X: " + std::string(20'000, 'a') + "\r\n"),
       {431},
       get("/healthz", "X: " + std::string(10'000, 'a') + "\r\n")},
      {"a long line that does not end", std::string(40'000, 'A'), {0, 400, 414, 431}, plain},
      {"a hundred headers more", get("/healthz", hundred + "Y: z\r\n"), {431}, get("/healthz", hundred)},
      {"a thousand ranges",
       get("/en/sergeli", "Range: " + many_ranges + "\r\n"),
       {200},
       get("/en/sergeli", "Range: bytes=0-1\r\n")},
      {"a range beyond everything",
       get("/en/sergeli", "Range: bytes=18446744073709551615-\r\n"),
       {200},
       get("/en/sergeli")},
      {"a thousand languages",
       get("/", "Accept-Language: " + std::string(5'000, ',') + "xx;q=9e999\r\n"),
       {303},
       get("/", "Accept-Language: ru\r\n")},
      {"weights that are none",
       get("/en/sergeli", "Accept-Encoding: gzip;q=NaN, br;q=-1, *;q=1e999\r\n"),
       {200},
       get("/en/sergeli", "Accept-Encoding: gzip\r\n")},
      {"an expectation that is none",
       "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nContent-Length: 2\r\n\r\n{}",
       {417},
       plain},
      {"a compressed body",
       "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
       {415},
       plain},
      {"a way out of the folder", get("/../../etc/passwd"), {400, 404}, get("/en/../healthz")},
      {"the same, encoded", get("/%2e%2e/%2e%2e/etc/passwd"), {400, 404}, plain},
      {"the same, twice", get("/%252e%252e/etc/passwd"), {400, 404}, plain},
      {"NUL in an address", get("/healthz%00.html"), {400}, plain},
      {"what is no UTF-8", get("/%ff%fe"), {400}, get("/en/sergeli?q=%d1%8f")},
      {"an address of another host", get("http://192.0.2.1/healthz"), {200, 400}, get("http://x/healthz")},
      {"a name and password in it", get("http://a:b@x/healthz"), {200, 400}, plain},
      {"TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s, {0, 400}, plain},
  };
  for (const auto& [what, odd, answers, usual] : cases) {
    EXPECT_THAT(answers, Contains(status_of(odd))) << what;
    EXPECT_THAT(status_of(usual), ::testing::AnyOf(200, 303)) << "the usual of: " << what;
  }
}

// Where there are few connections: more are turned away with a word, and there is room once others are gone.
class Flood : public Attack {
 protected:
  Flood() : Attack("flood", {"BIROYNA_LIMITS={connections: 40}"}) {}
};
INSTANTIATE_TEST_SUITE_P(Engines, Flood, db::testing::program_engines(), db::testing::engine_name);

TEST_P(Flood, OfConnectionsIsTurnedAwayAndOverWhenTheyAreGone) {
  std::vector<std::unique_ptr<Client>> held;
  int served = 0, turned_away = 0;
  for (int i = 0; i < 60; ++i) {
    held.push_back(std::make_unique<Client>(server.port()));
    try {
      const Answer answer = held.back()->get("/healthz");
      (answer.status == 200 ? served : turned_away) += 1;
      if (answer.status != 200) {
        EXPECT_TRUE(answer.headers.contains("retry-after"));
      }
    } catch (const std::runtime_error&) {
      ++turned_away;
    }
  }
  EXPECT_GE(served, 20);
  EXPECT_LE(served, 40);
  EXPECT_GE(turned_away, 20);
  held.clear();
  bool again = false;
  for (int tries = 0; tries < 100 && !again; ++tries) {
    try {
      again = Client(server.port()).get("/healthz").status == 200;
    } catch (const std::runtime_error&) {
    }
  }
  EXPECT_TRUE(again);
}

}  // namespace
}  // namespace biroyna::testing

#include "platform/http/server.hpp"

#include <brotli/decode.h>
#include <gmock/gmock.h>
#include <zlib.h>

#include <atomic>
#include <future>

#include "platform/http/test_server.hpp"

namespace biroyna::http {
namespace {

using namespace std::chrono_literals;
using testing::Client;
using testing::get;
using ::testing::HasSubstr;
using testing::post;
using testing::RunningServer;
using ::testing::StartsWith;

const auth::Roles kEveryone = auth::Roles::all();

std::string long_text() {
  std::string text;
  for (int i = 0; i < 500; ++i) text += "line " + std::to_string(i) + "\n";
  return text;
}

// The same three handlers on the I/O thread and in the pool, and some that go wrong.
Router routes() {
  Router router;
  for (const auto& [prefix, where] : {std::pair{"/io", Where::io}, std::pair{"/pool", Where::pool}}) {
    const std::string p = prefix;
    router.add({Method::get, p, kEveryone, where, [](const Request&, Reply reply) {
                  reply.send({.content_type = "text/plain", .body = "hello"});
                }});
    router.add({Method::post, p, kEveryone, where, [](const Request& r, Reply reply) {
                  reply.send({.content_type = "text/plain", .body = r.body});
                }});
    router.add({Method::get, p + "/echo/{name}", kEveryone, where, [](const Request& r, Reply reply) {
                  reply.send({.content_type = "text/plain", .body = std::string(r.param("name"))});
                }});
    router.add({Method::get, p + "/long", kEveryone, where, [](const Request&, Reply reply) {
                  reply.send({.content_type = "text/plain; charset=utf-8", .body = long_text()});
                }});
    router.add({Method::get, p + "/throw", kEveryone, where,
                [](const Request&, Reply) { throw std::runtime_error("secret of Karim"); }});
    router.add({Method::get, p + "/throw-after", kEveryone, where, [](const Request&, Reply reply) {
                  reply.send({.body = "sent"});
                  throw 42;
                }});
    router.add({Method::get, p + "/twice", kEveryone, where, [](const Request&, Reply reply) {
                  reply.send({.body = "first"});
                  reply.send({.body = "second"});
                }});
    router.add({Method::get, p + "/forget", kEveryone, where, [](const Request&, Reply) {}});
    router.add({Method::get, p + "/split", kEveryone, where, [](const Request& r, Reply reply) {
                  reply.send(see_other("/x" + std::string(r.query_value("to").value_or(""))));
                }});
  }
  router.add({Method::get, "/status/{code}", kEveryone, Where::io, [](const Request& r, Reply reply) {
                reply.send({.status = std::stoi(std::string(r.param("code"))), .body = "not to be seen"});
              }});
  router.add({Method::get, "/headers", kEveryone, Where::io, [](const Request&, Reply reply) {
                reply.send({.body = "{}",
                            .headers = {{"X-Frame-Options", "SAMEORIGIN"},
                                        {"Content-Type", "text/x-own"},
                                        {"Content-Length", "99"},
                                        {"Connection", "upgrade"}}});
              }});
  router.add({Method::get, "/later", kEveryone, Where::io, [](const Request&, Reply reply) {
                std::thread([reply] { reply.send({.body = "later"}); }).detach();
              }});
  router.add({Method::get, "/show", kEveryone, Where::io, [](const Request& r, Reply reply) {
                reply.send({.body = r.path + "|" + r.peer + "|" + std::string(tag(r.language)) + "|" +
                                    std::string(r.header("x-list")) + "|" + std::string(r.cookie("b")) + "|" +
                                    std::string(name(r.principal.role))});
              }});
  router.add({Method::put, "/small", kEveryone, Where::io,
              [](const Request& r, Reply reply) { reply.send({.body = std::to_string(r.body.size())}); },
              10});
  return router;
}

class ServerTest : public ::testing::Test {
 protected:
  RunningServer server_{{.always = {{"X-Frame-Options", "DENY"}, {"X-Content-Type-Options", "nosniff"}}},
                        routes()};
  Client client_{server_->port()};
};

TEST_F(ServerTest, AnswersOnOneConnectionAgainAndAgain) {
  for (const auto* path : {"/io", "/pool", "/io", "/pool/echo/Oybek", "/later"}) {
    const auto answer = client_.ask(get(path));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Connection"), "");
    EXPECT_THAT(answer.header("Date"), ::testing::EndsWith(" GMT"));
  }
  EXPECT_EQ(client_.ask(post("/pool", "body")).body, "body");
  EXPECT_EQ(server_->counters().accepted, 1u);
  EXPECT_EQ(server_->counters().requests, 6u);
  EXPECT_EQ(server_->counters().by_status_class[2], 6u);
}

TEST_F(ServerTest, AnswersPipelinedRequestsInTheirOrder) {
  std::string requests;
  for (int i = 0; i < 100; ++i) {
    requests += get((i % 3 == 0 ? "/pool/echo/" : "/io/echo/") + std::to_string(i));
  }
  client_.send(requests);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(client_.read().body, std::to_string(i));
}

TEST_F(ServerTest, ReadsARequestByteByByte) {
  for (const std::string& request :
       {get("/io/echo/Oybek"), post("/pool", "Oybek"),
        std::string(
            "POST /io HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOy\r\n3;x=y\r\nbek\r\n"
            "0\r\nX-List: trailer\r\n\r\n")}) {
    for (const char byte : request) ASSERT_TRUE(client_.send({&byte, 1}));
    const auto answer = client_.read();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "Oybek");
  }
}

TEST_F(ServerTest, ShowsTheHandlerWhatWasAsked) {
  const auto show = [&](std::string_view path, std::string_view headers) {
    return client_.ask(get(path, headers)).body;
  };
  EXPECT_EQ(show("/show", ""), "/show|127.0.0.1|uz-Latn|||anonymous");
  EXPECT_EQ(show("/a/../%73how/", "Accept-Language: ru\r\n"), "/show/|127.0.0.1|ru|||anonymous");
  EXPECT_EQ(show("/show", "X-List: a\r\nCookie: a=1\r\nx-list: b\r\nCookie: b=2\r\n"),
            "/show|127.0.0.1|uz-Latn|a, b|2|anonymous");
}

TEST_F(ServerTest, AnswersHeadLikeGetWithoutTheBody) {
  client_.send("HEAD /io HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto head = client_.read(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Length"), "5");
  EXPECT_EQ(client_.ask(get("/io")).body, "hello");  // nothing was left over
}

TEST_F(ServerTest, SendsNoBodyWhereNoneMayBe) {
  for (const auto* path : {"/status/204", "/status/304"}) {
    client_.send(get(path));
    const auto answer = client_.read();
    EXPECT_EQ(answer.header("Content-Length"), "");
    EXPECT_EQ(client_.ask(get("/io")).body, "hello");
  }
}

TEST_F(ServerTest, ClosesWhenAskedTo) {
  const auto last = client_.ask(get("/pool", "Connection: close\r\n"));
  EXPECT_EQ(last.header("Connection"), "close");
  EXPECT_TRUE(client_.ended());

  Client old(server_->port());
  EXPECT_EQ(old.ask("GET /io HTTP/1.0\r\n\r\n").body, "hello");
  EXPECT_TRUE(old.ended());

  Client keeping(server_->port());
  const auto answer = keeping.ask("GET /io HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(answer.header("Connection"), "keep-alive");
  EXPECT_EQ(keeping.ask(get("/io")).status, 200);
}

TEST_F(ServerTest, AnswersAClientThatStoppedSending) {
  client_.send(get("/pool"));
  client_.end_of_sending();
  EXPECT_EQ(client_.read().body, "hello");
  EXPECT_TRUE(client_.ended());
}

TEST_F(ServerTest, RefusesUnknownAddressesAndMethods) {
  auto answer = client_.ask(get("/nowhere"));
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.body, "not_found /nowhere");
  answer = client_.ask("DELETE /io HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.header("Allow"), "GET, HEAD, POST");
  EXPECT_EQ(answer.header("X-Frame-Options"), "DENY");
  answer = client_.ask("BREW /io HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(client_.ask(get("/io")).status, 200);  // the connection is kept
  // With a body, it is not read: the connection ends.
  answer = client_.ask(post("/nowhere", "body"));
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(client_.ended());
}

struct BadRequest {
  std::string_view bytes;
  int status;
};

TEST_F(ServerTest, RefusesWhatIsMalformedOrAmbiguous) {
  for (const auto& [bytes, status] : {
           BadRequest{"nonsense\r\n\r\n", 400},
           BadRequest{"GET / HTTP/2.0\r\nHost: x\r\n\r\n", 400},
           BadRequest{"GET /% HTTP/1.1\r\nHost: x\r\n\r\n", 400},
           BadRequest{"GET /%ff HTTP/1.1\r\nHost: x\r\n\r\n", 400},
           BadRequest{"GET /a%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
           BadRequest{"GET /io?a=%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400},
           BadRequest{"CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
           BadRequest{"GET /io HTTP/1.1\r\n\r\n", 400},
           BadRequest{"GET /io HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400},
           BadRequest{"GET /io HTTP/1.1\r\nHost : x\r\n\r\n", 400},
           BadRequest{"GET /io HTTP/1.1\nHost: x\n\n", 400},
           BadRequest{"POST /io HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na", 400},
           BadRequest{"POST /io HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na", 400},
           BadRequest{"POST /io HTTP/1.1\r\nHost: x\r\nContent-Length: 1, 1\r\n\r\na", 400},
           BadRequest{"POST /io HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\na", 400},
           BadRequest{"POST /io HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\na", 400},
           BadRequest{"POST /io HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\na", 400},
           BadRequest{
               "POST /io HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
               400},
           BadRequest{
               "POST /io HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
               400},
           BadRequest{"POST /io HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: "
                      "identity\r\n\r\n0\r\n\r\n",
                      400},
           BadRequest{"POST /io HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                      400},
           BadRequest{"POST /io HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400},
           BadRequest{"POST /io HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
           BadRequest{"POST /io HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
           BadRequest{"POST /io HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n", 400},
           BadRequest{"POST /io HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\nab\r\n", 400},
           BadRequest{"POST /io HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\na",
                      415},
           BadRequest{"POST /io HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nContent-Length: 1\r\n\r\na", 417},
       }) {
    Client client(server_->port());
    client.send(bytes);
    client.send("GET /io/echo/smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto answer = client.read();
    EXPECT_EQ(answer.status, status) << bytes;
    EXPECT_EQ(answer.header("Connection"), "close") << bytes;
    EXPECT_TRUE(client.ended()) << bytes;
  }
  EXPECT_EQ(client_.ask(get("/io")).status, 200);
}

TEST_F(ServerTest, IgnoresEmptyLinesBeforeARequest) {
  client_.send("\r\n\r\n\r");
  client_.send("\n" + get("/io"));
  EXPECT_EQ(client_.read().body, "hello");
}

TEST_F(ServerTest, SaysContinueBeforeTheBody) {
  client_.send("POST /pool HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client_.read().status, 100);
  EXPECT_EQ(client_.ask("Oybek").body, "Oybek");
  // Not when the answer is known already.
  client_.send("PUT /small HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client_.read().status, 413);
  EXPECT_TRUE(client_.ended());
}

TEST_F(ServerTest, HoldsTheLimitOfARoute) {
  EXPECT_EQ(client_.ask("PUT /small HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n0123456789").body, "10");
  const std::string chunked = "PUT /small HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(client_.ask(chunked + "5\r\n01234\r\n5\r\n01234\r\n0\r\n\r\n").body, "10");
  EXPECT_EQ(client_.ask(chunked + "5\r\n01234\r\n6\r\n012345\r\n0\r\n\r\n").status, 413);
  EXPECT_TRUE(client_.ended());
}

TEST_F(ServerTest, TurnsFailuresInto500) {
  for (const std::string prefix : {"/io", "/pool"}) {
    auto answer = client_.ask(get(prefix + "/throw"));
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.body, "internal " + prefix + "/throw");
    answer = client_.ask(get(prefix + "/forget"));
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(client_.ask(get(prefix + "/throw-after")).body, "sent");
    EXPECT_EQ(client_.ask(get(prefix + "/twice")).body, "first");
    EXPECT_EQ(client_.ask(get(prefix)).body, "hello");
  }
}

TEST_F(ServerTest, CannotBeMadeToSplitAResponse) {
  for (const std::string prefix : {"/io", "/pool"}) {
    EXPECT_EQ(client_.ask(get(prefix + "/split?to=/fine")).header("Location"), "/x/fine");
    for (const auto* to : {"%0d%0aSet-Cookie:%20a=b", "%0aSet-Cookie:%20a=b", "%0d", "%01", "%7f"}) {
      const auto answer = client_.ask(get(prefix + "/split?to=" + to));
      EXPECT_EQ(answer.status, 500) << to;
      EXPECT_EQ(answer.header("Set-Cookie"), "") << to;
      EXPECT_EQ(answer.header("Location"), "") << to;
    }
  }
}

TEST_F(ServerTest, AddsItsHeadersUnlessTheAnswerHasThem) {
  auto answer = client_.ask(get("/io"));
  EXPECT_EQ(answer.header("X-Frame-Options"), "DENY");
  EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
  answer = client_.ask(get("/headers"));
  EXPECT_EQ(answer.header("X-Frame-Options"), "SAMEORIGIN");
  EXPECT_THAT(answer.head, ::testing::Not(HasSubstr("DENY")));
  EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(answer.header("Content-Type"), "text/x-own");
  EXPECT_THAT(answer.head, ::testing::Not(HasSubstr("application/json")));
  EXPECT_EQ(answer.header("Content-Length"), "2");
  EXPECT_EQ(answer.header("Connection"), "");
}

std::string brotli_decoded(const std::string& bytes) {
  std::string text(1 << 20, '\0');
  std::size_t size = text.size();
  EXPECT_EQ(BrotliDecoderDecompress(bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                                    reinterpret_cast<std::uint8_t*>(text.data())),
            BROTLI_DECODER_RESULT_SUCCESS);
  return text.substr(0, size);
}

std::string gzip_decoded(std::string bytes) {
  std::string text(1 << 20, '\0');
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return text;
}

TEST_F(ServerTest, CompressesLongTextAsTheReaderAccepts) {
  for (const std::string prefix : {"/io", "/pool"}) {
    auto answer = client_.ask(get(prefix + "/long"));
    EXPECT_EQ(answer.body, long_text());
    EXPECT_EQ(answer.header("Content-Encoding"), "");
    EXPECT_EQ(answer.header("Vary"), "Accept-Encoding");
    answer = client_.ask(get(prefix + "/long", "Accept-Encoding: gzip, deflate, br\r\n"));
    EXPECT_EQ(answer.header("Content-Encoding"), "br");
    EXPECT_EQ(answer.header("Vary"), "Accept-Encoding");
    EXPECT_EQ(brotli_decoded(answer.body), long_text());
    answer = client_.ask(get(prefix + "/long", "Accept-Encoding: gzip, br;q=0\r\n"));
    EXPECT_EQ(answer.header("Content-Encoding"), "gzip");
    EXPECT_EQ(gzip_decoded(answer.body), long_text());
    answer = client_.ask(get(prefix, "Accept-Encoding: br\r\n"));
    EXPECT_EQ(answer.header("Content-Encoding"), "");
    EXPECT_EQ(answer.header("Vary"), "");
  }
}

TEST(Server, AsksTheGuardFirst) {
  const Guard guard = [](Request& request, const Route& route, Where) -> Result<void> {
    if (request.header("authorization") == "throw") throw std::runtime_error("lost");
    if (request.header("authorization").empty()) return refuse(Refusal::Kind::unauthorised, "sign_in");
    request.principal.role = auth::Role::head;
    if (!route.allowed.contains(auth::Role::head)) return refuse(Refusal::Kind::forbidden, "not_yours");
    return {};
  };
  Router router = routes();
  std::atomic<int> called = 0;
  router.add({Method::get, "/theirs", {auth::Role::kiosk}, Where::pool, [&](const Request&, Reply reply) {
                ++called;
                reply.send({});
              }});
  RunningServer server({}, std::move(router), guard);
  Client client(server->port());
  EXPECT_EQ(client.ask(get("/theirs")).status, 401);
  EXPECT_EQ(client.ask(get("/theirs", "Authorization: x\r\n")).status, 403);
  EXPECT_EQ(called, 0);
  EXPECT_THAT(client.ask(get("/show", "Authorization: x\r\n")).body, ::testing::EndsWith("|head"));
  EXPECT_EQ(client.ask(get("/show", "Authorization: throw\r\n")).status, 500);
}

TEST(Server, AsksTheAppWhatAnExceptionMeans) {
  RunningServer server({.on_exception =
                            [](std::exception_ptr failure) {
                              try {
                                std::rethrow_exception(failure);
                              } catch (const std::runtime_error&) {
                                return Refusal{Refusal::Kind::unavailable, "away"};
                              } catch (...) {
                                return internal_failure();
                              }
                            }},
                       routes());
  Client client(server->port());
  for (const auto* path : {"/io/throw", "/pool/throw"}) {
    const auto answer = client.ask(get(path));
    EXPECT_EQ(answer.status, 503);
    EXPECT_THAT(answer.body, StartsWith("away "));
  }
}

TEST(Server, AnswersPlainlyWhenTheErrorPageFails) {
  for (const ErrorPage& page : {ErrorPage(), ErrorPage([](const Request&, int, const Refusal&) -> Response {
                                  throw std::runtime_error("no template");
                                }),
                                ErrorPage([](const Request&, int status, const Refusal&) {
                                  return Response{.status = status, .headers = {{"X", "a\r\nb"}}};
                                })}) {
    RunningServer server({}, routes(), {}, page);
    Client client(server->port());
    const auto answer = client.ask(get("/nowhere"));
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
  }
}

TEST(Server, RefusesHeadersThatCannotBeAdded) {
  const Router router = routes();
  EXPECT_THROW(Server({.port = 0, .always = {{"X", "a\nb"}}}, router, {}, {}), std::invalid_argument);
  EXPECT_THROW(Server({.port = 0, .always = {{"X y", "a"}}}, router, {}, {}), std::invalid_argument);
}

TEST(Server, SaysInOneLineWhyItCannotListen) {
  const Router router = routes();
  RunningServer server({}, routes());
  try {
    Server second({.port = server->port()}, router, {}, {});
    FAIL();
  } catch (const std::runtime_error& failure) {
    EXPECT_THAT(failure.what(),
                HasSubstr("cannot listen on 127.0.0.1 port " + std::to_string(server->port())));
  }
  EXPECT_THROW(Server({.address = "localhost", .port = 0}, router, {}, {}), std::runtime_error);
}

TEST(Server, SendsManyAnswersFromManyThreads) {
  constexpr int kClients = 16;
  constexpr int kRequests = 50;
  std::mutex mutex;
  std::vector<Reply> waiting;
  Router router;
  router.add({Method::get, "/batch", kEveryone, Where::io, [&](const Request&, Reply reply) {
                std::vector<Reply> group;
                {
                  const std::lock_guard lock(mutex);
                  waiting.push_back(reply);
                  if (waiting.size() < kClients) return;
                  group.swap(waiting);
                }
                std::thread([group] {
                  for (const Reply& each : group) each.send({.body = "done"});
                }).detach();
              }});
  RunningServer server({}, std::move(router));
  std::vector<std::future<int>> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.push_back(std::async(std::launch::async, [&] {
      Client client(server->port());
      int done = 0;
      for (int n = 0; n < kRequests; ++n) done += client.ask(get("/batch")).body == "done";
      return done;
    }));
  }
  for (auto& client : clients) EXPECT_EQ(client.get(), kRequests);
}

}  // namespace
}  // namespace biroyna::http

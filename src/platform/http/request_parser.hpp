// Turns the bytes of one connection into requests, one after the other. Knows nothing of sockets.
//
// What could be read differently by a proxy in front is refused, not guessed: more than one length, a length
// beside chunks, an empty length or coding, a transfer coding other than chunked, a header or trailer that is
// folded over two lines (RFC 9112, 5.2), a missing or repeated Host. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "platform/http/http.hpp"
#include "platform/http/quota.hpp"

namespace biroyna::http {

class Spool;

class RequestParser {
 public:
  enum class Step : std::uint8_t {
    more,     // all that could be used was used; bytes that were left must come again, with more behind them
    header,   // the header is there, a body follows: feed again, after limit_body() if it has a limit of its
              // own
    request,  // the request is complete
    refused,  // see refusal(); the connection is of no further use
  };
  struct Refused {
    int status = 400;
    std::string_view code = "malformed_request";
  };

  static constexpr std::size_t kMostHeaders = 100;

  RequestParser(std::size_t header_bytes, std::size_t body_bytes);
  ~RequestParser();

  // Begins the next request. `request` is filled while bytes are fed, and must live until begin() is called
  // again.
  void begin(Request& request);
  // Takes what it uses off the front of `bytes`.
  Step feed(std::string_view& bytes);

  // After Step::header. False when the announced length is more: then the body must not be read.
  bool limit_body(std::size_t bytes);
  // After Step::header: the body goes there, and not into the request. `spool` must live as long as the
  // request.
  void spool_body(Spool& spool);
  // After Step::header: asked before more memory is taken for the body, for so many bytes more.
  void charge_body(std::function<Quota::Answer(std::size_t)> charge);
  std::size_t body_size() const;  // of what has come of it
  bool started() const;           // a byte of the request was seen
  bool in_body() const;
  const Refused& refusal() const;

  // Of a request whose header is there.
  bool keep_alive() const;
  bool http_1_0() const;
  bool expects_continue() const;

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace biroyna::http

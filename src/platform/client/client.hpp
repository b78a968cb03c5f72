// Requests that the program itself makes of other systems over HTTP (libcurl).
//
// Only http and https; certificates are verified; a redirect is an answer like any other and is not followed;
// no proxy of the environment is used, so that a request goes where the settings say. Each request has a
// connection of its own. Thread-safe; waits for the answer on the caller's thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace biroyna::client {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method = "GET";
  std::string url;
  Headers headers = {};
  std::string body = {};
  std::chrono::milliseconds timeout{10'000};  // of the whole exchange
  std::size_t most_bytes = 1 << 20;           // of the answer's body
};

struct Answer {
  int status = 0;
  Headers headers = {};  // names in lower case
  std::string body = {};

  std::string_view header(std::string_view lower_case_name) const;  // empty when absent
};

struct Failure {
  enum class Kind : std::uint8_t {
    unreachable,  // no connection, none that can be trusted, or one that broke off
    timeout,
    too_large,
    status,   // any answer that is not 2xx; see `answer`
    stopped,  // by the caller
  };
  Kind kind = Kind::unreachable;
  std::string reason;  // one line for an operator, without anything of the request
  Answer answer = {};
};

// Throws std::invalid_argument for an address that is not http(s), a method or a header that could split the
// request. A stop ends the exchange at once.
tl::expected<Answer, Failure> send(const Request& request, const std::stop_token& stop = {});

}  // namespace biroyna::client

// A plain HTTP/1.1 client over loopback for black-box tests: one connection, kept alive.
//
// Throws std::runtime_error when the server does not answer within the time limit or answers no HTTP. Not
// thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace biroyna::testing {

struct Answer {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case; of several of one name, the last
  std::string body;
  std::vector<std::string> cookies = {};  // each Set-Cookie
};

class Client {
 public:
  explicit Client(std::uint16_t port, int timeout_seconds = 60);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  using Headers = std::vector<std::pair<std::string, std::string>>;
  Answer request(std::string_view method, std::string_view target, const Headers& headers = {},
                 std::string_view body = {});
  Answer get(std::string_view target, const Headers& headers = {}) { return request("GET", target, headers); }

  void write(std::string_view bytes);
  Answer read_answer(bool head = false);
  // What has come by the end of a line that contains `wanted`, of a stream that does not end.
  std::string read_until(std::string_view wanted);
  bool closed();  // by the server, within the time limit

 private:
  bool fill();

  void connect();

  int socket_ = -1;
  bool used_ = false;  // something was asked
  std::uint16_t port_;
  int timeout_seconds_;
  std::string buffer_;
};

}  // namespace biroyna::testing

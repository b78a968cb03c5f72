// A server on a loopback port and a client that speaks in raw bytes, for tests.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "platform/http/http.hpp"
#include "platform/http/server.hpp"

namespace biroyna::http::testing {

// Says, in plain text, what was refused.
inline Response plain_error_page(const Request& request, int status, const Refusal& refusal) {
  return {.status = status, .content_type = "text/plain", .body = refusal.code + " " + request.path};
}

class RunningServer {
 public:
  RunningServer(Server::Options options, Router router, Guard guard = {}, ErrorPage page = plain_error_page)
      : router_(std::move(router)),
        server_(with_free_port(std::move(options)), router_, std::move(guard), std::move(page)),
        thread_([this] {
          server_.run();
          server_.close();
          server_.finish();
        }) {}
  ~RunningServer() { stop(); }

  void stop() {
    server_.stop();
    if (thread_.joinable()) thread_.join();
  }
  Server& operator*() { return server_; }
  Server* operator->() { return &server_; }

 private:
  static Server::Options with_free_port(Server::Options options) {
    options.port = 0;
    return options;
  }
  Router router_;
  Server server_;
  std::thread thread_;
};

// Each read gives up after five seconds, so that a broken server fails a test and does not hang it.
class Client {
 public:
  // `from` is the address that it connects from, one of 127.0.0.0/8.
  explicit Client(std::uint16_t port, int receive_buffer = 0, const char* from = nullptr)
      : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    if (receive_buffer > 0) ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    const timeval limit{.tv_sec = 5, .tv_usec = 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    if (from != nullptr) {
      address.sin_addr.s_addr = inet_addr(from);
      if (::bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) ADD_FAILURE() << "bind";
    }
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
      ADD_FAILURE() << "connect";
  }
  ~Client() { hang_up(); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void hang_up() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  void end_of_sending() { ::shutdown(fd_, SHUT_WR); }
  // False when the server has closed the connection.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  struct Answer {
    int status = 0;  // 0: the connection ended
    std::string head;
    std::string body;
    // The value of a header by its name as sent; empty when absent.
    std::string header(std::string_view name) const {
      const auto at = head.find("\r\n" + std::string(name) + ": ");
      if (at == std::string::npos) return {};
      const auto begin = at + 4 + name.size();
      return head.substr(begin, head.find("\r\n", begin) - begin);
    }
  };

  // The next answer. One without Content-Length goes to the end of the connection, unless it can have no
  // body.
  Answer read(bool head_only = false) {
    Answer answer;
    answer.head = read_until("\r\n\r\n");
    if (answer.head.size() < 12) return answer;
    answer.status = std::stoi(answer.head.substr(9, 3));
    if (head_only || answer.status == 100 || answer.status == 204 || answer.status == 304) return answer;
    const std::string length = answer.header("Content-Length");
    answer.body = length.empty() ? read_to_end() : read_exactly(std::stoul(length));
    return answer;
  }
  Answer ask(std::string_view request) {
    send(request);
    return read();
  }
  // Up to and with `mark`; less when the connection ends.
  std::string read_until(std::string_view mark) {
    while (in_.find(mark) == std::string::npos && fill()) {
    }
    const auto at = in_.find(mark);
    return take(at == std::string::npos ? in_.size() : at + mark.size());
  }
  std::string read_exactly(std::size_t bytes) {
    while (in_.size() < bytes && fill()) {
    }
    return take(std::min(bytes, in_.size()));
  }
  std::string read_to_end() {
    while (fill()) {
    }
    return take(in_.size());
  }
  // True when the server closes without a further byte.
  bool ended() { return in_.empty() && !fill() && ended_; }

 private:
  bool fill() {
    char bytes[16 * 1024];
    const auto got = ::recv(fd_, bytes, sizeof bytes, 0);
    if (got > 0) in_.append(bytes, static_cast<std::size_t>(got));
    ended_ = got == 0 || (got < 0 && errno != EAGAIN);
    if (got < 0 && errno == EAGAIN) ADD_FAILURE() << "the server said nothing for five seconds";
    return got > 0;
  }
  std::string take(std::size_t bytes) {
    std::string result = in_.substr(0, bytes);
    in_.erase(0, bytes);
    return result;
  }

  int fd_;
  std::string in_;
  bool ended_ = false;
};

// Something that one thread waits for and another makes happen.
class Event {
 public:
  void set() {
    const std::lock_guard lock(mutex_);
    happened_ = true;
    changed_.notify_all();
  }
  // False after five seconds in vain.
  bool wait() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(5), [&] { return happened_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool happened_ = false;
};

inline std::string get(std::string_view path, std::string_view more_headers = "") {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n" + std::string(more_headers) + "\r\n";
}
inline std::string post(std::string_view path, std::string_view body, std::string_view more_headers = "") {
  return "POST " + std::string(path) +
         " HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string(more_headers) + "\r\n" + std::string(body);
}

}  // namespace biroyna::http::testing

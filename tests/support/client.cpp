#include "tests/support/client.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <utility>

namespace biroyna::testing {
namespace {

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

Client::Client(std::uint16_t port, int timeout_seconds) : port_(port), timeout_seconds_(timeout_seconds) {
  connect();
}

void Client::connect() {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval limit{timeout_seconds_, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    throw std::runtime_error(fmt::format("nobody listens on port {}", port_));
  }
}

Client::~Client() { ::close(socket_); }

Answer Client::request(std::string_view method, std::string_view target, const Headers& headers,
                       std::string_view body) {
  // Who was connected and asked nothing is let go of after ten seconds, which a slow machine takes elsewhere.
  char none = 0;
  if (!std::exchange(used_, true) && ::recv(socket_, &none, 1, MSG_PEEK | MSG_DONTWAIT) == 0) {
    ::close(socket_);
    connect();
  }
  std::string text = fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n", method, target, port_);
  for (const auto& [name, value] : headers) text += fmt::format("{}: {}\r\n", name, value);
  if (!body.empty() || method == "POST") text += fmt::format("Content-Length: {}\r\n", body.size());
  text += "\r\n";
  text += body;
  write(text);
  return read_answer(method == "HEAD");
}

void Client::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) throw std::runtime_error("the server closed the connection while it was written to");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool Client::fill() {
  char chunk[16384];
  const auto got = ::recv(socket_, chunk, sizeof chunk, 0);
  if (got > 0) buffer_.append(chunk, static_cast<std::size_t>(got));
  return got > 0;
}

Answer Client::read_answer(bool head) {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) throw std::runtime_error("the server did not answer");
  }
  Answer answer;
  const std::string top = buffer_.substr(0, end + 2);
  buffer_.erase(0, end + 4);
  if (!top.starts_with("HTTP/1.")) throw std::runtime_error("the answer is not HTTP");
  answer.status = std::stoi(top.substr(9, 3));
  for (std::size_t line = top.find("\r\n") + 2; line < top.size();) {
    const std::size_t stop = top.find("\r\n", line), colon = top.find(':', line);
    std::size_t value = colon + 1;
    while (top[value] == ' ') ++value;
    const std::string name = lower(top.substr(line, colon - line));
    answer.headers[name] = top.substr(value, stop - value);
    if (name == "set-cookie") answer.cookies.push_back(answer.headers[name]);
    line = stop + 2;
  }
  const bool empty = head || answer.status == 204 || answer.status == 304 || answer.status < 200;
  const auto length = answer.headers.find("content-length");
  if (empty || length == answer.headers.end()) return answer;
  const std::size_t size = std::stoul(length->second);
  while (buffer_.size() < size) {
    if (!fill()) throw std::runtime_error("the answer was cut off");
  }
  answer.body = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return answer;
}

std::string Client::read_until(std::string_view wanted) {
  for (;;) {
    if (const auto found = buffer_.find(wanted); found != std::string::npos) {
      if (const auto line = buffer_.find('\n', found); line != std::string::npos) {
        std::string text = buffer_.substr(0, line + 1);
        buffer_.erase(0, line + 1);
        return text;
      }
    }
    if (!fill()) throw std::runtime_error(fmt::format("the stream ended before \"{}\" came", wanted));
  }
}

bool Client::closed() {
  while (fill()) {
  }
  return true;
}

}  // namespace biroyna::testing

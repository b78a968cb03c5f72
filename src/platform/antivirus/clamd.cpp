#include "platform/antivirus/clamd.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <memory>
#include <system_error>

#include "platform/files/files.hpp"

namespace biroyna {
namespace {

constexpr timeval kSendPatience{10, 0}, kAnswerPatience{30, 0};
constexpr std::size_t kLongestAnswer = 1000;
constexpr std::size_t kLongestPath = sizeof(sockaddr_un::sun_path) - 1;

struct HostAndPort {
  std::string host, port;
};
std::optional<HostAndPort> host_and_port(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  std::string_view host = text.substr(0, colon), port = text.substr(colon + 1);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  std::uint16_t number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  const bool is_port = error == std::errc() && end == port.data() + port.size() && number != 0;
  if (!is_port || host.empty()) return std::nullopt;
  return HostAndPort{std::string(host), std::string(port)};
}

class Connection {
 public:
  explicit Connection(const std::string& address) : address_(address) {
    if (address.starts_with('/'))
      connect_to_path();
    else
      connect_to_host();
  }

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0 && errno == EINTR) continue;
      if (sent <= 0) fail(errno);
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  // A block of a stream: its length, then itself.
  void send_block(std::string_view bytes) {
    const std::uint32_t length = htonl(static_cast<std::uint32_t>(bytes.size()));
    std::array<char, sizeof length> text{};
    std::memcpy(text.data(), &length, sizeof length);
    send({text.data(), text.size()});
    send(bytes);
  }

  // To the NUL that ends it.
  std::string receive() {
    std::string answer;
    std::array<char, 256> block{};
    while (answer.find('\0') == std::string::npos) {
      const auto got = ::recv(socket_.get(), block.data(), block.size(), 0);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) fail(errno);
      if (got == 0 || answer.size() > kLongestAnswer)
        throw Clamd::Unreachable(fmt::format("the virus scanner at {} ended without an answer", address_));
      answer.append(block.data(), static_cast<std::size_t>(got));
    }
    return answer.substr(0, answer.find('\0'));
  }

 private:
  [[noreturn]] void fail(int error) const {
    throw Clamd::Unreachable(fmt::format("the virus scanner at {} cannot be asked: {}", address_,
                                         std::generic_category().message(error)));
  }

  bool open(int family) {
    socket_ = files::Descriptor(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!socket_.valid()) return false;
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_SNDTIMEO, &kSendPatience, sizeof kSendPatience);
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &kAnswerPatience, sizeof kAnswerPatience);
    return true;
  }

  void connect_to_path() {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, address_.data(), std::min(address_.size(), kLongestPath));
    if (!open(AF_UNIX) ||
        ::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      fail(errno);
  }

  void connect_to_host() {
    const auto address = *host_and_port(address_);
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (const int error = ::getaddrinfo(address.host.c_str(), address.port.c_str(), &hints, &found);
        error != 0)
      throw Clamd::Unreachable(
          fmt::format("the virus scanner at {} cannot be found: {}", address_, ::gai_strerror(error)));
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> all(found, &::freeaddrinfo);
    int error = 0;
    for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
      if (open(each->ai_family) && ::connect(socket_.get(), each->ai_addr, each->ai_addrlen) == 0) return;
      error = errno;
    }
    fail(error);
  }

  const std::string& address_;
  files::Descriptor socket_;
};

}  // namespace

Clamd::Clamd(std::string address) : address_(std::move(address)) {
  if (!is_address(address_)) throw std::invalid_argument("no address of a virus scanner");
}

bool Clamd::is_address(std::string_view text) {
  if (text.starts_with('/')) return text.size() <= kLongestPath;
  return host_and_port(text).has_value();
}

std::optional<std::string> Clamd::scan(const std::function<void(const Out&)>& content) const {
  constexpr std::string_view kPrefix = "stream: ", kClean = "stream: OK", kFound = " FOUND";
  Connection connection(address_);
  connection.send(std::string_view("zINSTREAM\0", 10));
  content([&](std::string_view block) {
    if (!block.empty()) connection.send_block(block);  // an empty one is the end
  });
  connection.send_block({});
  const std::string answer = connection.receive();
  if (answer == kClean) return std::nullopt;
  if (answer.starts_with(kPrefix) && answer.ends_with(kFound))
    return answer.substr(kPrefix.size(), answer.size() - kPrefix.size() - kFound.size());
  throw Unreachable(fmt::format("the virus scanner at {} says \"{}\"", address_, answer));
}

}  // namespace biroyna

// A stand-in for ClamAV's daemon on a loopback port: it finds what contains the word VIRUS.
//
// Speaks to one client at a time, on a thread of its own.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

namespace biroyna::testing {

class ClamdStandIn {
 public:
  enum class Mood { works, hangs_up, complains };

  explicit ClamdStandIn(Mood mood = Mood::works, std::uint16_t port = 0)
      : mood_(mood), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int on = 1;
    ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    socklen_t length = sizeof address;
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0)
      throw std::runtime_error("the stand-in cannot listen");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~ClamdStandIn() {
    over_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  ClamdStandIn(const ClamdStandIn&) = delete;
  ClamdStandIn& operator=(const ClamdStandIn&) = delete;

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  std::uint16_t port() const { return port_; }
  void set(Mood mood) { mood_ = mood; }
  int asked() const { return asked_; }
  std::string last_content() const {
    const std::lock_guard lock(mutex_);
    return last_;
  }

 private:
  static bool read_exactly(int fd, char* to, std::size_t bytes) {
    while (bytes > 0) {
      const auto got = ::recv(fd, to, bytes, 0);
      if (got <= 0) return false;
      to += got;
      bytes -= static_cast<std::size_t>(got);
    }
    return true;
  }

  void serve() {
    while (!over_) {
      const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) continue;
      ++asked_;
      if (mood_ != Mood::hangs_up) answer(fd);
      ::close(fd);
    }
  }

  void answer(int fd) {
    std::string command(10, '\0'), content;
    if (!read_exactly(fd, command.data(), command.size()) || command != std::string("zINSTREAM\0", 10))
      return;
    for (;;) {
      std::uint32_t length = 0;
      if (!read_exactly(fd, reinterpret_cast<char*>(&length), sizeof length)) return;
      if (length == 0) break;
      std::string block(ntohl(length), '\0');
      if (!read_exactly(fd, block.data(), block.size())) return;
      content += block;
    }
    {
      const std::lock_guard lock(mutex_);
      last_ = content;
    }
    const bool found = content.find("VIRUS") != std::string::npos;
    const std::string text = mood_ == Mood::complains ? "INSTREAM size limit exceeded. ERROR"
                             : found                  ? "stream: Test.Virus-1 FOUND"
                                                      : "stream: OK";
    ::send(fd, text.c_str(), text.size() + 1, MSG_NOSIGNAL);
  }

  std::atomic<Mood> mood_;
  std::atomic<bool> over_ = false;
  std::atomic<int> asked_ = 0;
  int listener_;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::string last_;
  std::thread thread_;
};

}  // namespace biroyna::testing

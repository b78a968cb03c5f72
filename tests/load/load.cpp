// Plays visitors and windows against a running server, for script/bench.
//
//   load take|visit PORT HOST_TOKEN OPERATOR_TOKEN CONNECTIONS SECONDS
//   load submit PORT BODY_FILE OPERATOR_TOKEN CONNECTIONS SECONDS
//   load crowd PORT - - CONNECTIONS SECONDS
//
// take: every connection takes tickets, each with an idempotency key of its own. visit: every connection is a
// window that takes a ticket, calls, starts and finishes. submit: every connection hands in the application
// of the file, each with a key of its own. crowd: every connection is a stranger with an address of its own,
// who asks for pages, looks for numbers and hands in what is no application, without a pause, and comes back
// when it is shut out. Prints one JSON object: how many a second, and the waits of the answers in ms.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

enum class Mode { take, visit, submit, crowd };

struct Settings {
  Mode mode;
  std::uint16_t port;
  std::string kiosk, desk;
  std::size_t connections;
  double seconds;
  std::string application = {};
};

struct Connection {
  int fd = -1;
  int window = 0;
  int step = 0;  // of a visit
  std::uint64_t sent = 0;
  std::size_t number = 0;
  std::string ticket, in;
  Clock::time_point since;
};

std::string request(const std::string& target, const std::string& token, const std::string& key,
                    std::string_view body) {
  std::string text = fmt::format(
      "POST {} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: "
      "application/json\r\nContent-Length: {}\r\n",
      target, token, body.size());
  if (!key.empty()) text += fmt::format("Idempotency-Key: {}\r\n", key);
  return text.append("\r\n").append(body);
}

// What windows 1 to 8 of the reference centre serve, so that each window's visitor is called by it or a
// neighbour.
constexpr const char* needs[] = {"kindergarten-referral",  "kindergarten-referral",
                                 "birth-lump-sum",         "kindergarten-referral",
                                 "polyclinic-attachment",  "residence-registration",
                                 "residence-registration", "sole-proprietor-registration"};

// A key of its own for each request, as clients make them: UUIDv7 (RFC 9562), so in the order of time.
std::string new_key() {
  static std::mt19937_64 random(static_cast<std::uint64_t>(::getpid()));
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto ms =
      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
  const std::uint64_t a = random(), b = random();
  return fmt::format("{:08x}-{:04x}-7{:03x}-{:04x}-{:012x}", ms >> 16, ms & 0xffff, a & 0xfff,
                     0x8000 | (a >> 12 & 0x3fff), b & 0xffff'ffff'ffff);
}

std::string as_a_stranger(const Connection& connection) {
  const std::size_t what = (connection.number + connection.sent) % 5;
  const std::string from = fmt::format("Host: x\r\nX-Forwarded-For: 10.{}.{}.7\r\n", connection.number / 250,
                                       connection.number % 250);
  if (what == 0)
    return fmt::format(
        "POST /api/v1/applications HTTP/1.1\r\n{}Content-Type: application/json\r\nContent-Length: "
        "2\r\n\r\n{{}}",
        from);
  constexpr const char* kPages[] = {"/uz-Latn/sergeli",
                                    "/ru/sergeli/services?q=%D1%81%D0%B0%D0%B4%D0%B8%D0%BA",
                                    "/api/v1/centres/sergeli/queue", "/en/sergeli/verify?code=7K4M9QX2"};
  return fmt::format("GET {} HTTP/1.1\r\n{}\r\n", kPages[what - 1], from);
}

void send_next(Connection& connection, const Settings& settings) {
  std::string text;
  const std::string tickets = "/api/v1/tickets/" + connection.ticket;
  if (settings.mode == Mode::crowd) {
    text = as_a_stranger(connection);
  } else if (settings.mode == Mode::submit) {
    text = request("/api/v1/applications", settings.desk, new_key(), settings.application);
  } else if (connection.step == 0) {
    text = request(
        "/api/v1/centres/sergeli/tickets", settings.kiosk, new_key(),
        fmt::format(
            R"({{"services":["{}"],"priority":"none","language":"uz-Latn","channel":"kiosk","anyway":true}})",
            settings.mode == Mode::visit ? needs[connection.window - 1] : needs[0]));
  } else if (connection.step == 1) {
    text = request(fmt::format("/api/v1/centres/sergeli/windows/{}/call-next", connection.window),
                   settings.desk, "", "");
  } else {
    text = request(tickets + (connection.step == 2 ? "/start" : "/finish"), settings.desk, "", "");
  }
  ++connection.sent;
  connection.since = Clock::now();
  const auto sent = ::send(connection.fd, text.data(), text.size(), MSG_NOSIGNAL);
  // Who is shut out is told so when it reads.
  if (settings.mode != Mode::crowd && sent != static_cast<ssize_t>(text.size()))
    throw std::runtime_error("a request could not be sent");
}

// The status of a complete answer, which is then removed; 0 when more must come.
int take_answer(Connection& connection, std::string& body) {
  const auto end = connection.in.find("\r\n\r\n");
  if (end == std::string::npos) return 0;
  const int status = std::atoi(connection.in.c_str() + 9);
  std::size_t length = 0;
  if (const auto at = connection.in.find("Content-Length: "); at < end)
    length = std::strtoul(connection.in.c_str() + at + 16, nullptr, 10);
  if (connection.in.size() < end + 4 + length) return 0;
  body = connection.in.substr(end + 4, length);
  connection.in.erase(0, end + 4 + length);
  return status;
}

int connect_to(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error(fmt::format("nobody listens: {}", std::strerror(errno)));
  return fd;
}

void come(Connection& connection, int poll, const Settings& settings) {
  connection.fd = connect_to(settings.port);
  connection.in.clear();
  epoll_event event{.events = EPOLLIN, .data = {.u64 = connection.number}};
  ::epoll_ctl(poll, EPOLL_CTL_ADD, connection.fd, &event);
  send_next(connection, settings);
}

int play(const Settings& settings) {
  const int poll = ::epoll_create1(0);
  std::vector<Connection> connections(settings.connections);
  for (std::size_t i = 0; i < connections.size(); ++i) {
    connections[i].number = i;
    connections[i].window = static_cast<int>(i) + 1;
    come(connections[i], poll, settings);
  }
  std::vector<double> waits;
  std::size_t finished = 0, failed = 0;
  const auto begin = Clock::now();
  const auto until = begin + std::chrono::duration<double>(settings.seconds);
  while (Clock::now() < until) {
    epoll_event events[64];
    const int ready = ::epoll_wait(poll, events, 64, 1000);
    for (int e = 0; e < ready; ++e) {
      Connection& connection = connections[events[e].data.u64];
      char chunk[8192];
      const auto got = ::recv(connection.fd, chunk, sizeof chunk, 0);
      if (got <= 0 && settings.mode == Mode::crowd) {
        ::close(connection.fd);
        come(connection, poll, settings);
        continue;
      }
      if (got <= 0) throw std::runtime_error("the server hung up");
      connection.in.append(chunk, static_cast<std::size_t>(got));
      std::string body;
      const int status = take_answer(connection, body);
      if (status == 0) continue;
      waits.push_back(std::chrono::duration<double, std::milli>(Clock::now() - connection.since).count());
      if (status >= 300) ++failed;
      if (settings.mode != Mode::visit) {
        ++finished;
      } else if (connection.step == 1) {
        // Whoever was called: 204 when another window was quicker.
        const auto at = body.find(R"("id":")");
        connection.step = at == std::string::npos ? 0 : 2;
        if (at != std::string::npos) connection.ticket = body.substr(at + 6, body.find('"', at + 6) - at - 6);
      } else {
        if (connection.step == 3) ++finished;
        connection.step = (connection.step + 1) % 4;
      }
      send_next(connection, settings);
    }
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  std::ranges::sort(waits);
  const auto at = [&](double q) {
    return waits.empty() ? 0 : waits[static_cast<std::size_t>(q * static_cast<double>(waits.size() - 1))];
  };
  fmt::print("{{\"per_second\":{:.0f},\"p50_ms\":{:.2f},\"p99_ms\":{:.2f},\"failed\":{}}}\n",
             static_cast<double>(finished) / seconds, at(0.5), at(0.99), failed);
  return failed == 0 || settings.mode == Mode::crowd ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7) {
    fmt::print(stderr,
               "load take|visit|submit|crowd PORT HOST_TOKEN|BODY_FILE OPERATOR_TOKEN CONNECTIONS SECONDS\n");
    return 2;
  }
  try {
    const std::string_view mode = argv[1];
    Settings settings{.mode = mode == "visit"    ? Mode::visit
                              : mode == "submit" ? Mode::submit
                              : mode == "crowd"  ? Mode::crowd
                                                 : Mode::take,
                      .port = static_cast<std::uint16_t>(std::atoi(argv[2])),
                      .kiosk = argv[3],
                      .desk = argv[4],
                      .connections = static_cast<std::size_t>(std::atoi(argv[5])),
                      .seconds = std::atof(argv[6])};
    if (settings.mode == Mode::submit) {
      std::ifstream file(argv[3]);
      settings.application.assign(std::istreambuf_iterator<char>(file), {});
    }
    return play(settings);
  } catch (const std::exception& error) {
    fmt::print(stderr, "load: {}\n", error.what());
    return 1;
  }
}

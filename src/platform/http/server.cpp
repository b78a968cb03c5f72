#include "platform/http/server.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <stdexcept>
#include <tuple>

#include "core/address.hpp"
#include "platform/http/connection.hpp"
#include "platform/log/log.hpp"

namespace biroyna::http {
namespace {

using namespace std::chrono_literals;
using Tcp = asio::ip::tcp;
using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;

constexpr auto kAfterFailedAccept = 50ms;  // somebody must go first
// Who comes waits behind all that the others have sent; so many come in together. Not more, so that what has
// come in is looked at, and shed, before others take its place.
constexpr int kAcceptedAtOnce = 8;

// How often deadlines are looked at: often enough for the shortest of them.
std::chrono::milliseconds period_of(const Limits& limits) {
  const auto shortest =
      std::min({limits.header_time, limits.body_time, limits.idle_time, limits.crowded_idle_time,
                limits.rest_time, limits.write_time, limits.drain_time});
  return std::clamp<std::chrono::milliseconds>(shortest / 4, 5ms, 250ms);
}

Tcp::endpoint endpoint_of(const Server::Options& options) {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error) throw std::runtime_error(fmt::format("\"{}\" is not an IP address", options.address));
  return {address, options.port};
}

Acceptor bind(asio::io_context& io, const Tcp::endpoint& endpoint) {
  Acceptor acceptor(io.get_executor());
  try {
    acceptor.open(endpoint.protocol());
    acceptor.set_option(Acceptor::reuse_address(true));
    acceptor.bind(endpoint);
    acceptor.listen();
  } catch (const boost::system::system_error& failure) {
    throw std::runtime_error(fmt::format("cannot listen on {} port {}: {}", endpoint.address().to_string(),
                                         endpoint.port(), failure.code().message()));
  }
  return acceptor;
}

// The sockets that systemd opened for us, if it did.
std::vector<Acceptor> from_systemd(asio::io_context& io) {
  std::vector<Acceptor> acceptors;
  const int count = sd_listen_fds(1);
  for (int fd = SD_LISTEN_FDS_START; fd < SD_LISTEN_FDS_START + count; ++fd) {
    const bool v6 = sd_is_socket_inet(fd, AF_INET6, SOCK_STREAM, 1, 0) > 0;
    if (!v6 && sd_is_socket_inet(fd, AF_INET, SOCK_STREAM, 1, 0) <= 0) {
      throw std::runtime_error("systemd gave a socket that is not a listening TCP socket");
    }
    acceptors.emplace_back(io.get_executor(), v6 ? Tcp::v6() : Tcp::v4(), fd);
  }
  return acceptors;
}

std::string peer_of(const Socket& socket) {
  boost::system::error_code error;
  auto address = socket.remote_endpoint(error).address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return error ? std::string() : address.to_string();
}

// Says in a few bytes why a connection is closed that was not even read.
void refuse_connection(int socket, std::string_view status) {
  const std::string answer = fmt::format(
      "HTTP/1.1 {}\r\nRetry-After: {}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", status, kAfterBusy);
  std::ignore = ::send(socket, answer.data(), answer.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}
constexpr std::string_view kClientHasEnough = "429 Too Many Requests", kNoneLeft = "503 Service Unavailable";

// A descriptor that is kept, so that a connection can be taken and refused when no other is left: one that
// is not taken would wait without an answer, and make the next attempt fail at once, again and again.
class SpareDescriptor {
 public:
  SpareDescriptor() { retake(); }
  ~SpareDescriptor() { give_up(); }
  SpareDescriptor(const SpareDescriptor&) = delete;
  SpareDescriptor& operator=(const SpareDescriptor&) = delete;

  // Takes one waiting connection in its place and refuses it. False when none came, or when the spare is
  // gone.
  bool refuse_one(int listening) {
    give_up();
    const int socket = ::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (socket >= 0) {
      refuse_connection(socket, kNoneLeft);
      ::close(socket);
    }
    retake();
    return socket >= 0 && fd_ >= 0;
  }

 private:
  void give_up() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }
  void retake() { fd_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC); }

  int fd_ = -1;
};

}  // namespace

struct Server::State {
  State(Options options, const Router& router, Guard guard, ErrorPage error_page)
      : core(std::make_shared<Core>(std::move(options), router, std::move(guard), std::move(error_page))),
        acceptors(from_systemd(core->io)),
        timer(core->io.get_executor()) {
    if (acceptors.empty()) acceptors.push_back(bind(core->io, endpoint_of(core->options)));
    for (Acceptor& acceptor : acceptors) acceptor.non_blocking(true);
    port = acceptors.front().local_endpoint().port();
  }

  Awaitable<void> accept(Acceptor& acceptor);
  void welcome(Socket socket);
  Awaitable<void> watch();
  // What is wrong with one more connection of this address; nothing when it is welcome.
  std::string_view objection_to(const std::string& peer, const std::string& client) const;
  static Awaitable<void> serve(State& state, Socket socket, std::string peer, std::string client);
  void begin_drain();
  void abandon_all();

  std::shared_ptr<Core> core;
  std::vector<Acceptor> acceptors;
  Timer timer;
  std::uint16_t port = 0;
  std::atomic<bool> told_to_stop = false;
  std::chrono::steady_clock::time_point drain_until{};
  std::unordered_map<std::string, std::size_t> by_client;  // connections
  SpareDescriptor spare;
};

Awaitable<void> Server::State::accept(Acceptor& acceptor) {
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(core->io.get_executor(), kAwait);
    if (error) {
      if (core->draining) co_return;
      if (error == asio::error::connection_aborted) continue;
      ++core->counts.failed_accepts;
      log::warning("http.accept_failed", {{"reason", error.message()}});
      const bool full = error == asio::error::no_descriptors || error.value() == ENFILE;
      if (full && spare.refuse_one(acceptor.native_handle())) {
        ++core->counts.refused_connections;
        continue;
      }
      Timer pause(core->io.get_executor(), kAfterFailedAccept);
      co_await pause.async_wait(kAwait);
      continue;
    }
    welcome(std::move(socket));
    for (int more = 1; more < kAcceptedAtOnce; ++more) {
      Socket next = acceptor.accept(core->io.get_executor(), error);
      if (error) break;
      welcome(std::move(next));
    }
    if (core->draining) co_return;  // it was let in before
  }
}

void Server::State::welcome(Socket socket) {
  std::string peer = peer_of(socket);
  std::string client = client_of(peer);
  if (const std::string_view objection = objection_to(peer, client); !objection.empty()) {
    ++core->counts.refused_connections;
    refuse_connection(socket.native_handle(), objection);
    return;
  }
  ++core->counts.accepted;
  ++by_client[client];
  boost::system::error_code ignored;
  socket.non_blocking(true, ignored);
  socket.set_option(Tcp::no_delay(true), ignored);
  asio::co_spawn(core->io, serve(*this, std::move(socket), std::move(peer), std::move(client)),
                 asio::detached);
}

std::string_view Server::State::objection_to(const std::string& peer, const std::string& client) const {
  const Limits& limits = core->options.limits;
  if (core->connections.size() >= limits.connections) return kNoneLeft;
  const auto found = by_client.find(client);
  const bool enough = found != by_client.end() && found->second >= limits.connections_per_client;
  return enough && !contains(limits.free_networks, peer) ? kClientHasEnough : std::string_view();
}

Awaitable<void> Server::State::serve(State& state, Socket socket, std::string peer, std::string client) {
  try {
    Connection connection(*state.core, std::move(socket), peer);
    co_await connection.run();
  } catch (const std::exception& failure) {
    log::error("http.connection_failed", {{"reason", failure.what()}});
  }
  if (--state.by_client[client] == 0) state.by_client.erase(client);
  if (state.core->draining && state.core->connections.empty()) state.timer.cancel();
}

// Closes what is late, and when draining ends, everything.
Awaitable<void> Server::State::watch() {
  const auto period = period_of(core->options.limits);
  while (!core->draining || !core->connections.empty()) {
    timer.expires_after(period);
    co_await timer.async_wait(kAwait);
    const auto now = std::chrono::steady_clock::now();
    if (core->draining && now >= drain_until) abandon_all();
    for (const auto& [id, connection] : core->connections) connection->check_time(now);
  }
}

void Server::State::begin_drain() {
  if (core->draining) return;
  core->draining = true;
  drain_until = std::chrono::steady_clock::now() + core->options.limits.drain_time;
  boost::system::error_code ignored;
  for (Acceptor& acceptor : acceptors) acceptor.close(ignored);
  for (const auto& [id, connection] : core->connections) connection->drain();
  if (core->connections.empty()) timer.cancel();
}

void Server::State::abandon_all() {
  std::vector<ConnectionId> ids;
  for (const auto& [id, connection] : core->connections) ids.push_back(id);
  for (const ConnectionId id : ids) {
    if (Connection* const connection = core->find(id)) connection->abandon();
  }
}

Server::Server(Options options, const Router& router, Guard guard, ErrorPage error_page)
    : state_(std::make_unique<State>(std::move(options), router, std::move(guard), std::move(error_page))) {}

Server::~Server() {
  Core& core = *state_->core;
  core.over = true;
  core.pool->stop();
  core.slow->stop();
  core.pool->join();
  core.slow->join();
  state_->abandon_all();
  core.io.restart();
  core.io.poll();
  core.pool.reset();
  core.slow.reset();
  core.drop_tasks();
}

std::uint16_t Server::port() const { return state_->port; }

void Server::run() {
  Core& core = *state_->core;
  core.io_thread = std::this_thread::get_id();
  for (Acceptor& acceptor : state_->acceptors)
    asio::co_spawn(core.io, state_->accept(acceptor), asio::detached);
  asio::co_spawn(core.io, state_->watch(), asio::detached);
  core.io.run();
}

// Once only: a second call must not end finish().
void Server::stop() {
  if (!state_->told_to_stop.exchange(true)) state_->core->io.stop();
}

void Server::close() { state_->begin_drain(); }

void Server::finish() {
  Core& core = *state_->core;
  core.io.restart();
  core.io.run();
  core.over = true;
  core.pool->stop();
  core.slow->stop();
  core.pool->join();
  core.slow->join();
}

void Server::later(std::function<void()> task) {
  if (state_->core->over) return;
  state_->core->run_in_pool(Turn::first, std::move(task));
}

void Server::hold_answers() { state_->core->hold(); }
void Server::release_answers() { state_->core->release(); }

Counters Server::counters() const {
  const auto& counts = state_->core->counts;
  Counters result{.open_connections = counts.open_connections,
                  .open_streams = counts.open_streams,
                  .uploads = state_->core->uploads.taken(),
                  .body_bytes = state_->core->body_memory.taken(),
                  .answer_bytes = state_->core->answer_memory.taken(),
                  .under_way = state_->core->under_way,
                  .accepted = counts.accepted,
                  .refused_connections = counts.refused_connections,
                  .failed_accepts = counts.failed_accepts,
                  .requests = counts.requests,
                  .slow_streams_closed = counts.slow_streams_closed,
                  .shed_streams = counts.shed_streams,
                  .shed_uploads = counts.shed_uploads,
                  .shed_headers = counts.shed_headers,
                  .shed_bodies = counts.shed_bodies,
                  .shed_answers = counts.shed_answers,
                  .shed_requests = counts.shed_requests};
  for (std::size_t i = 0; i < std::size(result.by_status_class); ++i) {
    result.by_status_class[i] = counts.by_status_class[i];
  }
  return result;
}

}  // namespace biroyna::http

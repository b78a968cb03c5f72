// The sockets: one I/O thread with a coroutine a connection, a small pool for handlers.
#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/address.hpp"
#include "platform/http/http.hpp"

namespace biroyna::http {

// What one client may take, and all of them together; docs/limits.md lists them. A client is an address, of
// IPv6 a network of 64 bits; one of the staff counts by themselves. What is over a client's own limit is
// refused with 429, what is over that of all with 503, both with Retry-After.
struct Limits {
  std::size_t header_bytes = 16 * 1024;  // more is 431
  std::size_t body_bytes = 256 * 1024;   // of a route that states no limit of its own; more is 413
  // Of what all connections together read beyond 4 KB at once: headers that are longer, pieces of bodies.
  std::size_t read_memory = 64 * 1024 * 1024;
  std::size_t body_memory = 64 * 1024 * 1024;             // of all bodies that are held in memory
  std::size_t body_memory_per_client = 16 * 1024 * 1024;  // bodies up to 4 KB do not count here
  // Of answers over 64 KB that their readers have not taken yet.
  std::size_t answer_memory = 256 * 1024 * 1024, answer_memory_per_client = 64 * 1024 * 1024;
  std::size_t connections = 12'000;          // more are closed at once
  std::size_t connections_per_client = 500;  // of the connection's own address; more are closed at once
  std::size_t streams = 9'000;  // event streams; where there are fewer connections, three quarters of them
  std::size_t streams_per_client = 200;
  std::size_t uploads = 64;  // that are received or handled at a time
  std::size_t uploads_per_client = 8;
  std::size_t uploads_for_staff = 16;  // of `uploads`, kept for who is signed in; at most a quarter
  std::size_t waiting = 512;        // requests that wait for the pool or the database; the staff's are exempt
  std::size_t slow_waiting = 64;    // requests that wait for Where::slow; more are 503
  std::size_t stream_backlog = 64;  // waiting messages of one event stream
  Networks free_networks = {};      // whose addresses each stand for many: no limit for one client holds
  std::chrono::milliseconds header_time{
      10'000};  // from the first byte (or the accept) to the end of the header
  std::chrono::milliseconds body_time{30'000};         // for the body, and again for each 64 KB of it
  std::size_t body_bytes_per_second = 8 * 1024;        // on the whole, once twice body_time has passed
  std::chrono::milliseconds idle_time{60'000};         // between requests of a kept-alive connection
  std::chrono::milliseconds crowded_idle_time{2'000};  // the same while nearly all connections are taken
  std::chrono::milliseconds rest_time{1'000};    // after a request that was shed, before the next is read
  std::chrono::milliseconds write_time{30'000};  // without a byte taken by the reader
  std::chrono::milliseconds drain_time{10'000};  // on stop: how long running requests may take to finish
};

// What the server counts, for /metrics. All only grow, but for the first six.
struct Counters {
  std::uint64_t open_connections = 0, open_streams = 0, uploads = 0, body_bytes = 0, answer_bytes = 0,
                under_way = 0;
  std::uint64_t accepted = 0, refused_connections = 0, failed_accepts = 0, requests = 0,
                slow_streams_closed = 0;
  // Refused as there was no room for them.
  std::uint64_t shed_streams = 0, shed_uploads = 0, shed_headers = 0, shed_bodies = 0, shed_answers = 0,
                shed_requests = 0;
  std::uint64_t by_status_class[6] = {};  // [2] is 2xx
};

class Server {
 public:
  struct Options {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  // 0 takes a free one; see port()
    int pool_threads = 2;
    int slow_threads = 1;  // of Where::slow; they give way to all others
    Limits limits = {};
    std::filesystem::path upload_folder = "/tmp";  // the disk that uploads are received on
    // Added to every answer that does not have the header itself (security headers).
    Fields always = {};
    // Which of the staff sends a request, as far as memory knows; nothing for everybody else. They are served
    // before others when there is too much to do. Called on the I/O thread, where it must not wait, and on
    // those of handlers. Without it, nobody is known.
    std::function<std::optional<std::string>(const Request&)> staff_member = {};
    // What a handler's exception is to the reader, e.g. a lost database `unavailable`; internal_failure() is
    // a 500. Logs what it must, without personal data. Without it, each exception is logged by its type and
    // is a 500. Called on any thread, while the exception is handled.
    std::function<Refusal(std::exception_ptr)> on_exception = {};
  };
  // Binds at once: throws std::runtime_error with one clear line when the address cannot be had. Takes the
  // listening socket from systemd (LISTEN_FDS) when it is given one.
  Server(Options options, const Router& router, Guard guard, ErrorPage error_page);
  ~Server();

  std::uint16_t port() const;
  void run();   // serves until stop()
  void stop();  // from any thread or signal-handling thread
  // After run(), on the same thread: accepts no further connection or request, and ends the event streams.
  void close();
  // Then: finishes the requests that were begun, for at most Limits::drain_time, and waits for the handlers
  // that still run. After it no handler runs any more, and later answers are dropped.
  void finish();
  // Answers that this thread gives in between leave together. Nests.
  void hold_answers();
  void release_answers();
  // Runs a task on the pool, before the requests that wait for it. Dropped when the server has ended: nobody
  // waits for an answer any more.
  void later(std::function<void()> task);
  Counters counters() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace biroyna::http

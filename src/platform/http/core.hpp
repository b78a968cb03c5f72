// What the I/O thread and the threads that answer share.
//
// The I/O thread owns the connections; no other thread touches one. An answer made elsewhere is put into the
// outbox, and one wake-up brings all that gathered in the meantime: the replies of a group commit cost one,
// not one each.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <variant>
#include <vector>

#include "core/turn.hpp"
#include "platform/http/answer_writer.hpp"
#include "platform/http/event_stream.hpp"
#include "platform/http/quota.hpp"
#include "platform/http/server.hpp"

namespace biroyna::http {

namespace asio = boost::asio;

class Connection;
using ConnectionId = std::uint64_t;  // never used twice

inline constexpr int kAfterBusy = 5;  // seconds until what was refused as too much at once may be tried again

// To what there was no room for. What its client sends next is not read at once; or the connection ends.
struct ShedAnswer {
  Response response;
  bool last = false;
};
// What is charged for until its reader has taken it.
struct LargeAnswer {
  Response response;
  std::shared_ptr<Share> memory;
};
// What becomes of a request: an answer, or an event stream.
using Outcome = std::variant<Response, LargeAnswer, ShedAnswer, std::shared_ptr<EventStream>>;

// For an outcome that nobody waits for any more: a stream would count as open for ever.
void let_go(const Outcome& outcome);

class Core : public std::enable_shared_from_this<Core> {
 public:
  Core(Server::Options options, const Router& router, Guard guard, ErrorPage error_page);
  ~Core();

  // Any thread. What comes for a connection that is gone is dropped.
  void deliver(ConnectionId connection, Outcome outcome);
  // Any thread: the stream has messages, or was closed.
  void wake(std::shared_ptr<EventStream> stream);
  // Any thread. Outcomes of this thread in between make no wake-up of their own; nobody else waits for them.
  void hold();
  void release();
  // Any thread. The app's page for a refusal; a plain one should that fail.
  Response refusal(const Request& request, int status, const Refusal& refusal) const;
  // Any thread. Who is counted for what a request takes; the guard need not have been asked.
  Claimant claimant_of(const Request& request) const;
  // Any thread. Runs the task on a thread of the pool; in each turn, those that came first.
  void run_in_pool(Turn turn, std::function<void()> task);
  // Once no thread of the pool runs any more: lets go of the tasks that still wait.
  void drop_tasks();
  // Any thread, while an exception is handled.
  Refusal refusal_of_exception(std::string_view pattern) const;

  // The rest is for the I/O thread.
  Connection* find(ConnectionId id) const;
  ConnectionId enter(Connection& connection);
  void leave(Connection& connection);
  // False when a request of the public is to wait for its turn, so that who goes first waits for a
  // millisecond of the public's work, however many ask at once.
  bool may_go_on();
  // The connection's take_turn() is called when its turn has come.
  void stand_in_line(ConnectionId connection) { line_.push_back(connection); }
  // Hardly a connection is left for who comes next.
  bool crowded() const { return connections.size() >= options.limits.connections / 8 * 7; }
  bool on_io_thread() const { return std::this_thread::get_id() == io_thread; }

  const Server::Options options;
  const Router& router;
  const Guard guard;
  const ErrorPage error_page;
  const AnswerWriter writer;

  std::thread::id io_thread;
  Connection* handling = nullptr;  // whose handler runs on the I/O thread just now
  bool draining = false;           // no request after those that are under way
  std::unordered_map<ConnectionId, Connection*> connections;

  struct {
    std::atomic<std::uint64_t> open_connections = 0, open_streams = 0, accepted = 0, refused_connections = 0,
                               failed_accepts = 0, requests = 0, slow_streams_closed = 0, shed_streams = 0,
                               shed_uploads = 0, shed_headers = 0, shed_bodies = 0, shed_answers = 0,
                               shed_requests = 0;
    std::atomic<std::uint64_t> by_status_class[6] = {};
  } counts;
  Quota uploads, read_memory, body_memory, answer_memory, streams;
  std::atomic<std::size_t> under_way = 0;     // requests whose handler was asked and that are not answered
  std::atomic<std::size_t> slow_waiting = 0;  // requests for Where::slow that did not begin yet
  std::atomic<bool> over = false;             // run() has returned: nobody waits for answers any more

 private:
  void empty_outbox();
  void write_streams();
  void begin_round();
  void run_next();  // on a thread of the pool

  std::mutex mutex_;
  std::vector<std::pair<ConnectionId, Outcome>> outcomes_;  // under mutex_
  std::vector<std::shared_ptr<EventStream>> woken_;         // under mutex_
  bool posted_ = false;                                     // under mutex_: empty_outbox() is on its way
  std::vector<std::pair<ConnectionId, Outcome>> taken_outcomes_;
  std::vector<std::shared_ptr<EventStream>> taken_streams_;
  std::deque<std::shared_ptr<EventStream>> to_write_;
  bool writing_ = false;
  std::deque<ConnectionId> line_;  // whose request is read, and waits for its turn
  bool in_round_ = false;          // begin_round() is on its way
  std::chrono::steady_clock::time_point round_ends_;
  std::mutex turns_mutex_;
  std::deque<std::function<void()>> turns_[kTurns];  // under turns_mutex_; by Turn
  ConnectionId last_id_ = 0;

 public:
  // The threads of Where::pool and of Where::slow.
  std::unique_ptr<asio::thread_pool> pool, slow;
  asio::io_context io{1};  // the last member: what waits in it ends while the rest is still there
};

}  // namespace biroyna::http

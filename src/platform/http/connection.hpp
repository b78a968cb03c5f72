// One client's connection: reads a request, waits for its answer, writes it, and so on; or becomes an event
// stream.
//
// Invariant: one request is under way at a time, so answers leave in the order of the requests.
// I/O thread only.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "platform/http/core.hpp"
#include "platform/http/exchange.hpp"
#include "platform/http/request_parser.hpp"

namespace biroyna::http {

// Concrete executors: the any_io_executor of Asio's defaults costs an allocation and a virtual call an
// operation.
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
template <class T>
using Awaitable = asio::awaitable<T, Executor>;
inline constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> kAwait{};

class Connection {
 public:
  using Clock = std::chrono::steady_clock;

  Connection(Core& core, Socket socket, std::string peer);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Serves until the connection ends.
  Awaitable<void> run();

  ConnectionId id() const { return id_; }
  // What became of the request that is under way.
  void accept(Outcome outcome);
  // Writes what waits in the event stream as far as the socket takes it.
  void write_stream();
  // Closes it if it is late.
  void check_time(Clock::time_point now);
  // No request after the current one; ends at once when there is none.
  void drain();
  // Ends at once, come what may.
  void abandon();

 private:
  enum class Phase : std::uint8_t { idle, header, body, handling, resting, closing };
  using Resume = asio::async_result<asio::use_awaitable_t<Executor>, void()>::handler_type;

  // Reading.
  void begin_request();
  RequestParser::Step feed();
  void note_phase();
  bool make_room();
  asio::mutable_buffer room() { return asio::buffer(buffer_.get() + end_, capacity_ - end_); }
  bool took(const boost::system::error_code& error, std::size_t bytes);
  void accept_header();

  // Answering.
  void find_route();
  void dispatch();
  Response refusal(int status, std::string_view code) const;
  void write_answer(const Response& response);
  bool write_outcome();
  void refuse(int status, std::string_view code);
  bool write_now();

  Awaitable<bool> write_rest();
  Awaitable<void> wait_until_resumed();
  Awaitable<void> serve_stream();
  Awaitable<void> linger();
  void wait_for_slow_reader();

  void begin_rest();
  void end_rest();
  void set_deadline(std::chrono::milliseconds from_now) { deadline_ = Clock::now() + from_now; }
  void set_phase_deadline();
  bool gives_way(Clock::time_point now) const;

  Core& core_;
  Socket socket_;
  const std::string peer_;
  const ConnectionId id_;

  std::unique_ptr<RequestParser> parser_;
  std::shared_ptr<Exchange> exchange_;  // of the request that is being read
  std::string allow_;                   // the methods of its address, when its own is none of them
  AnswerWriter::Manner manner_;
  std::optional<Outcome> outcome_;
  std::optional<Resume> resume_;  // of the coroutine, while it waits for the outcome

  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;  // of what was read but not parsed
  std::size_t end_ = 0;
  std::string out_;
  std::shared_ptr<Share> answer_memory_;  // of the large answer in out_
  std::size_t out_written_ = 0;

  Phase phase_ = Phase::idle;
  Clock::time_point deadline_ = Clock::time_point::max();
  std::size_t body_mark_ = 0;  // the body's size when its deadline was set
  bool late_ = false;          // the deadline of a request that had begun has passed
  bool close_ = false;         // after what is in out_
  Clock::time_point idle_since_ = Clock::now();
  bool is_forwarded_ = false;  // the request came over a proxy
  bool refused_ = false;       // and the client may still be sending
  bool broken_ = false;
  bool abandoned_ = false;
  std::shared_ptr<EventStream> stream_;
  bool stream_blocked_ = false;
};

}  // namespace biroyna::http

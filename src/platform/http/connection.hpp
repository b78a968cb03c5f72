// One client's connection: reads a request, waits for its answer, writes it, and so on; or becomes an event
// stream.
//
// Invariant: one request is under way at a time, so answers leave in the order of the requests.
// I/O thread only.
#pragma once

#include <array>
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
#include "platform/http/read_buffer.hpp"
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
  // The request that was read is to be handled now.
  void take_turn() { resume(); }
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
  asio::mutable_buffer room() { return asio::buffer(buffer_.room(), buffer_.room_size()); }
  bool took(const boost::system::error_code& error, std::size_t bytes);
  void accept_header();

  // Answering.
  void find_route();
  void note_request();
  void dispatch();
  Response refusal(int status, std::string_view code) const;
  void write_answer(const Response& response);
  bool write_outcome();
  void refuse(int status, std::string_view code);
  bool write_now();

  bool must_wait();
  void resume();
  Awaitable<bool> write_rest();
  Awaitable<void> wait_until_resumed();
  Awaitable<void> serve_stream();
  Awaitable<void> linger();
  void wait_for_slow_reader();

  void begin_rest();
  void end_rest();
  void set_deadline(std::chrono::milliseconds from_now) { deadline_ = Clock::now() + from_now; }
  void set_phase_deadline();
  Clock::time_point body_deadline(Clock::time_point begun, std::size_t bytes) const;
  bool gives_way(Clock::time_point now) const;

  // Where bytes are read that nobody wants. Shared, as it is never looked at.
  static std::array<char, 16 * 1024> waste_;

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

  ReadBuffer buffer_;
  std::string out_;
  std::shared_ptr<Share> answer_memory_;  // of the large answer in out_
  std::size_t out_written_ = 0;

  Phase phase_ = Phase::idle;
  Clock::time_point deadline_ = Clock::time_point::max();
  std::size_t body_mark_ = 0;  // the body's size when its deadline was set
  Clock::time_point body_begun_;
  bool late_ = false;   // the deadline of a request that had begun has passed
  bool close_ = false;  // after what is in out_
  Clock::time_point idle_since_ = Clock::now();
  bool is_forwarded_ = false;  // the request came over a proxy
  bool asked_ = false;         // at least one request was read
  bool refused_ = false;       // and the client may still be sending
  bool reads_upload_ = false;  // that was refused, to its end
  bool broken_ = false;
  bool abandoned_ = false;
  std::shared_ptr<EventStream> stream_;
  bool stream_blocked_ = false;
};

}  // namespace biroyna::http

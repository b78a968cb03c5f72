#include "platform/http/connection.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <cstring>
#include <span>

#include "platform/http/forwarded.hpp"

namespace biroyna::http {
namespace {

constexpr std::size_t kHeaderBuffer = 4 * 1024;
constexpr std::size_t kBodyBuffer = 16 * 1024;
constexpr std::size_t kMostOutput = 64 * 1024;   // gathered from pipelined requests before it is written
constexpr std::size_t kKeptOutput = 16 * 1024;   // memory that a waiting connection may keep
constexpr std::size_t kBodyStep = 64 * 1024;     // bytes of a body for which Limits::body_time holds
constexpr std::size_t kMostLingering = 1 << 20;  // bytes read in vain before a refused connection is cut
constexpr std::chrono::milliseconds kLingering{1000};

// Where bytes are read that nobody wants. Shared, as it is never looked at.
std::array<char, 16 * 1024> waste;

Refusal::Kind kind_of(int status) {
  if (status == 503) return Refusal::Kind::unavailable;
  if (status == 429) return Refusal::Kind::throttled;
  return status == 404 || status == 405 ? Refusal::Kind::not_found : Refusal::Kind::malformed;
}

}  // namespace

Connection::Connection(Core& core, Socket socket, std::string peer)
    : core_(core),
      socket_(std::move(socket)),
      peer_(std::move(peer)),
      id_(core_.enter(*this)),
      parser_(std::make_unique<RequestParser>(core_.options.limits.header_bytes,
                                              core_.options.limits.body_bytes)) {}

Connection::~Connection() {
  if (stream_) {
    stream_->detach();
    --core_.counts.open_streams;
  }
  if (outcome_) let_go(*outcome_);
  core_.leave(*this);
}

Awaitable<void> Connection::run() {
  begin_request();
  set_deadline(core_.options.limits.header_time);
  while (!close_) {
    switch (feed()) {
      case RequestParser::Step::more:
        if (!write_now() && !co_await write_rest()) co_return;
        note_phase();
        if (core_.draining && phase_ == Phase::idle) co_return;
        if (!make_room()) {
          refuse(431, "headers_too_large");
          break;
        }
        if (const auto [error, bytes] = co_await socket_.async_read_some(room(), kAwait);
            !took(error, bytes)) {
          if (!late_ || abandoned_) co_return;
          refuse(408, "request_timeout");
        }
        break;
      case RequestParser::Step::header:
        accept_header();
        break;
      case RequestParser::Step::refused:
        refuse(parser_->refusal().status, parser_->refusal().code);
        break;
      case RequestParser::Step::request:
        dispatch();
        if (!outcome_) {
          if (!write_now() && !co_await write_rest()) co_return;
          co_await wait_until_resumed();
        }
        if (abandoned_) co_return;
        if (std::holds_alternative<std::shared_ptr<EventStream>>(*outcome_)) {
          co_await serve_stream();
          co_return;
        }
        if (write_outcome()) {
          if (!write_now() && !co_await write_rest()) co_return;
          begin_rest();
          co_await wait_until_resumed();
          if (abandoned_) co_return;
        }
        if (out_.size() >= kMostOutput && !write_now() && !co_await write_rest()) co_return;
        if (!close_) begin_request();
        break;
    }
  }
  if (!write_now() && !co_await write_rest()) co_return;
  if (refused_ || begin_ != end_) co_await linger();
}

void Connection::begin_request() {
  exchange_ = std::make_shared<Exchange>(core_.shared_from_this(), id_);
  exchange_->request.peer = peer_;
  parser_->begin(exchange_->request);
  body_mark_ = 0;
  phase_ = Phase::idle;
  idle_since_ = Clock::now();
  set_deadline(core_.options.limits.idle_time);
}

RequestParser::Step Connection::feed() {
  std::string_view unread(buffer_.get() + begin_, end_ - begin_);
  const RequestParser::Step step = parser_->feed(unread);
  begin_ = end_ - unread.size();
  return step;
}

// A deadline holds from the moment its phase begins, so that a byte now and then does not move it.
void Connection::note_phase() {
  const Phase phase = parser_->in_body() ? Phase::body : parser_->started() ? Phase::header : Phase::idle;
  const bool body_moved = phase == Phase::body && parser_->body_size() >= body_mark_ + kBodyStep;
  if (phase == phase_ && !body_moved) return;
  phase_ = phase;
  body_mark_ = parser_->body_size();
  set_phase_deadline();
}

void Connection::set_phase_deadline() {
  const Limits& limits = core_.options.limits;
  switch (phase_) {
    case Phase::idle:
      return set_deadline(limits.idle_time);
    case Phase::header:
      return set_deadline(limits.header_time);
    case Phase::body:
      return set_deadline(limits.body_time);
    case Phase::handling:
    case Phase::resting:
    case Phase::closing:
      deadline_ = Clock::time_point::max();
  }
}

// False when what waits for its end is longer than any line or header may be.
bool Connection::make_room() {
  const std::size_t unread = end_ - begin_;
  if (unread > core_.options.limits.header_bytes) return false;
  std::size_t needed = parser_->in_body() ? kBodyBuffer : kHeaderBuffer;
  while (needed <= unread) needed *= 2;
  if (needed == capacity_ || (unread > 0 && needed < capacity_)) {
    if (begin_ > 0) std::memmove(buffer_.get(), buffer_.get() + begin_, unread);
  } else {
    auto larger = std::make_unique_for_overwrite<char[]>(needed);
    if (unread > 0) std::memcpy(larger.get(), buffer_.get() + begin_, unread);
    buffer_ = std::move(larger);
    capacity_ = needed;
  }
  begin_ = 0;
  end_ = unread;
  return true;
}

bool Connection::took(const boost::system::error_code& error, std::size_t bytes) {
  if (error || abandoned_) return false;
  end_ += bytes;
  late_ = false;
  return true;
}

// A body follows.
void Connection::accept_header() {
  find_route();
  const Route* route = exchange_->route;
  if (route == nullptr) return allow_.empty() ? refuse(404, "not_found") : refuse(405, "method_not_allowed");
  const std::size_t limit = route->body_bytes > 0 ? route->body_bytes : core_.options.limits.body_bytes;
  if (!parser_->limit_body(limit)) return refuse(413, "body_too_large");
  if (route->takes_uploads) {
    switch (exchange_->receive_upload()) {
      case Quota::Answer::taken:
        break;
      case Quota::Answer::client_has_enough:
        return refuse(429, "too_much_at_once");
      case Quota::Answer::none_left:
        return refuse(503, "busy");
    }
    if (exchange_->upload() == nullptr) return refuse(503, "unavailable");
    parser_->spool_body(*exchange_->upload());
  } else {
    parser_->charge_body(
        [exchange = exchange_.get()](std::size_t bytes) { return exchange->grow_body(bytes); });
  }
  if (parser_->expects_continue() && begin_ == end_) out_ += "HTTP/1.1 100 Continue\r\n\r\n";
}

// The header is there.
void Connection::find_route() {
  Request& request = exchange_->request;
  request.peer = client_address(peer_, request.header("x-forwarded-for"));
  is_forwarded_ = request.peer != peer_;
  Router::Match match = core_.router.match(request.method, request.path);
  exchange_->route = match.route;
  request.path_params = std::move(match.params);
  allow_ = std::move(match.allow);
}

void Connection::dispatch() {
  if (exchange_->route == nullptr) find_route();  // no body was announced
  ++core_.counts.requests;
  phase_ = Phase::handling;
  set_phase_deadline();
  manner_ = {.head = exchange_->request.method == Method::head,
             .close = !parser_->keep_alive(),
             .http_1_0 = parser_->http_1_0()};
  core_.handling = this;
  if (exchange_->route != nullptr) {
    Exchange::begin(std::move(exchange_));
  } else {
    exchange_->send(refusal(allow_.empty() ? 404 : 405, allow_.empty() ? "not_found" : "method_not_allowed"));
    exchange_.reset();
  }
  core_.handling = nullptr;
}

Response Connection::refusal(int status, std::string_view code) const {
  Refusal why{kind_of(status), std::string(code)};
  if (status == 503 || status == 429) why.retry_after_seconds = kAfterBusy;
  Response response = core_.refusal(exchange_->request, status, why);
  if (status == 405) response.headers.emplace_back("Allow", allow_);
  return response;
}

// The end of the connection: what follows the refused request cannot be told from its rest.
void Connection::refuse(int status, std::string_view code) {
  ++core_.counts.requests;
  manner_ = {.head = exchange_->request.method == Method::head, .close = true};
  refused_ = true;
  write_answer(refusal(status, code));
  exchange_.reset();  // an upload's file is free for another while the client is waited for
}

void Connection::write_answer(const Response& response) {
  if (core_.draining) manner_.close = true;
  close_ = manner_.close;
  ++core_.counts.by_status_class[response.status / 100];
  core_.writer.write(out_, response, manner_);
}

void Connection::accept(Outcome outcome) {
  outcome_ = std::move(outcome);
  if (!resume_) return;
  Resume resume = std::move(*resume_);
  resume_.reset();
  resume();
}

Awaitable<void> Connection::wait_until_resumed() {
  co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(
      [this](Resume handler) { resume_.emplace(std::move(handler)); }, asio::use_awaitable_t<Executor>());
}

// True when the connection is to rest before its next request is read.
bool Connection::write_outcome() {
  const Outcome outcome = *std::exchange(outcome_, std::nullopt);
  if (const auto* const shed = std::get_if<ShedAnswer>(&outcome)) {
    if (shed->last) manner_.close = true;
    write_answer(shed->response);
    return !close_ && !is_forwarded_;
  }
  if (const auto* const large = std::get_if<LargeAnswer>(&outcome)) {
    write_answer(large->response);
    answer_memory_ = large->memory;
    return false;
  }
  write_answer(std::get<Response>(outcome));
  return false;
}

// A client that asks again at once, however little it was told to wait, keeps the others waiting. Connections
// of a proxy do not rest: other clients come over them.
void Connection::begin_rest() {
  phase_ = Phase::resting;
  set_deadline(core_.options.limits.rest_time);
}

// Not at once: the connection may end then, and somebody is just going through all of them.
void Connection::end_rest() {
  if (!resume_) return;
  asio::post(core_.io, std::move(*resume_));
  resume_.reset();
}

// True when all is written. What the socket does not take at once is for write_rest().
bool Connection::write_now() {
  while (out_written_ < out_.size()) {
    boost::system::error_code error;
    out_written_ +=
        socket_.write_some(asio::buffer(out_.data() + out_written_, out_.size() - out_written_), error);
    if (!error) continue;
    broken_ = error != asio::error::would_block;
    return false;
  }
  out_.clear();
  if (out_.capacity() > kKeptOutput) out_.shrink_to_fit();
  answer_memory_.reset();
  out_written_ = 0;
  return true;
}

Awaitable<bool> Connection::write_rest() {
  while (!broken_) {
    set_deadline(core_.options.limits.write_time);
    const auto [error] = co_await socket_.async_wait(Socket::wait_write, kAwait);
    if (error || abandoned_) co_return false;
    if (!write_now()) continue;
    set_phase_deadline();
    co_return true;
  }
  co_return false;
}

Awaitable<void> Connection::serve_stream() {
  stream_ = std::get<std::shared_ptr<EventStream>>(*std::exchange(outcome_, std::nullopt));
  ++core_.counts.open_streams;
  ++core_.counts.by_status_class[2];
  parser_.reset();
  buffer_.reset();
  core_.writer.write_stream_head(out_);
  if (core_.draining) stream_->close();
  if (!write_now() && !co_await write_rest()) co_return;
  out_ = {};
  stream_->attach(this);
  write_stream();
  for (;;) {
    const auto [error, bytes] = co_await socket_.async_read_some(asio::buffer(waste), kAwait);
    if (error) co_return;
  }
}

void Connection::write_stream() {
  boost::system::error_code error;
  if (stream_->is_too_slow()) {
    ++core_.counts.slow_streams_closed;
    socket_.close(error);
    return;
  }
  while (!stream_blocked_) {
    std::array<std::string_view, 16> pieces;
    std::array<asio::const_buffer, pieces.size()> buffers;
    const std::size_t count = stream_->next(pieces);
    if (count == 0) {
      if (stream_->wants_end()) socket_.close(error);
      return;
    }
    std::transform(pieces.begin(), pieces.begin() + count, buffers.begin(),
                   [](std::string_view piece) { return asio::buffer(piece); });
    const std::size_t bytes = socket_.write_some(std::span(buffers).first(count), error);
    stream_->written(bytes);
    if (error == asio::error::would_block) {
      wait_for_slow_reader();
    } else if (error) {
      socket_.close(error);
      return;
    }
  }
}

void Connection::wait_for_slow_reader() {
  stream_blocked_ = true;
  set_deadline(core_.options.limits.write_time);
  socket_.async_wait(Socket::wait_write, [&core = core_, id = id_](const boost::system::error_code& error) {
    Connection* const connection = core.find(id);
    if (error || connection == nullptr) return;
    connection->stream_blocked_ = false;
    connection->deadline_ = Clock::time_point::max();
    connection->write_stream();
  });
}

// Closing a socket with unread bytes resets it, and the client may lose the answer that says why.
Awaitable<void> Connection::linger() {
  boost::system::error_code ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
  phase_ = Phase::closing;
  set_deadline(kLingering);
  for (std::size_t total = 0; total < kMostLingering;) {
    const auto [error, bytes] = co_await socket_.async_read_some(asio::buffer(waste), kAwait);
    if (error || abandoned_) co_return;
    total += bytes;
  }
}

// Who only keeps a connection leaves it to others when there are hardly any left.
bool Connection::gives_way(Clock::time_point now) const {
  return phase_ == Phase::idle && out_.empty() && core_.crowded() &&
         now >= idle_since_ + core_.options.limits.crowded_idle_time;
}

void Connection::check_time(Clock::time_point now) {
  if (now < deadline_ && !gives_way(now)) return;
  if (phase_ == Phase::resting) return end_rest();
  late_ = phase_ == Phase::header || phase_ == Phase::body;
  boost::system::error_code ignored;
  if (stream_blocked_) {
    ++core_.counts.slow_streams_closed;
    socket_.close(ignored);
  } else {
    socket_.cancel(ignored);
  }
}

void Connection::drain() {
  if (stream_) {
    stream_->close();
  } else if (phase_ == Phase::resting) {
    end_rest();
  } else if (phase_ == Phase::idle && out_.empty()) {
    boost::system::error_code ignored;
    socket_.cancel(ignored);
  }
}

void Connection::abandon() {
  abandoned_ = true;
  boost::system::error_code ignored;
  socket_.close(ignored);
  if (!resume_) return;
  Resume resume = std::move(*resume_);
  resume_.reset();
  resume();
}

}  // namespace biroyna::http

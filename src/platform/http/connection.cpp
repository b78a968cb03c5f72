#include "platform/http/connection.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>

#include "platform/http/forwarded.hpp"

namespace biroyna::http {
namespace {

constexpr std::size_t kMostOutput = 64 * 1024;   // gathered from pipelined requests before it is written
constexpr std::size_t kKeptOutput = 16 * 1024;   // memory that a waiting connection may keep
constexpr std::size_t kBodyStep = 64 * 1024;     // bytes of a body for which Limits::body_time holds
constexpr std::size_t kMostLingering = 1 << 20;  // bytes read in vain before a refused connection is cut
constexpr std::chrono::milliseconds kLingering{1000};
// A browser reads the answer only after it has sent the whole file.
constexpr std::size_t kMostOfRefusedUpload = 64 << 20;
constexpr std::chrono::milliseconds kLastChance{500};  // on stop: to ask, for who was let in and did not yet

Refusal::Kind kind_of(int status) {
  if (status == 503) return Refusal::Kind::unavailable;
  if (status == 429) return Refusal::Kind::throttled;
  return status == 404 || status == 405 ? Refusal::Kind::not_found : Refusal::Kind::malformed;
}

}  // namespace

std::array<char, 16 * 1024> Connection::waste_;

Connection::Connection(Core& core, Socket socket, std::string peer)
    : core_(core),
      socket_(std::move(socket)),
      peer_(std::move(peer)),
      id_(core_.enter(*this)),
      parser_(std::make_unique<RequestParser>(core_.options.limits.header_bytes,
                                              core_.options.limits.body_bytes)),
      buffer_(core_.read_memory) {}

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
        if (core_.draining && phase_ == Phase::idle) {
          if (asked_) co_return;
          set_deadline(kLastChance);
        }
        if (!make_room()) break;
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
        note_request();
        if (must_wait()) {
          if (!write_now() && !co_await write_rest()) co_return;
          core_.stand_in_line(id_);
          co_await wait_until_resumed();
          if (abandoned_) co_return;
        }
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
  if (refused_ || !buffer_.unread().empty()) co_await linger();
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
  std::string_view unread = buffer_.unread();
  const RequestParser::Step step = parser_->feed(unread);
  buffer_.leave(unread.size());
  return step;
}

// A deadline holds from the moment its phase begins, so that a byte now and then does not move it.
void Connection::note_phase() {
  const Phase phase = parser_->in_body() ? Phase::body : parser_->started() ? Phase::header : Phase::idle;
  const bool body_moved = phase == Phase::body && parser_->body_size() >= body_mark_ + kBodyStep;
  if (phase == phase_ && !body_moved) return;
  if (phase == Phase::body && phase_ != phase) body_begun_ = Clock::now();
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
      deadline_ = std::min(Clock::now() + limits.body_time, body_deadline(body_begun_, parser_->body_size()));
      return;
    case Phase::handling:
    case Phase::resting:
    case Phase::closing:
      deadline_ = Clock::time_point::max();
  }
}

// Who sends just enough to go on must be quick enough on the whole.
Connection::Clock::time_point Connection::body_deadline(Clock::time_point begun, std::size_t bytes) const {
  const Limits& limits = core_.options.limits;
  const std::chrono::milliseconds due(1000 * bytes / limits.body_bytes_per_second);
  return begun + 2 * limits.body_time + due;
}

// False when there is none: the request is refused.
bool Connection::make_room() {
  const auto what = parser_->in_body() ? ReadBuffer::For::body : ReadBuffer::For::header;
  switch (buffer_.make_room(what, core_.options.limits.header_bytes)) {
    case ReadBuffer::Room::made:
      return true;
    case ReadBuffer::Room::too_long:
      refuse(431, "headers_too_large");
      return false;
    case ReadBuffer::Room::none_left:
      ++core_.counts.shed_headers;
      refuse(503, "busy");
      return false;
  }
  return false;
}

bool Connection::took(const boost::system::error_code& error, std::size_t bytes) {
  if (error || abandoned_) return false;
  buffer_.came(bytes);
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
  if (parser_->expects_continue() && buffer_.unread().empty()) out_ += "HTTP/1.1 100 Continue\r\n\r\n";
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

// All of it is there.
void Connection::note_request() {
  if (exchange_->route == nullptr) find_route();  // no body was announced
  ++core_.counts.requests;
  asked_ = true;
  phase_ = Phase::handling;
  set_phase_deadline();
}

// Who goes first is looked up only when there is a line.
bool Connection::must_wait() {
  if (core_.may_go_on()) return false;
  return exchange_->route == nullptr || !exchange_->goes_first();
}

void Connection::dispatch() {
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
  reads_upload_ = status == 413 && exchange_->route != nullptr && exchange_->route->takes_uploads;
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
  resume();
}

void Connection::resume() {
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

// Closing a socket with unread bytes resets it, and the client may lose the answer that says why.
Awaitable<void> Connection::linger() {
  boost::system::error_code ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
  phase_ = Phase::closing;
  const std::chrono::milliseconds patience = reads_upload_ ? core_.options.limits.body_time : kLingering;
  set_deadline(patience);
  const Clock::time_point begun = Clock::now();
  const std::size_t most = reads_upload_ ? kMostOfRefusedUpload : kMostLingering;
  for (std::size_t total = 0; total < most;) {
    const auto [error, bytes] = co_await socket_.async_read_some(asio::buffer(waste_), kAwait);
    if (error || abandoned_) co_return;
    total += bytes;
    if (reads_upload_ && !core_.draining)
      deadline_ = std::min(Clock::now() + patience, body_deadline(begun, total));
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

// Nobody is closed out who has asked already, or who was let in only just.
void Connection::drain() {
  boost::system::error_code ignored;
  if (stream_) {
    stream_->close();
  } else if (phase_ == Phase::resting) {
    end_rest();
  } else if (phase_ == Phase::closing) {
    set_deadline(kLastChance);
  } else if (phase_ == Phase::idle && out_.empty()) {
    if (!asked_)
      set_deadline(kLastChance);
    else if (socket_.available(ignored) == 0)
      socket_.cancel(ignored);
  }
}

void Connection::abandon() {
  abandoned_ = true;
  boost::system::error_code ignored;
  socket_.close(ignored);
  resume();
}

}  // namespace biroyna::http

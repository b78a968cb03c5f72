#include "platform/http/exchange.hpp"

#include <boost/asio/post.hpp>
#include <stdexcept>
#include <system_error>

#include "platform/http/background.hpp"
#include "platform/http/compression.hpp"
#include "platform/log/log.hpp"

namespace biroyna::http {
namespace {

// Most bodies are as small, and who sends them is not looked up for that.
constexpr std::size_t kSmallBody = 4 * 1024;
constexpr std::size_t kSmallAnswer = 64 * 1024;
const Claimant kAnybody{.unlimited = true};

Refusal too_much(Quota::Answer answer) {
  Refusal refusal{Refusal::Kind::unavailable, "busy"};
  if (answer == Quota::Answer::client_has_enough) refusal = {Refusal::Kind::throttled, "too_much_at_once"};
  refusal.retry_after_seconds = kAfterBusy;
  return refusal;
}

int status_of(const Refusal& refusal) {
  return refusal.code == internal_failure().code ? 500 : http::status_of(refusal.kind);
}

}  // namespace

Exchange::Exchange(std::shared_ptr<Core> core, ConnectionId connection)
    : core_(std::move(core)),
      connection_(connection),
      upload_place_(core_->uploads),
      small_body_(core_->body_memory),
      large_body_(core_->body_memory) {}

Exchange::~Exchange() {
  if (under_way_ && !answered_) --core_->under_way;
  if (!begun_ || answered_ || core_->over) return;
  log::error("http.unanswered", {{"route", route == nullptr ? "" : route->pattern}});
  core_->deliver(connection_, core_->refusal(request, 500, internal_failure()));
}

// What is slow has a limit of its own, and what only reads on the I/O thread waits for nothing. Who it is
// matters, and is looked up, only when there is too much.
bool Exchange::must_be_shed() {
  const bool only_reads = request.method == Method::get || request.method == Method::head;
  if (route->where == Where::slow || (route->where == Where::io && only_reads)) return false;
  return core_->under_way >= core_->options.limits.waiting && !goes_first();
}

void Exchange::begin(std::shared_ptr<Exchange> exchange) {
  Core& core = *exchange->core_;
  if (exchange->must_be_shed()) {
    ++core.counts.shed_requests;
    return exchange->shed(Quota::Answer::none_left, false);
  }
  ++core.under_way;
  exchange->under_way_ = true;
  switch (exchange->route->where) {
    case Where::io:
      return run(std::move(exchange), Where::io);
    case Where::pool:
      return run_in_pool(std::move(exchange));
    case Where::slow:
      return run_slowly(std::move(exchange));
  }
}

void Exchange::run_in_pool(std::shared_ptr<Exchange> exchange) {
  Core& core = *exchange->core_;
  const bool matters = core.under_way > static_cast<std::size_t>(core.options.pool_threads);
  const Turn turn = matters && exchange->goes_first() ? Turn::first : Turn::normal;
  core.run_in_pool(turn,
                   [exchange = std::move(exchange)]() mutable { run(std::move(exchange), Where::pool); });
}

void Exchange::run_slowly(std::shared_ptr<Exchange> exchange) {
  Core& core = *exchange->core_;
  if (core.slow_waiting >= core.options.limits.slow_waiting) {
    ++core.counts.shed_requests;
    return exchange->shed(Quota::Answer::none_left, false);
  }
  ++core.slow_waiting;
  asio::post(*core.slow, [exchange = std::move(exchange)]() mutable {
    --exchange->core_->slow_waiting;
    work_in_the_background();
    run(std::move(exchange), Where::slow);
  });
}

void Exchange::run(std::shared_ptr<Exchange> exchange, Where here) {
  exchange->begun_ = true;
  try {
    if (exchange->core_->guard) {
      const auto allowed = exchange->core_->guard(exchange->request, *exchange->route, here);
      if (!allowed && here == Where::io) return run_in_pool(exchange);
      if (!allowed) throw std::logic_error("the guard did not answer");
      if (!*allowed) return exchange->refuse(status_of(allowed->error()), allowed->error());
    }
    exchange->route->handler(exchange->request, Reply(exchange));
  } catch (...) {
    const Refusal refusal = exchange->core_->refusal_of_exception(exchange->route->pattern);
    if (!exchange->answered_) exchange->refuse(status_of(refusal), refusal);
  }
}

const Claimant& Exchange::claimant() {
  if (!claimant_) claimant_ = core_->claimant_of(request);
  return *claimant_;
}

Quota::Answer Exchange::receive_upload() {
  const Quota::Answer answer = upload_place_.grow(claimant(), 1);
  if (answer != Quota::Answer::taken) {
    ++core_->counts.shed_uploads;
    return answer;
  }
  try {
    upload_.emplace(core_->options.upload_folder);
    request.body_file = upload_->path();
  } catch (const std::system_error& failure) {
    log::error("http.no_room_for_uploads", {{"reason", std::string_view(failure.what())}});
  }
  return answer;
}

Quota::Answer Exchange::grow_body(std::size_t bytes) {
  const bool small = large_body_.empty() && small_body_.amount() + bytes <= kSmallBody;
  const Quota::Answer answer =
      small ? small_body_.grow(kAnybody, bytes) : large_body_.grow(claimant(), bytes);
  if (answer != Quota::Answer::taken) ++core_->counts.shed_bodies;
  return answer;
}

bool Exchange::is_first_answer() {
  if (!answered_.exchange(true)) {
    if (under_way_) --core_->under_way;
    return true;
  }
  log::error("http.answered_twice", {{"route", route == nullptr ? "" : route->pattern}});
  return false;
}

void Exchange::send(Response response) {
  if (!is_first_answer() || core_->over) return;
  if (!is_sendable(response)) {
    log::error("http.unsendable_answer", {{"route", route == nullptr ? "" : route->pattern}});
    response = core_->refusal(request, 500, internal_failure());
  }
  if (!is_compressible(response)) {
    deliver(std::move(response));
  } else if (core_->on_io_thread()) {
    const auto held = std::make_shared<Response>(std::move(response));
    core_->run_in_pool(Turn::first,
                       [self = shared_from_this(), held] { self->compress_and_deliver(std::move(*held)); });
  } else {
    compress_and_deliver(std::move(response));
  }
}

void Exchange::compress_and_deliver(Response response) {
  try {
    compress(response, negotiate_coding(request.header("accept-encoding")));
  } catch (const std::exception&) {
    log::error("http.compression_failed", {{"bytes", static_cast<std::int64_t>(response.body.size())}});
  }
  deliver(std::move(response));
}

// A reader that does not take what it asked for holds its memory.
void Exchange::deliver(Response response) {
  if (response.body.size() <= kSmallAnswer) return core_->deliver(connection_, std::move(response));
  auto memory = std::make_shared<Share>(core_->answer_memory);
  const Quota::Answer answer = memory->grow(claimant(), response.body.size());
  if (answer == Quota::Answer::taken)
    return core_->deliver(connection_, LargeAnswer{std::move(response), std::move(memory)});
  ++core_->counts.shed_answers;
  deliver_shed(answer, false);
}

std::shared_ptr<Stream> Exchange::stream() {
  auto stream = std::make_shared<EventStream>(core_, core_->options.limits.stream_backlog);
  if (!is_first_answer()) {
    stream->detach();
  } else if (request.method == Method::head) {
    stream->detach();
    core_->deliver(connection_, Response{.content_type = "text/event-stream"});
  } else if (const auto answer = stream->take_place(claimant()); answer != Quota::Answer::taken) {
    stream->detach();
    ++core_->counts.shed_streams;
    deliver_shed(answer, true);
  } else {
    core_->deliver(connection_, stream);
  }
  return stream;
}

void Exchange::shed(Quota::Answer why, bool last) {
  if (is_first_answer()) deliver_shed(why, last);
}

void Exchange::deliver_shed(Quota::Answer why, bool last) {
  const Refusal refusal = too_much(why);
  core_->deliver(connection_, ShedAnswer{core_->refusal(request, status_of(refusal), refusal), last});
}

void Exchange::refuse(int status, const Refusal& refusal) { send(core_->refusal(request, status, refusal)); }

}  // namespace biroyna::http

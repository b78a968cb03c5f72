#include "platform/http/exchange.hpp"

#include <boost/asio/post.hpp>
#include <stdexcept>
#include <system_error>

#include "platform/http/background.hpp"
#include "platform/http/compression.hpp"
#include "platform/log/log.hpp"

namespace biroyna::http {
namespace {

int status_of(const Refusal& refusal) {
  return refusal.code == internal_failure().code ? 500 : http::status_of(refusal.kind);
}

}  // namespace

Exchange::~Exchange() {
  if (upload_) --core_->uploads;
  if (!begun_ || answered_ || core_->over) return;
  log::error("http.unanswered", {{"route", route == nullptr ? "" : route->pattern}});
  core_->deliver(connection_, core_->refusal(request, 500, internal_failure()));
}

void Exchange::begin(std::shared_ptr<Exchange> exchange) {
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
  asio::thread_pool& pool = *exchange->core_->pool;
  asio::post(pool, [exchange = std::move(exchange)]() mutable { run(std::move(exchange), Where::pool); });
}

void Exchange::run_slowly(std::shared_ptr<Exchange> exchange) {
  Core& core = *exchange->core_;
  if (core.slow_waiting >= core.options.limits.slow_waiting) {
    Refusal busy{Refusal::Kind::unavailable, "unavailable"};
    busy.retry_after_seconds = kAfterBusy;
    return exchange->refuse(503, busy);
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

Spool* Exchange::receive_upload() {
  if (core_->uploads >= core_->options.limits.uploads) return nullptr;
  try {
    upload_.emplace(core_->options.upload_folder);
  } catch (const std::system_error& failure) {
    log::error("http.no_room_for_uploads", {{"reason", std::string_view(failure.what())}});
    return nullptr;
  }
  ++core_->uploads;
  request.body_file = upload_->path();
  return &*upload_;
}

bool Exchange::is_first_answer() {
  if (!answered_.exchange(true)) return true;
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
    core_->deliver(connection_, std::move(response));
  } else if (core_->on_io_thread()) {
    asio::post(*core_->pool, [self = shared_from_this(), response = std::move(response)]() mutable {
      self->compress_and_deliver(std::move(response));
    });
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
  core_->deliver(connection_, std::move(response));
}

std::shared_ptr<Stream> Exchange::stream() {
  auto stream = std::make_shared<EventStream>(core_, core_->options.limits.stream_backlog);
  if (!is_first_answer()) {
    stream->detach();
  } else if (request.method == Method::head) {
    stream->detach();
    core_->deliver(connection_, Response{.content_type = "text/event-stream"});
  } else {
    core_->deliver(connection_, stream);
  }
  return stream;
}

void Exchange::refuse(int status, const Refusal& refusal) { send(core_->refusal(request, status, refusal)); }

}  // namespace biroyna::http

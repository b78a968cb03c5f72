// A connection that has become an event stream.
#include <algorithm>
#include <array>
#include <span>

#include "platform/http/connection.hpp"

namespace biroyna::http {

Awaitable<void> Connection::serve_stream() {
  stream_ = std::get<std::shared_ptr<EventStream>>(*std::exchange(outcome_, std::nullopt));
  ++core_.counts.open_streams;
  ++core_.counts.by_status_class[2];
  parser_.reset();
  buffer_.drop();
  core_.writer.write_stream_head(out_);
  if (core_.draining) stream_->close();
  if (!write_now() && !co_await write_rest()) co_return;
  out_ = {};
  stream_->attach(this);
  write_stream();
  for (;;) {
    const auto [error, bytes] = co_await socket_.async_read_some(asio::buffer(waste_), kAwait);
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

}  // namespace biroyna::http

// The messages that wait for one reader of an event stream, and its place among the streams.
//
// Thread safety: Stream's members from any thread; the rest from the I/O thread.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "platform/http/http.hpp"
#include "platform/http/quota.hpp"

namespace biroyna::http {

class Connection;
class Core;

class EventStream final : public Stream, public std::enable_shared_from_this<EventStream> {
 public:
  EventStream(std::shared_ptr<Core> core, std::size_t backlog);

  bool offer(std::shared_ptr<const std::string> bytes) override;
  void close() override;
  bool open() const override;

  // The next bytes to write, at most what fits into `into`; valid until written(). Returns how many pieces.
  std::size_t next(std::span<std::string_view> into);
  // So many of them were written.
  void written(std::size_t bytes);
  // Counts it for who asked. When there is no room, it is as good as gone.
  Quota::Answer take_place(const Claimant& who);
  // Takes the notice of wake(): later messages give a new one.
  void awake();
  bool wants_end() const;    // closed by us, after what waits was written
  bool is_too_slow() const;  // closed at once
  void attach(Connection* connection) { connection_ = connection; }
  Connection* connection() const { return connection_; }
  // The connection is gone, or there is none to be.
  void detach();

 private:
  enum class State : std::uint8_t { open, ending, too_slow, gone };

  const std::shared_ptr<Core> core_;
  const std::size_t backlog_;
  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<const std::string>> waiting_;
  std::size_t front_written_ = 0;  // bytes of waiting_.front() that are out already
  State state_ = State::open;
  bool woken_ = false;
  Connection* connection_ = nullptr;
  Share place_;
};

}  // namespace biroyna::http

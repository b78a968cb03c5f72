#include "platform/http/event_stream.hpp"

#include "platform/http/core.hpp"

namespace biroyna::http {

EventStream::EventStream(std::shared_ptr<Core> core, std::size_t backlog)
    : core_(std::move(core)), backlog_(backlog), place_(core_->streams) {}

Quota::Answer EventStream::take_place(const Claimant& who) { return place_.grow(who, 1); }

bool EventStream::offer(std::shared_ptr<const std::string> bytes) {
  bool taken = false;
  {
    const std::lock_guard lock(mutex_);
    if (state_ != State::open) return false;
    if (waiting_.size() < backlog_) {
      if (!bytes->empty()) waiting_.push_back(std::move(bytes));
      taken = true;
    } else {
      state_ = State::too_slow;
    }
    if (woken_) return taken;
    woken_ = true;
  }
  core_->wake(shared_from_this());
  return taken;
}

void EventStream::close() {
  {
    const std::lock_guard lock(mutex_);
    if (state_ != State::open) return;
    state_ = State::ending;
    if (woken_) return;
    woken_ = true;
  }
  core_->wake(shared_from_this());
}

bool EventStream::open() const {
  const std::lock_guard lock(mutex_);
  return state_ == State::open;
}

std::size_t EventStream::next(std::span<std::string_view> into) {
  const std::lock_guard lock(mutex_);
  const std::size_t pieces = std::min(into.size(), waiting_.size());
  for (std::size_t i = 0; i < pieces; ++i) into[i] = *waiting_[i];
  if (pieces > 0) into[0].remove_prefix(front_written_);
  return pieces;
}

void EventStream::written(std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  front_written_ += bytes;
  std::size_t done = 0;
  while (done < waiting_.size() && front_written_ >= waiting_[done]->size()) {
    front_written_ -= waiting_[done]->size();
    ++done;
  }
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(done));
}

void EventStream::awake() {
  const std::lock_guard lock(mutex_);
  woken_ = false;
}

bool EventStream::wants_end() const {
  const std::lock_guard lock(mutex_);
  return state_ == State::ending && waiting_.empty();
}

bool EventStream::is_too_slow() const {
  const std::lock_guard lock(mutex_);
  return state_ == State::too_slow;
}

void EventStream::detach() {
  connection_ = nullptr;
  const std::lock_guard lock(mutex_);
  state_ = State::gone;
  waiting_ = {};
  place_.give_back();
}

void let_go(const Outcome& outcome) {
  if (const auto* const stream = std::get_if<std::shared_ptr<EventStream>>(&outcome)) (*stream)->detach();
}

}  // namespace biroyna::http

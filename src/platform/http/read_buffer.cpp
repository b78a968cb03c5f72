#include "platform/http/read_buffer.hpp"

#include <algorithm>
#include <cstring>

namespace biroyna::http {
namespace {

constexpr std::size_t kOwn = 4 * 1024;
constexpr std::size_t kForBody = 16 * 1024;
const Claimant kAnyConnection{.unlimited = true};  // each has little: they are limited together

}  // namespace

ReadBuffer::Room ReadBuffer::make_room(For what, std::size_t most) {
  const std::size_t unread = end_ - begin_;
  if (unread > most) return Room::too_long;
  std::size_t least = kOwn;
  while (least <= unread) least *= 2;
  std::size_t wanted = what == For::body ? std::max(least, kForBody) : least;
  // What is unread and fits stays where it is.
  if (unread > 0 && wanted < capacity_) wanted = capacity_;
  if (wanted > std::max(capacity_, kOwn) &&
      memory_.grow(kAnyConnection, wanted - std::max(capacity_, kOwn)) != Quota::Answer::taken) {
    if (least > std::max(capacity_, kOwn)) return Room::none_left;
    wanted = std::max(capacity_, least);
  }
  become(wanted);
  return Room::made;
}

void ReadBuffer::become(std::size_t capacity) {
  const std::size_t unread = end_ - begin_;
  if (capacity == capacity_) {
    if (begin_ > 0) std::memmove(bytes_.get(), bytes_.get() + begin_, unread);
  } else {
    auto bytes = std::make_unique_for_overwrite<char[]>(capacity);
    if (unread > 0) std::memcpy(bytes.get(), bytes_.get() + begin_, unread);
    bytes_ = std::move(bytes);
    // Share gives back all or nothing; what stays is taken again, from what was free just now.
    if (capacity < capacity_) {
      memory_.give_back();
      if (capacity > kOwn) memory_.grow(kAnyConnection, capacity - kOwn);
    }
    capacity_ = capacity;
  }
  begin_ = 0;
  end_ = unread;
}

void ReadBuffer::drop() {
  bytes_.reset();
  capacity_ = begin_ = end_ = 0;
  memory_.give_back();
}

}  // namespace biroyna::http

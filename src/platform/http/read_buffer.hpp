// Where a connection's bytes are read before they are parsed.
//
// 4 KB each connection may have; what it needs beyond them, for a long header or a body, is taken from what
// there is for all. I/O thread only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "platform/http/quota.hpp"

namespace biroyna::http {

class ReadBuffer {
 public:
  explicit ReadBuffer(Quota& memory) : memory_(memory) {}

  std::string_view unread() const { return {bytes_.get() + begin_, end_ - begin_}; }
  // Of unread(), all but the last `left` bytes were used.
  void leave(std::size_t left) { begin_ = end_ - left; }

  // What the next bytes are read for. A body can do with less room, a header must be there as a whole.
  enum class For : std::uint8_t { header, body };
  enum class Room : std::uint8_t {
    made,
    too_long,   // more than `most` is unread already
    none_left,  // other connections have what there is
  };
  Room make_room(For what, std::size_t most);
  char* room() const { return bytes_.get() + end_; }
  std::size_t room_size() const { return capacity_ - end_; }
  void came(std::size_t bytes) { end_ += bytes; }
  // Gives its memory back; nothing is read any more.
  void drop();

 private:
  void become(std::size_t capacity);

  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0, end_ = 0;  // of what was read but not parsed
  Share memory_;
};

}  // namespace biroyna::http

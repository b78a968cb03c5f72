// Pictures that people handed in (JPEG, PNG, HEIC), drawn anew as a JPEG that every browser shows: the right
// way up, of a size in which a page of A4 can be read, without anything but the picture and its colours.
//
// libjpeg, libpng and libheif read what strangers made, so files are drawn by DrawApart. libheif is loaded
// only there, when a HEIC comes (docs/adr). Thread-safe.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "platform/apart/apart.hpp"

namespace biroyna::pictures {

// A4 at 300 dots an inch, upright or lying.
inline constexpr std::uint64_t kShortSide = 2480, kLongSide = 3508;
bool is_larger_than_a4(std::uint64_t width, std::uint64_t height);

struct Order {
  // How a JPEG lies, as Exif counts it, 1 to 8; 1 is upright. HEIC says it among the picture's own
  // properties.
  int orientation = 1;
  int quarter_turns = 0;  // clockwise, of the upright picture
};

// The JPEG; nothing for what cannot be read. Here and now, whatever it costs.
std::optional<std::string> draw(std::string_view file, const Order& order);

// The same in a process of its own. Takes up to 40 s. Throws std::system_error when no process can be made.
class DrawApart {
 public:
  // The process is `program` with these arguments; it must call serve_draw() and end.
  explicit DrawApart(std::filesystem::path program = apart::kThisProgram) : program_(std::move(program)) {}
  std::optional<std::string> operator()(std::string_view file, const Order& order) const;

 private:
  std::filesystem::path program_;
};

// What the process is started with, after its name.
inline constexpr apart::Arguments kArguments = {"documents", "draw-picture"};
// The other side. Answers the exit code.
int serve_draw();

}  // namespace biroyna::pictures

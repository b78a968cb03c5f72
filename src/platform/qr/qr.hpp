// QR codes, drawn as SVG for a screen or a printed page, or as their modules for who draws them himself.
//
// Stateless, thread-safe.
#pragma once

#include <string>
#include <vector>

namespace biroyna::qr {

// A whole SVG document, black on white with the quiet zone of four modules that readers need (ISO/IEC 18004);
// it scales to whatever size it is given. Corrects up to 15 % of damage. `text` is UTF-8 without NUL. Throws
// std::length_error for a text that fits no QR code (more than 2,331 bytes).
std::string svg(const std::string& text);

// The same as a part of a page: the dark modules as the path of an SVG whose sides are so many units, the
// quiet zone included. Errors as of svg().
struct Drawing {
  int side = 0;
  std::string path;
};
Drawing drawing(const std::string& text);

// The runs of dark modules, row by row, without the quiet zone. `text` and errors as of svg().
struct Run {
  int x = 0, y = 0, width = 0;
};
struct Modules {
  int size = 0;  // of a side
  std::vector<Run> dark;
};
Modules modules(const std::string& text);
inline constexpr int kQuietZone = 4;  // modules around the code that must stay light

}  // namespace biroyna::qr

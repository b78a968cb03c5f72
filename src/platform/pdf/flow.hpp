// Where everything stands on the pages of a sheet. Private to this folder.
#pragma once

#include <variant>
#include <vector>

#include "platform/pdf/drawing.hpp"
#include "platform/qr/qr.hpp"

namespace biroyna::pdf {

// A4 in points, from the top left.
inline constexpr double kPageWidth = 595.276, kPageHeight = 841.89;
inline constexpr double kLeft = 62, kRight = kPageWidth - 48, kTop = 44, kBottom = kPageHeight - 66;
inline constexpr double kFooter = kPageHeight - 44;

// What is drawn, in its order. Tags open and close around what they name; those that hold no text themselves
// may go over several pages.
struct Open {
  const char* tag;
};
struct Close {
  const char* tag;
};
struct Lines {
  std::size_t layout;
  int first, count;
  double x, y;
  Face face;
};
struct Bar {
  double x, y, width, height;
  Colour colour;
};
struct Squares {
  qr::Modules code;
  double x, y, side;
};
using Step = std::variant<Open, Close, Lines, Bar, Squares>;

struct Pages {
  std::vector<Layout> layouts;
  std::vector<std::vector<Step>> pages;
};
Pages flow(const Sheet& sheet, PangoContext* context);

}  // namespace biroyna::pdf

#include "platform/qr/qr.hpp"

#include <fmt/format.h>

#include <iterator>
#include <qrcodegen/qrcodegen.hpp>

namespace biroyna::qr {

Modules modules(const std::string& text) {
  const auto code = qrcodegen::QrCode::encodeText(text.c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
  Modules found{.size = code.getSize(), .dark = {}};
  for (int y = 0; y < found.size; ++y) {
    for (int x = 0; x < found.size; ++x) {
      const int from = x;
      while (code.getModule(x, y)) ++x;  // false beyond the edge
      if (x > from) found.dark.push_back({from, y, x - from});
    }
  }
  return found;
}

Drawing drawing(const std::string& text) {
  const Modules code = modules(text);
  Drawing drawn{.side = code.size + 2 * kQuietZone, .path = {}};  // a rectangle for each run: "M4,4h7v1h-7z"
  for (const auto& [x, y, width] : code.dark) {
    fmt::format_to(std::back_inserter(drawn.path), "M{},{}h{}v1h-{}z", x + kQuietZone, y + kQuietZone, width,
                   width);
  }
  return drawn;
}

std::string svg(const std::string& text) {
  const auto [side, path] = drawing(text);
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" shape-rendering=\"crispEdges\"><path "
      "fill=\"#fff\" d=\"M0,0h{}v{}h-{}z\"/><path d=\"{}\"/></svg>\n",
      side, side, side, side, side, path);
}

}  // namespace biroyna::qr

#include "platform/qr/qr.hpp"

#include <fmt/format.h>

#include <iterator>
#include <qrcodegen/qrcodegen.hpp>

namespace biroyna::qr {
namespace {

constexpr int kQuiet = 4;

// One rectangle for each run of dark modules in a row: "M4,4h7v1h-7z".
std::string dark(const qrcodegen::QrCode& code) {
  std::string path;
  for (int y = 0; y < code.getSize(); ++y) {
    for (int x = 0; x < code.getSize(); ++x) {
      const int from = x;
      while (code.getModule(x, y)) ++x;  // false beyond the edge
      const int width = x - from;
      if (width > 0)
        fmt::format_to(std::back_inserter(path), "M{},{}h{}v1h-{}z", from + kQuiet, y + kQuiet, width, width);
    }
  }
  return path;
}

}  // namespace

std::string svg(const std::string& text) {
  const auto code = qrcodegen::QrCode::encodeText(text.c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
  const int size = code.getSize() + 2 * kQuiet;
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" shape-rendering=\"crispEdges\"><path "
      "fill=\"#fff\" d=\"M0,0h{}v{}h-{}z\"/><path d=\"{}\"/></svg>\n",
      size, size, size, size, size, dark(code));
}

}  // namespace biroyna::qr

#include "platform/qr/qr.hpp"

#include <gtest/gtest.h>

#include <qrcodegen/qrcodegen.hpp>
#include <regex>
#include <stdexcept>
#include <vector>

namespace biroyna::qr {
namespace {

constexpr const char* kAddress = "http://192.168.1.10:8080/uz-Latn/t/0mz7c2k9x4p8q1r5s3t6v0w2";

// The picture that a reader sees, a cell a module, '#' where it is dark.
std::vector<std::string> painted(const std::string& svg) {
  std::smatch box;
  if (!std::regex_search(svg, box, std::regex("viewBox=\"0 0 (\\d+) (\\d+)\"")) || box[1] != box[2])
    return {};
  const auto size = std::stoul(box[1]);
  std::vector<std::string> picture(size, std::string(size, '.'));
  const std::regex run("M(\\d+),(\\d+)h(\\d+)v1h-\\3z");
  for (std::sregex_iterator it(svg.begin(), svg.end(), run), end; it != end; ++it) {
    for (unsigned long n = 0; n < std::stoul((*it)[3]); ++n)
      picture.at(std::stoul((*it)[2])).at(std::stoul((*it)[1]) + n) = '#';
  }
  return picture;
}

TEST(Qr, DrawsEveryModuleOfTheCodeAndAQuietZoneAroundIt) {
  const auto code = qrcodegen::QrCode::encodeText(kAddress, qrcodegen::QrCode::Ecc::MEDIUM);
  const auto picture = painted(svg(kAddress));
  ASSERT_EQ(picture.size(), static_cast<std::size_t>(code.getSize() + 8));
  for (int y = -4; y < code.getSize() + 4; ++y) {
    for (int x = -4; x < code.getSize() + 4; ++x) {
      const char expected = code.getModule(x, y) ? '#' : '.';
      ASSERT_EQ(picture[static_cast<std::size_t>(y + 4)][static_cast<std::size_t>(x + 4)], expected)
          << "at " << x << ", " << y;
    }
  }
}

TEST(Qr, HasAWhiteGroundSoThatDarkPagesDoNotHideIt) {
  EXPECT_NE(svg(kAddress).find("<path fill=\"#fff\" d=\"M0,0h"), std::string::npos);
}

TEST(Qr, TheTextCannotBecomeMarkup) {
  const std::string drawn = svg("\"/><script>alert(1)</script>");
  EXPECT_EQ(drawn.find("script"), std::string::npos);
}

TEST(Qr, RefusesATextThatFitsNoCode) { EXPECT_THROW(svg(std::string(3000, 'x')), std::length_error); }

}  // namespace
}  // namespace biroyna::qr

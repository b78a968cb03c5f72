// Small files that unfold to far more than a page: each with a file of the same kind that is as it should be.
#include <gtest/gtest.h>
#include <zlib.h>

#include "platform/pdf_check/pdf_check.hpp"
#include "platform/pdf_check/testing/pdf.hpp"

namespace biroyna::pdf_check {
namespace {

using testing::pdf_with;

Wrong verdict_on(const std::vector<std::string>& objects) {
  return check(pdf_with(1, "", objects), 10).wrong;
}

std::string stream(const std::string& entries, const std::string& content) {
  return "<< " + entries + " /Length " + std::to_string(content.size()) + " >>\nstream\n" + content +
         "\nendstream";
}
std::string picture(const std::string& width, const std::string& height, const std::string& filter,
                    const std::string& content, const std::string& more = "") {
  return stream("/Type /XObject /Subtype /Image /Width " + width + " /Height " + height + " /Filter " +
                    filter + " /ColorSpace /DeviceGray /BitsPerComponent 1 " + more,
                content);
}

std::string bytes(std::uint64_t value, std::size_t size) {
  std::string text;
  while (size-- > 0) text += static_cast<char>(value >> 8 * size & 0xFFu);
  return text;
}

std::string deflated(const std::string& text) {
  uLongf size = compressBound(text.size());
  std::string out(size, '\0');
  compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(text.data()),
           text.size());
  out.resize(size);
  return out;
}

// ITU-T T.88.
struct Jbig2 {
  std::string text;
  int number = 0;

  Jbig2& segment(int type, const std::string& data) {
    text += bytes(number++, 4) + bytes(type, 1) + bytes(0, 1) + bytes(1, 1) + bytes(data.size(), 4) + data;
    return *this;
  }
  Jbig2& page(std::uint64_t width, std::uint64_t height) {
    return segment(48, bytes(width, 4) + bytes(height, 4) + std::string(11, '\0'));
  }
  static std::string region(std::uint64_t width, std::uint64_t height) {
    return bytes(width, 4) + bytes(height, 4) + std::string(9, '\0');
  }
  // Arithmetic coding, template 0: twenty bytes, however large it is.
  Jbig2& generic(std::uint64_t width, std::uint64_t height) {
    return segment(38, region(width, height) + std::string("\0\x03\xFF\xFD\xFF\x02\xFE\xFE\xFE", 9) +
                           std::string(20, '\0'));
  }
  // One pattern of 8 by 8 dots, and a grid of it: how much it draws, its segments do not say.
  Jbig2& halftone(std::uint64_t grid) {
    segment(16, bytes(0, 1) + bytes(8, 1) + bytes(8, 1) + bytes(1, 4) + std::string(20, '\0'));
    text += bytes(number, 4) + bytes(22, 1) + bytes(1u << 5u, 1) + bytes(number - 1, 1) + bytes(1, 1);
    ++number;
    const std::string data = region(64, 64) + bytes(0, 1) + bytes(grid, 4) + bytes(grid, 4) + bytes(0, 8) +
                             bytes(8 << 8u, 2) + bytes(0, 2) + std::string(20, '\0');
    text += bytes(data.size(), 4) + data;
    return *this;
  }
};

Wrong jbig2(const Jbig2& made, const std::string& width = "2480", const std::string& height = "3508") {
  return verdict_on({picture(width, height, "/JBIG2Decode", made.text)});
}

TEST(PdfPictures, AsLargeAsPaperAreTakenAndLargerOnesNot) {
  for (const auto& [filter, content] : {std::pair<std::string, std::string>{"/FlateDecode", "x"},
                                        {"/JBIG2Decode", ""},
                                        {"/CCITTFaxDecode", "x"},
                                        {"/DCTDecode", "x"}}) {
    EXPECT_EQ(verdict_on({picture("2480", "3508", filter, content)}), Wrong::nothing) << filter;
    EXPECT_EQ(verdict_on({picture("60000", "60000", filter, content)}), Wrong::broken) << filter;
    EXPECT_EQ(verdict_on({picture("9223372036854775807", "2", filter, content)}), Wrong::broken) << filter;
    EXPECT_EQ(verdict_on({picture("-1", "5", filter, content)}), Wrong::broken) << filter;
  }
  const std::string large = picture("12000", "12000", "/FlateDecode", "x");
  EXPECT_EQ(verdict_on(std::vector<std::string>(20, large)), Wrong::nothing);
  EXPECT_EQ(verdict_on(std::vector<std::string>(40, large)), Wrong::broken) << "all together";
}

TEST(PdfPictures, AJbig2ThatDrawsThePageAThousandTimesIsRefused) {
  EXPECT_EQ(jbig2(Jbig2().page(2480, 3508).generic(2480, 3508)), Wrong::nothing);
  Jbig2 stripes = Jbig2().page(2480, 0xFFFFFFFF);
  for (int i = 0; i < 4; ++i) stripes.generic(2480, 877).segment(50, bytes(877 * (i + 1) - 1, 4));
  EXPECT_EQ(jbig2(stripes), Wrong::nothing) << "as scanners send it";
  Jbig2 bomb = Jbig2().page(2480, 3508);
  for (int i = 0; i < 1000; ++i) bomb.generic(2480, 3508);
  EXPECT_LT(bomb.text.size(), 100'000u);
  EXPECT_EQ(jbig2(bomb), Wrong::broken);
}

TEST(PdfPictures, AJbig2ThatIsLargerThanThePdfSaysIsRefused) {
  EXPECT_EQ(jbig2(Jbig2().page(100, 100).generic(100, 100), "100", "100"), Wrong::nothing);
  EXPECT_EQ(jbig2(Jbig2().page(30'000, 30'000).generic(30'000, 30'000), "100", "100"), Wrong::broken);
  EXPECT_EQ(jbig2(Jbig2().page(100, 100).generic(0xFFFFFFFF, 0xFFFFFFFF), "100", "100"), Wrong::broken);
  // What all pictures share.
  const auto with_globals = [](const Jbig2& shared) {
    return verdict_on({picture("100", "100", "/JBIG2Decode", Jbig2().page(100, 100).text,
                               "/DecodeParms << /JBIG2Globals 5 0 R >>"),
                       stream("", shared.text)});
  };
  EXPECT_EQ(with_globals(Jbig2().generic(100, 100)), Wrong::nothing);
  EXPECT_EQ(with_globals(Jbig2().generic(60'000, 60'000)), Wrong::broken);
}

TEST(PdfPictures, AJbig2ThatDoesNotSayHowMuchItDrawsIsUnfoldedWithinBounds) {
  EXPECT_EQ(jbig2(Jbig2().page(64, 64).halftone(8), "64", "64"), Wrong::nothing);
  EXPECT_EQ(jbig2(Jbig2().page(64, 64).halftone(60'000), "64", "64"), Wrong::broken);
  EXPECT_EQ(jbig2(Jbig2().page(64, 64).segment(0, "no symbols"), "64", "64"), Wrong::broken);
  Jbig2 cut = Jbig2().page(64, 64).generic(64, 64);
  cut.text.resize(cut.text.size() - 5);
  EXPECT_NE(jbig2(cut, "64", "64"), Wrong::active) << "a verdict, whatever it is";
}

std::string jpeg_of(std::uint64_t width, std::uint64_t height, int scans) {
  std::string text = "\xFF\xD8\xFF\xC2" + bytes(11, 2) + bytes(8, 1) + bytes(height, 2) + bytes(width, 2) +
                     bytes(1, 1) + std::string("\1\x11\0", 3);
  for (int i = 0; i < scans; ++i)
    text += "\xFF\xDA" + bytes(8, 2) + std::string("\1\1\0\0\x3F\0", 6) + "\x55";
  return text + "\xFF\xD9";
}

TEST(PdfPictures, AJpegThatIsLargerThanThePdfSaysOrHasThousandsOfScansIsRefused) {
  const auto jpeg = [](const std::string& content) {
    return verdict_on({picture("100", "100", "/DCTDecode", content)});
  };
  EXPECT_EQ(jpeg(jpeg_of(100, 100, 1)), Wrong::nothing);
  EXPECT_EQ(jpeg(jpeg_of(5000, 7000, 12)), Wrong::nothing) << "a progressive picture of a phone";
  EXPECT_EQ(jpeg(jpeg_of(60'000, 60'000, 1)), Wrong::broken);
  EXPECT_EQ(jpeg(jpeg_of(5000, 7000, 3000)), Wrong::broken);
}

TEST(PdfPictures, AJpeg2000ThatIsLargerThanThePdfSaysIsRefused) {
  const auto jpeg2000 = [](std::uint64_t size, std::uint64_t tile) {
    return verdict_on(
        {picture("100", "100", "/JPXDecode",
                 "box\xFF\x4F\xFF\x51" + bytes(41, 2) + bytes(0, 2) + bytes(size, 4) + bytes(size, 4) +
                     bytes(0, 8) + bytes(tile, 4) + bytes(tile, 4) + bytes(0, 8) + bytes(1, 2) + "more")});
  };
  EXPECT_EQ(jpeg2000(100, 100), Wrong::nothing);
  EXPECT_EQ(jpeg2000(60'000, 60'000), Wrong::broken);
  EXPECT_EQ(jpeg2000(10'000, 1), Wrong::broken) << "in tiles of a dot";
  EXPECT_EQ(verdict_on({picture("100", "100", "/JPXDecode", "nothing")}), Wrong::broken);
}

TEST(PdfPictures, AFaxWithLinesOfMillionsOfDotsIsRefused) {
  const auto fax = [](const std::string& columns) {
    return verdict_on({picture("100", "100", "/CCITTFaxDecode", "x",
                               "/DecodeParms << /K -1 /Columns " + columns + " /Rows 100 >>")});
  };
  EXPECT_EQ(fax("2480"), Wrong::nothing);
  EXPECT_EQ(fax("900000000"), Wrong::broken);
}

TEST(PdfStreams, ThatUnfoldToFarMoreThanPagesNeedAreRefused) {
  const std::string page(1 << 20, ' '), bomb = deflated(std::string(100u << 20, ' '));
  EXPECT_LT(bomb.size(), 120'000u);
  EXPECT_EQ(verdict_on({stream("/Filter /FlateDecode", deflated(page))}), Wrong::nothing);
  EXPECT_EQ(verdict_on({stream("/Filter /FlateDecode", bomb)}), Wrong::broken);
  EXPECT_EQ(verdict_on({stream("/Filter [/FlateDecode /FlateDecode]", deflated(bomb))}), Wrong::broken);
  EXPECT_EQ(
      verdict_on({stream("/Filter [/ASCIIHexDecode /ASCIIHexDecode /ASCIIHexDecode /ASCIIHexDecode]", "")}),
      Wrong::broken);
  const std::string half = deflated(std::string(60u << 20, ' '));
  EXPECT_EQ(verdict_on(std::vector<std::string>(4, stream("/Filter /FlateDecode", half))), Wrong::nothing);
  EXPECT_EQ(verdict_on(std::vector<std::string>(5, stream("/Filter /FlateDecode", half))), Wrong::broken)
      << "all together";
}

TEST(PdfStreams, APictureInsideOfAnotherCompressionIsUnfoldedWithinBounds) {
  const auto inside = [](const std::string& content) {
    return verdict_on({picture("100", "100", "[/FlateDecode /DCTDecode]", content)});
  };
  EXPECT_EQ(inside(deflated(jpeg_of(100, 100, 1))), Wrong::nothing);
  EXPECT_EQ(inside(deflated(jpeg_of(60'000, 60'000, 1))), Wrong::broken);
  EXPECT_EQ(inside(deflated(std::string(100u << 20, ' '))), Wrong::broken);
}

}  // namespace
}  // namespace biroyna::pdf_check

#include "platform/pdf/pdf.hpp"

#include <fmt/format.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <thread>

#include "core/clean_text.hpp"
#include "pdf_faces.hpp"
#include "platform/db/testing/processes.hpp"
#include "platform/qpdf/qpdf.hpp"

namespace biroyna::pdf {
namespace {

using db::testing::said_of;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kAddress = "https://example.uz/verify/K7QM2XRD9V4T0BHE5WNC";
// Every letter that our languages have besides the plain Latin ones, and what a typesetter likes to change.
constexpr const char* kLetters =
    "oʻ gʻ Oʻ Gʻ maʼno қ ғ ҳ ў Қ Ғ Ҳ Ў ё ъ ы э щ «ёлка» “quoted” – — №5 2x3 -> fi ffl 100 000";

Sheet sheet(Language language = Language::uz_latn) {
  return {
      .title = "Guvohnoma “2026” <123> & ʻ",
      .language = language,
      .letterhead = {"Sergeli tuman Yagona oyna markazi", "Toshkent shahri"},
      .blocks = {Heading{"Guvohnoma", "Bogʻchaga yoʻllanma"}, Paragraph{kLetters},
                 Rows{{{"Ariza beruvchi", "Karimova Zuhra"}, {"Ariza", "SER-2026-000017"}}},
                 Paragraph{"Асос: қонун", Look::note},
                 Code{kAddress, "QR-kod: tekshirish", {{"Tekshirish", Look::strong}, {"Kod", Look::note}}}},
      .footer = "Guvohnoma 2026/000123",
      .made_at = *parse_rfc3339("2026-11-24T05:00:00Z")};
}

// Goes over several pages, in a paragraph and in a row.
Sheet long_sheet() {
  Sheet made = sheet();
  std::string text;
  for (int i = 0; i < 1200; ++i) text += fmt::format("soʻz{} ", i);
  Rows rows;
  for (int i = 0; i < 60; ++i) rows.rows.push_back({fmt::format("Row {}", i), "Value"});
  rows.rows.push_back({"Long", text});
  made.blocks.insert(made.blocks.begin() + 2, {Paragraph{text}, rows});
  return made;
}

std::string text_of(const std::string& bytes) { return said_of(bytes, "pdftotext -layout FILE -"); }

struct Read {
  explicit Read(const std::string& from) : bytes(from) {
    pdf.processMemoryFile("sheet", bytes.data(), bytes.size());
  }
  std::string metadata() {
    const auto data = pdf.getRoot().getKey("/Metadata").getStreamData();
    return {reinterpret_cast<const char*>(data->getBuffer()), data->getSize()};
  }
  const std::string bytes;
  QPDF pdf;
};

TEST(Pdf, EveryLetterCopiesOut) { EXPECT_THAT(text_of(typeset(sheet())), HasSubstr(kLetters)); }

TEST(Pdf, OnlyOurFacesAreUsedAndTheyAreInTheFile) {
  const std::string fonts = said_of(typeset(sheet()), "pdffonts FILE");
  std::size_t faces = 0;
  for (std::size_t begin = 0, line = 0; begin < fonts.size(); ++line) {
    const std::string one = fonts.substr(begin, fonts.find('\n', begin) - begin);
    begin += one.size() + 1;
    if (line < 2) continue;
    ++faces;
    EXPECT_THAT(one, AllOf(HasSubstr("+Inter-"), HasSubstr("yes yes yes")))
        << "embedded, a subset, with Unicode";
  }
  EXPECT_GT(faces, 0u);
}

TEST(Pdf, IsTaggedInTheOrderOfReading) {
  const std::string tags = said_of(typeset(sheet()), "pdfinfo -struct FILE");
  const std::regex order(
      R"(Document[^]*P [^]*H1 [^]*P [^]*Table [^]*TR[^]*TH[^]*/Scope /Row[^]*TD[^]*TR[^]*TH[^]*TD[^]*P [^]*Figure[^]*P [^]*P )");
  EXPECT_TRUE(std::regex_search(tags, order)) << tags;
}

TEST(Pdf, SaysWhatAReaderProgramNeeds) {
  Read read(typeset(sheet(Language::uz_cyrl)));
  auto root = read.pdf.getRoot();
  EXPECT_EQ(root.getKey("/Lang").getUTF8Value(), "uz-Cyrl");
  EXPECT_TRUE(root.getKey("/MarkInfo").getKey("/Marked").getBoolValue());
  EXPECT_TRUE(root.getKey("/ViewerPreferences").getKey("/DisplayDocTitle").getBoolValue());
  EXPECT_EQ(root.getKey("/OutputIntents")
                .getArrayItem(0)
                .getKey("/DestOutputProfile")
                .getDict()
                .getKey("/N")
                .getIntValue(),
            3);
  EXPECT_GT(
      root.getKey("/OutputIntents").getArrayItem(0).getKey("/DestOutputProfile").getStreamData()->getSize(),
      1000u);
  EXPECT_THAT(
      read.metadata(),
      AllOf(HasSubstr("<pdfaid:part>2</pdfaid:part>"), HasSubstr("Guvohnoma “2026” &lt;123&gt; &amp; ʻ"),
            HasSubstr("<rdf:li>uz-Cyrl</rdf:li>"), HasSubstr("2026-11-24T05:00:00Z")));
  EXPECT_EQ(read.pdf.getTrailer().getKey("/Info").getKey("/Title").getUTF8Value(),
            "Guvohnoma “2026” <123> & ʻ");
}

TEST(Pdf, TheCodeHasAnAlternative) {
  Read read(typeset(sheet()));
  std::vector<std::string> alternatives;
  for (auto& object : read.pdf.getAllObjects()) {
    if (object.isDictionary() && object.hasKey("/S") && object.getKey("/S").isName() &&
        object.getKey("/S").getName() == "/Figure")
      alternatives.push_back(object.getKey("/Alt").getUTF8Value());
  }
  EXPECT_THAT(alternatives, ::testing::ElementsAre("QR-kod: tekshirish"));
}

TEST(Pdf, TheCodeIsReadBack) {
  EXPECT_EQ(said_of(typeset(sheet()),
                    "sh -c 'pdftoppm -r 120 -png -singlefile \"$0\" \"$0\" && zbarimg -q --raw \"$0.png\" "
                    "2>/dev/null; rm -f \"$0.png\"' FILE"),
            std::string(kAddress) + "\n");
}

// The operators of a page, in their order.
class Operators final : public QPDFObjectHandle::ParserCallbacks {
 public:
  void handleObject(QPDFObjectHandle object, size_t, size_t) override {
    if (object.isOperator()) names.push_back(object.getOperatorValue());
  }
  void handleEOF() override {}
  std::vector<std::string> names;
};

TEST(Pdf, WhatIsNotReadIsAnArtifact) {
  Read read(typeset(sheet()));
  Operators operators;
  QPDFObjectHandle page = read.pdf.getAllPages().at(0);
  QPDFObjectHandle::parseContentStream(page.getKey("/Contents"), &operators);
  int depth = 0, artifacts = 0;
  std::size_t shown = 0;
  for (const auto& name : operators.names) {
    if (name == "BDC" || name == "BMC") ++depth;
    if (name == "BMC") ++artifacts;  // cairo's own are BDC
    if (name == "EMC") --depth;
    if (name != "TJ" && name != "Tj" && name != "f" && name != "S") continue;
    ++shown;
    EXPECT_EQ(depth, 1) << name << " is the " << shown << "th";
  }
  EXPECT_EQ(depth, 0);
  EXPECT_GE(artifacts, 1);
  EXPECT_GT(shown, 10u);
}

TEST(Pdf, WhatIsLongGoesOn) {
  const std::string bytes = typeset(long_sheet());
  EXPECT_THAT(said_of(bytes, "qpdf --check FILE"), HasSubstr("No syntax or stream encoding errors found"));
  const std::string text = text_of(bytes);
  std::size_t from = 0;
  for (const char* part :
       {"soʻz0 ", "soʻz1199", "Row 0", "Row 59", "Long", "soʻz0 ", "soʻz1199", "Tekshirish"}) {
    from = text.find(part, from);
    ASSERT_NE(from, std::string::npos) << part;
  }
  Read read(bytes);
  const auto pages = read.pdf.getAllPages().size();
  EXPECT_GT(pages, 4u);
  for (std::size_t page = 1; page <= pages; ++page)
    EXPECT_NE(text.find(fmt::format("{}/{}", page, pages)), std::string::npos) << page;
}

// A page with nothing but the code was half of a document, and one without it proved nothing.
TEST(Pdf, EveryPageHasTheCodeAndNoneHasItAlone) {
  for (const int rows : {0, 20, 21, 22, 23, 24, 25, 26, 27, 28, 60}) {
    Sheet made = sheet();
    Rows more;
    for (int i = 0; i < rows; ++i) more.rows.push_back({"Row", "Value"});
    made.blocks.insert(made.blocks.begin() + 2, more);
    const std::string bytes = typeset(made);
    Read read(bytes);
    const auto pages = read.pdf.getAllPages().size();
    for (std::size_t page = 1; page <= pages; ++page) {
      const std::string text = said_of(bytes, fmt::format("pdftotext -f {0} -l {0} -layout FILE -", page));
      EXPECT_THAT(text, HasSubstr("Tekshirish")) << page;
      EXPECT_NE(text.find_first_not_of(" \n"), text.find("Tekshirish")) << rows << " rows, page " << page;
    }
  }
}

TEST(Pdf, AHeadingIsNeverAloneAtTheFootOfAPage) {
  for (int before = 0; before < 40; ++before) {
    Sheet two = sheet();
    two.blocks = {Heading{"First", "Above"}};
    for (int i = 0; i < before; ++i) two.blocks.emplace_back(Paragraph{"One line."});
    two.blocks.emplace_back(Heading{"Zweite", "Xyzzy"});
    two.blocks.emplace_back(Paragraph{"What it heads."});
    const std::string bytes = typeset(two);
    for (int page = 1; page <= 3; ++page) {
      const std::string text =
          said_of(bytes, fmt::format("pdftotext -f {0} -l {0} FILE - 2>/dev/null || true", page));
      EXPECT_EQ(text.find("Xyzzy") != std::string::npos, text.find("What it heads.") != std::string::npos)
          << before << " lines before, page " << page;
    }
  }
}

TEST(Pdf, TheSameSheetIsTheSameBytes) {
  const std::string once = typeset(sheet());
  std::vector<std::string> made(3);
  std::vector<std::thread> threads;
  for (auto& one : made) threads.emplace_back([&] { one = typeset(sheet()); });
  for (auto& thread : threads) thread.join();
  EXPECT_THAT(made, Each(once));
  Sheet later = sheet();
  later.made_at += Seconds(1);
  EXPECT_NE(typeset(later), once);
}

TEST(Pdf, OddTextsAreSetToo) {
  for (const std::string& text : {std::string(), std::string("a\nb\n\nc"), std::string(5000, 'x'),
                                  std::string("日本 😀"), std::string("\u202Eabc")}) {
    Sheet odd = sheet();
    odd.blocks = {Heading{text, text}, Paragraph{text}, Rows{{{text, text}}}, Rows{}};
    odd.letterhead = {};
    odd.footer = text;
    EXPECT_THAT(said_of(typeset(odd), "qpdf --check FILE"),
                HasSubstr("No syntax or stream encoding errors found"))
        << text;
  }
}

TEST(Faces, HaveASignForAllThatMayBeTyped) {
  // Both faces: a strong text needs the same signs.
  for (const auto& face : embedded::pdf_faces()) {
    FT_Library library = nullptr;
    FT_Face opened = nullptr;
    ASSERT_EQ(FT_Init_FreeType(&library), 0);
    ASSERT_EQ(FT_New_Memory_Face(library, reinterpret_cast<const FT_Byte*>(face.content.data()),
                                 static_cast<FT_Long>(face.content.size()), 0, &opened),
              0);
    int printable = 0;
    for (char32_t sign = 0x20; sign < 0x20000; ++sign) {
      if (!is_printable(sign)) continue;
      ++printable;
      EXPECT_NE(FT_Get_Char_Index(opened, sign), 0u) << face.name << " " << static_cast<unsigned>(sign);
    }
    EXPECT_GT(printable, 1500);
    FT_Done_Face(opened);
    FT_Done_FreeType(library);
  }
  EXPECT_EQ(unprintable_in(kLetters), "");
}

}  // namespace
}  // namespace biroyna::pdf

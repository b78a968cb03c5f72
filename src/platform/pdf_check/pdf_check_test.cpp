#include "platform/pdf_check/pdf_check.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <fstream>

#include "platform/pdf_check/testing/pdf.hpp"

namespace biroyna::pdf_check {

// For messages of the tests.
void PrintTo(Wrong wrong, std::ostream* out) {
  constexpr const char* kNames[] = {"nothing", "broken", "encrypted", "active", "too_many_pages"};
  *out << kNames[static_cast<int>(wrong)];
}

namespace {

using testing::pdf_of;
using testing::pdf_with;

Wrong wrong_with(const std::string& catalogue_more, const std::vector<std::string>& more = {}) {
  return check(pdf_with(1, catalogue_more, more), 10).wrong;
}

TEST(PdfCheck, LetsAPlainOneThrough) {
  const auto verdict = check(pdf_with(3), 3);
  EXPECT_EQ(verdict.wrong, Wrong::nothing);
  EXPECT_EQ(verdict.pages, 3);
  EXPECT_EQ(wrong_with("/OpenAction [3 0 R /Fit] /Outlines << /Title (JavaScript) >>"), Wrong::nothing);
}

TEST(PdfCheck, CountsThePagesThatAreThere) {
  EXPECT_EQ(check(pdf_with(4), 3).wrong, Wrong::too_many_pages);
  EXPECT_EQ(check(pdf_with(0), 3).wrong, Wrong::broken);
  // What the file says of itself is no proof.
  std::string lies = pdf_with(4);
  lies.replace(lies.find("/Count 4"), 8, "/Count 1");
  EXPECT_EQ(check(lies, 3).wrong, Wrong::too_many_pages);
}

TEST(PdfCheck, FindsEverythingThatRuns) {
  for (const char* active :
       {"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", "/OpenAction << /S /J#61vaScript >>",
        "/AA << /WC << /S /Launch /F (calc.exe) >> >>", "/Names << /JavaScript << /Names [] >> >>",
        "/Names << /EmbeddedFiles << /Names [] >> >>", "/AcroForm << /Fields [] /XFA (x) >>",
        "/Anything [ [ << /S /GoToE >> ] ]"}) {
    EXPECT_EQ(wrong_with(active), Wrong::active) << active;
  }
  for (const char* object : {"<< /S /JavaScript /JS (x) >>", "<< /Type /Annot /Subtype /FileAttachment >>",
                             "<< /Type /Filespec /F (a) /EF << >> >>",
                             "<< /Type /EmbeddedFile /Length 1 >>\nstream\nx\nendstream"}) {
    EXPECT_EQ(wrong_with("", {object}), Wrong::active) << object;
  }
}

TEST(PdfCheck, FindsWhatReachesOutside) {
  const std::string share = "(\\\\\\\\192.0.2.1\\\\share)";
  for (const std::string& active :
       {std::string("/OpenAction << /S /URI /URI (https://192.0.2.1/) >>"),
        std::string("/OpenAction << /S /Named /N /Print >>"), std::string("/OpenAction 4 0 R"),
        std::string("/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next << /S /URI /URI (x) >> >>"),
        std::string("/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next [ << /S /URI /URI (x) >> ] >>"),
        std::string("/AA << /WC << /S /URI /URI (x) >> >>"), "/X << /S /GoToR /F " + share + " >>",
        std::string("/X << /S /SubmitForm /F (https://192.0.2.1/) >>")})
    EXPECT_EQ(wrong_with(active, {"<< /S /URI /URI (https://192.0.2.1/) >>"}), Wrong::active) << active;
  EXPECT_EQ(wrong_with("", {"<< /Length 0 /F " + share + " >>\nstream\n\nendstream"}), Wrong::active);
  // A link that somebody has to click, and a place in the document, do no harm.
  EXPECT_EQ(wrong_with("", {"<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://my.gov.uz) >> >>"}),
            Wrong::nothing);
  EXPECT_EQ(wrong_with("/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"), Wrong::nothing);
  EXPECT_EQ(wrong_with("/OpenAction [3 0 R /Fit]"), Wrong::nothing);
}

TEST(PdfCheck, FindsPicturesThatAreMadeToTakeLong) {
  const auto picture = [](const std::string& width, const std::string& height, const std::string& filter) {
    return "<< /Type /XObject /Subtype /Image /Width " + width + " /Height " + height + " /Filter /" +
           filter + " /ColorSpace /DeviceGray /BitsPerComponent 1 /Length 1 >>\nstream\nx\nendstream";
  };
  for (const char* filter : {"JBIG2Decode", "FlateDecode", "JPXDecode", "CCITTFaxDecode"}) {
    EXPECT_EQ(wrong_with("", {picture("2480", "3508", filter)}), Wrong::nothing) << filter;
    EXPECT_EQ(wrong_with("", {picture("60000", "60000", filter)}), Wrong::broken) << filter;
    EXPECT_EQ(wrong_with("", {picture("9223372036854775807", "2", filter)}), Wrong::broken) << filter;
    EXPECT_EQ(wrong_with("", {picture("-1", "5", filter)}), Wrong::broken) << filter;
  }
  EXPECT_EQ(wrong_with("", std::vector<std::string>(40, picture("12000", "12000", "FlateDecode"))),
            Wrong::broken);
}

TEST(PdfCheck, RefusesWhatIsEncrypted) {
  const std::string key(32, 'k');
  const std::string encrypted = pdf_of(
      {"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
       "<< /Type /Page /Parent 2 0 R >>"},
      "/ID [(0123456789abcdef) (0123456789abcdef)] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (" + key +
          ") /U (" + key + ") >>");
  EXPECT_EQ(check(encrypted, 10).wrong, Wrong::encrypted);
}

TEST(PdfCheck, RefusesWhatIsBroken) {
  const std::string whole = pdf_with(1);
  EXPECT_EQ(check("", 10).wrong, Wrong::broken);
  EXPECT_EQ(check("%PDF-1.4\n", 10).wrong, Wrong::broken);
  EXPECT_EQ(check(whole.substr(0, whole.size() / 2), 10).wrong, Wrong::broken);
  std::string moved = whole;
  moved.insert(moved.find("1 0 obj"), "       ");
  EXPECT_EQ(check(moved, 10).wrong, Wrong::broken);
  EXPECT_EQ(check(pdf_of({"<< /Type /Catalog /Pages 1 0 R >>"}), 10).wrong, Wrong::broken);
  const std::string deep = "/Deep " + std::string(300, '[') + std::string(300, ']');
  EXPECT_NE(wrong_with(deep), Wrong::nothing);
}

TEST(PdfCheck, EndsWithAVerdictOnWhateverComes) {
  const std::string whole = pdf_with(2, "/Names << /Dests << >> >>");
  rc::check([&] {
    std::string changed = whole;
    for (int i = 0; i < 3; ++i)
      changed[*rc::gen::inRange<std::size_t>(0, whole.size())] = *rc::gen::arbitrary<char>();
    (void)check(changed, 10);
  });
}

TEST(PdfCheckApart, AProcessThatSaysNothingFindsTheFileBroken) {
  for (const char* program : {"/bin/true", "/bin/false"}) {
    EXPECT_EQ(CheckApart(program)(pdf_with(1), 10).wrong, Wrong::broken) << program;
  }
  EXPECT_THROW(CheckApart("/nonexistent")(pdf_with(1), 10), std::system_error);
}

}  // namespace
}  // namespace biroyna::pdf_check

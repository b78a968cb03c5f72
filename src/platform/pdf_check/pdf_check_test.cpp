#include "platform/pdf_check/pdf_check.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <fstream>

#include "platform/pdf_check/testing/pdf.hpp"
#include "platform/qpdf/qpdf.hpp"

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

// Each object lies elsewhere than the table says.
std::string moved_by_21() {
  std::string moved = pdf_with(2);
  return moved.insert(moved.find('\n') + 1, "% inserted by a mail\n");
}
std::string with_wrong_start() {
  std::string wrong = pdf_with(2);
  const auto at = wrong.find("startxref\n") + 10;
  const auto end = wrong.find('\n', at);
  return wrong.replace(at, end - at, std::to_string(std::stoul(wrong.substr(at, end - at)) + 37));
}

TEST(PdfRepair, HarmlessDamageIsRepairedAndTaken) {
  for (const std::string& file :
       {moved_by_21(), with_wrong_start(), "\xef\xbb\xbf" + pdf_with(2), "\r\n" + pdf_with(2)}) {
    EXPECT_NE(check(file, 10).wrong, Wrong::active);
    const Verdict verdict = check_or_repair(file, 10);
    EXPECT_EQ(verdict.wrong, Wrong::nothing);
    EXPECT_EQ(verdict.pages, 2);
    if (verdict.repaired.empty()) continue;
    EXPECT_EQ(verdict.repaired.rfind("%PDF-", 0), 0u);
    EXPECT_EQ(check(verdict.repaired, 10).wrong, Wrong::nothing);
  }
  EXPECT_EQ(check_or_repair(pdf_with(1), 10).repaired, "");
}

TEST(PdfRepair, WhatOpensWithoutAPasswordIsTakenAndWhatDoesNotIsRefused) {
  const auto locked = [](const char* for_reading) {
    QPDF pdf;
    const std::string file = pdf_with(1);
    pdf.processMemoryFile("document", file.data(), file.size());
    QPDFWriter writer(pdf);
    writer.setOutputMemory();
    writer.setR6EncryptionParameters(for_reading, "owner", false, false, false, false, false, false,
                                     qpdf_r3p_none, true);
    writer.write();
    const std::shared_ptr<Buffer> made = writer.getBufferSharedPointer();
    return std::string(reinterpret_cast<const char*>(made->getBuffer()), made->getSize());
  };
  EXPECT_EQ(check(locked(""), 10).wrong, Wrong::encrypted);
  const Verdict open = check_or_repair(locked(""), 10);
  EXPECT_EQ(open.wrong, Wrong::nothing);
  EXPECT_EQ(check(open.repaired, 10).wrong, Wrong::nothing);
  EXPECT_EQ(check_or_repair(locked("secret"), 10).wrong, Wrong::encrypted);
}

TEST(PdfRepair, WhatIsLostOrRunsIsStillRefused) {
  const std::string whole = pdf_with(2);
  EXPECT_EQ(check_or_repair(whole.substr(0, whole.size() / 2), 10).wrong, Wrong::broken);
  EXPECT_EQ(check_or_repair("", 10).wrong, Wrong::broken);
  std::string lost = whole;  // a page that is counted is not there
  const auto page = lost.find("4 0 obj");
  lost.erase(page, lost.find("endobj", page) + 7 - page);
  EXPECT_EQ(check_or_repair(lost, 10).wrong, Wrong::broken);
  std::string running = pdf_with(1, "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>");
  running.insert(running.find('\n') + 1, "% inserted by a mail\n");
  EXPECT_EQ(check_or_repair(running, 10).wrong, Wrong::active);
  EXPECT_EQ(check_or_repair(moved_by_21(), 1).wrong, Wrong::too_many_pages);
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

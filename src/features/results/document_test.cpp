// The documents themselves, as other programs read them.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>

#include "features/results/sheet.hpp"
#include "features/results/test_register.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::results {
namespace {

using ::testing::AllOf;
using testing::certificate;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::said_of;

class Documents : public ::testing::Test, protected testing::Register {
 protected:
  Documents() : Register(db::Engine::sqlite) { make_key(signing::Kind::p256); }
  // Signed, of this kind and language, as a file in the folder that KEEP_DOCUMENTS names, too.
  std::string document(std::string_view kind, Language language) {
    NewResult result = certificate(language);
    result.kind = kind;
    issued = issue(result);
    std::string bytes = results.pdf(issued.code).value();
    if (const char* folder = std::getenv("KEEP_DOCUMENTS"))
      std::ofstream(fmt::format("{}/{}-{}.pdf", folder, kind, tag(language)), std::ios::binary) << bytes;
    return bytes;
  }
  Issued issued;
};

TEST_F(Documents, SayEverythingInEachLanguage) {
  for (const Language language : kLanguages) {
    for (const auto kind : kKinds) {
      SCOPED_TRACE(fmt::format("{} {}", kind, tag(language)));
      const std::string text = said_of(document(kind, language), "pdftotext -layout FILE -");
      const i18n::Speaker say(language);
      // Without line breaks, as texts are broken where they fit.
      std::string flat;
      for (const char sign : text) {
        const bool blank = sign == ' ' || sign == '\n' || sign == '\f';
        if (!blank || (!flat.empty() && flat.back() != ' ')) flat.push_back(blank ? ' ' : sign);
      }
      for (const std::string& part :
           {std::string(say(fmt::format("result.kind_{}", kind))), std::string("Bogʻchaga yoʻllanma"),
            std::string(testing::kHolder), std::string("VMQ 244, 23.05.2020"), issued.number,
            in_groups(issued.code), std::string("7K4M-9QX2"),
            std::string(say(fmt::format("result.intro_{}", kind))),
            std::string(say(fmt::format("result.closing_{}", kind))), std::string(say("result.check")),
            catalogues.current(testing::kSergeli)->catalogue.centre.names.in(language)})
        EXPECT_THAT(flat, HasSubstr(part));
      EXPECT_THAT(flat, Not(HasSubstr("result.")));
    }
  }
}

TEST_F(Documents, AreSoundAndTaggedAndSigned) {
  const std::string bytes = document("certificate", Language::uz_cyrl);
  EXPECT_THAT(said_of(bytes, "qpdf --check FILE"), HasSubstr("No syntax or stream encoding errors found"));
  EXPECT_THAT(
      said_of(bytes, "pdfinfo FILE"),
      AllOf(HasSubstr("Tagged:          yes"), HasSubstr("Title:           Тасдиқловчи ҳужжат 2026/000001"),
            HasSubstr("A4"), HasSubstr("Metadata Stream: yes")));
  EXPECT_THAT(said_of(bytes, "pdfsig -nocert FILE"),
              AllOf(HasSubstr("Signature is Valid."), HasSubstr("Total document signed")));
  const auto verified = signing::verify(bytes);
  EXPECT_EQ(verified->name, "Sergeli tuman Yagona oyna markazi");
  EXPECT_EQ(verified->at, now);
}

TEST_F(Documents, TheQrCodeLeadsToTheCheck) {
  const std::string bytes = document("permit", Language::en);
  const std::string read = said_of(bytes,
                                   "sh -c 'pdftoppm -r 150 -png -singlefile \"$0\" \"$0\" && zbarimg -q "
                                   "--raw \"$0.png\" 2>/dev/null' FILE");
  EXPECT_EQ(read, "https://biroyna.example/verify/" + issued.code + "\n");
}

TEST_F(Documents, AChangedWordIsFound) {
  std::string bytes = document("extract", Language::ru);
  const auto place = bytes.find("/Lang (ru)");
  ASSERT_NE(place, std::string::npos);
  bytes.replace(place, 10, "/Lang (en)");
  EXPECT_THAT(said_of(bytes, "pdfsig -nocert FILE"), HasSubstr("Digest Mismatch"));
  EXPECT_FALSE(signing::verify(bytes)->intact);
}

// Where these texts stand in the order of reading.
std::vector<std::size_t> places(const std::string& text, const std::vector<std::string>& parts) {
  std::vector<std::size_t> found;
  for (const auto& part : parts) found.push_back(text.find(part));
  return found;
}

TEST_F(Documents, EachKindSaysFirstWhatItIsFor) {
  const std::string holder(testing::kHolder), fact = "Karimov Ali", ground = "VMQ 244",
                                              reason = "Yoʻllanma bir oy", record = "7K4M-9QX2",
                                              until = "24 November 2027";
  const std::vector<std::pair<std::string, std::vector<std::string>>> orders = {
      {"certificate", {holder, fact, ground, until, record}},
      {"permit", {holder, until, fact, ground, record}},
      {"extract", {record, fact, ground, until}},
      {"decision", {record, holder, reason, fact, ground, until}},
      {"refusal", {holder, reason, ground, record}},
      {"receipt", {record, fact}},
  };
  for (const auto& [kind, order] : orders) {
    SCOPED_TRACE(kind);
    const std::string text = said_of(document(kind, Language::en), "pdftotext -layout FILE -");
    const auto found = places(text, order);
    EXPECT_THAT(found, ::testing::Not(::testing::Contains(std::string::npos))) << text;
    EXPECT_TRUE(std::ranges::is_sorted(found)) << text;
    EXPECT_EQ(text.find(fact) == std::string::npos, kind == "refusal")
        << "a refusal does not repeat the answers";
  }
}

// A name alone is that of many people, and the parent of a child is not the child.
TEST_F(Documents, NameOnePersonAndWhoApplied) {
  for (const auto kind : kKinds) {
    NewResult result = certificate(Language::en);
    result.kind = kind;
    result.name = "Referral";
    result.intro = "The person named here is referred.";
    result.applicant =
        Holder{.name = "Karimova Zuhra", .born = parse_iso_day("1990-03-02"), .pinfl = "40203901234567"};
    result.holder = {.name = "Karimov Anvar", .born = parse_iso_day("2024-03-08")};
    const std::string text =
        said_of(results.pdf(issue(result).code).value(), "pdftotext -layout FILE - | tr -s ' \n' ' '");
    for (const char* part : {"Referral", "The person named here is referred.", "Karimov Anvar",
                             "8 March 2024", "Karimova Zuhra", "2 March 1990", "40203901234567"})
      EXPECT_THAT(text, HasSubstr(part)) << kind;
  }
  NewResult result = certificate(Language::ru);
  result.holder = {.name = "«Баҳор» MChJ", .is_person = false, .tin = "301234567"};
  EXPECT_THAT(said_of(results.pdf(issue(result).code).value(), "pdftotext -layout FILE -"),
              HasSubstr("301234567"));
}

TEST_F(Documents, SayHowTheyAreAppealedAgainst) {
  NewResult result = certificate(Language::en);
  result.kind = "refusal";
  result.appeal = "You may complain to the higher body within 30 days.";
  EXPECT_THAT(said_of(results.pdf(issue(result).code).value(), "pdftotext -layout FILE -"),
              HasSubstr(result.appeal));
}

TEST_F(Documents, ARefusalHasNoTerm) {
  const std::string text = said_of(document("refusal", Language::en), "pdftotext -layout FILE -");
  EXPECT_THAT(text, Not(HasSubstr("Valid until")));
  EXPECT_THAT(text, HasSubstr("apply again"));
}

TEST(Sheets, AreKeptAsTheyAre) {
  const pdf::Sheet sheet{.title = "T “ʻ”",
                         .language = Language::uz_cyrl,
                         .letterhead = {"a", "b"},
                         .blocks = {pdf::Heading{"h", "below"}, pdf::Paragraph{"p\n\"", pdf::Look::note},
                                    pdf::Rows{{{"l", "v"}, {"", "w"}}},
                                    pdf::Code{"c", "alt", {{"x", pdf::Look::strong}, {"y"}}}},
                         .footer = "f",
                         .made_at = from_ms(1'764'000'000'123)};
  const std::string json = to_json(sheet);
  EXPECT_EQ(to_json(from_json(json)), json);
  EXPECT_EQ(pdf::typeset(from_json(json)), pdf::typeset(sheet));
  EXPECT_ANY_THROW(from_json("{}"));
  EXPECT_ANY_THROW(from_json(R"({"title":"t","language":"xx"})"));
}

}  // namespace
}  // namespace biroyna::results

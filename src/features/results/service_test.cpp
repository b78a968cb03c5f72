#include <fmt/format.h>
#include <gmock/gmock.h>

#include <array>
#include <thread>

#include "core/code.hpp"
#include "features/results/sheet.hpp"
#include "features/results/test_register.hpp"

namespace biroyna::results {
namespace {

using ::testing::AllOf;
using testing::certificate;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::kHolder;
using testing::kSergeli;
using ::testing::Not;

class ResultsTest : public ::testing::TestWithParam<db::testing::Where>, protected testing::Register {
 protected:
  ResultsTest() : Register(GetParam()) {}

  State state(const std::string& typed) { return results.check(typed).state; }
  NewResult correcting(const Issued& wrong) {
    NewResult right = certificate();
    right.supersedes = wrong.code;
    return right;
  }
  std::vector<std::string> numbers(const std::vector<Entry>& entries) {
    std::vector<std::string> found;
    for (const auto& entry : entries) found.push_back(fmt::format("{}.{}", entry.number, entry.version));
    return found;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, ResultsTest, db::testing::engines(), db::testing::engine_name);

TEST_P(ResultsTest, ARegisterCountsItsYear) {
  EXPECT_EQ(issue(certificate()).number, "2026/000001");
  EXPECT_EQ(issue(certificate()).number, "2026/000002");
  now = *parse_rfc3339("2026-12-31T19:30:00Z");  // the new year has begun in Tashkent
  const Issued first = issue(certificate());
  EXPECT_EQ(first.number, "2027/000001");
  EXPECT_EQ(first.version, 1);
  EXPECT_EQ(first.issued_at, now);
  EXPECT_TRUE(is_code(first.code));
}

TEST_P(ResultsTest, KeepsWhatWasIssued) {
  const Issued issued = issue(certificate(Language::ru));
  const auto entry = results.find(issued.code);
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->code, issued.code);
  EXPECT_EQ(entry->number, issued.number);
  EXPECT_EQ(entry->version, 1);
  EXPECT_EQ(entry->issued_at, now);
  EXPECT_EQ(entry->centre, kSergeli);
  EXPECT_EQ(entry->kind, "certificate");
  EXPECT_EQ(entry->case_number, "7K4M9QX2");
  EXPECT_EQ(entry->service, ServiceId("kindergarten-referral"));
  EXPECT_EQ(entry->language, Language::ru);
  EXPECT_EQ(entry->title, "Bogʻchaga yoʻllanma");
  EXPECT_EQ(entry->holder, kHolder);
  EXPECT_TRUE(entry->holder_is_person);
  EXPECT_EQ(entry->valid_until, parse_iso_day("2027-11-24"));
  EXPECT_EQ(entry->issued_by, "staff:aziza");
  EXPECT_EQ(entry->supersedes, "");
  EXPECT_EQ(entry->standing, Standing::issued);
  EXPECT_FALSE(results.find("0000000000000000000A"));
}

TEST_P(ResultsTest, NothingStaysOfATransactionThatFailed) {
  EXPECT_THROW(db->write_and_wait([&](db::Tx& tx) {
    (void)results.issue(tx, certificate());
    throw std::runtime_error("the decision could not be written");
  }),
               std::runtime_error);
  EXPECT_THAT(results.search({kSergeli}), IsEmpty());
  EXPECT_THAT(events(), IsEmpty());
  EXPECT_EQ(issue(certificate()).number, "2026/000001");
}

TEST_P(ResultsTest, WhatIsUnknownIsNotIssued) {
  NewResult result = certificate();
  result.service = ServiceId("flying");
  EXPECT_EQ(refusal_of(result), "not_found");
  result = certificate();
  result.centre = CentreId("elsewhere");
  EXPECT_EQ(refusal_of(result), "not_found");
  result = certificate();
  result.kind = "passport";
  EXPECT_THROW(issue(result), std::invalid_argument);
  result = certificate();
  result.supersedes = "0000000000000000000A";
  EXPECT_EQ(refusal_of(result), "not_found");
}

TEST_P(ResultsTest, ACorrectionIsANewVersionUnderTheSameNumber) {
  const Issued wrong = issue(certificate());
  issue(certificate());
  now = *parse_rfc3339("2027-01-15T05:00:00Z");
  const Issued right = issue(correcting(wrong));
  EXPECT_EQ(right.number, "2026/000001");
  EXPECT_EQ(right.version, 2);
  EXPECT_NE(right.code, wrong.code);
  EXPECT_EQ(state(wrong.code), State::superseded);
  EXPECT_EQ(state(right.code), State::valid);
  EXPECT_EQ(results.find(right.code)->supersedes, wrong.code);
  EXPECT_EQ(issue(certificate()).number, "2027/000001");

  EXPECT_EQ(refusal_of(correcting(wrong)), "result_superseded");
  EXPECT_EQ(revoke(wrong.code), "result_superseded");
  EXPECT_EQ(revoke(right.code), "");
  EXPECT_EQ(refusal_of(correcting(right)), "result_revoked");
  EXPECT_THAT(numbers(results.of_case(kSergeli, "7K4M9QX2")),
              ElementsAre("2026/000001.1", "2026/000001.2", "2026/000002.1", "2027/000001.1"));
}

TEST_P(ResultsTest, RevokingIsFinalAndNeedsAReason) {
  const Issued issued = issue(certificate());
  EXPECT_EQ(revoke(issued.code, "  "), "invalid");
  EXPECT_EQ(revoke(issued.code, "Wrong", CentreId("elsewhere")), "not_found");
  EXPECT_EQ(state(issued.code), State::valid);
  now += std::chrono::hours(5);
  EXPECT_EQ(revoke(issued.code, " A wrong name "), "");
  const auto entry = results.find(issued.code);
  EXPECT_EQ(entry->standing, Standing::revoked);
  EXPECT_EQ(entry->reason, "A wrong name");
  EXPECT_EQ(entry->changed_by, "staff:sardor");
  EXPECT_EQ(entry->changed_at, now);
  EXPECT_EQ(state(issued.code), State::revoked);
  EXPECT_EQ(revoke(issued.code), "result_revoked");
}

TEST_P(ResultsTest, ADocumentHoldsUntilTheEndOfItsLastDayAtTheCentre) {
  const Issued issued = issue(certificate());
  now = *parse_rfc3339("2027-11-24T18:59:59Z");  // 23:59:59 in Tashkent
  EXPECT_EQ(state(issued.code), State::valid);
  now += Seconds(1);
  EXPECT_EQ(state(issued.code), State::expired);
  NewResult forever = certificate();
  forever.valid_until = std::nullopt;
  EXPECT_EQ(state(issue(forever).code), State::valid);
}

TEST_P(ResultsTest, ACodeIsCheckedHoweverItIsTyped) {
  const std::string code = issue(certificate()).code;
  std::string typed = in_groups(code);
  for (char& sign : typed) sign = static_cast<char>(std::tolower(sign));
  EXPECT_EQ(state(typed), State::valid);
  EXPECT_EQ(state(code + "0"), State::unknown);
  EXPECT_EQ(state("nothing"), State::unknown);
  EXPECT_EQ(state(make_code("0123456789ABCDEFGHJ")), State::unknown);
}

TEST_P(ResultsTest, TheLogNamesNobody) {
  const Issued wrong = issue(certificate()), right = issue(correcting(wrong));
  revoke(right.code);
  const Check known = results.check(wrong.code), unknown = results.check("nothing");
  const Entry entry = results.find(right.code).value();
  db->write_and_wait([&](db::Tx& tx) {
    results.note_check(tx, known, "page");
    results.note_check(tx, unknown, "api");
    results.note_reading(tx, entry, "staff:aziza");
  });
  const auto found = events();
  EXPECT_THAT(found, ElementsAre(AllOf(HasSubstr("result_issued result:" + wrong.code + " staff:aziza"),
                                       HasSubstr("2026/000001")),
                                 HasSubstr("result_superseded result:" + wrong.code),
                                 HasSubstr("result_issued result:" + right.code),
                                 HasSubstr("result_revoked result:" + right.code + " staff:sardor"),
                                 "result_checked result:" + wrong.code +
                                     R"( visitor {"state":"superseded","channel":"page"})",
                                 "result_read result:" + right.code + " staff:aziza {}"));
  EXPECT_THAT(found, Each(AllOf(Not(HasSubstr("Karimova")), Not(HasSubstr("wrong name")))));
  EXPECT_THAT(events(CentreId("(public)")),
              ElementsAre(R"(result_checked result:unknown visitor {"state":"unknown","channel":"api"})"));
}

TEST_P(ResultsTest, FindsByNumberCodeOrCase) {
  const Issued first = issue(certificate()), second = issue(correcting(first));
  NewResult other = certificate();
  other.case_number = "SER-2026-000018";
  issue(other);
  const auto found = [&](const std::string& text) { return numbers(results.search({kSergeli, text})); };
  EXPECT_THAT(found(""), ElementsAre("2026/000002.1", "2026/000001.2", "2026/000001.1"));
  EXPECT_THAT(found("2026/000001"), ElementsAre("2026/000001.2", "2026/000001.1"));
  EXPECT_THAT(found("2"), ElementsAre("2026/000002.1"));
  EXPECT_THAT(found(in_groups(second.code)), ElementsAre("2026/000001.2"));
  EXPECT_THAT(found("SER-2026-000018"), ElementsAre("2026/000002.1"));
  EXPECT_THAT(found("2025/000001"), IsEmpty());
  EXPECT_THAT(found("99999999999999999999"), IsEmpty());
  EXPECT_THAT(found("' OR 1=1 --"), IsEmpty());
  EXPECT_THAT(results.search({CentreId("elsewhere")}), IsEmpty());
  EXPECT_THAT(numbers(results.search({.centre = kSergeli, .limit = 1})), ElementsAre("2026/000002.1"));
  EXPECT_THAT(numbers(results.search({.centre = kSergeli, .after = second.code})),
              ElementsAre("2026/000001.1"));
}

// In groups of four, as it stands in every list and on the receipt.
TEST_P(ResultsTest, FindsAnApplicationsNumberAsItIsShown) {
  NewResult result = certificate();
  result.case_number = biroyna::make_code(std::array<unsigned char, 7>{1, 2, 3, 4, 5, 6, 7});
  issue(result);
  for (const std::string& text : {result.case_number, grouped_code(result.case_number)})
    EXPECT_THAT(numbers(results.search({kSergeli, text})), ElementsAre("2026/000001.1")) << text;
}

TEST_P(ResultsTest, ADocumentIsMadeOnceAndKept) {
  make_key(signing::Kind::p256);  // whose signatures differ each time
  const std::string code = issue(certificate()).code;
  const std::string first = results.pdf(code).value();
  EXPECT_EQ(results.pdf(code).value(), first);
  // Several that ask at the same moment get the same.
  const std::string other = issue(certificate()).code;
  std::vector<std::string> copies(4);
  std::vector<std::thread> askers;
  for (auto& one : copies) askers.emplace_back([&] { one = results.pdf(other).value(); });
  for (auto& asker : askers) asker.join();
  EXPECT_THAT(copies, Each(copies.front()));
}

TEST_P(ResultsTest, WhatACrashLostIsMadeAgainTheSame) {
  make_key();
  const std::string code = issue(certificate()).code;
  const std::string first = results.pdf(code).value();
  db->write_and_wait([](db::Tx& tx) { tx.exec("DELETE FROM result_files"); });
  now += std::chrono::hours(24 * 30);
  EXPECT_EQ(results.pdf(code).value(), first);
}

TEST_P(ResultsTest, WithoutAKeyADocumentWaits) {
  const std::string code = issue(certificate()).code;
  const auto refused = results.pdf(code);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "no_signing_key");
  EXPECT_EQ(refused.error().kind, Refusal::Kind::unavailable);
  now += std::chrono::hours(1);
  make_key();
  const auto found = signing::verify(results.pdf(code).value());
  EXPECT_EQ(found->at, now) << "a key signs nothing before it is made";
  EXPECT_EQ(results.pdf("0000000000000000000A").error().code, "not_found");
}

}  // namespace
}  // namespace biroyna::results

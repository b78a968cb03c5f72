#include "features/cases/domain_known_applicants.hpp"

#include <gmock/gmock.h>

namespace biroyna::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

forms::Applicant known(const std::string& given_name, const std::string& pinfl, const std::string& passport) {
  forms::Applicant applicant;
  applicant.family_name = "Karimova";
  applicant.given_name = given_name;
  applicant.birth_date = parse_iso_day("1990-03-02");
  applicant.pinfl = pinfl;
  applicant.passport = passport;
  return applicant;
}

TEST(KnownApplicants, ATypedTextIsReadAsTheIdentifierThatItMayBe) {
  EXPECT_THAT(identifiers_in("aa 123-45-67"), ElementsAre("AA1234567"));
  EXPECT_THAT(identifiers_in("3 010190 0000000"), ElementsAre("30101900000000"));
  EXPECT_THAT(identifiers_in("+998 90 123-45-67"), ElementsAre("+998901234567"));
  EXPECT_THAT(identifiers_in("901234567"), ElementsAre("901234567", "+998901234567"))
      << "of a body, or of a telephone";
  EXPECT_THAT(identifiers_in("Karimova Zuhra"), IsEmpty());
}

TEST(KnownApplicants, TwoLettersAreNoNameToBeLookedFor) {
  EXPECT_FALSE(may_be_looked_for("Ка"));
  EXPECT_FALSE(may_be_looked_for("  a  "));
  EXPECT_TRUE(may_be_looked_for("Кар"));
  EXPECT_TRUE(may_be_looked_for("AA1234567"));
}

TEST(KnownApplicants, WhoCameTwiceIsShownOnceAsTheyWereLast) {
  const auto found = each_once({{"3", ServiceId("a"), {}, known("Zuhra", "", "AB7654321")},
                                {"2", ServiceId("b"), {}, known("Zuhra", "40203900000000", "AA1234567")},
                                {"1", ServiceId("b"), {}, known("Zuhra", "40203900000001", "")},
                                {"0", ServiceId("b"), {}, known("Zulfiya", "", "AC1234567")}});
  std::vector<std::string> numbers;
  for (const auto& one : found) numbers.push_back(one.number);
  EXPECT_THAT(numbers, ElementsAre("3", "0")) << "the name and the day of birth are the same";
  EXPECT_FALSE(same_person(known("Zuhra", "40203900000000", ""), known("Zuhra", "40203900000001", "")))
      << "twins of one name";
}

}  // namespace
}  // namespace biroyna::cases

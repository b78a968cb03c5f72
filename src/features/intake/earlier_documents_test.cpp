#include "features/intake/earlier_documents.hpp"

#include <gmock/gmock.h>

namespace biroyna::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Time kMay = *parse_rfc3339("2026-05-03T05:00:00Z");

forms::Applicant karimova() {
  forms::Applicant applicant;
  applicant.family_name = "Karimova";
  applicant.given_name = "Zuhra";
  applicant.passport = "AA1234567";
  return applicant;
}

cases::Application earlier_application() {
  cases::Application application;
  application.centre = CentreId("sergeli");
  application.number = "7K4M9QX2";
  application.applicant = karimova();
  application.process = cases::Case::submitted(
      {.number = "7K4M9QX2",
       .service = ServiceId("pension-certificate"),
       .catalogue_version = 1,
       .channel = "window",
       .route = {{.id = "check", .department = DepartmentId("pension"), .working_days = 5}},
       .working_days = 5,
       .fee = {}},
      kApplicant, kMay);
  return application;
}

documents::Version version_of(const std::string& type, const std::string& id, Time at = kMay) {
  documents::Version version{.type = DocumentTypeId(type), .document = {}, .actor = "visitor", .at = at};
  version.document.id = documents::DocumentId(id);
  version.document.sha256 = "content of " + id;
  version.document.state = documents::State::accepted;
  version.document.taken_at = at;
  return version;
}

std::vector<std::string> ids_of(const EarlierDocuments& documents) {
  std::vector<std::string> ids;
  for (const auto& one : documents) ids.push_back(one.version.document.id.str());
  return ids;
}

std::vector<std::string> of_application(const cases::Application& application,
                                        const forms::Applicant& by = karimova()) {
  return ids_of(may_be_used_again(application, {version_of("identity", "A"), version_of("photo", "B")}, by));
}

TEST(EarlierDocuments, OnesOwnMayBeUsedAgain) {
  EXPECT_THAT(of_application(earlier_application()), ElementsAre("A", "B"));
}

TEST(EarlierDocuments, ThoseOfSomebodyElseMayNot) {
  forms::Applicant other = karimova();
  other.given_name = "Dildora";
  other.passport = "AB7654321";
  EXPECT_THAT(of_application(earlier_application(), other), IsEmpty());
  EXPECT_THAT(of_application(earlier_application(), forms::Applicant()), IsEmpty()) << "nobody is named yet";
}

TEST(EarlierDocuments, OfAnErasedApplicationNothingIsLeft) {
  auto application = earlier_application();
  application.process.erased = true;
  EXPECT_THAT(of_application(application), IsEmpty());
}

TEST(EarlierDocuments, WhatTheChecksHaveNotAcceptedMayNot) {
  using documents::State;
  for (const State state : {State::queued, State::scanning, State::rejected}) {
    auto version = version_of("identity", "A");
    version.document.state = state;
    EXPECT_THAT(may_be_used_again(earlier_application(), {version}, karimova()), IsEmpty())
        << documents::name(state);
  }
}

TEST(EarlierDocuments, WhatTheCentreAsksForAnewMayNot) {
  auto application = earlier_application();
  const StaffId bobur("bobur");
  const auto carry_out = [&](const cases::Case::Decided& decided) {
    ASSERT_TRUE(decided) << decided.error().code;
    for (const auto& event : *decided) application.process.apply(event);
  };
  carry_out(application.process.claim("check", bobur, kMay));
  carry_out(application.process.ask_applicant("check", bobur, {"documents/photo"}, "It is too dark.", kMay));
  EXPECT_THAT(of_application(application), ElementsAre("A"));
}

TEST(EarlierDocuments, TheNewestOfEachContentAreOfferedAndNotMany) {
  EarlierDocuments all;
  for (const int i : {1, 4, 3, 5, 2})
    all.push_back({"7K4M9QX2", version_of("identity", std::to_string(i), kMay + Minutes(i))});
  all.push_back({"7K4M9QX2", version_of("photo", "6", kMay + Minutes(6))});
  auto same = version_of("identity", "7", kMay + Minutes(7));
  same.document.sha256 = "content of 4";
  all.push_back({"7K4M9QX2", same});
  EXPECT_THAT(ids_of(offered(all, DocumentTypeId("identity"), "")), ElementsAre("7", "5", "3"));
  EXPECT_THAT(ids_of(offered(all, DocumentTypeId("identity"), "content of 5")), ElementsAre("7", "3", "2"))
      << "the draft has it already";
  EXPECT_THAT(offered(all, DocumentTypeId("passport"), ""), IsEmpty());
}

TEST(EarlierDocuments, ItIsToldWhereItWasHandedInFirst) {
  EarlierDocument one{"7K4M9QX2", version_of("identity", "A")};
  EXPECT_EQ(one.origin().case_number, "7K4M9QX2");
  EXPECT_EQ(one.origin().at, kMay);
  one.version.document.origin = documents::Origin{"2222BBBB", kMay - Minutes(60)};
  EXPECT_EQ(one.origin().case_number, "2222BBBB") << "it was used again before";
  EXPECT_EQ(one.origin().at, kMay - Minutes(60));
}

}  // namespace
}  // namespace biroyna::intake

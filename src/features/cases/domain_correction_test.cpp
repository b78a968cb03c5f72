#include "features/cases/domain_correction.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/cases/domain_test_case.hpp"

namespace biroyna::cases {
namespace {

using catalogue::AnswerError;
using catalogue::Answers;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kToday;

// One yes or no, which asks for a number, another document and another step.
struct CorrectionTest : ::testing::Test {
  catalogue::Catalogue catalogue;
  catalogue::Service service;
  forms::Applicant applicant{.family_name = "Karimova",
                             .given_name = "Aziza",
                             .middle_name = {},
                             .birth_date = parse_iso_day("1990-02-01"),
                             .pinfl = "30102900150011",
                             .passport = {},
                             .organisation = {},
                             .tin = {},
                             .phone = "+998901234567"};
  Answers before{{"reason", "Old."}, {"extension", false}};
  std::vector<std::string> marked{"answers/extension", "documents/plan"};

  CorrectionTest() {
    catalogue.fields = {{.id = "reason", .type = catalogue::FieldType::text, .label = {}},
                        {.id = "extension", .type = catalogue::FieldType::yes_no, .label = {}},
                        {.id = "area", .type = catalogue::FieldType::number, .label = {}}};
    const auto when = [](const char* text) { return catalogue::parse_expression(text).value(); };
    service.form = {
        {.id = "works",
         .title = {},
         .fields = {
             {.field = "reason"}, {.field = "extension"}, {.field = "area", .when = when("extension")}}}};
    service.documents = {{.type = DocumentTypeId("plan")},
                         {.type = DocumentTypeId("consent"), .when = when("extension")}};
    service.steps = {{.id = "decide", .department = DepartmentId("land"), .working_days = 3, .after = {}},
                     {.id = "visit",
                      .department = DepartmentId("land"),
                      .working_days = 2,
                      .after = {},
                      .when = when("extension")}};
  }

  std::vector<AnswerError> faults(const Answers& after, std::set<DocumentTypeId> provided,
                                  const forms::ApplicantParts& anew = {}) {
    const forms::Applicant told = with_parts(applicant, anew);
    return correction_errors(
        catalogue, service,
        {applicant, told, before, after, {DocumentTypeId("plan")}, std::move(provided), marked},
        {.today = kToday, .applicant_birth_date = {}, .channel = catalogue::Channel::online});
  }
};

TEST_F(CorrectionTest, WhatIsMarkedIsCorrected) {
  EXPECT_THAT(faults(before, {DocumentTypeId("plan")}), IsEmpty()) << "it may have been right";
  EXPECT_THAT(faults(before, {}), ElementsAre(AnswerError{"/documents/plan", "error.document_missing"}));
}

TEST_F(CorrectionTest, TheApplicantSaysAnewWhatIsMarked) {
  const auto anew = [&](const forms::ApplicantParts& parts) {
    return faults(before, {DocumentTypeId("plan")}, parts);
  };
  marked.emplace_back("applicant/phone");
  EXPECT_THAT(anew({{"phone", "93 123 45 67"}}), IsEmpty());
  EXPECT_THAT(anew({{"phone", "12"}}), ElementsAre(AnswerError{"/applicant/phone", "error.phone"}));
  EXPECT_THAT(anew({{"phone", "93 123 45 67"}, {"family_name", "Rahimova"}}),
              ElementsAre(AnswerError{"/applicant/family_name", "error.not_asked"}));
  EXPECT_THAT(anew({{"organisation", "Orzu"}}),
              ElementsAre(AnswerError{"/applicant/organisation", "error.not_asked"}));
  EXPECT_THAT(anew({{"pinfl", "62902040150011"}}),
              ElementsAre(AnswerError{"/applicant/birth_date", "error.not_asked"},
                          AnswerError{"/applicant/pinfl", "error.not_asked"}));
}

TEST_F(CorrectionTest, WhatWasWrongWithTheApplicantIsNotHeldAgainstTheAnswer) {
  applicant.phone = "12";
  EXPECT_THAT(faults(before, {DocumentTypeId("plan")}), IsEmpty());
  marked.emplace_back("applicant/phone");
  EXPECT_THAT(faults(before, {DocumentTypeId("plan")}),
              ElementsAre(AnswerError{"/applicant/phone", "error.phone"}));
}

TEST_F(CorrectionTest, TheBirthDateGoesWithThePinfl) {
  marked.emplace_back("applicant/pinfl");
  EXPECT_THAT(faults(before, {DocumentTypeId("plan")}, {{"pinfl", "62902040150011"}}), IsEmpty());
  EXPECT_EQ(part_of(with_parts(applicant, {{"pinfl", "62902040150011"}}), "birth_date"), "2004-02-29");
  EXPECT_EQ(part_of(with_parts(applicant, {{"pinfl", "62902040150011"}, {"birth_date", "1990-02-02"}}),
                    "birth_date"),
            "1990-02-02");
}

TEST_F(CorrectionTest, WhatWasNotAskedStays) {
  Answers after = before;
  after["reason"] = "New.";
  EXPECT_THAT(faults(after, {DocumentTypeId("plan")}),
              ElementsAre(AnswerError{"/answers/reason", "error.not_asked"}));
  after.erase("reason");
  EXPECT_THAT(faults(after, {DocumentTypeId("plan")}),
              ::testing::Contains(AnswerError{"/answers/reason", "error.not_asked"}));
}

TEST_F(CorrectionTest, ANewAnswerAsksForWhatItMakesAQuestion) {
  Answers after = before;
  after["extension"] = true;
  EXPECT_THAT(faults(after, {DocumentTypeId("plan")}),
              ElementsAre(AnswerError{"/answers/area", "error.required"},
                          AnswerError{"/documents/consent", "error.document_missing"}));
  after["area"] = 20.0;
  EXPECT_THAT(faults(after, {DocumentTypeId("plan"), DocumentTypeId("consent")}), IsEmpty());
  EXPECT_THAT(faults(after, {DocumentTypeId("plan"), DocumentTypeId("consent"), DocumentTypeId("x")}),
              ElementsAre(AnswerError{"/documents/x", "error.unknown_document"}));
}

TEST_F(CorrectionTest, OtherFactsAskForOtherSteps) {
  const auto ids = [&](const Answers& answers) {
    std::vector<std::string> steps;
    for (const auto& step : asked_by(catalogue, service, answers, {}).route) steps.push_back(step.id);
    return steps;
  };
  EXPECT_THAT(ids(before), ElementsAre("decide"));
  EXPECT_THAT(ids({{"extension", true}}), ElementsAre("decide", "visit"));
}

}  // namespace
}  // namespace biroyna::cases

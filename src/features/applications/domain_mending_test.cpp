#include "features/applications/domain_mending.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace biroyna::applications {
namespace {

using catalogue::AnswerError;
using catalogue::Answers;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// One yes or no, which asks for a number, another paper and another step.
struct Mend : ::testing::Test {
  catalogue::Catalogue catalogue;
  catalogue::Service service;
  Applicant applicant;
  Answers before{{"reason", "Old."}, {"extension", false}};
  std::vector<std::string> marked{"answers/extension", "documents/plan"};

  Mend() {
    catalogue.fields = {{.id = "reason", .type = catalogue::FieldType::text, .label = {}},
                        {.id = "extension", .type = catalogue::FieldType::yes_no, .label = {}},
                        {.id = "area", .type = catalogue::FieldType::number, .label = {}}};
    const auto when = [](const char* text) { return catalogue::parse_expression(text).value(); };
    service.form = {
        {.id = "works",
         .title = {},
         .fields = {
             {.field = "reason"}, {.field = "extension"}, {.field = "area", .when = when("extension")}}}};
    service.documents = {{.document = DocumentId("plan")},
                         {.document = DocumentId("consent"), .when = when("extension")}};
    service.steps = {{.id = "decide", .department = DepartmentId("land"), .working_days = 3, .after = {}},
                     {.id = "visit",
                      .department = DepartmentId("land"),
                      .working_days = 2,
                      .after = {},
                      .when = when("extension")}};
  }

  std::vector<AnswerError> faults(const Answers& after, std::set<DocumentId> given) {
    return faults_of_mending(catalogue, service,
                             {applicant, before, after, {DocumentId("plan")}, std::move(given), marked},
                             {.applicant_birth_date = {}, .channel = catalogue::Channel::online});
  }
};

TEST_F(Mend, WhatIsMarkedIsMended) {
  EXPECT_THAT(faults(before, {DocumentId("plan")}), IsEmpty()) << "it may have been right";
  EXPECT_THAT(faults(before, {}), ElementsAre(AnswerError{"/documents/plan", "error.paper_missing"}));
}

TEST_F(Mend, WhatWasNotAskedStays) {
  Answers after = before;
  after["reason"] = "New.";
  EXPECT_THAT(faults(after, {DocumentId("plan")}),
              ElementsAre(AnswerError{"/answers/reason", "error.not_asked"}));
  after.erase("reason");
  EXPECT_THAT(faults(after, {DocumentId("plan")}),
              ::testing::Contains(AnswerError{"/answers/reason", "error.not_asked"}));
}

TEST_F(Mend, ANewAnswerAsksForWhatItMakesAQuestion) {
  Answers after = before;
  after["extension"] = true;
  EXPECT_THAT(faults(after, {DocumentId("plan")}),
              ElementsAre(AnswerError{"/answers/area", "error.required"},
                          AnswerError{"/documents/consent", "error.paper_missing"}));
  after["area"] = 20.0;
  EXPECT_THAT(faults(after, {DocumentId("plan"), DocumentId("consent")}), IsEmpty());
  EXPECT_THAT(faults(after, {DocumentId("plan"), DocumentId("consent"), DocumentId("x")}),
              ElementsAre(AnswerError{"/documents/x", "error.unknown_document"}));
}

TEST_F(Mend, OtherFactsAskForOtherSteps) {
  const auto ids = [&](const Answers& answers) {
    std::vector<std::string> steps;
    for (const auto& step : asked_by(catalogue, service, answers, {}).route) steps.push_back(step.id);
    return steps;
  };
  EXPECT_THAT(ids(before), ElementsAre("decide"));
  EXPECT_THAT(ids({{"extension", true}}), ElementsAre("decide", "visit"));
}

}  // namespace
}  // namespace biroyna::applications

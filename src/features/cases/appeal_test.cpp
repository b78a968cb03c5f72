#include "features/cases/appeal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "features/catalogue/test_files.hpp"

namespace biroyna::cases {
namespace {

using ::testing::HasSubstr;

const StaffId kSpecialist("specialist");

const catalogue::Edition& edition() {
  static const catalogue::Edition read(catalogue::reference());
  return read;
}
const catalogue::Service& service() { return *edition().catalogue.find(ServiceId("kindergarten-referral")); }

// What became of one application.
Case after(const std::function<Case::Decided(const Case&, Time)>& decide) {
  const Time now = *parse_rfc3339("2026-11-24T05:00:00Z");
  Case subject = Case::submitted({.number = "7K4M9QX2",
                                  .service = service().id,
                                  .channel = "online",
                                  .route = {{"placement", DepartmentId("preschool"), "specialist", 1}},
                                  .working_days = 1,
                                  .fee = {}},
                                 kApplicant, now);
  for (const auto& step : {std::function<Case::Decided(const Case&, Time)>(
                               [](const Case& c, Time at) { return c.claim("placement", kSpecialist, at); }),
                           decide}) {
    const auto events = step(subject, now);
    for (const Event& event : events.value()) subject.apply(event);
  }
  return subject;
}

TEST(Appeal, IsSaidOfEachRefusalAndOfEachEndingWithoutADecision) {
  EXPECT_TRUE(may_be_appealed(after([](const Case& c, Time at) {
    return c.refuse("placement", kSpecialist, "no-place", "All places are taken.", at, "paragraph 7");
  })));
  EXPECT_FALSE(may_be_appealed(
      after([](const Case& c, Time at) { return c.approve("placement", kSpecialist, "", at); })));
  EXPECT_FALSE(may_be_appealed(after([](const Case& c, Time at) { return c.withdraw(kApplicant, at); })))
      << "it was their own";
  Case left = after(
      [](const Case& c, Time at) { return c.ask_applicant("placement", kSpecialist, {}, "Which one?", at); });
  EXPECT_FALSE(may_be_appealed(left));
  const auto closed = left.close("No answer came.", {ActorKind::staff, "head"}, left.timeline.back().at);
  for (const Event& event : closed.value()) left.apply(event);
  EXPECT_TRUE(may_be_appealed(left));
}

TEST(Appeal, NamesTheBodyTheTermsAndThePlaceInEachLanguage) {
  const auto* department = edition().catalogue.find(service().department);
  for (const Language language : kLanguages) {
    const std::string text = appeal_text(edition(), service(), language);
    for (const std::string& part : {department->agency.in(language), std::string("30"), std::string("3"),
                                    edition().catalogue.centre.address.in(language),
                                    std::string("+998\u00a071\u00a0200\u00a000\u00a000")})
      EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(Appeal, ARefusalStandsOnTheServicesOwnRuleAndItsPoint) {
  const auto* ground = edition().catalogue.find_refusal(service().refusals.front());
  const std::string own = service().ground.in(Language::en);
  ASSERT_FALSE(own.empty());
  EXPECT_THAT(law_of(service(), *ground, "paragraph 7", Language::en),
              ::testing::StartsWith(own + ", paragraph 7"));
  EXPECT_THAT(law_of(service(), *ground, "", Language::en), ::testing::StartsWith(own));
  EXPECT_EQ(law_of(catalogue::Service{}, *ground, "7", Language::en), ground->ground.in(Language::en));
}

}  // namespace
}  // namespace biroyna::cases

#include "features/cases/commands_identity.hpp"

#include <gtest/gtest.h>

#include "features/cases/domain_case.hpp"

namespace biroyna::cases {
namespace {

// The specimen of ICAO 9303, part 5.
constexpr const char* kCard =
    "I<UTOD231458907<<<<<<<<<<<<<<<\r\n"
    "7408122F1204159UTO<<<<<<<<<<<6\r\n"
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<\r\n";
const Day kValid = *parse_iso_day("2012-04-15");

std::string code_of(const forms::Applicant& applicant, Day today, const char* zone = kCard) {
  const auto faults = faults_of_zone(zone, applicant, today);
  return faults.empty() ? "" : faults.front().code;
}

TEST(ZoneOfAnApplicant, IsOfTheirDocumentAndBirthDate) {
  forms::Applicant anna;
  anna.passport = "D23145890";
  anna.birth_date = parse_iso_day("1974-08-12");
  EXPECT_EQ(code_of(anna, kValid), "");
  EXPECT_EQ(code_of(anna, kValid + std::chrono::days(1)), "error.document_expired");
  EXPECT_EQ(code_of(anna, kValid, "7408122F1204159UTO"), "error.no_zone");
  forms::Applicant other = anna;
  other.birth_date = parse_iso_day("1974-08-13");
  EXPECT_EQ(code_of(other, kValid), "error.another_person");
  other = anna;
  other.passport = "D23145891";
  EXPECT_EQ(code_of(other, kValid), "error.another_person");
}

TEST(ZoneOfAnApplicant, IsReadWhereTheServiceNeedsIt) {
  const Time at = *parse_rfc3339("2026-11-24T05:00:00Z");
  const Actor aziza{ActorKind::staff, "aziza"};
  const Case subject = Case::submitted({.number = "7K4M9QX2",
                                        .service = ServiceId("deed"),
                                        .channel = "window",
                                        .route = {{"decide", DepartmentId("land")}},
                                        .working_days = 1,
                                        .fee = {},
                                        .needs_identity = true,
                                        .needs_zone = true},
                                       aziza, at);
  EXPECT_EQ(subject.state, CaseState::awaiting_visit) << "who came to the window was seen, and no more";
  EXPECT_EQ(subject.confirm_identity(aziza, at).error().code, "zone_needed");
  Case read = subject;
  const auto events = subject.confirm_identity(aziza, at, true).value();
  for (const Event& event : events) read.apply(event);
  EXPECT_EQ(read.state, CaseState::submitted);
  EXPECT_EQ(read.timeline.back().reference, kZoneRead);
}

}  // namespace
}  // namespace biroyna::cases

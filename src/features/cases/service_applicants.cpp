// Who was served here before, so that nobody is asked again for what the centre knows.
#include <fmt/format.h>

#include "core/text.hpp"
#include "features/cases/service.hpp"
#include "features/cases/store_applicants.hpp"

namespace biroyna::cases {
namespace {

constexpr std::size_t kApplicationsRead = 60, kPeopleShown = 10;

}  // namespace

std::vector<CaseRow> Applications::of_person(const CentreId& centre,
                                             const forms::Applicant& applicant) const {
  std::vector<std::string> identifiers = identifiers_of(applicant);
  std::erase(identifiers, applicant.phone);
  std::vector<CaseRow> rows;
  if (identifiers.empty()) return rows;
  for (const auto& known :
       db_.reading([&](db::Tx& tx) { return applicants_with(tx, centre, identifiers, kMostOfPerson); })) {
    if (!same_person(known.applicant, applicant)) continue;
    const auto application = find_undamaged(known.number);
    if (!application) continue;
    rows.push_back({.number = known.number,
                    .service = known.service,
                    .state = application->process.state,
                    .applicant_name = known.applicant.name(),
                    .submitted_at = known.submitted_at,
                    .due_at = {},
                    .outcome = application->process.outcome()});
  }
  return rows;
}

Result<Applications::KnownApplicants> Applications::known_applicants(const CentreId& centre,
                                                                     std::string_view typed,
                                                                     const Actor& by) {
  if (!may_be_looked_for(typed)) return invalid({{"/q", "error.name_too_short"}});
  const auto identifiers = identifiers_in(typed);
  auto found = db_.reading([&](db::Tx& tx) {
    return identifiers.empty() ? applicants_named(tx, centre, trim(typed), kApplicationsRead)
                               : applicants_with(tx, centre, identifiers, kApplicationsRead);
  });
  KnownApplicants known{.people = {}, .more = found.size() == kApplicationsRead};
  known.people = each_once(std::move(found));
  if (known.people.size() > kPeopleShown) {
    known.people.resize(kPeopleShown);
    known.more = true;
  }
  // Not what was typed: it is somebody's name or number.
  const std::string data = fmt::format(R"({{"by":"{}","found":{}}})",
                                       identifiers.empty() ? "name" : "identifier", known.people.size()),
                    actor = to_string(by);
  db_.write_and_wait([&](db::Tx& tx) {
    log_.append(tx, centre, {clock_(), "applicants_searched", "applicants", actor, data});
  });
  return known;
}

}  // namespace biroyna::cases

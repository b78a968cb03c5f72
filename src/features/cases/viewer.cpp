// Who looks at an application: by whom they are, or by the secret that they have.
#include "core/code.hpp"
#include "features/cases/service.hpp"
#include "features/cases/store_absences.hpp"
#include "platform/auth/secrets.hpp"

namespace biroyna::cases {

Viewer viewer_of(const auth::Principal& principal) {
  Viewer viewer{.party = Party::stranger,
                .staff = StaffId(principal.id),
                .departments = principal.departments,
                .actor = principal.actor()};
  switch (principal.role) {
    case auth::Role::operator_:
      viewer.party = Party::operator_;
      break;
    case auth::Role::department_head:
      viewer.leads = true;
      [[fallthrough]];
    case auth::Role::specialist:
      viewer.party = Party::specialist;
      break;
    case auth::Role::head:
      viewer.party = Party::head;
      break;
    case auth::Role::administrator:
      viewer.party = Party::administrator;
      break;
    default:
      break;
  }
  return viewer;
}

Viewer viewer_of(const auth::Principal& principal, const Application& application, std::string_view secret,
                 Day today) {
  if (const auto typed = read_code(secret, kSecretSigns)) {
    const std::string hash = auth::hash_token(*typed);
    if (auth::equal_in_constant_time(hash, application.secret_sha256))
      return {.party = Party::applicant, .actor = kApplicant};
    for (const Mandate& mandate : application.mandates) {
      if (!auth::equal_in_constant_time(hash, mandate.secret_sha256)) continue;
      // Of an erased case nothing is left to be seen for anybody but the centre.
      if (application.process.erased || state_of(mandate, today) != MandateState::valid) continue;
      return {.party = mandate.extent == Extent::act ? Party::representative : Party::follower,
              .mandate = mandate.id,
              .actor = {ActorKind::representative, mandate.id}};
    }
  }
  if (principal.centre != application.centre.str()) return {.actor = principal.actor()};
  return viewer_of(principal);
}

std::vector<StaffId> Applications::stands_in_for(const auth::Principal& principal) const {
  const auto edition = catalogues_.current(CentreId(principal.centre));
  if (!edition) return {};
  const Day today = edition->zone.day(clock_());
  const auto absences =
      db_.reading([&](db::Tx& tx) { return absences_on(tx, CentreId(principal.centre), today); });
  return cases::stands_in_for(absences, StaffId(principal.id), today);
}

Viewer Applications::viewer(const auth::Principal& principal) const {
  Viewer viewer = viewer_of(principal);
  if (viewer.party == Party::specialist || viewer.party == Party::operator_)
    viewer.stands_in_for = stands_in_for(principal);
  return viewer;
}

Viewer Applications::viewer(const auth::Principal& principal, const Application& application,
                            std::string_view secret) const {
  // Where nobody was given a mandate no day is needed, as of a number that does not exist.
  const Day day = application.mandates.empty() ? Day() : today(application);
  const Viewer viewer = viewer_of(principal, application, secret, day);
  return viewer.staff.empty() ? viewer : this->viewer(principal);
}

}  // namespace biroyna::cases

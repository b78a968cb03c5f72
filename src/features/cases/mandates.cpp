#include "features/cases/mandates.hpp"

#include <algorithm>

#include "core/clean_text.hpp"
#include "platform/auth/secrets.hpp"

namespace biroyna::cases {
namespace {

using Kind = Refusal::Kind;

// Who orders it, when they may.
Result<Actor> actor_for(const Applications& applications, const Credentials& by,
                        const Application& application) {
  const Viewer viewer = viewer_of(by.principal, application, by.secret, applications.today(application));
  if (!may(viewer, Action::see, application.process)) return refuse(Kind::not_found, "not_found");
  if (!may(viewer, Action::give_mandate, application.process)) return refuse(Kind::forbidden, "forbidden");
  return viewer.actor;
}

}  // namespace

NewMandate new_mandate(const Application& application, Mandate mandate) {
  NewMandate made{.mandate = std::move(mandate), .secret = new_secret()};
  made.mandate.id = auth::ordered_id();
  made.mandate.number = application.number;
  made.mandate.person = with_apostrophes(one_line(made.mandate.person));
  made.mandate.secret_sha256 = auth::hash_token(made.secret);
  return made;
}

Applications::Change give_mandate(const Applications& applications, const Application& application,
                                  NewMandate made, Credentials by) {
  Applications::Change change{.number = application.number, .decide = {}};
  change.decide = [&applications, by = std::move(by), mandate = made.mandate](const Application& now_is,
                                                                              Time now) -> Case::Decided {
    auto actor = actor_for(applications, by, now_is);
    if (!actor) return tl::unexpected(std::move(actor.error()));
    if (auto ok = check(mandate, now_is.mandates, applications.today(now_is)); !ok)
      return tl::unexpected(std::move(ok.error()));
    return now_is.process.give_mandate(mandate.id, *std::move(actor), now);
  };
  change.mandate = std::move(made.mandate);
  change.secret = std::move(made.secret);
  return change;
}

Applications::Change revoke_mandate(const Applications& applications, const Application& application,
                                    std::string mandate, Credentials by) {
  Applications::Change change{.number = application.number, .decide = {}};
  change.decide = [&applications, by = std::move(by), mandate = std::move(mandate)](
                      const Application& now_is, Time now) -> Case::Decided {
    auto actor = actor_for(applications, by, now_is);
    if (!actor) return tl::unexpected(std::move(actor.error()));
    const auto found = std::ranges::find(now_is.mandates, mandate, &Mandate::id);
    if (found == now_is.mandates.end()) return refuse(Kind::not_found, "not_found");
    if (state_of(*found, applications.today(now_is)) != MandateState::valid)
      return refuse(Kind::conflict, "mandate_over");
    return now_is.process.revoke_mandate(mandate, *std::move(actor), now);
  };
  return change;
}

const Mandate* made_mandate(const Applications::Changed& changed, const Application& application) {
  const auto found =
      std::ranges::find(application.mandates, auth::hash_token(changed.secret), &Mandate::secret_sha256);
  return found == application.mandates.end() ? nullptr : &*found;
}

}  // namespace biroyna::cases

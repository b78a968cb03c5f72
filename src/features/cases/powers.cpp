#include "features/cases/powers.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "platform/auth/secrets.hpp"

namespace biroyna::cases {
namespace {

using Kind = Refusal::Kind;

// Who orders it, when they may.
Result<Actor> actor_for(const Applications& applications, const Credentials& by,
                        const Application& application) {
  const Viewer viewer = viewer_of(by.principal, application, by.secret, applications.today(application));
  if (!may(viewer, Action::see, application.process)) return refuse(Kind::not_found, "not_found");
  if (!may(viewer, Action::give_power, application.process)) return refuse(Kind::forbidden, "forbidden");
  return viewer.actor;
}

}  // namespace

NewPower new_power(const Application& application, Power wanted) {
  NewPower made{.power = std::move(wanted), .secret = new_secret()};
  made.power.id = auth::ordered_id();
  made.power.number = application.number;
  made.power.person = std::string(trim(made.power.person));
  made.power.secret_sha256 = auth::hash_token(made.secret);
  return made;
}

Applications::Change give_power(const Applications& applications, const Application& application,
                                NewPower given, Credentials by) {
  Applications::Change change{.number = application.number, .decide = {}};
  change.decide = [&applications, by = std::move(by), power = given.power](const Application& now_is,
                                                                           Time now) -> Case::Decided {
    auto actor = actor_for(applications, by, now_is);
    if (!actor) return tl::unexpected(std::move(actor.error()));
    if (auto ok = check(power, now_is.powers, applications.today(now_is)); !ok)
      return tl::unexpected(std::move(ok.error()));
    return now_is.process.give_power(power.id, *std::move(actor), now);
  };
  change.power = std::move(given.power);
  change.secret = std::move(given.secret);
  return change;
}

Applications::Change revoke_power(const Applications& applications, const Application& application,
                                  std::string power, Credentials by) {
  Applications::Change change{.number = application.number, .decide = {}};
  change.decide = [&applications, by = std::move(by), power = std::move(power)](const Application& now_is,
                                                                                Time now) -> Case::Decided {
    auto actor = actor_for(applications, by, now_is);
    if (!actor) return tl::unexpected(std::move(actor.error()));
    const auto found = std::ranges::find(now_is.powers, power, &Power::id);
    if (found == now_is.powers.end()) return refuse(Kind::not_found, "not_found");
    if (state_of(*found, applications.today(now_is)) != PowerState::valid)
      return refuse(Kind::conflict, "power_over");
    return now_is.process.revoke_power(power, *std::move(actor), now);
  };
  return change;
}

}  // namespace biroyna::cases

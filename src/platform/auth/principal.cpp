#include "platform/auth/principal.hpp"

#include <array>

namespace biroyna::auth {
namespace {

constexpr std::array<std::string_view, kRoles> kNames = {
    "anonymous", "kiosk",      "board",           "tablet", "printer", "agency",       "host",
    "operator",  "specialist", "department_head", "editor", "head",    "administrator"};

}  // namespace

std::string_view name(Role role) { return kNames[static_cast<std::size_t>(role)]; }

bool parse_role(std::string_view text, Role& role) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] != text) continue;
    role = static_cast<Role>(i);
    return true;
  }
  return false;
}

Actor Principal::actor() const {
  if (!signed_in()) return {ActorKind::visitor};
  return {by_token ? ActorKind::device : ActorKind::staff, id};
}

std::string actor_of(const Principal& principal) { return to_string(principal.actor()); }

}  // namespace biroyna::auth

// Who is asking. Filled by the guard before a handler runs (see features/sessions).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/actor.hpp"
#include "core/enum_set.hpp"
#include "core/id.hpp"

namespace biroyna::auth {

// Roles of people and of devices; a person or a token has exactly one in a centre.
enum class Role : std::uint8_t {
  anonymous,
  kiosk,
  board,
  tablet,
  printer,
  agency,  // the program of an agency that fetches and answers questions
  host,
  operator_,
  specialist,       // of one or more departments
  department_head,  // the same, and decides what only a department's head may
  editor,
  head,
  administrator,
};
inline constexpr int kRoles = 13;

std::string_view name(Role role);  // "operator"
bool parse_role(std::string_view name, Role& role);

// What a route or an action allows.
using Roles = EnumSet<Role, kRoles>;
// Who works for departments.
inline constexpr Roles kOfDepartments = {Role::specialist, Role::department_head};

struct Principal {
  Role role = Role::anonymous;
  std::string id;                              // staff or device id; empty for anonymous
  std::string centre;                          // the centre that the role belongs to; empty for anonymous
  std::vector<DepartmentId> departments = {};  // of kOfDepartments: for whom they work
  std::string name;                            // as shown in the console; never logged
  std::string session;                         // hash of the session, for CSRF and sign-out; empty for tokens
  std::string csrf;                            // the token that a form of this session must carry
  bool by_token = false;

  // Known by a session or a token. This does not say that they work for a centre.
  bool signed_in() const { return role != Role::anonymous; }
  // A person or a device with a role in a centre.
  bool of_centre() const { return role != Role::anonymous; }
  Actor actor() const;  // staff, a device, or a visitor
};

// As the event log has it.
std::string actor_of(const Principal& principal);

}  // namespace biroyna::auth

// Who is asking. Filled by the guard before a handler runs (see features/staff).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace biroyna::auth {

// Roles of people and of devices; a person or a token has exactly one in a centre.
enum class Role : std::uint8_t {
  anonymous,
  kiosk,
  board,
  tablet,
  printer,
  host,
  operator_,
  editor,
  head,
  administrator,
};
inline constexpr int kRoles = 10;

std::string_view name(Role role);  // "operator"
bool parse_role(std::string_view name, Role& role);

// A set of roles: what a route or an action allows.
class Roles {
 public:
  constexpr Roles() = default;
  constexpr Roles(std::initializer_list<Role> roles) {
    for (const Role role : roles) bits_ |= 1u << static_cast<unsigned>(role);
  }
  static constexpr Roles all() { return Roles((1u << kRoles) - 1); }
  constexpr bool contains(Role role) const { return bits_ >> static_cast<unsigned>(role) & 1u; }
  constexpr bool empty() const { return bits_ == 0; }
  friend constexpr Roles operator|(Roles a, Roles b) { return Roles(a.bits_ | b.bits_); }
  friend constexpr bool operator==(Roles, Roles) = default;

 private:
  explicit constexpr Roles(std::uint32_t bits) : bits_(bits) {}
  std::uint32_t bits_ = 0;
};

struct Principal {
  Role role = Role::anonymous;
  std::string id;       // staff or device id; empty for anonymous
  std::string centre;   // the centre that the role belongs to; empty for anonymous
  std::string name;     // as shown in the console; never logged
  std::string session;  // hash of the session, for CSRF and sign-out; empty for tokens
  std::string csrf;     // the token that a form of this session must carry
  bool by_token = false;

  bool signed_in() const { return role != Role::anonymous; }
};

}  // namespace biroyna::auth

// The rules of people: what a login and a name must be, and what counts as one client.
//
// Pure, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "features/staff/domain_password.hpp"

namespace biroyna::staff {

inline constexpr std::size_t kLongestLogin = 64, kLongestName = 100;

// Small letters, digits, ".", "-" and "_".
bool is_login(std::string_view text);
// A login as it is kept, however it was typed: without blanks around it, in small letters.
std::string login_of(std::string_view typed);

// Wrong fields of a person to be added: error.bad_login, error.no_name, error.too_long, and those of a
// password.
std::vector<FieldError> wrong_fields(std::string_view login, std::string_view name,
                                     std::string_view password);
std::optional<FieldError> wrong_name(std::string_view name);

}  // namespace biroyna::staff

// What a password must be: long enough, and not among those that are tried first.
//
// Pure, thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "core/result.hpp"

namespace biroyna::staff {

inline constexpr std::size_t kShortestPassword = 10;  // characters
inline constexpr std::size_t kLongestPassword = 256;  // bytes

// Whose password it is; what is empty does not count.
struct PasswordOwner {
  std::string_view login, name;
};

// Whether a guesser comes to it soon, in whatever script and case it is typed: it has the login, a part of
// the name or the product's name in it; it is a frequent password, as it is or with digits around it
// (domain_common_passwords.cpp); or, common words and rows of keys taken away, fewer than six signs
// are left that do not repeat or continue the one before ("password1234", "йцукен12345", "aaaaaaaaaaaa").
bool is_guessable(std::string_view password, const PasswordOwner& owner);

// error.password_too_short, error.too_long, error.password_guessable.
std::optional<FieldError> wrong_password(std::string_view pointer, std::string_view password,
                                         const PasswordOwner& owner);

}  // namespace biroyna::staff

#include "platform/auth/checked_secrets.hpp"

#include <fmt/format.h>

namespace biroyna::auth {

std::string CheckedSecrets::check_of(std::string_view purpose, std::string_view text) const {
  return keyed_signs(key_, fmt::format("{}:{}", purpose, text), kCheckSigns);
}

std::string CheckedSecrets::make(std::string_view purpose) const {
  const std::string secret = random_token();
  return fmt::format("{}.{}", secret, check_of(purpose, secret));
}

bool CheckedSecrets::may_be_known(std::string_view purpose, std::string_view secret) const {
  const auto point = secret.find('.');
  if (!is_random_token(secret.substr(0, point))) return false;
  return point == std::string_view::npos ||
         equal_in_constant_time(secret.substr(point + 1), check_of(purpose, secret.substr(0, point)));
}

}  // namespace biroyna::auth

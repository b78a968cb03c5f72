#include "features/staff/domain.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace biroyna::staff {

bool is_login(std::string_view text) {
  return !text.empty() && text.size() <= kLongestLogin && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  });
}

std::string login_of(std::string_view typed) {
  std::string login(trim(typed));
  for (char& c : login)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return login;
}

std::optional<FieldError> wrong_name(std::string_view name) {
  if (trim(name).empty() || !is_utf8(name)) return FieldError{"/name", "error.no_name"};
  if (length_utf8(name) > kLongestName) return too_long("/name", kLongestName);
  return std::nullopt;
}

std::vector<FieldError> wrong_fields(std::string_view login, std::string_view name,
                                     std::string_view password) {
  std::vector<FieldError> wrong;
  if (!is_login(login)) wrong.push_back({"/login", "error.bad_login"});
  if (auto error = wrong_name(name)) wrong.push_back(*std::move(error));
  if (auto error = wrong_password("/password", password, {login, name})) wrong.push_back(*std::move(error));
  return wrong;
}

}  // namespace biroyna::staff

#include "features/staff/domain.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace biroyna::staff {
namespace {

constexpr std::size_t kMostRemembered = 10'000;  // logins and addresses, each

bool is_login(std::string_view login) {
  return !login.empty() && login.size() <= kLongestLogin && std::ranges::all_of(login, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  });
}

}  // namespace

std::optional<Seconds> Throttle::wait(Failures& failures, const std::string& of, std::size_t most, Time now) {
  const auto found = failures.find(of);
  if (found == failures.end()) return std::nullopt;
  auto& times = found->second;
  while (!times.empty() && now - times.front() >= kWindow) times.pop_front();
  if (times.size() < most) return std::nullopt;
  return std::chrono::ceil<Seconds>(times.front() + kWindow - now);
}

std::optional<Seconds> Throttle::wait(const std::string& login, const std::string& address, Time now) {
  const auto login_waits = wait(by_login_, login, kFailuresOfLogin, now);
  const auto address_waits = wait(by_address_, address, kFailuresOfAddress, now);
  return std::max(login_waits, address_waits);
}

void Throttle::forget_old(Failures& failures, Time now) {
  if (failures.size() < kMostRemembered) return;
  std::erase_if(failures, [&](const auto& entry) {
    return entry.second.empty() || now - entry.second.back() >= kWindow;
  });
  if (failures.size() >= kMostRemembered) failures.clear();
}

void Throttle::failed(const std::string& login, const std::string& address, Time now) {
  forget_old(by_login_, now);
  forget_old(by_address_, now);
  by_login_[login].push_back(now);
  by_address_[address].push_back(now);
}

bool session_over(Time made_at, Time used_at, Time now) {
  return now - used_at >= kSessionIdle || now - made_at >= kSessionAge;
}

std::optional<FieldError> wrong_password(std::string_view pointer, std::string_view password) {
  const std::string here(pointer);
  if (!is_utf8(password) || length_utf8(password) < kShortestPassword)
    return FieldError{here, "error.password_too_short"};
  if (password.size() > kLongestPassword) return FieldError{here, "error.too_long"};
  return std::nullopt;
}

std::vector<FieldError> wrong_fields(std::string_view login, std::string_view name,
                                     std::string_view password) {
  std::vector<FieldError> wrong;
  if (!is_login(login)) wrong.push_back({"/login", "error.bad_login"});
  if (trim(name).empty() || !is_utf8(name))
    wrong.push_back({"/name", "error.no_name"});
  else if (name.size() > kLongestName)
    wrong.push_back({"/name", "error.too_long"});
  if (auto error = wrong_password("/password", password)) wrong.push_back(*std::move(error));
  return wrong;
}

}  // namespace biroyna::staff

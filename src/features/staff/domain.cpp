#include "features/staff/domain.hpp"

#include <algorithm>
#include <utility>

#include "core/text.hpp"

namespace biroyna::staff {

bool is_login(std::string_view text) {
  return !text.empty() && text.size() <= kLongestLogin && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  });
}

std::optional<Time> blocked_until(std::span<const Time> failures, std::size_t allowed, Time now) {
  const auto first = std::ranges::find_if(failures, [&](Time at) { return now - at < kFailureWindow; });
  const auto recent = static_cast<std::size_t>(failures.end() - first);
  if (recent < allowed || recent == 0) return std::nullopt;
  Minutes wait = kFirstWait;
  for (std::size_t more = recent - allowed; more > 0 && wait < kFailureWindow; --more) wait *= 2;
  const Time until = failures.back() + std::min(wait, kFailureWindow);
  return until > now ? std::optional(until) : std::nullopt;
}

std::optional<Time> Throttle::until(ByName& failures, const std::string& of, std::size_t allowed, Time now) {
  const auto found = failures.find(of);
  if (found == failures.end()) return std::nullopt;
  auto& times = found->second.times;
  std::erase_if(times, [&](Time at) { return now - at >= kFailureWindow; });
  if (!times.empty()) return blocked_until(times, allowed, now);
  failures.erase(found);
  return std::nullopt;
}

void Throttle::add(ByName& failures, const std::string& of, Time now) {
  if (of.empty()) return;
  if (failures.size() >= kMostRemembered && !failures.contains(of)) {
    // All have failures: forget the one whose last failure is oldest.
    failures.erase(std::ranges::min_element(
        failures, {}, [](const ByName::value_type& each) { return each.second.times.back(); }));
  }
  auto& [times, refused] = failures[of];
  times.insert(std::ranges::upper_bound(times, now), now);
  refused = false;
}

void Throttle::remove(ByName& failures, const std::string& of, Time at) {
  const auto found = failures.find(of);
  if (found == failures.end()) return;
  auto& times = found->second.times;
  if (const auto same = std::ranges::find(times, at); same != times.end()) times.erase(same);
  if (times.empty()) failures.erase(found);
}

std::optional<Seconds> Throttle::begin(const Try& attempt) {
  const auto login = until(by_login_, attempt.login, kFailuresOfLogin, attempt.at);
  const auto address = until(by_address_, attempt.address, kFailuresOfAddress, attempt.at);
  if (const auto later = std::max(login, address)) return std::chrono::ceil<Seconds>(*later - attempt.at);
  add(by_login_, attempt.login, attempt.at);
  add(by_address_, attempt.address, attempt.at);
  return std::nullopt;
}

void Throttle::succeeded(const Try& attempt) {
  by_login_.erase(attempt.login);
  remove(by_address_, attempt.address, attempt.at);
}

bool Throttle::first_refusal(const std::string& login) {
  const auto found = by_login_.find(login);
  return found != by_login_.end() && !std::exchange(found->second.refused, true);
}

std::string login_of(std::string_view typed) {
  std::string login(trim(typed));
  for (char& c : login)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return login;
}

std::optional<FieldError> wrong_password(std::string_view pointer, std::string_view password) {
  const std::string here(pointer);
  if (!is_utf8(password) || length_utf8(password) < kShortestPassword)
    return FieldError{here, "error.password_too_short"};
  if (password.size() > kLongestPassword) return FieldError{here, "error.too_long"};
  return std::nullopt;
}

std::optional<FieldError> wrong_name(std::string_view name) {
  if (trim(name).empty() || !is_utf8(name)) return FieldError{"/name", "error.no_name"};
  if (length_utf8(name) > kLongestName) return FieldError{"/name", "error.too_long"};
  return std::nullopt;
}

std::vector<FieldError> wrong_fields(std::string_view login, std::string_view name,
                                     std::string_view password) {
  std::vector<FieldError> wrong;
  if (!is_login(login)) wrong.push_back({"/login", "error.bad_login"});
  if (auto error = wrong_name(name)) wrong.push_back(*std::move(error));
  if (auto error = wrong_password("/password", password)) wrong.push_back(*std::move(error));
  return wrong;
}

}  // namespace biroyna::staff

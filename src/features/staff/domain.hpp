// The rules of signing in: who is slowed down, what a login and a password must be, when a session is over.
//
// Pure: the caller gives the time. Throttle is not thread-safe.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/time.hpp"

namespace biroyna::staff {

inline constexpr std::size_t kShortestPassword = 10;  // characters
inline constexpr std::size_t kLongestPassword = 256;  // bytes
inline constexpr std::size_t kLongestLogin = 64, kLongestName = 100;
inline constexpr std::chrono::hours kSessionIdle{12};     // a session ends when it was not used for so long
inline constexpr std::chrono::hours kSessionAge{24 * 7};  // and at this age in any case

// Too many failures within the window make everybody wait until the oldest of them is forgotten: a password
// cannot be tried through, and one address cannot try many logins.
class Throttle {
 public:
  static constexpr Minutes kWindow{15};
  static constexpr std::size_t kFailuresOfLogin = 5, kFailuresOfAddress = 20;

  // How long to wait before the next try; nothing when it may be tried now.
  std::optional<Seconds> wait(const std::string& login, const std::string& address, Time now);
  void failed(const std::string& login, const std::string& address, Time now);
  void succeeded(const std::string& login) { by_login_.erase(login); }

 private:
  using Failures = std::map<std::string, std::deque<Time>>;
  static std::optional<Seconds> wait(Failures& failures, const std::string& of, std::size_t most, Time now);
  static void forget_old(Failures& failures, Time now);
  Failures by_login_, by_address_;
};

bool session_over(Time made_at, Time used_at, Time now);

// Wrong fields of a person to be added: error.bad_login, error.no_name, error.password_too_short,
// error.too_long.
std::vector<FieldError> wrong_fields(std::string_view login, std::string_view name,
                                     std::string_view password);
std::optional<FieldError> wrong_password(std::string_view pointer, std::string_view password);

}  // namespace biroyna::staff

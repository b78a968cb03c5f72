// The rules of passwords: who is slowed down when guessing, what a login and a password must be.
//
// Pure: the caller gives the time. Throttle is not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace biroyna::staff {

inline constexpr std::size_t kShortestPassword = 10;  // characters
inline constexpr std::size_t kLongestPassword = 256;  // bytes
inline constexpr std::size_t kLongestLogin = 64, kLongestName = 100;

// How long to wait after so many failures: not at all below `allowed`, then one minute, and twice as long
// with each further failure, at most the window. Failures older than the window are forgotten.
inline constexpr Minutes kFailureWindow{15};
inline constexpr Minutes kFirstWait{1};
// `failures` in order of time. Nothing when the next try may be made now.
std::optional<Time> blocked_until(std::span<const Time> failures, std::size_t allowed, Time now);

// Slows down whoever guesses: a password cannot be tried through, and one address cannot try many logins.
class Throttle {
 public:
  static constexpr std::size_t kFailuresOfLogin = 5, kFailuresOfAddress = 20;
  static constexpr std::size_t kMostRemembered = 10'000;  // logins and addresses, each

  // Either may be empty, and then does not count.
  struct Try {
    std::string login, address;
    Time at{};
  };
  // How long to wait before this try; nothing when it may be made now. It then counts as failed until
  // `succeeded`, so that tries at the same moment slow one another down.
  std::optional<Seconds> begin(const Try& attempt);
  // The login's failures are forgotten; of the address only this try, or else whoever has one account could
  // guess at the others.
  void succeeded(const Try& attempt);
  // Whether nobody was told yet of this login's being slowed down since its last failure; once.
  bool first_refusal(const std::string& login);

 private:
  struct Failures {
    std::vector<Time> times;
    bool refused = false;
  };
  using ByName = std::map<std::string, Failures>;
  static std::optional<Time> until(ByName& failures, const std::string& of, std::size_t allowed, Time now);
  static void add(ByName& failures, const std::string& of, Time now);
  static void remove(ByName& failures, const std::string& of, Time at);

  ByName by_login_, by_address_;
};

// Small letters, digits, ".", "-" and "_".
bool is_login(std::string_view text);
// A login as it is kept, however it was typed: without blanks around it, in small letters.
std::string login_of(std::string_view typed);

// Wrong fields of a person to be added: error.bad_login, error.no_name, error.password_too_short,
// error.too_long.
std::vector<FieldError> wrong_fields(std::string_view login, std::string_view name,
                                     std::string_view password);
std::optional<FieldError> wrong_name(std::string_view name);
std::optional<FieldError> wrong_password(std::string_view pointer, std::string_view password);

}  // namespace biroyna::staff

// Who is slowed down when guessing passwords, so that nobody who guesses keeps out who knows.
//
// Failures count for the account together with where they came from: for the browser, if somebody signed in
// to the account in it before, else for the client's address. So guessing from elsewhere never makes the
// owner wait. Two wider bounds are for those who never signed in to the account from where they are: one of
// each address, over all such accounts, and one of each account, against guessing from many addresses.
//
// Pure: the caller gives the time. Throttle is not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/time.hpp"

namespace biroyna::staff {

// Below `allowed` failures within the window nobody waits; then one minute after the last failure, and twice
// as long with each further one, at most kLongestWait. Older failures are forgotten.
struct Bound {
  std::size_t allowed;
  Minutes window;
};
inline constexpr Minutes kFirstWait{1}, kLongestWait{15};
inline constexpr Bound kOfPair{5, Minutes(60)};      // an account, and the browser or address
inline constexpr Bound kOfAddress{20, Minutes(15)};  // over accounts nobody signed in to from there
inline constexpr Bound kOfAccount{50, Minutes(60)};  // from where nobody signed in to it

// `failures` in order of time. Nothing when the next try may be made now.
std::optional<Time> blocked_until(std::span<const Time> failures, const Bound& bound, Time now);

class Throttle {
 public:
  static constexpr std::size_t kMostRemembered = 10'000;  // of each kind

  struct Try {
    std::string login;
    std::string address;  // of the client
    std::string browser;  // in which somebody signed in to this account before; empty: not known
    Time at{};
  };
  // How long to wait before this try; nothing when it may be made now. It then counts as failed until
  // `succeeded`, so that tries at the same moment slow one another down.
  std::optional<Seconds> begin(const Try& attempt);
  // Forgets the failures of the pair; of the others only this try, or else whoever has one account could
  // guess at more. From now on, the address is known as the account's.
  void succeeded(const Try& attempt);
  // Whether nobody was told yet of this account's being slowed down since the last failure; once.
  bool first_refusal(const Try& attempt);

 private:
  struct Failures {
    std::vector<Time> times;
    bool refused = false;
  };
  using ByName = std::map<std::string, Failures>;
  bool was_here(const Try& attempt) const;
  static std::optional<Time> until(ByName& failures, const std::string& of, const Bound& bound, Time now);
  static void add(ByName& failures, const std::string& of, Time now);
  static void remove(ByName& failures, const std::string& of, Time at);

  ByName by_pair_, by_address_, by_account_;
  std::map<std::string, Time> signed_in_;  // account and address: the last time
};

}  // namespace biroyna::staff

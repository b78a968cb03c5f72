// Who is asking: sessions of people and devices. The guard that each request passes is in edge.hpp.
//
// Uses features/staff, which knows people, devices and passwords, but no sessions. The table `sessions` is
// older than this room, so the migrations of staff make it.
//
// Sessions and tokens are kept as SHA-256 of their secret, so a stolen database opens nothing. They are
// looked up in memory; when somebody's rights end, in this program or another, staff's version of rights
// grows and all are read again. Thread-safe.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "features/audit/audit.hpp"
#include "features/sessions/domain.hpp"
#include "features/staff/staff.hpp"
#include "platform/auth/principal.hpp"
#include "platform/db/db.hpp"

namespace biroyna::sessions {

inline constexpr std::string_view kSessionCookie = "__Host-session";
inline constexpr std::string_view kBrowserCookie = "__Host-browser";  // see known_browsers.hpp

// Who asks.
struct Asker {
  auth::Principal principal;
  bool first_password = false;  // somebody else chose their password: before anything else, they choose one
};

// A session as its person sees it.
struct OwnSession {
  std::string id;  // opens nothing
  Time begun_at{}, used_at{};
  std::string browser;   // "Firefox, Windows"; empty if it is not known
  bool current = false;  // the one that asks
};

class Sessions {
 public:
  // All parameters must outlive it.
  Sessions(db::Db& db, audit::EventLog& log, staff::Staff& staff, Clock clock);
  ~Sessions();

  // Who has this secret: that of a session, or a token. Anonymous if nobody has. Junk is known without asking
  // the database; nobody's secret waits for how often another was wrong. Without `may_read` the database is
  // not read: no answer if memory does not know.
  std::optional<Asker> who_has(std::string_view secret, bool token, bool may_read);
  // Whether this is the token that forms of the session with this secret carry. Each page has it under
  // another mask (platform/auth/masked.hpp).
  static bool is_csrf_token(std::string_view token, std::string_view secret);

  struct SignedIn {
    staff::Person person;
    std::string cookie;          // the value of Set-Cookie
    std::string browser_cookie;  // another one: the browser is known from now on
  };
  struct Origin {
    std::string_view peer;                 // the client's address
    std::string_view browser_cookie = {};  // what its browser has as kBrowserCookie
    std::string_view user_agent = {};
  };
  // Refusals as staff::Staff::authenticate. Checks a password: on threads for slow work only.
  Result<SignedIn> sign_in(std::string_view login, std::string_view password, const Origin& from);
  // The session of a device that shows pages: it lasts as long as its token. Refusals as
  // staff::Staff::authenticate_device.
  struct Paired {
    staff::Device device;
    std::string cookie;
  };
  Result<Paired> pair(std::string_view token);
  // Ends all sessions of the person and begins a new one, for who changed it; answers its Set-Cookie.
  // Refusals as staff::Staff::change_password.
  Result<std::string> change_password(const auth::Principal& principal, std::string_view old_password,
                                      std::string_view new_password, std::string_view user_agent);
  // Whether somebody else chose the password that they have now.
  bool has_first_password(const auth::Principal& principal) const;
  void sign_out(const auth::Principal& principal);
  void sign_out_everywhere(const StaffId& person);
  // The sessions of the person that are not over; the one used last first.
  std::vector<OwnSession> sessions_of(const auth::Principal& principal) const;
  // Ends one of them. Refusal: not_found.
  Result<void> end(const auth::Principal& principal, std::string_view session);
  // Ends all but the one that asks.
  void end_others(const auth::Principal& principal);
  static std::string expired_cookie();

  // Writes down which sessions were used. Called each second, after that of staff.
  void tick();
  // Removes sessions that are over. Called each hour.
  void forget_old();

 private:
  struct Memory;

  db::Db& db_;
  audit::EventLog& log_;
  staff::Staff& staff_;
  Clock clock_;
  std::unique_ptr<Memory> memory_;
};

}  // namespace biroyna::sessions

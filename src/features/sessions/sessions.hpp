// Who is asking: sessions of people and devices, and the guard that each request passes.
//
// Stands above features/staff, which knows people, devices and passwords, but no sessions. The table
// `sessions` is made by the migrations of staff, as it is older than this room.
//
// Sessions and tokens are kept as SHA-256 of their secret, so a stolen database opens nothing. They are
// looked up in memory; when somebody's rights end, in this program or another, staff's version of rights
// grows and all are read again. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/time.hpp"
#include "features/audit/audit.hpp"
#include "features/sessions/domain.hpp"
#include "features/staff/staff.hpp"
#include "platform/auth/principal.hpp"
#include "platform/db/db.hpp"
#include "platform/http/http.hpp"
#include "platform/pages/pages.hpp"

namespace biroyna::sessions {

inline constexpr std::string_view kSessionCookie = "__Host-session";

class Sessions {
 public:
  // All given must outlive it.
  Sessions(db::Db& db, audit::EventLog& log, staff::Staff& staff, Clock clock);
  ~Sessions();

  // Fills request.principal from the session cookie or "Authorization: Bearer", and refuses what the route
  // does not allow: nobody known 401, known but not allowed 403, a "{centre}" that is not theirs 404 where
  // not everybody may come. A request with a session that changes something must carry the session's CSRF
  // token (form field "csrf", also of a form with files, or header "X-CSRF-Token") and must not come from
  // another site (Sec-Fetch-Site, else Origin): 403 "foreign_form". A client that came with many unknown
  // secrets waits before another is looked up: 429 "too_many_unknown_secrets".
  // On the I/O thread (`here`) it never reads the database: it answers nothing for a secret that memory does
  // not know. See http::Guard.
  std::optional<Result<void>> guard(http::Request& request, const http::Route& route, http::Where here);

  struct SignedIn {
    staff::Person person;
    std::string cookie;  // the value of Set-Cookie
  };
  // Refusals as staff::Staff::authenticate. Checks a password: on threads for slow work only.
  Result<SignedIn> sign_in(std::string_view login, std::string_view password, std::string_view peer);
  // The session of a device that shows pages: it lasts as long as its token. Refusals as
  // staff::Staff::authenticate_device.
  struct Paired {
    staff::Device device;
    std::string cookie;
  };
  Result<Paired> pair(std::string_view token, std::string_view peer);
  // Ends all sessions of the person and begins a new one, for who changed it; answers its Set-Cookie.
  // Refusals as staff::Staff::change_password.
  Result<std::string> change_password(const StaffId& person, std::string_view old_password,
                                      std::string_view new_password);
  void sign_out(const auth::Principal& principal);
  void sign_out_everywhere(const StaffId& person);
  static std::string expired_cookie();

  // Writes down which sessions were used. Called each second, after that of staff.
  void tick();
  // Removes sessions that are over. Called each hour.
  void forget_old();

 private:
  struct Memory;
  // Nothing when only the database knows and it may not be read.
  std::optional<Result<auth::Principal>> who_has(std::string_view secret, bool token, std::string_view peer,
                                                 bool may_read);

  db::Db& db_;
  audit::EventLog& log_;
  staff::Staff& staff_;
  Clock clock_;
  std::unique_ptr<Memory> memory_;
};

using Refused = std::function<http::Response(const http::Request&, const Refusal&)>;
// Where somebody with this role works: "/uz-Latn/sergeli/console".
using Home = std::function<std::string(Language, const auth::Principal&)>;
// The centre's name and address for a page's header.
using PlaceOf = std::function<pages::Place(Language, const CentreId&)>;

// All given must outlive the router.
void add_api(http::Router& router, Sessions& sessions, const Refused& refused);
// Signing in and out, and one's own account.
void add_pages(http::Router& router, Sessions& sessions, const pages::Pages& pages, const Home& home,
               const PlaceOf& place);
// Pairing: a screen becomes a kiosk, a board, …
void add_pairing_pages(http::Router& router, Sessions& sessions, const staff::Staff& staff,
                       const pages::Pages& pages, const Home& home, const PlaceOf& place);

}  // namespace biroyna::sessions

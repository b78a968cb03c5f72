// The people and devices of a centre: who they are, how they sign in, and what that lets them do.
//
// Sessions and tokens are kept as SHA-256 of their secret, so a stolen database opens nothing. They are
// looked up in memory; what other programs changed (the command line, a second server) is noticed by tick(),
// and a secret that the memory does not know is looked for in the database. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "features/audit/audit.hpp"
#include "features/staff/domain.hpp"
#include "platform/auth/principal.hpp"
#include "platform/db/db.hpp"
#include "platform/http/http.hpp"
#include "platform/pages/pages.hpp"

namespace biroyna::staff {

inline constexpr std::string_view kSessionCookie = "__Host-session";
// Roles that people have, and those that devices have.
inline constexpr auth::Roles kPeople =
    auth::kOfDepartments | auth::Roles{auth::Role::host, auth::Role::operator_, auth::Role::editor,
                                       auth::Role::head, auth::Role::administrator};
inline constexpr auth::Roles kDevices = {auth::Role::kiosk, auth::Role::board, auth::Role::tablet,
                                         auth::Role::printer, auth::Role::agency};

// Those that may change people and devices.
inline constexpr auth::Roles kAdministrators = {auth::Role::administrator};

struct Person {
  StaffId id;
  CentreId centre;
  std::string login;  // unique in the installation; small letters, digits, ".", "-", "_"
  std::string name;
  auth::Role role = auth::Role::operator_;
  bool active = true;
  std::vector<DepartmentId> departments = {};  // of auth::kOfDepartments, in order
};

struct Device {  // or a program that uses the API
  DeviceId id;
  CentreId centre;
  std::string name;
  auth::Role role = auth::Role::kiosk;
  Time made_at{};
  bool revoked = false;
  std::vector<DepartmentId> departments = {};  // of a program that works as one of auth::kOfDepartments
};

struct NewPerson {
  CentreId centre;
  std::string login, name, password;
  auth::Role role = auth::Role::operator_;
  std::string key = {};  // of the command, so that a repeat by the same actor adds nobody; empty: none
  std::vector<DepartmentId> departments = {};  // required of auth::kOfDepartments, of nobody else
};
struct NewDevice {
  CentreId centre;
  std::string name;
  auth::Role role = auth::Role::kiosk;         // of kDevices, or a person's role for a program
  std::string key = {};                        // as of NewPerson
  std::vector<DepartmentId> departments = {};  // as of NewPerson
};

class Staff {
 public:
  Staff(db::Db& db, audit::EventLog& log, Clock clock);
  ~Staff();

  // Fills request.principal from the session cookie or "Authorization: Bearer", and refuses what the route
  // does not allow: nobody known 401, known but not allowed 403, a "{centre}" that is not theirs 404 where
  // not everybody may come. A request with a session that changes something must carry the session's CSRF
  // token (form field "csrf", also of a form with files, or header "X-CSRF-Token") and must not come from
  // another site (Sec-Fetch-Site, else Origin): 403 "foreign_form". Quick enough for the I/O thread, but for
  // forms with files.
  Result<void> guard(http::Request& request, const http::Route& route);

  struct SignedIn {
    Person person;
    std::string cookie;  // the value of Set-Cookie
  };
  // Checks the password (argon2id, about 0.1 s: on the pool only) and begins a session. Refusals:
  // wrong_sign_in (401; the same for an unknown login), too_many_sign_ins (429 after five failures of a login
  // or twenty of an address within 15 minutes, longer with each further one). Failures are counted by this
  // process alone.
  Result<SignedIn> sign_in(std::string_view login, std::string_view password, std::string_view peer);
  // The session of a device that shows pages: it lasts as long as its token. Refusals: unknown_token (401),
  // too_many_sign_ins.
  struct Paired {
    Device device;
    std::string cookie;
  };
  Result<Paired> pair(std::string_view token, std::string_view peer);
  void sign_out(const auth::Principal& principal);
  void sign_out_everywhere(const StaffId& person);
  static std::string expired_cookie();

  struct Added : Person {
    bool replayed = false;  // it was added when this key first came
  };
  // Refusals (422, with fields): login_taken, bad_login, password_too_short, unknown_role, no_name,
  // no_department; key_reused when the key's person is another than asked for now.
  Result<Added> add(const NewPerson& person, std::string_view actor);
  // Ends all sessions of the person and begins a new one, for who changed it. Refusals (422, with fields):
  // wrong_password, password_too_short; too_many_sign_ins.
  Result<SignedIn> change_password(const StaffId& person, std::string_view old_password,
                                   std::string_view new_password);
  // Ends the sessions of who was switched off. Refusals: not_found, last_administrator (409: nobody could
  // switch anybody on again).
  Result<void> set_active(const CentreId& centre, const StaffId& person, bool active, std::string_view actor);
  std::vector<Person> people(const CentreId& centre) const;

  struct NewToken {
    Device device;
    std::string token;  // shown once
  };
  // Refusal besides wrong fields: key_used (409), as the token is kept nowhere and cannot be shown again.
  Result<NewToken> add_device(const NewDevice& device, std::string_view actor);
  Result<void> revoke(const CentreId& centre, const DeviceId& device, std::string_view actor);
  std::vector<Device> devices(const CentreId& centre) const;

  // Takes up what other programs changed, and writes down which sessions were used. Called each second.
  void tick();
  // Forgets sessions that are over and the keys of old commands. Called each hour.
  void forget_old();

  // The device that has this token; nothing when it is nobody's or was revoked.
  std::optional<Device> find_device(std::string_view token) const;

 private:
  struct Memory;
  Result<auth::Principal> who_has(std::string_view secret, bool token, std::string_view peer);
  // Runs a job that answers whether it ended somebody's rights, and makes that hold at once.
  void end_rights(const std::function<bool(db::Tx&)>& job);
  void write_event(db::Tx& tx, const CentreId& centre, std::string_view kind, const std::string& subject,
                   std::string_view actor, std::string_view data = "{}");
  // Nobody waits for it, so that an answer takes no longer than another.
  void write_later(std::function<void(db::Tx&)> job);
  void note_failure(const std::string& login, std::string_view data);

  db::Db& db_;
  audit::EventLog& log_;
  Clock clock_;
  std::unique_ptr<Memory> memory_;
};

// What the pages and the API need besides.
struct Surroundings {
  Staff& staff;
  const pages::Pages& pages;
  std::function<http::Response(const http::Request&, const Refusal&)> refused;
  // Where somebody with this role works: "/uz-Latn/sergeli/console".
  std::function<std::string(Language, const auth::Principal&)> home;
  std::function<bool(const CentreId&)> known_centre;
  // The centre's departments, with their names in this language.
  std::function<std::vector<std::pair<DepartmentId, std::string>>(Language, const CentreId&)> departments;
  // The centre's name and address for a page's header.
  std::function<pages::Place(Language, const CentreId&)> place;
};
void add_api(http::Router& router, const Surroundings& around);
void add_pages(http::Router& router, const Surroundings& around);

}  // namespace biroyna::staff

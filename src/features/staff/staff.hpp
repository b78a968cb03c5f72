// The people and devices of a centre: who they are, their roles and passwords. Their sessions are in
// features/sessions, which uses this room.
//
// A token is kept as the SHA-256 of its secret, a password as argon2id, so a stolen database opens nothing.
// Thread-safe.
#pragma once

#include <atomic>
#include <boost/json/fwd.hpp>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "features/audit/audit.hpp"
#include "features/staff/domain.hpp"
#include "features/staff/domain_throttle.hpp"
#include "platform/auth/checked_secrets.hpp"
#include "platform/auth/principal.hpp"
#include "platform/db/db.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::staff {

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
  std::int64_t rights_ended_version = 0;       // the rights_version() when their rights last ended; 0: never
  bool first_password = false;                 // somebody else chose it; they have to choose another one
};

// What somebody does at the centre.
struct Work {
  auth::Role role = auth::Role::operator_;
  std::vector<DepartmentId> departments = {};  // as of NewPerson
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
  bool chose_password = false;                 // themselves, so that they need not choose another one
  std::string password_hash = {};  // of `password`, where several people have the same; empty: it is computed
};
struct NewDevice {
  CentreId centre;
  std::string name;
  auth::Role role = auth::Role::kiosk;         // of kDevices, or a person's role for a program
  std::string key = {};                        // as of NewPerson
  std::vector<DepartmentId> departments = {};  // as of NewPerson
};

// What a checked secret is for.
inline constexpr std::string_view kForToken = "token";

class Staff {
 public:
  // Makes the key of the installation's secrets if there is none yet.
  Staff(db::Db& db, audit::EventLog& log, Clock clock);
  ~Staff();

  // Begins a session, in the transaction that found the password or token right. May run twice, like every
  // job of the database.
  using BeginForPerson = std::function<void(db::Tx&, const Person&)>;
  using BeginForDevice = std::function<void(db::Tx&, const Device&)>;

  // Where somebody signs in.
  struct Origin {
    std::string_view peer;     // the client's address
    std::string browser = {};  // in which somebody signed in to this account before; empty: not known
  };
  // Checks a password (argon2id, about 0.1 s: on threads for slow work only). Refusals: wrong_sign_in (401;
  // the same for an unknown login), too_many_sign_ins (429, see domain_throttle.hpp). Failures are counted by
  // this process alone.
  Result<Person> authenticate(std::string_view login, std::string_view password, const Origin& from,
                              const BeginForPerson& begin);
  // Checks a device's token, which nobody can guess and so nobody is made to wait for. Refusal: unknown_token
  // (401).
  Result<Device> authenticate_device(std::string_view token, const BeginForDevice& begin);

  struct Added : Person {
    bool replayed = false;  // it was added when this key first came
  };
  // Hashes a password: on threads for slow work only. Refusals (422, with fields): login_taken, bad_login,
  // password_too_short, password_guessable, unknown_role, no_name, no_department; key_reused when the key's
  // person is another than asked for now.
  Result<Added> add(const NewPerson& person, std::string_view actor);
  // Ends all sessions of the person; `begin` begins a new one, for who changed it. Wrong old passwords count
  // for `session`, any text that stands for it. Hashes passwords: on threads for slow work only. Refusals
  // (422, with fields): wrong_password, same_password, password_too_short, password_guessable;
  // too_many_sign_ins.
  Result<void> change_password(const StaffId& person, std::string_view session, std::string_view old_password,
                               std::string_view new_password, const BeginForPerson& begin);
  // Ends the sessions of who was switched off. Refusals: not_found, last_administrator (409: nobody could
  // switch anybody on again).
  Result<void> set_active(const CentreId& centre, const StaffId& person, bool active, std::string_view actor);
  // Gives somebody a temporary password, which is answered here alone, and ends their sessions: they have to
  // choose another one. Hashes a password: on threads for slow work only. Refusals: not_found; own_rights
  // (409), as one's own password is changed by who knows it.
  Result<std::string> reset_password(const CentreId& centre, const StaffId& person, std::string_view actor);
  // Gives somebody another role and departments, and ends their sessions, which have the old ones. Refusals:
  // not_found, own_rights, last_administrator; wrong fields as of add().
  Result<void> set_work(const CentreId& centre, const StaffId& person, const Work& work,
                        std::string_view actor);
  std::vector<Person> people(const CentreId& centre) const;

  struct NewToken {
    Device device;
    std::string token;  // shown once
  };
  // Refusal besides wrong fields (of them name_taken: by a device that works): key_used (409), as the token
  // is kept nowhere and cannot be shown again.
  Result<NewToken> add_device(const NewDevice& device, std::string_view actor);
  Result<void> revoke(const CentreId& centre, const DeviceId& device, std::string_view actor);
  std::vector<Device> devices(const CentreId& centre) const;
  // What this installation makes secrets with, and knows junk by.
  const auth::CheckedSecrets& secrets() const { return secrets_; }
  // The device that has this token; nothing when it is nobody's or was revoked.
  std::optional<Device> find_device(std::string_view token) const;

  // The version of rights in the database grows whenever somebody's rights end. This is the latest one that
  // this process knows of: at once what this object did, within a second what other programs did (the
  // command line, a second server). What was remembered of an older one must be read again. Never waits.
  std::int64_t known_rights_version() const { return known_version_; }
  // Runs a job that returns whether it ended somebody's rights (a session). If so, the version of rights
  // grows.
  void end_rights(const std::function<bool(db::Tx&)>& job);

  // Reads the version of rights. Called each second.
  void tick();
  // Forgets the keys of old commands. Called each hour.
  void forget_old();

 private:
  // Runs a job that answers the new version of rights, 0 when there is none.
  void change_rights(const std::function<std::int64_t(db::Tx&)>& job);
  void raise_known_version(std::int64_t version);
  // Changes somebody who is not the actor, and ends their sessions. Refusals: not_found, own_rights, and
  // those of `change`, which then has written nothing.
  using Change = std::function<Result<void>(db::Tx&, const Person&)>;
  Result<void> change_another(const CentreId& centre, const StaffId& person, std::string_view actor,
                              const Change& change);
  void write_event(db::Tx& tx, const CentreId& centre, std::string_view kind, const std::string& subject,
                   std::string_view actor, std::string_view data = "{}");
  // Does not wait for the write, so that the time of an answer does not tell whether something was written.
  void write_later(std::function<void(db::Tx&)> job);
  void note_failure(const std::string& login, std::string_view data);
  Result<void> begin_try(const Throttle::Try& attempt);
  void end_try(const Throttle::Try& attempt);  // it succeeded

  db::Db& db_;
  audit::EventLog& log_;
  Clock clock_;
  const auth::CheckedSecrets secrets_;
  std::atomic<std::int64_t> known_version_ = 0;
  std::mutex mutex_;
  Throttle throttle_;  // under mutex_
};

// What sessions look up inside a transaction of their own.
std::int64_t rights_version(db::Tx& tx);
std::optional<Person> active_person(db::Tx& tx, const StaffId& id);  // not who was switched off
std::optional<Device> active_device(db::Tx& tx, const CentreId& centre, const DeviceId& id);  // not revoked
std::optional<Device> device_by_token(db::Tx& tx, std::string_view token_sha256);             // not revoked

boost::json::object to_json(const Person& person);
// "Operator", in the reader's language.
std::string role_text(const i18n::Speaker& say, auth::Role role);

}  // namespace biroyna::staff

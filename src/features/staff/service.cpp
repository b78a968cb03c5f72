#include <fmt/format.h>

#include "core/text.hpp"
#include "features/staff/memory.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/log/log.hpp"

namespace biroyna::staff {
namespace {

using Kind = Refusal::Kind;

constexpr std::chrono::hours kKeysKept{48};
constexpr std::size_t kLongestKey = 200;

std::string subject_of(const StaffId& id) { return "staff:" + id.str(); }
std::string subject_of(const DeviceId& id) { return "device:" + id.str(); }
std::string role_data(auth::Role role) { return fmt::format(R"({{"role":"{}"}})", auth::name(role)); }

bool lacks_department(auth::Role role, const std::vector<DepartmentId>& departments) {
  return auth::kOfDepartments.contains(role) == departments.empty();
}

struct NewSession {
  std::string secret = auth::random_token();

  Session row(const CentreId& centre, const StaffId& person, const DeviceId& device, Time now) const {
    return {centre, auth::hash_token(secret), person, device, now, now};
  }
  // Without an age it ends with the browser.
  std::string cookie() const {
    return fmt::format("{}={}; Path=/; Secure; HttpOnly; SameSite=Lax", kSessionCookie, secret);
  }
};

}  // namespace

Staff::Staff(db::Db& db, audit::EventLog& log, Clock clock)
    : db_(db), log_(log), clock_(std::move(clock)), memory_(std::make_unique<Memory>()) {
  memory_->version = db_.reading([](db::Tx& tx) { return staff::version(tx); });
}

Staff::~Staff() = default;

void Staff::write_event(db::Tx& tx, const CentreId& centre, std::string_view kind, const std::string& subject,
                        std::string_view actor, std::string_view data) {
  log_.append(tx, centre, {.at = clock_(), .kind = kind, .subject = subject, .actor = actor, .data = data});
}

void Staff::write_later(std::function<void(db::Tx&)> job) {
  db_.write(std::move(job), [](const std::exception_ptr& failure) {
    // Nobody can be told; the database says what is wrong with it in its own place.
    if (failure) log::warning("staff_write_lost", {});
  });
}

void Staff::end_rights(const std::function<bool(db::Tx&)>& job) {
  std::int64_t version = 0;
  db_.write_and_wait([&](db::Tx& tx) { version = job(tx) ? bump_version(tx) : 0; });
  memory_->follow(version);
}

void Staff::note_failure(const std::string& login, std::string_view data) {
  if (!is_login(login)) return;
  write_later([this, login, data](db::Tx& tx) {
    const auto known = person_by_login(tx, login);
    if (known)
      write_event(tx, known->person.centre, "sign_in_failed", subject_of(known->person.id), "", data);
  });
}

Result<Staff::SignedIn> Staff::sign_in(std::string_view typed, std::string_view password,
                                       std::string_view peer) {
  const Time now = clock_();
  const std::string login = login_of(typed);
  const Throttle::Try attempt{login.substr(0, kLongestLogin), client_of(peer), now};
  if (auto begun = memory_->begin(attempt); !begun) {
    if (memory_->is_first_refusal(attempt)) note_failure(login, R"({"reason":"throttled"})");
    return tl::unexpected(std::move(begun).error());
  }

  const auto known = db_.reading([&](db::Tx& tx) {
    return is_login(login) ? person_by_login(tx, login) : std::optional<StoredPerson>();
  });
  if (!known) auth::pretend_to_verify(password);
  const bool right = known && auth::verify_password(known->password, password);
  const NewSession session;
  bool begun = false;
  if (right && known->person.active) {
    const Person& person = known->person;
    db_.write_and_wait([&](db::Tx& tx) {
      log_.lock_head(tx, person.centre);
      // What was checked may have changed meanwhile.
      const auto still = person_by_id(tx, person.id);
      begun = still && still->person.active && still->password == known->password;
      if (!begun) return;
      add_session(tx, session.row(person.centre, person.id, {}, now));
      write_event(tx, person.centre, "signed_in", subject_of(person.id), subject_of(person.id));
    });
  }
  if (!begun) {
    note_failure(login, right ? R"({"reason":"switched_off"})" : R"({"reason":"wrong_password"})");
    return refuse(Kind::unauthorised, "wrong_sign_in");
  }
  memory_->succeeded(attempt);
  return SignedIn{known->person, session.cookie()};
}

Result<Staff::Paired> Staff::pair(std::string_view token, std::string_view peer) {
  const Throttle::Try attempt{"", client_of(peer), clock_()};
  if (auto begun = memory_->begin(attempt); !begun) return tl::unexpected(std::move(begun).error());
  const std::string hash = auth::hash_token(token);
  const NewSession session;
  std::optional<Device> device;
  if (find_device(token)) {
    db_.write_and_wait([&](db::Tx& tx) {
      device = device_by_token(tx, hash);
      if (!device) return;
      log_.lock_head(tx, device->centre);
      add_session(tx, session.row(device->centre, {}, device->id, attempt.at));
      write_event(tx, device->centre, "device_paired", subject_of(device->id), subject_of(device->id));
    });
  }
  if (!device) return refuse(Kind::unauthorised, "unknown_token");
  memory_->succeeded(attempt);
  return Paired{*device, session.cookie() + "; Max-Age=315360000"};
}

std::optional<Device> Staff::find_device(std::string_view token) const {
  const std::string hash = auth::hash_token(token);
  return db_.reading([&](db::Tx& tx) { return device_by_token(tx, hash); });
}

void Staff::sign_out(const auth::Principal& principal) {
  if (principal.session.empty()) return;
  const std::string who = (principal.by_token ? "device:" : "staff:") + principal.id;
  end_rights([&](db::Tx& tx) {
    write_event(tx, CentreId(principal.centre), "signed_out", who, who);
    end_session(tx, principal.session);
    return true;
  });
}

void Staff::sign_out_everywhere(const StaffId& id) {
  end_rights([&](db::Tx& tx) {
    const auto known = person_by_id(tx, id);
    if (!known) return false;
    write_event(tx, known->person.centre, "signed_out_everywhere", subject_of(id), subject_of(id));
    end_sessions(tx, id);
    return true;
  });
}

std::string Staff::expired_cookie() {
  return fmt::format("{}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0", kSessionCookie);
}

Result<Staff::Added> Staff::add(const NewPerson& wanted, std::string_view actor) {
  if (wanted.key.size() > kLongestKey) return refuse(Kind::invalid, "key_too_long");
  auto wrong = wrong_fields(wanted.login, wanted.name, wanted.password);
  if (!kPeople.contains(wanted.role)) wrong.push_back({"/role", "error.unknown_role"});
  if (lacks_department(wanted.role, wanted.departments))
    wrong.push_back({"/departments", "error.no_department"});
  if (!wrong.empty()) return invalid(std::move(wrong));
  const Person person{StaffId(auth::random_id()),
                      wanted.centre,
                      wanted.login,
                      std::string(trim(wanted.name)),
                      wanted.role,
                      true,
                      wanted.departments};
  const std::string hash = auth::hash_password(wanted.password);
  Result<Added> outcome;
  const auto job = [&](db::Tx& tx) {
    log_.lock_head(tx, person.centre);
    if (!wanted.key.empty()) {
      if (const auto made = made_with(tx, person.centre, actor, wanted.key)) {
        const auto first = person_by_id(tx, StaffId(*made));
        const bool same = first && first->person.login == person.login && first->person.name == person.name &&
                          first->person.role == person.role &&
                          first->person.departments == person.departments;
        outcome = same ? Result<Added>(Added{first->person, true}) : refuse(Kind::invalid, "key_reused");
        return;
      }
    }
    if (person_by_login(tx, person.login)) {
      outcome = invalid({{"/login", "error.login_taken"}});
      return;
    }
    add_person(tx, person, hash, clock_());
    if (!wanted.key.empty()) remember_made(tx, person.centre, actor, wanted.key, person.id.str(), clock_());
    write_event(tx, person.centre, "staff_added", subject_of(person.id), actor, role_data(person.role));
    outcome = Added{person, false};
  };
  try {
    db_.write_and_wait(job);
  } catch (const db::ConstraintViolation&) {
    // Another program added the login, for a centre of its own, at the same moment.
    return invalid({{"/login", "error.login_taken"}});
  }
  return outcome;
}

Result<Staff::SignedIn> Staff::change_password(const StaffId& id, std::string_view old_password,
                                               std::string_view new_password) {
  if (auto wrong = wrong_password("/new_password", new_password)) return invalid({*std::move(wrong)});
  const auto known = db_.reading([&](db::Tx& tx) { return person_by_id(tx, id); });
  if (!known) return refuse(Kind::not_found, "not_found");
  const Person& person = known->person;
  // An unattended browser is no way to try passwords either.
  const Throttle::Try attempt{person.login, "", clock_()};
  if (auto begun = memory_->begin(attempt); !begun) return tl::unexpected(std::move(begun).error());
  if (!auth::verify_password(known->password, old_password))
    return invalid({{"/old_password", "error.wrong_password"}});

  const std::string hash = auth::hash_password(new_password);
  const NewSession session;
  bool changed = false;
  end_rights([&](db::Tx& tx) {
    log_.lock_head(tx, person.centre);
    const auto still = person_by_id(tx, id);
    changed = still && still->person.active && still->password == known->password;
    if (!changed) return false;
    set_password(tx, id, hash);
    end_sessions(tx, id);
    add_session(tx, session.row(person.centre, id, {}, attempt.at));
    write_event(tx, person.centre, "password_changed", subject_of(id), subject_of(id));
    return true;
  });
  if (!changed) return invalid({{"/old_password", "error.wrong_password"}});
  memory_->succeeded(attempt);
  return SignedIn{person, session.cookie()};
}

Result<void> Staff::set_active(const CentreId& centre, const StaffId& id, bool active,
                               std::string_view actor) {
  Result<void> outcome;
  end_rights([&](db::Tx& tx) {
    log_.lock_head(tx, centre);
    const auto known = person_by_id(tx, id);
    const bool here = known && known->person.centre == centre;
    const bool last = here && !active && known->person.active &&
                      known->person.role == auth::Role::administrator &&
                      active_administrators(tx, centre) == 1;
    outcome = !here  ? refuse(Kind::not_found, "not_found")
              : last ? refuse(Kind::conflict, "last_administrator")
                     : Result<void>();
    if (!outcome || known->person.active == active) return false;
    set_person_active(tx, centre, id, active);
    write_event(tx, centre, active ? "staff_switched_on" : "staff_switched_off", subject_of(id), actor);
    if (!active) end_sessions(tx, id);
    return !active;
  });
  return outcome;
}

std::vector<Person> Staff::people(const CentreId& centre) const {
  return db_.reading([&](db::Tx& tx) { return people_of(tx, centre); });
}

Result<Staff::NewToken> Staff::add_device(const NewDevice& wanted, std::string_view actor) {
  if (wanted.key.size() > kLongestKey) return refuse(Kind::invalid, "key_too_long");
  std::vector<FieldError> wrong;
  if (auto error = wrong_name(wanted.name)) wrong.push_back(*std::move(error));
  if (!(kDevices | kPeople).contains(wanted.role)) wrong.push_back({"/role", "error.unknown_role"});
  if (lacks_department(wanted.role, wanted.departments))
    wrong.push_back({"/departments", "error.no_department"});
  if (!wrong.empty()) return invalid(std::move(wrong));
  const Device device{DeviceId(auth::random_id()),
                      wanted.centre,
                      std::string(trim(wanted.name)),
                      wanted.role,
                      clock_(),
                      false,
                      wanted.departments};
  const std::string token = auth::random_token();
  bool used = false;
  db_.write_and_wait([&](db::Tx& tx) {
    log_.lock_head(tx, device.centre);
    used = !wanted.key.empty() && made_with(tx, device.centre, actor, wanted.key);
    if (used) return;
    staff::add_device(tx, device, auth::hash_token(token));
    if (!wanted.key.empty())
      remember_made(tx, device.centre, actor, wanted.key, device.id.str(), device.made_at);
    write_event(tx, device.centre, "device_added", subject_of(device.id), actor, role_data(device.role));
  });
  if (used) return refuse(Kind::conflict, "key_used");
  return NewToken{device, token};
}

Result<void> Staff::revoke(const CentreId& centre, const DeviceId& id, std::string_view actor) {
  bool found = false;
  end_rights([&](db::Tx& tx) {
    log_.lock_head(tx, centre);
    found = revoke_device(tx, centre, id);
    if (!found) return false;
    write_event(tx, centre, "device_revoked", subject_of(id), actor);
    end_sessions(tx, id);
    return true;
  });
  if (!found) return refuse(Kind::not_found, "not_found");
  return {};
}

std::vector<Device> Staff::devices(const CentreId& centre) const {
  return db_.reading([&](db::Tx& tx) { return devices_of(tx, centre); });
}

void Staff::tick() {
  memory_->follow(db_.reading([](db::Tx& tx) { return staff::version(tx); }));
  auto used = memory_->take_used();
  if (used.empty()) return;
  write_later([used = std::move(used)](db::Tx& tx) {
    for (const auto& [session, at] : used) use_session(tx, session, at);
  });
}

void Staff::forget_old() {
  db_.write_and_wait([now = clock_()](db::Tx& tx) {
    end_old_sessions(tx, now);
    forget_made(tx, now - kKeysKept);
  });
}

}  // namespace biroyna::staff

#include <fmt/format.h>

#include <algorithm>

#include "core/address.hpp"
#include "core/clean_text.hpp"
#include "core/text.hpp"
#include "features/staff/service_parts.hpp"
#include "features/staff/store.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/log/log.hpp"

namespace biroyna::staff {
namespace {

using Kind = Refusal::Kind;

constexpr std::chrono::hours kKeysKept{48};
constexpr std::size_t kLongestKey = 200;

std::string role_data(auth::Role role) { return fmt::format(R"({{"role":"{}"}})", auth::name(role)); }

// Two servers that start at once have the same: the second one finds what the first one kept.
auth::Digest key_of_secrets(db::Db& db) {
  auto key = db.reading(secret_key);
  if (!key) {
    db.write_and_wait([&](db::Tx& tx) { keep_secret_key(tx, auth::random_token()); });
    key = db.reading(secret_key);
  }
  return auth::sha256(key.value());
}

}  // namespace

Staff::Staff(db::Db& db, audit::EventLog& log, Clock clock)
    : db_(db), log_(log), clock_(std::move(clock)), secrets_(key_of_secrets(db)) {
  raise_known_version(db_.reading(rights_version));
}

Staff::~Staff() = default;

void Staff::write_event(db::Tx& tx, const CentreId& centre, std::string_view kind, const std::string& subject,
                        std::string_view actor, std::string_view data) {
  log_.append(tx, centre, {.at = clock_(), .kind = kind, .subject = subject, .actor = actor, .data = data});
}

void Staff::write_later(std::function<void(db::Tx&)> job) {
  db_.write(std::move(job), [](const std::exception_ptr& failure) {
    // No request waits for this; a failing database is reported elsewhere.
    if (failure) log::warning("staff_write_lost", {});
  });
}

void Staff::raise_known_version(std::int64_t version) {
  std::int64_t known = known_version_;
  while (known < version && !known_version_.compare_exchange_weak(known, version)) {
  }
}

void Staff::end_rights(const std::function<bool(db::Tx&)>& job) {
  change_rights([&](db::Tx& tx) { return job(tx) ? bump_rights_version(tx) : 0; });
}

void Staff::change_rights(const std::function<std::int64_t(db::Tx&)>& job) {
  std::int64_t version = 0;
  db_.write_and_wait([&](db::Tx& tx) { version = job(tx); });
  raise_known_version(version);
}

Result<void> Staff::begin_try(const Throttle::Try& attempt) {
  const std::lock_guard lock(mutex_);
  const auto wait = throttle_.begin(attempt);
  if (!wait) return {};
  Refusal refusal{Kind::throttled, "too_many_sign_ins"};
  refusal.retry_after_seconds = static_cast<int>(wait->count());
  return tl::unexpected(std::move(refusal));
}

void Staff::end_try(const Throttle::Try& attempt) {
  const std::lock_guard lock(mutex_);
  throttle_.succeeded(attempt);
}

void Staff::note_failure(const std::string& login, std::string_view data) {
  if (!is_login(login)) return;
  write_later([this, login, data](db::Tx& tx) {
    const auto known = person_by_login(tx, login);
    if (known)
      write_event(tx, known->person.centre, "sign_in_failed", subject_of(known->person.id), "", data);
  });
}

Result<Person> Staff::authenticate(std::string_view typed, std::string_view password, const Origin& from,
                                   const BeginForPerson& begin) {
  const std::string login = login_of(typed);
  const Throttle::Try attempt{login.substr(0, kLongestLogin), client_of(from.peer), from.browser, clock_()};
  if (auto begun = begin_try(attempt); !begun) {
    bool first = false;
    {
      const std::lock_guard lock(mutex_);
      first = throttle_.first_refusal(attempt);
    }
    if (first) note_failure(login, R"({"reason":"throttled"})");
    return tl::unexpected(std::move(begun).error());
  }

  const auto known = db_.reading([&](db::Tx& tx) {
    return is_login(login) ? person_by_login(tx, login) : std::optional<StoredPerson>();
  });
  if (!known) auth::pretend_to_verify(password);
  const bool right = known && auth::verify_password(known->password, password);
  bool begun = false;
  if (right && known->person.active) {
    const Person& person = known->person;
    db_.write_and_wait([&](db::Tx& tx) {
      log_.lock_head(tx, person.centre);
      // Person and password may have changed since they were checked.
      const auto still = person_by_id(tx, person.id);
      begun = still && still->person.active && still->password == known->password;
      if (begun) begin(tx, person);
    });
  }
  if (!begun) {
    note_failure(login, right ? R"({"reason":"switched_off"})" : R"({"reason":"wrong_password"})");
    return refuse(Kind::unauthorised, "wrong_sign_in");
  }
  end_try(attempt);
  return known->person;
}

Result<Device> Staff::authenticate_device(std::string_view token, const BeginForDevice& begin) {
  const std::string hash = auth::hash_token(token);
  std::optional<Device> device;
  if (find_device(token)) {
    db_.write_and_wait([&](db::Tx& tx) {
      device = device_by_token(tx, hash);
      if (!device) return;
      log_.lock_head(tx, device->centre);
      begin(tx, *device);
    });
  }
  if (!device) return refuse(Kind::unauthorised, "unknown_token");
  return *device;
}

std::optional<Device> Staff::find_device(std::string_view token) const {
  if (!secrets_.may_be_known(kForToken, token)) return std::nullopt;
  const std::string hash = auth::hash_token(token);
  return db_.reading([&](db::Tx& tx) { return device_by_token(tx, hash); });
}

Result<Staff::Added> Staff::add(const NewPerson& entered, std::string_view actor) {
  if (entered.key.size() > kLongestKey) return refuse(Kind::invalid, "key_too_long");
  auto wrong = wrong_fields(entered.login, entered.name, entered.password);
  if (!kPeople.contains(entered.role)) wrong.push_back({"/role", "error.unknown_role"});
  if (lacks_department(entered.role, entered.departments))
    wrong.push_back({"/departments", "error.no_department"});
  if (!wrong.empty()) return invalid(std::move(wrong));
  const Person person{StaffId(auth::random_id()),
                      entered.centre,
                      entered.login,
                      with_apostrophes(one_line(entered.name)),
                      entered.role,
                      true,
                      entered.departments,
                      0,
                      !entered.chose_password};
  const std::string hash =
      entered.password_hash.empty() ? auth::hash_password(entered.password) : entered.password_hash;
  Result<Added> outcome;
  const auto job = [&](db::Tx& tx) {
    log_.lock_head(tx, person.centre);
    if (!entered.key.empty()) {
      if (const auto made = made_with(tx, person.centre, actor, entered.key)) {
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
    if (!entered.key.empty()) remember_made(tx, person.centre, actor, entered.key, person.id.str(), clock_());
    write_event(tx, person.centre, "staff_added", subject_of(person.id), actor, role_data(person.role));
    outcome = Added{person, false};
  };
  try {
    db_.write_and_wait(job);
  } catch (const db::ConstraintViolation&) {
    // Another program added the same login at the same moment.
    return invalid({{"/login", "error.login_taken"}});
  }
  return outcome;
}

Result<void> Staff::change_password(const StaffId& id, std::string_view session,
                                    std::string_view old_password, std::string_view new_password,
                                    const BeginForPerson& begin) {
  const auto known = db_.reading([&](db::Tx& tx) { return person_by_id(tx, id); });
  if (!known) return refuse(Kind::not_found, "not_found");
  const Person& person = known->person;
  if (auto wrong = wrong_password("/new_password", new_password, {person.login, person.name}))
    return invalid({*std::move(wrong)});
  if (new_password == old_password) return invalid({{"/new_password", "error.same_password"}});
  // An unattended browser must not serve to try passwords either, nor to keep the person from signing in.
  const Throttle::Try attempt{person.login, "", fmt::format("session {}", session), clock_()};
  if (auto begun = begin_try(attempt); !begun) return begun;
  if (!auth::verify_password(known->password, old_password))
    return invalid({{"/old_password", "error.wrong_password"}});

  const std::string hash = auth::hash_password(new_password);
  bool changed = false;
  change_rights([&](db::Tx& tx) -> std::int64_t {
    log_.lock_head(tx, person.centre);
    const auto still = person_by_id(tx, id);
    changed = still && still->person.active && still->password == known->password;
    if (!changed) return 0;
    set_password(tx, id, hash, PasswordKind::own);
    const std::int64_t version = end_rights_of(tx, id);
    write_event(tx, person.centre, "password_changed", subject_of(id), subject_of(id));
    begin(tx, person);
    return version;
  });
  if (!changed) return invalid({{"/old_password", "error.wrong_password"}});
  end_try(attempt);
  return {};
}

Result<void> Staff::set_active(const CentreId& centre, const StaffId& id, bool active,
                               std::string_view actor) {
  Result<void> outcome;
  change_rights([&](db::Tx& tx) -> std::int64_t {
    log_.lock_head(tx, centre);
    const auto known = person_by_id(tx, id);
    const bool here = known && known->person.centre == centre;
    const bool last = here && !active && known->person.active &&
                      known->person.role == auth::Role::administrator &&
                      active_administrators(tx, centre) == 1;
    outcome = !here  ? refuse(Kind::not_found, "not_found")
              : last ? refuse(Kind::conflict, "last_administrator")
                     : Result<void>();
    if (!outcome || known->person.active == active) return 0;
    set_person_active(tx, centre, id, active);
    write_event(tx, centre, active ? "staff_switched_on" : "staff_switched_off", subject_of(id), actor);
    return active ? 0 : end_rights_of(tx, id);
  });
  return outcome;
}

std::vector<Person> Staff::people(const CentreId& centre) const {
  return db_.reading([&](db::Tx& tx) { return people_of(tx, centre); });
}

Result<Staff::NewToken> Staff::add_device(const NewDevice& entered, std::string_view actor) {
  if (entered.key.size() > kLongestKey) return refuse(Kind::invalid, "key_too_long");
  std::vector<FieldError> wrong;
  if (auto error = wrong_name(entered.name)) wrong.push_back(*std::move(error));
  if (!(kDevices | kPeople).contains(entered.role)) wrong.push_back({"/role", "error.unknown_role"});
  if (lacks_department(entered.role, entered.departments))
    wrong.push_back({"/departments", "error.no_department"});
  if (!wrong.empty()) return invalid(std::move(wrong));
  const Device device{DeviceId(auth::random_id()),
                      entered.centre,
                      with_apostrophes(one_line(entered.name)),
                      entered.role,
                      clock_(),
                      false,
                      entered.departments};
  const std::string token = secrets_.make(kForToken);
  bool used = false, named_so = false;
  db_.write_and_wait([&](db::Tx& tx) {
    log_.lock_head(tx, device.centre);
    used = !entered.key.empty() && made_with(tx, device.centre, actor, entered.key);
    // An agency is known by the name of its registry, also while it changes from one token to the next.
    const bool told_by_name = device.role != auth::Role::agency;
    named_so =
        !used && told_by_name && std::ranges::any_of(devices_of(tx, device.centre), [&](const Device& other) {
          return !other.revoked && other.name == device.name;
        });
    if (used || named_so) return;
    staff::add_device(tx, device, auth::hash_token(token));
    if (!entered.key.empty())
      remember_made(tx, device.centre, actor, entered.key, device.id.str(), device.made_at);
    write_event(tx, device.centre, "device_added", subject_of(device.id), actor, role_data(device.role));
  });
  if (used) return refuse(Kind::conflict, "key_used");
  if (named_so) return invalid({{"/name", "error.name_taken"}});
  return NewToken{device, token};
}

Result<void> Staff::revoke(const CentreId& centre, const DeviceId& id, std::string_view actor) {
  bool found = false;
  end_rights([&](db::Tx& tx) {
    log_.lock_head(tx, centre);
    found = revoke_device(tx, centre, id);
    if (!found) return false;
    write_event(tx, centre, "device_revoked", subject_of(id), actor);
    return true;
  });
  if (!found) return refuse(Kind::not_found, "not_found");
  return {};
}

std::vector<Device> Staff::devices(const CentreId& centre) const {
  return db_.reading([&](db::Tx& tx) { return devices_of(tx, centre); });
}

void Staff::tick() { raise_known_version(db_.reading(rights_version)); }

void Staff::forget_old() {
  db_.write_and_wait([now = clock_()](db::Tx& tx) { forget_made(tx, now - kKeysKept); });
}

}  // namespace biroyna::staff

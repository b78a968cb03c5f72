#include <fmt/format.h>

#include <stdexcept>

#include "core/text.hpp"
#include "features/staff/memory.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/log/log.hpp"

namespace biroyna::staff {
namespace {

using Kind = Refusal::Kind;

std::string cookie_of(const std::string& secret) {
  return fmt::format("{}={}; Path=/; Secure; HttpOnly; SameSite=Lax", kSessionCookie, secret);
}
std::string subject_of(const StaffId& id) { return "staff:" + id.str(); }
std::string subject_of(const DeviceId& id) { return "device:" + id.str(); }

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

Result<Staff::SignedIn> Staff::sign_in(std::string_view login, std::string_view password,
                                       std::string_view peer) {
  const std::string name(login.substr(0, kLongestLogin)), address(peer);
  const Time now = clock_();
  {
    const std::lock_guard lock(memory_->mutex);
    if (const auto wait = memory_->throttle.wait(name, address, now)) {
      return tl::unexpected(
          Refusal{Kind::throttled, "too_many_sign_ins", {}, {}, static_cast<int>(wait->count())});
    }
  }
  const auto known = db_.reading([&](db::Tx& tx) { return person_by_login(tx, name); });
  bool right = false;
  if (known)
    right = auth::verify_password(known->password, password) && known->person.active;
  else
    auth::pretend_to_verify(password);
  if (!right) {
    {
      const std::lock_guard lock(memory_->mutex);
      memory_->throttle.failed(name, address, now);
    }
    if (known) {
      db_.write_and_wait([&](db::Tx& tx) {
        write_event(tx, known->person.centre, "sign_in_failed", subject_of(known->person.id), "", "{}");
      });
    }
    return refuse(Kind::unauthorised, "wrong_sign_in");
  }
  {
    const std::lock_guard lock(memory_->mutex);
    memory_->throttle.succeeded(name);
  }
  const std::string secret = auth::random_token();
  db_.write_and_wait([&](db::Tx& tx) {
    add_session(tx, {known->person.centre, auth::hash_token(secret), known->person.id, {}, now, now});
    write_event(tx, known->person.centre, "signed_in", subject_of(known->person.id),
                subject_of(known->person.id), "{}");
  });
  return SignedIn{known->person, cookie_of(secret)};
}

Result<Staff::Paired> Staff::pair(std::string_view token, std::string_view peer) {
  const std::string address(peer);
  const Time now = clock_();
  {
    const std::lock_guard lock(memory_->mutex);
    if (const auto wait = memory_->throttle.wait("", address, now)) {
      return tl::unexpected(
          Refusal{Kind::throttled, "too_many_sign_ins", {}, {}, static_cast<int>(wait->count())});
    }
  }
  const auto device = find_device(token);
  if (!device) {
    const std::lock_guard lock(memory_->mutex);
    memory_->throttle.failed(auth::random_id(), address, now);
    return refuse(Kind::unauthorised, "unknown_token");
  }
  const std::string secret = auth::random_token();
  db_.write_and_wait([&](db::Tx& tx) {
    add_session(tx, {device->centre, auth::hash_token(secret), {}, device->id, now, now});
    write_event(tx, device->centre, "device_paired", subject_of(device->id), subject_of(device->id), "{}");
  });
  return Paired{*device, cookie_of(secret) + "; Max-Age=315360000"};
}

std::optional<Device> Staff::find_device(std::string_view token) const {
  const std::string hash = auth::hash_token(token);
  return db_.reading([&](db::Tx& tx) { return device_by_token(tx, hash); });
}

void Staff::sign_out(const auth::Principal& principal) {
  if (principal.session.empty()) return;
  db_.write_and_wait([&](db::Tx& tx) {
    end_session(tx, principal.session);
    bump_version(tx);
    write_event(tx, CentreId(principal.centre), "signed_out", subject_of(StaffId(principal.id)),
                subject_of(StaffId(principal.id)), "{}");
  });
  memory_->forget_all();
}

void Staff::sign_out_everywhere(const StaffId& id) {
  db_.write_and_wait([&](db::Tx& tx) {
    const auto person = person_by_id(tx, id);
    if (!person) return;
    end_sessions(tx, id);
    bump_version(tx);
    write_event(tx, person->person.centre, "signed_out_everywhere", subject_of(id), subject_of(id), "{}");
  });
  memory_->forget_all();
}

std::string Staff::expired_cookie() {
  return fmt::format("{}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0", kSessionCookie);
}

Result<Person> Staff::add(const NewPerson& wanted, std::string_view actor) {
  auto wrong = wrong_fields(wanted.login, wanted.name, wanted.password);
  if (!kPeople.contains(wanted.role)) wrong.push_back({"/role", "error.unknown_role"});
  if (!wrong.empty()) return invalid(std::move(wrong));
  const Person person{StaffId(auth::random_id()),     wanted.centre, wanted.login,
                      std::string(trim(wanted.name)), wanted.role,   true};
  const std::string hash = auth::hash_password(wanted.password);
  bool taken = false;
  db_.write_and_wait([&](db::Tx& tx) {
    log_.lock_head(tx, person.centre);
    taken = person_by_login(tx, person.login).has_value();
    if (taken) return;
    add_person(tx, person, hash, clock_());
    write_event(tx, person.centre, "staff_added", subject_of(person.id), actor,
                fmt::format(R"({{"role":"{}"}})", auth::name(person.role)));
  });
  if (taken) return invalid({{"/login", "error.login_taken"}});
  return person;
}

Result<void> Staff::change_password(const StaffId& id, std::string_view old_password,
                                    std::string_view new_password) {
  if (auto wrong = wrong_password("/new_password", new_password)) return invalid({*std::move(wrong)});
  const auto known = db_.reading([&](db::Tx& tx) { return person_by_id(tx, id); });
  if (!known) return refuse(Kind::not_found, "not_found");
  const Time now = clock_();
  {
    const std::lock_guard lock(memory_->mutex);
    if (const auto wait = memory_->throttle.wait(known->person.login, "", now)) {
      return tl::unexpected(
          Refusal{Kind::throttled, "too_many_sign_ins", {}, {}, static_cast<int>(wait->count())});
    }
  }
  if (!auth::verify_password(known->password, old_password)) {
    const std::lock_guard lock(memory_->mutex);
    memory_->throttle.failed(known->person.login, "", now);
    return invalid({{"/old_password", "error.wrong_password"}});
  }
  const std::string hash = auth::hash_password(new_password);
  db_.write_and_wait([&](db::Tx& tx) {
    set_password(tx, id, hash);
    write_event(tx, known->person.centre, "password_changed", subject_of(id), subject_of(id), "{}");
  });
  return {};
}

Result<void> Staff::set_active(const CentreId& centre, const StaffId& id, bool active,
                               std::string_view actor) {
  bool found = false;
  db_.write_and_wait([&](db::Tx& tx) {
    found = set_person_active(tx, centre, id, active);
    if (!found) return;
    if (!active) end_sessions(tx, id);
    bump_version(tx);
    write_event(tx, centre, active ? "staff_switched_on" : "staff_switched_off", subject_of(id), actor, "{}");
  });
  if (!found) return refuse(Kind::not_found, "not_found");
  memory_->forget_all();
  return {};
}

std::vector<Person> Staff::people(const CentreId& centre) const {
  return db_.reading([&](db::Tx& tx) { return people_of(tx, centre); });
}

Result<Staff::NewToken> Staff::add_device(const NewDevice& wanted, std::string_view actor) {
  std::vector<FieldError> wrong;
  if (trim(wanted.name).empty() || !is_utf8(wanted.name))
    wrong.push_back({"/name", "error.no_name"});
  else if (wanted.name.size() > kLongestName)
    wrong.push_back({"/name", "error.too_long"});
  if (!(kDevices | kPeople).contains(wanted.role)) wrong.push_back({"/role", "error.unknown_role"});
  if (!wrong.empty()) return invalid(std::move(wrong));
  const Device device{DeviceId(auth::random_id()),
                      wanted.centre,
                      std::string(trim(wanted.name)),
                      wanted.role,
                      clock_(),
                      false};
  const std::string token = auth::random_token();
  db_.write_and_wait([&](db::Tx& tx) {
    staff::add_device(tx, device, auth::hash_token(token));
    bump_version(tx);  // another program may remember the token as nobody's
    write_event(tx, device.centre, "device_added", subject_of(device.id), actor,
                fmt::format(R"({{"role":"{}"}})", auth::name(device.role)));
  });
  memory_->forget_all();
  return NewToken{device, token};
}

Result<void> Staff::revoke(const CentreId& centre, const DeviceId& id, std::string_view actor) {
  bool found = false;
  db_.write_and_wait([&](db::Tx& tx) {
    found = revoke_device(tx, centre, id);
    if (!found) return;
    end_sessions(tx, id);
    bump_version(tx);
    write_event(tx, centre, "device_revoked", subject_of(id), actor, "{}");
  });
  if (!found) return refuse(Kind::not_found, "not_found");
  memory_->forget_all();
  return {};
}

std::vector<Device> Staff::devices(const CentreId& centre) const {
  return db_.reading([&](db::Tx& tx) { return devices_of(tx, centre); });
}

void Staff::tick() {
  const std::int64_t now_version = db_.reading([](db::Tx& tx) { return staff::version(tx); });
  const Time now = clock_();
  std::vector<std::pair<std::string, Time>> used;
  bool clean = false;
  {
    const std::lock_guard lock(memory_->mutex);
    constexpr Minutes kCoarse{5};
    for (auto& [secret, known] : memory_->by_secret) {
      if (!known.person || known.used_at - known.used_written < kCoarse) continue;
      known.used_written = known.used_at;
      used.emplace_back(secret, known.used_at);
    }
    if (now_version != memory_->version) memory_->by_secret.clear();
    memory_->version = now_version;
    clean = now - memory_->last_cleaning >= std::chrono::hours(1);
    if (clean) memory_->last_cleaning = now;
  }
  if (used.empty() && !clean) return;
  db_.write(
      [used = std::move(used), clean, now](db::Tx& tx) {
        for (const auto& [secret, at] : used) use_session(tx, secret, at);
        if (clean) end_unused_sessions(tx, now - kSessionIdle);
      },
      [](const std::exception_ptr&) {
        // It is tried again when the session is used again.
      });
}

}  // namespace biroyna::staff

#include <fmt/format.h>

#include "core/address.hpp"
#include "features/sessions/memory.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/log/log.hpp"

namespace biroyna::sessions {
namespace {

constexpr std::size_t kLongestSecret = 200;

std::string csrf_of(std::string_view secret) { return auth::hash_token(std::string("csrf:").append(secret)); }

struct NewSession {
  std::string secret = auth::random_token();

  void begin(db::Tx& tx, const CentreId& centre, const StaffId& person, const DeviceId& device,
             Time now) const {
    add_session(tx, {centre, auth::hash_token(secret), person, device, now, now, staff::rights_version(tx)});
  }
  // Without Max-Age, the cookie ends with the browser.
  std::string cookie() const {
    return fmt::format("{}={}; Path=/; Secure; HttpOnly; SameSite=Lax", kSessionCookie, secret);
  }
};

void write_event(db::Tx& tx, audit::EventLog& log, const CentreId& centre, std::string_view kind,
                 const Actor& actor, Time now) {
  const std::string who = to_string(actor);
  log.append(tx, centre, {.at = now, .kind = kind, .subject = who, .actor = who, .data = "{}"});
}

}  // namespace

Sessions::Sessions(db::Db& db, audit::EventLog& log, staff::Staff& staff, Clock clock)
    : db_(db), log_(log), staff_(staff), clock_(std::move(clock)), memory_(std::make_unique<Memory>()) {}

Sessions::~Sessions() = default;

std::optional<Result<auth::Principal>> Sessions::who_has(std::string_view secret, bool token,
                                                         std::string_view peer, bool may_read) {
  if (secret.empty() || secret.size() > kLongestSecret) return auth::Principal{};
  const std::string hash = auth::hash_token(secret);
  // A token never counts as a session, nor a session as a token.
  const std::string key = (token ? "token:" : "session:") + hash;
  const Time now = clock_();
  auto principal = memory_->find(key, staff_.known_rights_version(), now);
  if (!principal) {
    const std::string client = client_of(peer);
    if (const auto wait = memory_->guessed_too_often(client, now)) {
      Refusal refusal{Refusal::Kind::throttled, "too_many_unknown_secrets"};
      refusal.retry_after_seconds = static_cast<int>(wait->count());
      return tl::unexpected(std::move(refusal));
    }
    if (!may_read) return std::nullopt;
    Memory::Known known;
    std::int64_t version = 0;
    db_.read([&](db::Tx& tx) {
      version = staff::rights_version(tx);
      known = token ? Memory::by_token(tx, hash) : Memory::by_session(tx, hash);
    });
    if (known.person && session_over(known.begun_at, known.used_at, now)) known = {};
    principal = known.principal;
    if (principal->signed_in()) {
      known.used_at = now;
      memory_->remember(key, std::move(known), version);
    } else {
      memory_->remember_nobody(key, client, now);
    }
  }
  if (!token && principal->signed_in()) principal->csrf = csrf_of(secret);
  return *std::move(principal);
}

Result<Sessions::SignedIn> Sessions::sign_in(std::string_view login, std::string_view password,
                                             std::string_view peer) {
  const NewSession session;
  const Time now = clock_();
  auto person = staff_.authenticate(login, password, peer, [&](db::Tx& tx, const staff::Person& person) {
    session.begin(tx, person.centre, person.id, {}, now);
    write_event(tx, log_, person.centre, "signed_in", {ActorKind::staff, person.id.str()}, now);
  });
  if (!person) return tl::unexpected(std::move(person).error());
  return SignedIn{*std::move(person), session.cookie()};
}

Result<Sessions::Paired> Sessions::pair(std::string_view token, std::string_view peer) {
  const NewSession session;
  const Time now = clock_();
  auto device = staff_.authenticate_device(token, peer, [&](db::Tx& tx, const staff::Device& device) {
    session.begin(tx, device.centre, {}, device.id, now);
    write_event(tx, log_, device.centre, "device_paired", {ActorKind::device, device.id.str()}, now);
  });
  if (!device) return tl::unexpected(std::move(device).error());
  return Paired{*std::move(device), session.cookie() + "; Max-Age=315360000"};
}

Result<std::string> Sessions::change_password(const StaffId& id, std::string_view old_password,
                                              std::string_view new_password) {
  const NewSession session;
  auto changed =
      staff_.change_password(id, old_password, new_password, [&](db::Tx& tx, const staff::Person& person) {
        session.begin(tx, person.centre, person.id, {}, clock_());
      });
  if (!changed) return tl::unexpected(std::move(changed).error());
  return session.cookie();
}

void Sessions::sign_out(const auth::Principal& principal) {
  if (principal.session.empty()) return;
  staff_.end_rights([&](db::Tx& tx) {
    write_event(tx, log_, CentreId(principal.centre), "signed_out", principal.actor(), clock_());
    end_session(tx, principal.session);
    return true;
  });
}

void Sessions::sign_out_everywhere(const StaffId& id) {
  staff_.end_rights([&](db::Tx& tx) {
    const auto known = staff::active_person(tx, id);
    if (!known) return false;
    write_event(tx, log_, known->centre, "signed_out_everywhere", {ActorKind::staff, id.str()}, clock_());
    end_sessions(tx, id);
    return true;
  });
}

std::string Sessions::expired_cookie() {
  return fmt::format("{}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0", kSessionCookie);
}

void Sessions::tick() {
  auto used = memory_->take_used();
  if (used.empty()) return;
  db_.write(
      [used = std::move(used)](db::Tx& tx) {
        for (const auto& [session, at] : used) use_session(tx, session, at);
      },
      [](const std::exception_ptr& failure) {
        // No request waits for this. At worst a session ends too early.
        if (failure) log::warning("session_write_lost", {});
      });
}

void Sessions::forget_old() {
  db_.write_and_wait([now = clock_()](db::Tx& tx) { end_old_sessions(tx, now); });
}

}  // namespace biroyna::sessions

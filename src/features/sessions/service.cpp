#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "features/sessions/known_browsers.hpp"
#include "features/sessions/memory.hpp"
#include "platform/auth/masked.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/log/log.hpp"

namespace biroyna::sessions {
namespace {

// What a checked secret is for; tokens have staff::kForToken.
constexpr std::string_view kForSession = "session";

auth::Digest csrf_of(std::string_view secret) { return auth::sha256(std::string("csrf:").append(secret)); }

// As Memory knows it.
std::string key_of_session(const std::string& sha256) { return "session:" + sha256; }

// The value of Set-Cookie. Without Max-Age, a cookie ends with the browser.
std::string cookie_of(std::string_view name, std::string_view value) {
  return fmt::format("{}={}; Path=/; Secure; HttpOnly; SameSite=Lax", name, value);
}
std::string cookie_for_long(std::string_view name, std::string_view value) {
  return cookie_of(name, value) + "; Max-Age=315360000";
}

struct NewSession {
  explicit NewSession(const auth::CheckedSecrets& secrets) : secret(secrets.make(kForSession)) {}

  std::string secret;

  void begin(db::Tx& tx, const CentreId& centre, const StaffId& person, const DeviceId& device, Time now,
             std::string_view user_agent = {}) const {
    add_session(tx, {centre, auth::hash_token(secret), person, device, now, now, staff::rights_version(tx),
                     browser_of(user_agent)});
  }
  std::string cookie() const { return cookie_of(kSessionCookie, secret); }
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

std::optional<Asker> Sessions::who_has(std::string_view secret, bool token, bool may_read) {
  if (secret.empty()) return Asker{};
  const std::string hash = auth::hash_token(secret);
  // A token never counts as a session, nor a session as a token.
  const std::string key = token ? "token:" + hash : key_of_session(hash);
  const Time now = clock_();
  auto asker = memory_->find(key, staff_.known_rights_version(), now);
  if (!asker) {
    if (!staff_.secrets().may_be_known(token ? staff::kForToken : kForSession, secret)) return Asker{};
    if (!may_read) return std::nullopt;
    Memory::Known known;
    std::int64_t version = 0;
    db_.read([&](db::Tx& tx) {
      version = staff::rights_version(tx);
      known = token ? Memory::by_token(tx, hash) : Memory::by_session(tx, hash);
    });
    if (known.person && session_over(known.begun_at, known.used_at, now)) known = {};
    asker = Asker{known.principal, known.first_password};
    if (asker->principal.signed_in()) {
      known.used_at = now;
      memory_->remember(key, std::move(known), version);
    } else {
      memory_->remember_nobody(key);
    }
  }
  if (!token && asker->principal.signed_in()) asker->principal.csrf = auth::masked(csrf_of(secret));
  return asker;
}

bool Sessions::is_csrf_token(std::string_view token, std::string_view secret) {
  const auth::Digest expected = csrf_of(secret);
  // Forms that were open while the program was replaced have it as it is.
  return auth::is_masked(token, expected) || auth::equal_in_constant_time(token, auth::to_hex(expected));
}

Result<Sessions::SignedIn> Sessions::sign_in(std::string_view typed, std::string_view password,
                                             const Origin& from) {
  const std::string login = staff::login_of(typed);
  const NewSession session(staff_.secrets());
  const Time now = clock_();
  const staff::Staff::Origin origin{from.peer, known_browser(staff_.secrets(), from.browser_cookie, login)};
  auto person = staff_.authenticate(login, password, origin, [&](db::Tx& tx, const staff::Person& person) {
    session.begin(tx, person.centre, person.id, {}, now, from.user_agent);
    write_event(tx, log_, person.centre, "signed_in", {ActorKind::staff, person.id.str()}, now);
  });
  if (!person) return tl::unexpected(std::move(person).error());
  return SignedIn{
      *std::move(person), session.cookie(),
      cookie_for_long(kBrowserCookie, remember_in_browser(staff_.secrets(), from.browser_cookie, login))};
}

Result<Sessions::Paired> Sessions::pair(std::string_view token) {
  const NewSession session(staff_.secrets());
  const Time now = clock_();
  auto device = staff_.authenticate_device(token, [&](db::Tx& tx, const staff::Device& device) {
    session.begin(tx, device.centre, {}, device.id, now);
    write_event(tx, log_, device.centre, "device_paired", {ActorKind::device, device.id.str()}, now);
  });
  if (!device) return tl::unexpected(std::move(device).error());
  return Paired{*std::move(device), cookie_for_long(kSessionCookie, session.secret)};
}

Result<std::string> Sessions::change_password(const auth::Principal& principal, std::string_view old_password,
                                              std::string_view new_password, std::string_view user_agent) {
  const NewSession session(staff_.secrets());
  auto changed =
      staff_.change_password(StaffId(principal.id), principal.session, old_password, new_password,
                             [&](db::Tx& tx, const staff::Person& person) {
                               session.begin(tx, person.centre, person.id, {}, clock_(), user_agent);
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

bool Sessions::has_first_password(const auth::Principal& principal) const {
  const auto person =
      db_.reading([&](db::Tx& tx) { return staff::active_person(tx, StaffId(principal.id)); });
  return person && person->first_password;
}

std::vector<OwnSession> Sessions::sessions_of(const auth::Principal& principal) const {
  const StaffId id(principal.id);
  const Time now = clock_();
  std::vector<OwnSession> own;
  for (auto& session : db_.reading([&](db::Tx& tx) {
         auto sessions = sessions::sessions_of(tx, id);
         const auto person = staff::active_person(tx, id);
         std::erase_if(sessions, [&](const Session& session) {
           return !person || session.begun_version < person->rights_ended_version;
         });
         return sessions;
       })) {
    const Time seen = memory_->used_at(key_of_session(session.secret_sha256)).value_or(session.used_at);
    const Time used_at = std::max(session.used_at, seen);
    if (session_over(session.begun_at, used_at, now)) continue;
    const bool current = session.secret_sha256 == principal.session;
    own.push_back(
        {std::move(session.secret_sha256), session.begun_at, used_at, std::move(session.browser), current});
  }
  std::ranges::stable_sort(own, std::ranges::greater(), &OwnSession::used_at);
  return own;
}

Result<void> Sessions::end(const auth::Principal& principal, std::string_view session) {
  bool ended = false;
  staff_.end_rights([&](db::Tx& tx) {
    const CentreId centre(principal.centre);
    log_.lock_head(tx, centre);
    ended = end_session_of(tx, StaffId(principal.id), session);
    if (ended) write_event(tx, log_, centre, "session_ended", principal.actor(), clock_());
    return ended;
  });
  if (!ended) return refuse(Refusal::Kind::not_found, "not_found");
  return {};
}

void Sessions::end_others(const auth::Principal& principal) {
  if (principal.session.empty()) return;
  staff_.end_rights([&](db::Tx& tx) {
    const CentreId centre(principal.centre);
    write_event(tx, log_, centre, "other_sessions_ended", principal.actor(), clock_());
    end_other_sessions(tx, StaffId(principal.id), principal.session);
    return true;
  });
}

std::string Sessions::expired_cookie() { return cookie_of(kSessionCookie, "") + "; Max-Age=0"; }

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

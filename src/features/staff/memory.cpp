#include "features/staff/memory.hpp"

namespace biroyna::staff {

Staff::Memory::Known Staff::Memory::by_token(db::Tx& tx, const std::string& sha256) {
  const auto device = device_by_token(tx, sha256);
  if (!device) return {};
  return {.principal = {.role = device->role,
                        .id = device->id.str(),
                        .centre = device->centre.str(),
                        .departments = device->departments,
                        .name = device->name,
                        .session = {},
                        .csrf = {},
                        .by_token = true}};
}

Staff::Memory::Known Staff::Memory::by_session(db::Tx& tx, const std::string& sha256) {
  const auto found = find_session(tx, sha256);
  if (!found) return {};
  const Session& session = found->session;
  const bool person = !session.person.empty();
  return {.principal = {.role = found->role,
                        .id = person ? session.person.str() : session.device.str(),
                        .centre = session.centre.str(),
                        .departments = found->departments,
                        .name = found->name,
                        .session = sha256,
                        .csrf = {},
                        .by_token = !person},
          .person = person,
          .made_at = session.made_at,
          .used_at = session.used_at,
          .used_written = session.used_at};
}

std::optional<auth::Principal> Staff::Memory::find(const std::string& secret, Time now) {
  const std::lock_guard lock(mutex);
  if (nobodys.contains(secret)) return auth::Principal{};
  const auto found = by_secret.find(secret);
  if (found == by_secret.end()) return std::nullopt;
  Known& known = found->second;
  if (known.person && session_over(known.made_at, known.used_at, now)) {
    // Another server may have seen it used since.
    by_secret.erase(found);
    return std::nullopt;
  }
  known.used_at = std::max(known.used_at, now);
  return known.principal;
}

void Staff::Memory::remember(const std::string& secret, Known known, std::int64_t version_read) {
  const std::lock_guard lock(mutex);
  if (version_read >= version) by_secret.insert_or_assign(secret, std::move(known));
}

void Staff::Memory::remember_nobody(const std::string& secret, const std::string& client, Time now) {
  const std::lock_guard lock(mutex);
  if (nobodys.size() >= kMostUnknown) nobodys.clear();
  nobodys.insert(secret);
  if (now - guesses_since >= Minutes(1)) {
    guesses.clear();
    guesses_since = now;
  }
  ++guesses[client];
}

std::optional<Seconds> Staff::Memory::guessed_too_often(const std::string& client, Time now) {
  const std::lock_guard lock(mutex);
  const auto found = guesses.find(client);
  if (found == guesses.end() || found->second < kGuesses) return std::nullopt;
  const Time until = guesses_since + Minutes(1);
  return until > now ? std::optional(std::chrono::ceil<Seconds>(until - now)) : std::nullopt;
}

void Staff::Memory::follow(std::int64_t database_version) {
  const std::lock_guard lock(mutex);
  if (database_version <= version) return;
  version = database_version;
  by_secret.clear();
}

std::vector<std::pair<std::string, Time>> Staff::Memory::take_used() {
  const std::lock_guard lock(mutex);
  std::vector<std::pair<std::string, Time>> used;
  for (auto& [secret, known] : by_secret) {
    if (!known.person || known.used_at - known.used_written < kCoarse) continue;
    known.used_written = known.used_at;
    used.emplace_back(known.principal.session, known.used_at);
  }
  return used;
}

Result<void> Staff::Memory::begin(const Throttle::Try& attempt) {
  const std::lock_guard lock(mutex);
  const auto wait = throttle.begin(attempt);
  if (!wait) return {};
  Refusal refusal{Refusal::Kind::throttled, "too_many_sign_ins"};
  refusal.retry_after_seconds = static_cast<int>(wait->count());
  return tl::unexpected(std::move(refusal));
}

void Staff::Memory::succeeded(const Throttle::Try& attempt) {
  const std::lock_guard lock(mutex);
  throttle.succeeded(attempt);
}

bool Staff::Memory::is_first_refusal(const Throttle::Try& attempt) {
  const std::lock_guard lock(mutex);
  return throttle.first_refusal(attempt.login);
}

}  // namespace biroyna::staff

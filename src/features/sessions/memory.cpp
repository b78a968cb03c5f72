#include "features/sessions/memory.hpp"

namespace biroyna::sessions {
namespace {

auth::Principal principal_of(const staff::Device& device, const std::string& session) {
  return {.role = device.role,
          .id = device.id.str(),
          .centre = device.centre.str(),
          .departments = device.departments,
          .name = device.name,
          .session = session,
          .csrf = {},
          .by_token = true};
}

}  // namespace

Sessions::Memory::Known Sessions::Memory::by_token(db::Tx& tx, const std::string& sha256) {
  const auto device = staff::device_by_token(tx, sha256);
  return device ? Known{.principal = principal_of(*device, {})} : Known{};
}

Sessions::Memory::Known Sessions::Memory::by_session(db::Tx& tx, const std::string& sha256) {
  const auto session = find_session(tx, sha256);
  if (!session) return {};
  if (session->person.empty()) {
    const auto device = staff::active_device(tx, session->centre, session->device);
    return device ? Known{.principal = principal_of(*device, sha256)} : Known{};
  }
  const auto person = staff::active_person(tx, session->person);
  if (!person || session->begun_version < person->rights_ended_version) return {};
  return {.principal = {.role = person->role,
                        .id = person->id.str(),
                        .centre = person->centre.str(),
                        .departments = person->departments,
                        .name = person->name,
                        .session = sha256,
                        .csrf = {},
                        .by_token = false},
          .person = true,
          .begun_at = session->begun_at,
          .used_at = session->used_at,
          .used_written = session->used_at,
          .first_password = person->first_password};
}

std::optional<Asker> Sessions::Memory::find(const std::string& secret, std::int64_t rights_version,
                                            Time now) {
  const std::lock_guard lock(mutex);
  if (rights_version > version) {
    version = rights_version;
    by_secret.clear();
  }
  if (nobodys.contains(secret)) return Asker{};
  const auto found = by_secret.find(secret);
  if (found == by_secret.end()) return std::nullopt;
  Known& known = found->second;
  if (known.person && session_over(known.begun_at, known.used_at, now)) {
    // Another server may have seen it used since.
    by_secret.erase(found);
    return std::nullopt;
  }
  known.used_at = std::max(known.used_at, now);
  return Asker{known.principal, known.first_password};
}

std::optional<Time> Sessions::Memory::used_at(const std::string& secret) {
  const std::lock_guard lock(mutex);
  const auto found = by_secret.find(secret);
  return found == by_secret.end() ? std::nullopt : std::optional(found->second.used_at);
}

void Sessions::Memory::remember(const std::string& secret, Known known, std::int64_t version_read) {
  const std::lock_guard lock(mutex);
  if (version_read >= version) by_secret.insert_or_assign(secret, std::move(known));
}

void Sessions::Memory::remember_nobody(const std::string& secret) {
  const std::lock_guard lock(mutex);
  if (nobodys.size() >= kMostUnknown) nobodys.clear();
  nobodys.insert(secret);
}

std::vector<std::pair<std::string, Time>> Sessions::Memory::take_used() {
  const std::lock_guard lock(mutex);
  std::vector<std::pair<std::string, Time>> used;
  for (auto& [secret, known] : by_secret) {
    if (!known.person || known.used_at - known.used_written < kCoarse) continue;
    known.used_written = known.used_at;
    used.emplace_back(known.principal.session, known.used_at);
  }
  return used;
}

}  // namespace biroyna::sessions

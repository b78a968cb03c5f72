// What an administrator changes of people who are there already.
#include <fmt/format.h>

#include "core/code.hpp"
#include "features/staff/service_parts.hpp"
#include "features/staff/store.hpp"
#include "platform/auth/secrets.hpp"

namespace biroyna::staff {
namespace {

using Kind = Refusal::Kind;

// To be read out and typed: four groups of four, "K7QM-2XRD-9V4T-0BHE".
std::string new_temporary_password() {
  constexpr std::size_t kSigns = 16;
  const auth::Digest random = auth::sha256(auth::random_token());
  return grouped_code(make_code(std::span(random).first(kSigns - 1)));
}

std::string work_data(const Work& work) {
  std::string departments;
  for (const auto& department : work.departments)
    departments += fmt::format("{}\"{}\"", departments.empty() ? "" : ",", department.str());
  return fmt::format(R"({{"role":"{}","departments":[{}]}})", auth::name(work.role), departments);
}

}  // namespace

Result<void> Staff::change_another(const CentreId& centre, const StaffId& id, std::string_view actor,
                                   const Change& change) {
  Result<void> outcome;
  change_rights([&](db::Tx& tx) -> std::int64_t {
    log_.lock_head(tx, centre);
    const auto known = person_by_id(tx, id);
    outcome = {};
    if (!known || known->person.centre != centre)
      outcome = refuse(Kind::not_found, "not_found");
    else if (subject_of(id) == actor)
      outcome = refuse(Kind::conflict, "own_rights");
    if (!outcome) return 0;
    outcome = change(tx, known->person);
    return outcome ? end_rights_of(tx, id) : 0;
  });
  return outcome;
}

Result<std::string> Staff::reset_password(const CentreId& centre, const StaffId& id, std::string_view actor) {
  std::string password = new_temporary_password();
  const std::string hash = auth::hash_password(password);
  const auto reset = change_another(centre, id, actor, [&](db::Tx& tx, const Person&) -> Result<void> {
    set_password(tx, id, hash, PasswordKind::temporary);
    write_event(tx, centre, "password_reset", subject_of(id), actor);
    return {};
  });
  if (!reset) return tl::unexpected(reset.error());
  return password;
}

Result<void> Staff::set_work(const CentreId& centre, const StaffId& id, const Work& work,
                             std::string_view actor) {
  std::vector<FieldError> wrong;
  if (!kPeople.contains(work.role)) wrong.push_back({"/role", "error.unknown_role"});
  if (lacks_department(work.role, work.departments)) wrong.push_back({"/departments", "error.no_department"});
  if (!wrong.empty()) return invalid(std::move(wrong));
  return change_another(centre, id, actor, [&](db::Tx& tx, const Person& person) -> Result<void> {
    const bool last = person.active && person.role == auth::Role::administrator && work.role != person.role &&
                      active_administrators(tx, centre) == 1;
    if (last) return refuse(Kind::conflict, "last_administrator");
    set_person_work(tx, id, work);
    write_event(tx, centre, "staff_changed", subject_of(id), actor, work_data(work));
    return {};
  });
}

}  // namespace biroyna::staff

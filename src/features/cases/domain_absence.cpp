#include "features/cases/domain_absence.hpp"

#include <algorithm>

namespace biroyna::cases {
namespace {

const Absence* absence_of(const Absences& absences, const StaffId& person, Day day) {
  const auto found = std::ranges::find_if(absences, [&](const Absence& absence) {
    return absence.person == person && absence.from <= day && day <= absence.to;
  });
  return found == absences.end() ? nullptr : &*found;
}

bool overlap(const Absence& a, const Absence& b) { return a.from <= b.to && b.from <= a.to; }

// Whether the ones who stand in, one for the other while `absence` lasts, lead back to its person.
bool leads_back(const StaffId& from, const Absence& absence, const Absences& others, std::size_t steps) {
  if (from == absence.person) return true;
  if (steps == 0) return false;
  return std::ranges::any_of(others, [&](const Absence& other) {
    return other.person == from && overlap(other, absence) &&
           leads_back(other.substitute, absence, others, steps - 1);
  });
}

}  // namespace

bool is_absent(const Absences& absences, const StaffId& person, Day day) {
  return absence_of(absences, person, day) != nullptr;
}

bool is_present(const Absences& absences, const StaffId& person, Day from, Day to) {
  return std::ranges::none_of(absences, [&](const Absence& absence) {
    return absence.person == person && absence.from <= to && from <= absence.to;
  });
}

std::optional<Absence> until_back(Absence absence, Day back) {
  if (back <= absence.from) return std::nullopt;
  absence.to = std::min(absence.to, back - std::chrono::days(1));
  return absence;
}

StaffId stand_in(const Absences& absences, const StaffId& person, Day day) {
  const Absence* away = absence_of(absences, person, day);
  if (away == nullptr) return {};
  for (std::size_t steps = 0; steps < absences.size(); ++steps) {
    const Absence* next = absence_of(absences, away->substitute, day);
    if (next == nullptr) return away->substitute;
    away = next;
  }
  return {};
}

std::vector<StaffId> stands_in_for(const Absences& absences, const StaffId& substitute, Day day) {
  std::vector<StaffId> persons;
  for (const Absence& absence : absences) {
    if (substitute.empty() || stand_in(absences, absence.person, day) != substitute) continue;
    if (std::ranges::find(persons, absence.person) == persons.end()) persons.push_back(absence.person);
  }
  return persons;
}

std::optional<std::string> check_days(Day from, Day to, Day today) {
  if (to < from) return "error.days_order";
  if (to < today) return "error.in_the_past";
  if (to - from >= kLongestAbsence) return "error.too_long_away";
  return std::nullopt;
}

Result<void> check(const Absence& absence, const Absences& others, Day today) {
  using Kind = Refusal::Kind;
  std::vector<FieldError> wrong;
  if (auto fault = check_days(absence.from, absence.to, today)) wrong.push_back({"/to", *std::move(fault)});
  if (absence.substitute == absence.person) wrong.push_back({"/substitute", "error.own_substitute"});
  if (!wrong.empty()) return invalid(std::move(wrong));
  const bool already = std::ranges::any_of(others, [&](const Absence& other) {
    return other.person == absence.person && overlap(other, absence);
  });
  if (already) return refuse(Kind::conflict, "absent_already");
  if (leads_back(absence.substitute, absence, others, others.size()))
    return refuse(Kind::conflict, "substitution_circle");
  return {};
}

}  // namespace biroyna::cases

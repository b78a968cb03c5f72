#include "features/cases/due_times.hpp"

#include <stdexcept>

namespace biroyna::cases {
namespace {

// Whether a term was kept by what ended at this time.
std::optional<bool> kept(const Term& term, Time end, const Calendar& calendar, const Zone& zone) {
  const auto due = biroyna::due_at(term, calendar, zone);
  if (!due) return std::nullopt;
  return end <= *due;
}

std::optional<End> end_of(const Case& process, const catalogue::Edition& edition, const Calendar& calendar) {
  const auto at = process.ended_at();
  if (!at) return std::nullopt;
  const auto& service = service_of(process, edition);
  const auto decided = process.decided_at();
  const std::chrono::year_month_day day(edition.zone.day(*at));
  const auto later = day + std::chrono::years(service.keep_years);
  // The 29th of February is kept until the first of March.
  const Day until = later.ok() ? Day(later) : Day(later.year() / std::chrono::March / 1);
  return End{.at = *at,
             .in_term = decided ? kept(process.term, *decided, calendar, edition.zone) : std::nullopt,
             .contacts = contacts_of(process, service.department, edition.zone),
             .erase_at = edition.zone.at(until + std::chrono::days(1), Minutes(0))};
}

}  // namespace

const catalogue::Service& service_of(const Case& process, const catalogue::Edition& edition) {
  const auto* service = edition.catalogue.find(process.begun.service);
  if (service == nullptr) throw std::runtime_error("a stored case is of a service that its catalogue lacks");
  return *service;
}

DueTimes due_times_of(const Case& process, const catalogue::Edition& edition,
                      const catalogue::Edition& of_calendar) {
  const auto calendar_of = [&](const DepartmentId& department) -> const Calendar& {
    return catalogue::calendar_of(of_calendar.catalogue, department);
  };
  const Calendar& of_service = calendar_of(service_of(process, edition).department);
  DueTimes due;
  if (!process.over()) due.of_case = biroyna::due_at(process.term, of_service, edition.zone);
  const Question* question = process.open_question();
  if (question != nullptr)
    due.of_applicant = question->until;
  else if (const auto waits = process.term_to_come())
    due.of_applicant = biroyna::due_at(*waits, of_calendar.catalogue.calendar, edition.zone);
  due.may_move =
      due.of_case && catalogue::may_move(of_calendar.catalogue, edition.zone.day(process.term.begun),
                                         edition.zone.day(*due.of_case));
  for (const Task& task : process.tasks) {
    const Calendar& calendar = calendar_of(task.department);
    const bool runs = task.term && (task.state == TaskState::open || task.state == TaskState::claimed);
    due.moments.push_back(runs ? moments(*task.term, calendar, edition.zone, due.of_case) : std::nullopt);
    due.in_term.push_back(task.term && task.outcome
                              ? kept(*task.term, task.outcome->at, calendar, edition.zone)
                              : std::nullopt);
  }
  due.end = end_of(process, edition, of_service);
  return due;
}

}  // namespace biroyna::cases

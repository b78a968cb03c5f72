// What of the applications watches over terms.
#include <algorithm>
#include <iterator>

#include "features/cases/service.hpp"
#include "features/cases/store.hpp"
#include "features/cases/store_absences.hpp"
#include "features/cases/store_watch.hpp"

namespace biroyna::cases {
namespace {

constexpr std::chrono::hours kDayToAct{24};

}  // namespace

void Applications::look_after(db::Tx& tx, const CentreId& centre, const std::string& number) {
  log_.lock_head(tx, centre);
  auto application = find(tx, number);
  if (!application) return;
  const Time now = clock_();
  const Day today = edition(*application)->zone.day(now);
  const Absences absences = absences_on(tx, centre, today);
  bool moved = false;
  if (const auto until = due_times(*application).of_applicant) {
    const Case& process = application->process;
    for (auto& decided :
         {process.remind(*until, now), process.end_question(now), process.lapse(*until, now)}) {
      if (!decided || decided->empty()) continue;
      carry_out(tx, *application, *decided);
      moved = true;
    }
  }
  if (const auto reminded = application->process.remind_to_collect(now); reminded && !reminded->empty()) {
    carry_out(tx, *application, *reminded);
    moved = true;
  }
  moved = follow_calendar(tx, *application, now) || moved;
  if (grant_by_silence(tx, *application, now)) return update(tx, *application, due_times(*application), now);
  const DueTimes due = due_times(*application);
  std::vector<Event> events;
  const auto add = [&](Case::Decided decided) {
    if (decided) std::ranges::move(*decided, std::back_inserter(events));
  };
  for (std::size_t i = 0; i < due.moments.size(); ++i) {
    if (!due.moments[i]) continue;
    const Task& task = application->process.tasks[i];
    const Due said = due_now(task, *due.moments[i], absences, today, now);
    if (said.warning) add(application->process.warn(task.id, *said.warning, now));
    if (said.escalation) add(application->process.escalate(task.id, said.to, now));
  }
  if (events.empty() && !moved) return plan_looks(tx, *application, due, now);
  carry_out(tx, *application, events);
  update(tx, *application, due_times(*application), now);
}

// What was not decided in term, where the service says so. A term that days off moved leaves a day to act.
bool Applications::grant_by_silence(db::Tx& tx, Application& application, Time now) {
  if (!application.process.begun.silence) return false;
  auto due = due_times(application).of_case;
  for (const Event& event : application.process.timeline) {
    if (due && event.kind == EventKind::term_moved) due = std::max(*due, event.at + kDayToAct);
  }
  if (!due) return false;
  const auto granted = application.process.grant_by_silence(*due, now);
  if (!granted || granted->empty()) return false;
  carry_out(tx, application, *granted);
  settle(tx, application);
  return true;
}

// Until when the applicant may answer what they are asked: by the working days of the hall, where they can
// go.
void Applications::say_until_when(const Application& application, std::vector<Event>& events) const {
  for (Event& event : events) {
    if (event.kind != EventKind::applicant_asked && event.kind != EventKind::refusal_intended) continue;
    const auto edition = this->edition(application);
    const auto current = catalogues_.current(application.centre);
    event.due = due_at({event.at, event.working_days}, (current ? current : edition)->catalogue.calendar,
                       edition->zone);
  }
}

// By the calendar of the newest catalogue, where that moves a term; answers whether it did.
bool Applications::follow_calendar(db::Tx& tx, Application& application, Time now) {
  const Case& process = application.process;
  const auto newest = catalogues_.current(application.centre);
  if (!newest || newest->catalogue.version <= process.calendar || !process.allows(EventKind::term_moved))
    return false;
  const DueTimes before = due_times(application),
                 after = due_times_of(process, *edition(application), *newest);
  std::vector<std::string> moved;
  for (std::size_t i = 0; i < process.tasks.size(); ++i)
    if (before.of_task(i) != after.of_task(i)) moved.push_back(process.tasks[i].id);
  if (before.of_case == after.of_case && moved.empty()) return false;
  const auto events =
      process.move_term(newest->catalogue.version, after.of_case.value(), std::move(moved), now);
  if (!events) return false;
  carry_out(tx, application, *events);
  application.calendar = newest;
  return true;
}

// Who was given a task while they are away.
std::vector<Event> Applications::absent_assignees(db::Tx& tx, const Application& application,
                                                  const std::vector<Event>& events, Time now) const {
  std::vector<Event> warnings;
  for (const Event& event : events) {
    if (event.kind != EventKind::task_handed_on) continue;
    const Day today = edition(application)->zone.day(now);
    if (!is_absent(absences_on(tx, application.centre, today), event.assignee, today)) continue;
    if (auto warned = application.process.warn(event.task, Notice::assignee_absent, now))
      std::ranges::move(*warned, std::back_inserter(warnings));
  }
  return warnings;
}

Contacts Applications::contacts(const Application& application) const {
  const auto edition = this->edition(application);
  return contacts_of(application.process,
                     edition->catalogue.find(application.process.begun.service)->department, edition->zone);
}

Day Applications::today(const Application& application) const {
  return edition(application)->zone.day(clock_());
}

}  // namespace biroyna::cases

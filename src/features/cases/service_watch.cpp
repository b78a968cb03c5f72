// What of the applications watches over terms.
#include <algorithm>
#include <iterator>

#include "features/cases/service.hpp"
#include "features/cases/store.hpp"
#include "features/cases/store_absences.hpp"
#include "features/cases/store_watch.hpp"

namespace biroyna::cases {

void Applications::look_after(db::Tx& tx, const CentreId& centre, const std::string& number) {
  log_.lock_head(tx, centre);
  auto application = find(tx, number);
  if (!application) return;
  const Time now = clock_();
  const Day today = edition(*application)->zone.day(now);
  const Absences absences = absences_on(tx, centre, today);
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
  if (events.empty()) return plan_looks(tx, *application, due, now);
  carry_out(tx, *application, events);
  update(tx, *application, due_times(*application), now);
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

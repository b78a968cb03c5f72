// What of the applications is about findings: what a registry answers, and what follows from what was found.
#include <algorithm>

#include "features/cases/automatic.hpp"
#include "features/cases/domain_correction.hpp"
#include "features/cases/domain_findings.hpp"
#include "features/cases/service.hpp"
#include "features/cases/store.hpp"

namespace biroyna::cases {

void Applications::answered(db::Tx& tx, const CentreId& centre, const std::string& number,
                            const std::string& task, Confirmation confirmation, const std::string& comment,
                            std::string_view data, std::string_view words) {
  log_.lock_head(tx, centre);
  auto application = find(tx, number);
  if (!application || application->centre != centre) return;
  const Time now = clock_();
  if (grant_by_silence(tx, *application, now)) return update(tx, *application, due_times(*application), now);
  auto found = found_in_answer(*edition(*application), *application, facts_of(*application), task, data);
  const bool shown_anyway = words.empty() || !found.findings.empty();
  auto events =
      application->process.answer_automatic(task, confirmation, shown_anyway ? comment : std::string(words),
                                            now, std::move(found.findings), std::move(found.misfits));
  if (!events) return;  // it is over, or a person has done it
  follow_findings(*application, *events, now);
  carry_out(tx, *application, *events);
  settle(tx, *application);
  follow_calendar(tx, *application, now);
  update(tx, *application, due_times(*application), now);
}

// What is found may ask for other steps and another fee, as an answer may: said right after it.
void Applications::follow_findings(const Application& application, std::vector<Event>& events,
                                   Time now) const {
  const auto recorded = std::ranges::find(events, EventKind::findings_recorded, &Event::kind);
  if (recorded == events.end()) return;
  const auto edition = this->edition(application);
  const auto& service = service_of(application.process, *edition);
  catalogue::Facts facts = facts_of(application);
  const Asked before = asked_by(edition->catalogue, service, application.answers, facts);
  Case after = application.process;
  after.apply(*recorded);
  facts.findings = findings_that_count(service, after.findings(), application.answers, facts);
  Asked asked = asked_by(edition->catalogue, service, application.answers, facts);
  if (asked == before) return;
  // A fee that cannot be told any more stays as it was.
  const Tiyin fee = asked.fee.value_or(application.process.fee);
  auto changed = after.change_route(std::move(asked.route), fee, now, std::move(asked.concession));
  if (changed) events.insert(recorded + 1, changed->begin(), changed->end());
}

}  // namespace biroyna::cases

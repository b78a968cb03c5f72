// What comes of a time that runs out: for an answer, for a payment, for a visit, for the decision itself.
#include <algorithm>

#include "features/cases/domain_case.hpp"

namespace biroyna::cases {
namespace {

// One event by the program; none where it may not come in this state.
Case::Decided by_program(const Case& subject, EventKind kind, Time now) {
  if (subject.erased || !subject.allows(kind)) return std::vector<Event>{};
  return std::vector{Event{.kind = kind, .at = now, .actor = kProgram}};
}

}  // namespace

std::optional<Term> Case::term_to_come() const {
  const int days = state == CaseState::awaiting_payment ? begun.days_to_pay
                   : state == CaseState::awaiting_visit ? begun.days_to_visit
                                                        : 0;
  if (days == 0 || !term.paused()) return std::nullopt;
  return Term{term.pauses.back().from, days};
}

bool Case::reminded_since(Time since) const {
  return std::ranges::any_of(timeline, [&](const Event& event) {
    return event.kind == EventKind::applicant_reminded && event.at >= since;
  });
}

Case::Decided Case::remind(Time until, Time now) const {
  if (now < until - kReminder || now > until || !term.paused()) return std::vector<Event>{};
  // Who was told less than that before needs no reminder.
  const Time since = term.pauses.back().from;
  if (since > until - kReminder || reminded_since(since)) return std::vector<Event>{};
  auto events = by_program(*this, EventKind::applicant_reminded, now);
  for (Event& event : *events) event.due = until;
  return events;
}

Case::Decided Case::remind_to_collect(Time now) const {
  const auto since = to_collect();
  if (!since || now < *since + kCollectReminder || reminded_since(*since)) return std::vector<Event>{};
  return by_program(*this, EventKind::applicant_reminded, now);
}

Case::Decided Case::lapse(Time until, Time now) const {
  if (now <= until || !term_to_come()) return std::vector<Event>{};
  auto events = by_program(*this, EventKind::case_lapsed, now);
  for (Event& event : *events) event.reference = name(state);
  return events;
}

Case::Decided Case::end_question(Time now) const {
  const Question* open = open_question();
  if (open == nullptr || !open->until || now <= *open->until) return std::vector<Event>{};
  auto events = by_program(*this, EventKind::question_ended, now);
  for (Event& event : *events) event.task = open->task;
  return events;
}

Case::Decided Case::grant_by_silence(Time due, Time now) const {
  if (!begun.silence || term.paused() || now <= due) return std::vector<Event>{};
  auto events = by_program(*this, EventKind::granted_by_silence, now);
  for (Event& event : *events) event.due = due;
  return events;
}

}  // namespace biroyna::cases

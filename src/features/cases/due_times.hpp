// When things of a case are due, and what is kept of it when it is over. Its term counts by the working days
// of the department that answers for the service, the term of a task by those of the task's department. A
// task is due with the case at the latest; whether its own term was kept is counted by its own days.
//
// Stateless, thread-safe.
#pragma once

#include <optional>
#include <vector>

#include "features/cases/domain_case.hpp"
#include "features/cases/domain_contacts.hpp"
#include "features/cases/domain_watch.hpp"
#include "features/catalogue/catalogue.hpp"

namespace biroyna::cases {

// What is kept of a case that is over.
struct End {
  Time at{};
  std::optional<bool> in_term;  // empty if it was withdrawn
  Contacts contacts;
  Time erase_at{};
};

// When the case and each of its tasks, in order, are due. Empty while the clock is paused.
struct DueTimes {
  std::optional<Time> of_case;
  // Until when it waits for its applicant: for an answer, a payment, a visit.
  std::optional<Time> of_applicant = {};
  bool may_move = false;                             // not all of the days off until then are known
  std::vector<std::optional<Moments>> moments = {};  // of the tasks that have a due time
  std::vector<std::optional<bool>> in_term = {};     // of the tasks that are done
  std::optional<End> end = {};

  std::optional<Time> of_task(std::size_t i) const {
    return moments[i] ? std::optional(moments[i]->due) : std::nullopt;
  }
};

// `edition`: that which the case began with. Throws std::runtime_error when the case is damaged: its
// catalogue has no such service.
const catalogue::Service& service_of(const Case& process, const catalogue::Edition& edition);
// By the calendar of another edition.
DueTimes due_times_of(const Case& process, const catalogue::Edition& edition,
                      const catalogue::Edition& calendar);

}  // namespace biroyna::cases

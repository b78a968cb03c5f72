// When things of a case are due, and what is kept of it when it is over; in the calendar of its centre.
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
  std::vector<std::optional<Moments>> moments;  // of the tasks that have a due time
  std::vector<std::optional<bool>> in_term;     // of the tasks that are done
  std::optional<End> end;

  std::optional<Time> of_task(std::size_t i) const {
    return moments[i] ? std::optional(moments[i]->due) : std::nullopt;
  }
};

// By the edition of the catalogue that the case began with.
// Throws std::runtime_error when the case is damaged: its catalogue has no such service.
const catalogue::Service& service_of(const Case& process, const catalogue::Edition& edition);
DueTimes due_times_of(const Case& process, const catalogue::Edition& edition);

}  // namespace biroyna::cases

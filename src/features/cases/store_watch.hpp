// What the tables say of cases that the program looks after by itself: those that are to be watched, and
// those that are to be erased.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "features/cases/service.hpp"

namespace biroyna::cases {

using CaseKey = std::pair<CentreId, std::string>;  // centre and number

// The cases with a task that is to be looked at, the ones that wait longest first.
std::vector<CaseKey> cases_to_look_at(db::Tx& tx, Time now, std::size_t most);
void put_off_look(db::Tx& tx, const CentreId& centre, std::string_view number, Time until);
// Makes the watch check the tasks of this person as soon as possible.
void look_at_tasks_of(db::Tx& tx, const CentreId& centre, const StaffId& person, Time now);
// The same with all tasks of a centre that somebody has to do.
void look_at_all_tasks(db::Tx& tx, const CentreId& centre, Time now);

// Those whose time of keeping is over and whose erasure is not announced yet; then those whose notice is over
// as well. None that is held; those that were kept longest first, without as many of them as are passed over.
std::vector<CaseKey> cases_to_announce(db::Tx& tx, Time now, std::size_t most, std::size_t passed_over);
std::vector<CaseKey> cases_to_erase(db::Tx& tx, Time now, std::size_t most, std::size_t passed_over);
// One whose time of keeping is over.
struct ErasureRow {
  std::string number;
  ServiceId service;
  std::optional<Time> ended_at = {};
  Time kept_until{};
  std::optional<Time> announced_at = {};  // empty: not yet, or it is held
  bool held = false;

  // The earliest; empty where it is not announced.
  std::optional<Time> erased_from() const {
    return announced_at ? std::optional(*announced_at + kErasureNotice) : std::nullopt;
  }
};
// Those that were kept longest first.
std::vector<ErasureRow> erasures(db::Tx& tx, const CentreId& centre, Time now, std::size_t most);
std::int64_t count_to_erase(db::Tx& tx, Time now);
// Sets when a case is to be erased (empty: not as it stands), where the table says that it is to be erased by
// `now`. Answers whether it said so.
bool correct_erasure(db::Tx& tx, const Application& application, const std::optional<Time>& erase_at,
                     Time now);
// Erases all personal data of the case, and makes its secret invalid.
void erase(db::Tx& tx, const Application& application, Time now);

// What nobody has come for, the longest first.
std::vector<ToCollect> to_collect(db::Tx& tx, const CentreId& centre, std::size_t most);

}  // namespace biroyna::cases

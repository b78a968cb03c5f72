// The absences of a centre's staff, and their substitutes (domain_absence.hpp).
//
// A head enters absences of everybody, others only their own. Events: absence_added, absence_removed; the
// subject is "absence:ID". Thread-safe.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "features/audit/audit.hpp"
#include "features/cases/cases.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/staff/staff.hpp"
#include "platform/commands/commands.hpp"

namespace biroyna::deadlines {

using namespace cases;

// Who can be away, and who may stand in.
inline constexpr auth::Roles kCanBeAbsent =
    auth::kOfDepartments | auth::Roles{auth::Role::operator_, auth::Role::head};

// Whether one of them can do the other's work: the same role, and a department in common where they have any.
bool are_colleagues(const staff::Person& a, const staff::Person& b);

class AbsenceBook {
 public:
  using People = std::function<std::vector<staff::Person>(const CentreId&)>;
  AbsenceBook(db::Db& db, audit::EventLog& log, const catalogue::Catalogues& catalogues, Commands& commands,
              Clock clock, People people);

  // The absence that was entered. `done` is called after the COMMIT, not on the writer's thread. Refusals:
  // forbidden (403: not one's own); wrong fields at /person, /substitute and /to; absent_already,
  // substitution_circle (409).
  void add(const auth::Principal& by, Absence absence, Idempotency repeat,
           std::function<void(Result<Executed<Absence>>)> done);
  // Refusals: not_found, also of what one may not remove.
  void remove(const auth::Principal& by, std::string id, Idempotency repeat,
              std::function<void(Result<Executed<Nothing>>)> done);

  // Those that are not over. A head sees all, others their own and those in which they stand in.
  Absences seen_by(const auth::Principal& who) const;
  // Who may be named by this person: themselves, for a head everybody.
  std::vector<staff::Person> may_be_absent(const auth::Principal& who) const;
  std::vector<staff::Person> people(const CentreId& centre) const;

 private:
  Result<void> allowed(const auth::Principal& who, const Absence& absence) const;
  Day today(const CentreId& centre) const;
  Commands::Order order(const CentreId& centre, Idempotency repeat);
  void append(db::Tx& tx, const CentreId& centre, std::string_view kind, const Absence& absence,
              const Actor& actor);

  db::Db& db_;
  audit::EventLog& log_;
  const catalogue::Catalogues& catalogues_;
  Commands& commands_;
  Clock clock_;
  People people_;
};

}  // namespace biroyna::deadlines

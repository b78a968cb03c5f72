// The absences of a centre's staff, and their substitutes (domain_absence.hpp).
//
// A head enters absences of everybody, others only their own. Events: absence_added, absence_ended,
// absence_removed; the subject is "absence:ID". Thread-safe.
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

// Whether one can do the other's work: in a department of theirs, where they have any, with a role that may
// do all that theirs may.
bool can_stand_in(const staff::Person& substitute, const staff::Person& person);

class AbsenceBook {
 public:
  using People = std::function<std::vector<staff::Person>(const CentreId&)>;
  AbsenceBook(db::Db& db, audit::EventLog& log, const catalogue::Catalogues& catalogues, Commands& commands,
              Clock clock, People people);

  // The absence that was entered, without a substitute only if there is nobody. `done` is called after the
  // COMMIT, not on the writer's thread. Refusals: forbidden (403: not one's own); wrong fields at /person,
  // /substitute and /to; absent_already, substitution_circle (409).
  void add(const auth::Principal& by, Absence absence, Idempotency repeat,
           std::function<void(Result<Executed<Absence>>)> done);
  // The person is back today: the last day is the one before, or it is removed if it had not begun then.
  // Refusals: not_found, also of what one may not end.
  void end(const auth::Principal& by, std::string id, Idempotency repeat,
           std::function<void(Result<Executed<Nothing>>)> done);
  // Refusals: not_found, also of what one may not remove.
  void remove(const auth::Principal& by, std::string id, Idempotency repeat,
              std::function<void(Result<Executed<Nothing>>)> done);

  // Those that are not over. A head sees all, others their own and those in which they stand in.
  Absences seen_by(const auth::Principal& who) const;
  // Who may be named by this person: themselves, for a head everybody.
  std::vector<staff::Person> may_be_absent(const auth::Principal& who) const;
  std::vector<staff::Person> people(const CentreId& centre) const;
  // Who can do this person's work and is there on all of these days, by name.
  std::vector<staff::Person> substitutes(const CentreId& centre, const StaffId& person, Day from,
                                         Day to) const;
  Day today(const CentreId& centre) const;

 private:
  using Decide = std::function<void(db::Tx&, const Absence&)>;
  // Does it to an absence that this person may change.
  void change(const auth::Principal& by, std::string id, Idempotency repeat, Decide decide,
              std::function<void(Result<Executed<Nothing>>)> done);
  Result<void> allowed(const auth::Principal& who, const Absence& absence) const;
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

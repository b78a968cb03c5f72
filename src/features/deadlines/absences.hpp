// The absences of a centre's people, and who stands in for them (domain_absence.hpp).
//
// The head enters anybody's; others their own. Events: absence_added, absence_removed; the subject is
// "absence:ID". Thread-safe.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "features/audit/audit.hpp"
#include "features/cases/cases.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/staff/staff.hpp"
#include "platform/commands/commands.hpp"
#include "platform/pages/pages.hpp"

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

  using Answer = std::function<http::Response(const Absence&)>;
  // Refusals: forbidden (403: not one's own); wrong fields at /person, /substitute and /to; absent_already,
  // substitution_circle (409).
  void add(const http::Request& request, http::Reply reply, Absence wanted, std::string key, Answer answer,
           Commands::Refused refused = {});
  // Refusals: not_found, also of what one may not remove.
  void remove(const http::Request& request, http::Reply reply, std::string id, std::string key,
              http::Response answer, Commands::Refused refused = {});

  // Those that are not over. A head sees all, others their own and those in which they stand in.
  Absences seen_by(const auth::Principal& who) const;
  // Who may be named by this person: themselves, for a head everybody.
  std::vector<staff::Person> may_be_absent(const auth::Principal& who) const;
  std::vector<staff::Person> people(const CentreId& centre) const;

 private:
  Result<void> allowed(const auth::Principal& who, const Absence& wanted) const;
  Day today(const CentreId& centre) const;
  // Runs an order on the centre's events.
  void run(const http::Request& request, http::Reply reply, Commands::Order order);
  void append(db::Tx& tx, const CentreId& centre, std::string_view kind, const Absence& absence,
              std::string_view actor);

  db::Db& db_;
  audit::EventLog& log_;
  const catalogue::Catalogues& catalogues_;
  Commands& commands_;
  Clock clock_;
  People people_;
};

// What the pages and the API need besides.
struct AbsencesAround {
  AbsenceBook& absences;
  const pages::Pages& pages;
  std::function<http::Response(const http::Request&, const Refusal&)> refused;
  std::function<pages::Place(Language, const CentreId&)> place;
};
void add_absences_api(http::Router& router, const AbsencesAround& around);
void add_absences_pages(http::Router& router, const AbsencesAround& around);

}  // namespace biroyna::deadlines

#include "features/deadlines/absences.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "features/cases/cases.hpp"
#include "platform/auth/secrets.hpp"

namespace biroyna::deadlines {
namespace json = boost::json;
namespace {

using Kind = Refusal::Kind;

const staff::Person* find(const std::vector<staff::Person>& people, const StaffId& id) {
  const auto found = std::ranges::find(people, id, &staff::Person::id);
  return found == people.end() || !found->active || !kCanBeAbsent.contains(found->role) ? nullptr : &*found;
}

bool may_see(const auth::Principal& who, const Absence& absence) {
  return who.role == auth::Role::head || who.id == absence.person.str() || who.id == absence.substitute.str();
}
bool may_change(const auth::Principal& who, const StaffId& person) {
  return who.role == auth::Role::head || who.id == person.str();
}

}  // namespace

bool are_colleagues(const staff::Person& a, const staff::Person& b) {
  if (a.role != b.role) return false;
  return a.departments.empty() || std::ranges::any_of(a.departments, [&](const DepartmentId& department) {
           return std::ranges::find(b.departments, department) != b.departments.end();
         });
}

AbsenceBook::AbsenceBook(db::Db& db, audit::EventLog& log, const catalogue::Catalogues& catalogues,
                         Commands& commands, Clock clock, People people)
    : db_(db),
      log_(log),
      catalogues_(catalogues),
      commands_(commands),
      clock_(std::move(clock)),
      people_(std::move(people)) {}

Day AbsenceBook::today(const CentreId& centre) const {
  const auto edition = catalogues_.current(centre);
  const Time now = clock_();
  return edition ? edition->zone.day(now) : std::chrono::floor<std::chrono::days>(now);
}

Result<void> AbsenceBook::allowed(const auth::Principal& who, const Absence& wanted) const {
  if (!may_change(who, wanted.person)) return refuse(Kind::forbidden, "forbidden");
  const auto everybody = people_(CentreId(who.centre));
  const staff::Person* person = find(everybody, wanted.person);
  const staff::Person* substitute = find(everybody, wanted.substitute);
  std::vector<FieldError> wrong;
  if (person == nullptr) wrong.push_back({"/person", "error.unknown_person"});
  if (substitute == nullptr)
    wrong.push_back({"/substitute", "error.unknown_person"});
  else if (person != nullptr && !are_colleagues(*person, *substitute))
    wrong.push_back({"/substitute", "error.no_colleague"});
  if (!wrong.empty()) return invalid(std::move(wrong));
  return {};
}

void AbsenceBook::append(db::Tx& tx, const CentreId& centre, std::string_view kind, const Absence& absence,
                         std::string_view actor) {
  const std::string subject = "absence:" + absence.id;
  const std::string data = json::serialize(json::object{{"person", absence.person.str()},
                                                        {"substitute", absence.substitute.str()},
                                                        {"from", to_iso(absence.from)},
                                                        {"to", to_iso(absence.to)}});
  log_.append(tx, centre, {.at = clock_(), .kind = kind, .subject = subject, .actor = actor, .data = data});
}

void AbsenceBook::run(const http::Request& request, http::Reply reply, Commands::Order order) {
  order.hold = [this, centre = order.centre](db::Tx& tx) { log_.lock_head(tx, centre); };
  commands_.run(request, std::move(reply), std::move(order));
}

void AbsenceBook::add(const http::Request& request, http::Reply reply, Absence wanted, std::string key,
                      Answer answer, Commands::Refused refused) {
  if (auto ok = allowed(request.principal, wanted); !ok)
    return commands_.refuse(request, reply, ok.error(), refused);
  const CentreId centre(request.principal.centre);
  wanted.id = auth::ordered_id();
  auto job = [this, centre, wanted, actor = actor_of(request.principal),
              answer = std::move(answer)](db::Tx& tx) -> Result<http::Response> {
    const Day today = this->today(centre);
    if (auto ok = check(wanted, absences_from(tx, centre, today), today); !ok)
      return tl::unexpected(std::move(ok.error()));
    add_absence(tx, centre, wanted);
    append(tx, centre, "absence_added", wanted, actor);
    look_at_tasks_of(tx, centre, wanted.person, clock_());
    return answer(wanted);
  };
  run(request, std::move(reply),
      {.centre = centre,
       .key = std::move(key),
       .job = std::move(job),
       .hold = {},
       .refused = std::move(refused)});
}

void AbsenceBook::remove(const http::Request& request, http::Reply reply, std::string id, std::string key,
                         http::Response answer, Commands::Refused refused) {
  const CentreId centre(request.principal.centre);
  auto job = [this, centre, who = request.principal, id = std::move(id),
              answer = std::move(answer)](db::Tx& tx) -> Result<http::Response> {
    const auto absences = absences_from(tx, centre, today(centre));
    const auto found = std::ranges::find(absences, id, &Absence::id);
    if (found == absences.end() || !may_change(who, found->person))
      return refuse(Kind::not_found, "not_found");
    remove_absence(tx, centre, id);
    append(tx, centre, "absence_removed", *found, actor_of(who));
    return answer;
  };
  run(request, std::move(reply),
      {.centre = centre,
       .key = std::move(key),
       .job = std::move(job),
       .hold = {},
       .refused = std::move(refused)});
}

Absences AbsenceBook::seen_by(const auth::Principal& who) const {
  const CentreId centre(who.centre);
  Absences absences = db_.reading([&](db::Tx& tx) { return absences_from(tx, centre, today(centre)); });
  std::erase_if(absences, [&](const Absence& absence) { return !may_see(who, absence); });
  return absences;
}

std::vector<staff::Person> AbsenceBook::may_be_absent(const auth::Principal& who) const {
  auto everybody = people_(CentreId(who.centre));
  std::erase_if(everybody, [&](const staff::Person& person) {
    return !person.active || !kCanBeAbsent.contains(person.role) || !may_change(who, person.id);
  });
  return everybody;
}

std::vector<staff::Person> AbsenceBook::people(const CentreId& centre) const { return people_(centre); }

}  // namespace biroyna::deadlines

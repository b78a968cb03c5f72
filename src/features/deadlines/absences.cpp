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

bool can_stand_in(const staff::Person& substitute, const staff::Person& person) {
  using auth::Role;
  if (substitute.id == person.id || !substitute.active) return false;
  // A department's head may do all that its specialists may.
  const bool may = substitute.role == person.role ||
                   (substitute.role == Role::department_head && person.role == Role::specialist);
  return may &&
         (person.departments.empty() ||
          std::ranges::any_of(person.departments, [&](const DepartmentId& department) {
            return std::ranges::find(substitute.departments, department) != substitute.departments.end();
          }));
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

Result<void> AbsenceBook::allowed(const auth::Principal& who, const Absence& absence) const {
  if (!may_change(who, absence.person)) return refuse(Kind::forbidden, "forbidden");
  const auto everybody = people_(CentreId(who.centre));
  const staff::Person* person = find(everybody, absence.person);
  const staff::Person* substitute = find(everybody, absence.substitute);
  const bool nobody = absence.substitute.empty();
  std::vector<FieldError> wrong;
  if (person == nullptr) wrong.push_back({"/person", "error.unknown_person"});
  if (nobody && !substitutes(CentreId(who.centre), absence.person, absence.from, absence.to).empty())
    wrong.push_back({"/substitute", "error.required"});
  else if (substitute == nullptr && !nobody)
    wrong.push_back({"/substitute", "error.unknown_person"});
  else if (person != nullptr && substitute != nullptr && person != substitute &&
           !can_stand_in(*substitute, *person))
    wrong.push_back({"/substitute", "error.no_colleague"});
  if (!wrong.empty()) return invalid(std::move(wrong));
  return {};
}

void AbsenceBook::append(db::Tx& tx, const CentreId& centre, std::string_view kind, const Absence& absence,
                         const Actor& actor) {
  const std::string subject = "absence:" + absence.id, by = to_string(actor);
  const std::string data = json::serialize(json::object{{"person", absence.person.str()},
                                                        {"substitute", absence.substitute.str()},
                                                        {"from", to_iso(absence.from)},
                                                        {"to", to_iso(absence.to)}});
  log_.append(tx, centre, {.at = clock_(), .kind = kind, .subject = subject, .actor = by, .data = data});
}

Commands::Order AbsenceBook::order(const CentreId& centre, Idempotency repeat) {
  return {
      .centre = centre, .repeat = std::move(repeat), .turn = Turn::first, .hold = [this, centre](db::Tx& tx) {
        log_.lock_head(tx, centre);
      }};
}

void AbsenceBook::add(const auth::Principal& by, Absence absence, Idempotency repeat,
                      std::function<void(Result<Executed<Absence>>)> done) {
  if (auto ok = allowed(by, absence); !ok) return done(tl::unexpected(std::move(ok.error())));
  const CentreId centre(by.centre);
  absence.id = auth::ordered_id();
  // A repeat is told the id of the first.
  struct Entered {
    std::string id;
    std::string to_text() const { return id; }
    static Entered from_text(std::string_view text) { return {std::string(text)}; }
    std::string subject() const { return {}; }
  };
  auto job = [this, centre, absence, actor = by.actor()](db::Tx& tx) -> Result<Entered> {
    const Day today = this->today(centre);
    if (auto ok = check(absence, absences_from(tx, centre, today), today); !ok)
      return tl::unexpected(std::move(ok.error()));
    add_absence(tx, centre, absence);
    append(tx, centre, "absence_added", absence, actor);
    look_at_tasks_of(tx, centre, absence.person, clock_());
    return Entered{absence.id};
  };
  commands_.run<Entered>(order(centre, std::move(repeat)), std::move(job),
                         [absence, done = std::move(done)](Result<Executed<Entered>> entered) mutable {
                           if (!entered) return done(tl::unexpected(std::move(entered.error())));
                           absence.id = entered->value.id;
                           done(Executed<Absence>{std::move(absence), entered->replayed});
                         });
}

void AbsenceBook::change(const auth::Principal& by, std::string id, Idempotency repeat, Decide decide,
                         std::function<void(Result<Executed<Nothing>>)> done) {
  const CentreId centre(by.centre);
  auto job = [this, centre, who = by, id = std::move(id),
              decide = std::move(decide)](db::Tx& tx) -> Result<Nothing> {
    const auto absences = absences_from(tx, centre, today(centre));
    const auto found = std::ranges::find(absences, id, &Absence::id);
    if (found == absences.end() || !may_change(who, found->person))
      return refuse(Kind::not_found, "not_found");
    decide(tx, *found);
    return Nothing{};
  };
  commands_.run<Nothing>(order(centre, std::move(repeat)), std::move(job), std::move(done));
}

void AbsenceBook::remove(const auth::Principal& by, std::string id, Idempotency repeat,
                         std::function<void(Result<Executed<Nothing>>)> done) {
  change(
      by, std::move(id), std::move(repeat),
      [this, centre = CentreId(by.centre), actor = by.actor()](db::Tx& tx, const Absence& absence) {
        remove_absence(tx, centre, absence.id);
        append(tx, centre, "absence_removed", absence, actor);
      },
      std::move(done));
}

void AbsenceBook::end(const auth::Principal& by, std::string id, Idempotency repeat,
                      std::function<void(Result<Executed<Nothing>>)> done) {
  change(
      by, std::move(id), std::move(repeat),
      [this, centre = CentreId(by.centre), actor = by.actor()](db::Tx& tx, const Absence& absence) {
        const auto left = until_back(absence, today(centre));
        if (left)
          end_absence(tx, centre, absence.id, left->to);
        else
          remove_absence(tx, centre, absence.id);
        append(tx, centre, left ? "absence_ended" : "absence_removed", left.value_or(absence), actor);
      },
      std::move(done));
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

std::vector<staff::Person> AbsenceBook::substitutes(const CentreId& centre, const StaffId& person, Day from,
                                                    Day to) const {
  auto everybody = people_(centre);
  const auto away = std::ranges::find(everybody, person, &staff::Person::id);
  if (away == everybody.end()) return {};
  const Absences absences = db_.reading([&](db::Tx& tx) { return absences_from(tx, centre, from); });
  std::erase_if(everybody, [&, absent = *away](const staff::Person& other) {
    return !can_stand_in(other, absent) || !is_present(absences, other.id, from, to);
  });
  return everybody;
}

std::vector<staff::Person> AbsenceBook::people(const CentreId& centre) const { return people_(centre); }

}  // namespace biroyna::deadlines

#include "features/cases/retention.hpp"

#include <stdexcept>

#include "features/cases/due_times.hpp"
#include "features/cases/proof.hpp"
#include "features/cases/store.hpp"
#include "platform/commands/commands.hpp"
#include "platform/log/log.hpp"

namespace biroyna::cases {

Retention::Retention(db::Db& db, audit::EventLog& log, catalogue::Catalogues& catalogues, Clock clock)
    : db_(db), log_(log), catalogues_(catalogues), clock_(std::move(clock)) {}

std::int64_t Retention::due() const {
  return db_.reading([&](db::Tx& tx) { return count_to_erase(tx, clock_()); });
}

std::vector<ErasureRow> Retention::list(const CentreId& centre) const {
  return db_.reading([&](db::Tx& tx) { return erasures(tx, centre, clock_(), kErasuresShown); });
}

std::size_t Retention::announce(std::size_t most) {
  return carry_out_on_due(&cases_to_announce, &Retention::announce_one, most);
}

std::size_t Retention::erase(std::size_t most) {
  return carry_out_on_due(&cases_to_erase, &Retention::erase_one, most);
}

std::size_t Retention::carry_out_on_due(Search search, One step, std::size_t most) {
  Carried all;
  while (all.done < most) {
    const auto found =
        db_.reading([&](db::Tx& tx) { return search(tx, clock_(), most - all.done, all.failed); });
    const Carried carried = carry_out_on_each(found, step);
    all.done += carried.done;
    all.failed += carried.failed;
    if (carried.failed == 0) break;
  }
  return all.done;
}

Retention::Carried Retention::carry_out_on_each(const std::vector<CaseKey>& found, One step) {
  Carried carried;
  for (const CaseKey& key : found) {
    try {
      carried.done += carry_out_on(key, step) ? 1 : 0;
    } catch (const db::Unavailable&) {
      throw;
    } catch (const std::exception& error) {
      ++carried.failed;
      log::warning("application_not_erased",
                   {{"case", std::string_view(key.second)}, {"reason", std::string_view(error.what())}});
    }
  }
  return carried;
}

bool Retention::carry_out_on(const CaseKey& key, One step) {
  const auto& [centre, number] = key;
  bool done = false;
  db_.write_and_wait([&](db::Tx& tx) {
    done = false;
    log_.lock_head(tx, centre);
    auto application = find(tx, number);
    if (!application || application->centre != centre) return;
    const Time now = clock_();
    const auto erase_at = erase_at_of(tx, *application);
    if (!erase_at || *erase_at > now) {
      if (correct_erasure(tx, *application, erase_at, now))
        log::warning("erasure_day_was_wrong", {{"case", std::string_view(number)}});
      return;
    }
    done = (this->*step)(tx, *application, now);
  });
  return done;
}

bool Retention::announce_one(db::Tx& tx, Application& application, Time now) {
  const auto events = application.process.announce_erasure(now);
  if (events) {
    for (const Event& event : *events) {
      application.process.apply(event);
      log_last_event(tx, log_, application);
    }
  }
  // Also where the events knew more than the table.
  update(tx, application, due_times_of_case(tx, application), now);
  return events && !events->empty();
}

bool Retention::erase_one(db::Tx& tx, Application& application, Time now) {
  const auto events = application.process.erase(now);
  if (!events) {
    update(tx, application, due_times_of_case(tx, application), now);
    return false;
  }
  for (const Event& event : *events) {
    application.process.apply(event);
    forget_person(application);
    log_last_event(tx, log_, application);
  }
  Commands::forget(tx, application.centre, subject_of(application.number));
  cases::erase(tx, application, now);
  return true;
}

DueTimes Retention::due_times_of_case(db::Tx& tx, const Application& application) const {
  const Case& process = application.process;
  const auto edition = catalogues_.version(tx, application.centre, process.begun.catalogue_version),
             calendar = catalogues_.version(tx, application.centre, process.calendar);
  if (!edition || !calendar) throw std::runtime_error("the catalogue of an application is lost");
  return due_times_of(process, *edition, *calendar);
}

std::optional<Time> Retention::erase_at_of(db::Tx& tx, const Application& application) const {
  if (application.process.erased) return std::nullopt;
  const auto end = due_times_of_case(tx, application).end;
  return end ? std::optional(end->erase_at) : std::nullopt;
}

bool Retention::tick() {
  const bool more_announced = announce(kErasedAtOnce) == kErasedAtOnce;
  const bool more_erased = erase(kErasedAtOnce) == kErasedAtOnce;
  return more_announced || more_erased;
}

}  // namespace biroyna::cases

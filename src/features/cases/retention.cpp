#include "features/cases/retention.hpp"

#include <stdexcept>

#include "features/cases/due_times.hpp"
#include "features/cases/proof.hpp"
#include "features/cases/store.hpp"
#include "features/cases/store_watch.hpp"
#include "platform/commands/commands.hpp"
#include "platform/log/log.hpp"

namespace biroyna::cases {

Retention::Retention(db::Db& db, audit::EventLog& log, catalogue::Catalogues& catalogues, Clock clock)
    : db_(db), log_(log), catalogues_(catalogues), clock_(std::move(clock)) {}

std::int64_t Retention::due() const {
  return db_.reading([&](db::Tx& tx) { return count_to_erase(tx, clock_()); });
}

std::size_t Retention::erase(std::size_t most) {
  const auto due = db_.reading([&](db::Tx& tx) { return cases_to_erase(tx, clock_(), most); });
  std::size_t erased = 0;
  for (const auto& [centre, number] : due) {
    try {
      erased += erase(centre, number) ? 1 : 0;
    } catch (const db::Unavailable&) {
      throw;
    } catch (const std::exception& error) {
      log::warning("application_not_erased",
                   {{"case", std::string_view(number)}, {"reason", std::string_view(error.what())}});
    }
  }
  return erased;
}

bool Retention::erase(const CentreId& centre, const std::string& number) {
  bool erased = false;
  db_.write_and_wait([&](db::Tx& tx) {
    erased = false;
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
    const auto events = application->process.erase(now);
    if (!events) return;
    for (const Event& event : *events) {
      application->process.apply(event);
      forget_person(*application);
      log_last_event(tx, log_, *application);
    }
    Commands::forget(tx, centre, subject_of(number));
    cases::erase(tx, *application, now);
    erased = true;
  });
  return erased;
}

std::optional<Time> Retention::erase_at_of(db::Tx& tx, const Application& application) const {
  const Case& process = application.process;
  if (process.erased) return std::nullopt;
  const auto edition = catalogues_.version(tx, application.centre, process.begun.catalogue_version);
  if (!edition) throw std::runtime_error("the catalogue that an application began with is lost");
  const auto end = due_times_of(process, *edition).end;
  return end ? std::optional(end->erase_at) : std::nullopt;
}

bool Retention::tick() { return erase(kErasedAtOnce) == kErasedAtOnce; }

}  // namespace biroyna::cases

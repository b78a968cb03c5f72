#include "features/cases/retention.hpp"

#include "features/cases/proof.hpp"
#include "features/cases/store.hpp"
#include "features/cases/store_watch.hpp"
#include "platform/commands/commands.hpp"
#include "platform/log/log.hpp"

namespace biroyna::cases {

Retention::Retention(db::Db& db, audit::EventLog& log, Clock clock)
    : db_(db), log_(log), clock_(std::move(clock)) {}

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
    if (!application) return;
    const Time now = clock_();
    const auto events = application->process.erase(now);
    if (!events) return;  // another program was quicker, or it was reopened
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

bool Retention::tick() { return erase(kErasedAtOnce) == kErasedAtOnce; }

}  // namespace biroyna::cases

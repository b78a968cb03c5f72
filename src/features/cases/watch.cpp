#include "features/cases/watch.hpp"

#include "features/cases/store_watch.hpp"
#include "platform/commands/commands.hpp"
#include "platform/log/log.hpp"

namespace biroyna::cases {

Watch::Watch(db::Db& db, Clock clock, Look look)
    : db_(db), clock_(std::move(clock)), look_(std::move(look)) {}

bool Watch::tick() {
  const Time now = clock_();
  const auto due = db_.reading([&](db::Tx& tx) { return cases_to_look_at(tx, now, kLooksAtOnce); });
  for (const auto& [centre, number] : due) {
    try {
      db_.write_and_wait([&](db::Tx& tx) { look_(tx, centre, number); });
    } catch (const db::Unavailable&) {
      throw;  // of all cases: the next tick tries again
    } catch (const std::exception& error) {
      // One that is damaged must not keep the others waiting.
      log::warning("term_not_watched",
                   {{"case", std::string_view(number)}, {"reason", std::string_view(error.what())}});
      db_.write_and_wait([&](db::Tx& tx) { put_off_look(tx, centre, number, now + kLookAgain); });
    }
  }
  return due.size() == kLooksAtOnce;
}

}  // namespace biroyna::cases

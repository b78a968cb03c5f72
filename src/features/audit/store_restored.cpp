#include <algorithm>

#include "features/audit/audit.hpp"
#include "platform/auth/secrets.hpp"

namespace biroyna::audit {
namespace {

Restored restored_of(const db::Row& row) { return {from_ms(row.integer(0)), from_ms(row.integer(1))}; }

}  // namespace

void mark_restored(db::Tx& tx, const Restored& restored) {
  tx.exec("INSERT INTO restores (restore_id, until_ms, at_ms, begun) VALUES ($1, $2, $3, 0)",
          {auth::ordered_id(), to_ms(restored.taken_until), to_ms(restored.at)});
}

std::vector<Restored> restores(db::Tx& tx) {
  std::vector<Restored> found;
  tx.each("SELECT until_ms, at_ms FROM restores ORDER BY at_ms, restore_id", {},
          [&](const db::Row& row) { found.push_back(restored_of(row)); });
  return found;
}

std::optional<Restored> last_restored(db::Tx& tx) {
  return tx.first("SELECT until_ms, at_ms FROM restores ORDER BY at_ms DESC, restore_id DESC LIMIT 1", {},
                  restored_of);
}

bool was_lost(const std::vector<Restored>& restores, Time from, Time to) {
  return std::ranges::any_of(restores, [&](const Restored& restored) { return restored.lost(from, to); });
}

std::vector<Restored> begin_after_restores(db::Tx& tx, Time now) {
  std::vector<Restored> begun;
  tx.each("SELECT until_ms, at_ms FROM restores WHERE begun = 0 ORDER BY at_ms, restore_id", {},
          [&](const db::Row& row) {
            begun.push_back(restored_of(row));
            begun.back().at = std::max(begun.back().at, now);
          });
  if (!begun.empty())
    tx.exec(
        "UPDATE restores SET begun = 1, at_ms = CASE WHEN at_ms < $1 THEN $1 ELSE at_ms END WHERE begun = 0",
        {to_ms(now)});
  return begun;
}

bool has_event(db::Tx& tx, const NotedHead& noted) {
  const auto hash = tx.first("SELECT hash FROM events WHERE centre_id = $1 AND seq = $2",
                             {noted.centre.str(), noted.events}, [](const db::Row& row) {
                               auth::Digest digest{};
                               const std::string_view bytes = row.blob(0);
                               std::ranges::copy(bytes.substr(0, digest.size()), digest.begin());
                               return auth::to_hex(digest);
                             });
  return hash == noted.hash;
}

Restores::Restores(db::Db& db, EventLog& log, Clock clock) : db_(db), log_(log), clock_(std::move(clock)) {}

std::vector<Restored> Restores::unsettled(const CentreId& centre) const {
  return db_.reading([&](db::Tx& tx) {
    const auto settled = tx.first("SELECT at_ms FROM restores_settled WHERE centre_id = $1", {centre.str()},
                                  [](const db::Row& row) { return from_ms(row.integer(0)); });
    auto all = restores(tx);
    std::erase_if(all, [&](const Restored& restored) { return settled && restored.at <= *settled; });
    return all;
  });
}

void Restores::settle(const CentreId& centre, std::string_view actor) {
  const auto open = unsettled(centre);
  if (open.empty()) return;
  const Time upto = open.back().at, now = clock_();
  db_.write_and_wait([&](db::Tx& tx) {
    log_.append(tx, centre, {now, "restore_settled", "restore", actor, "{}"});
    tx.exec(
        "INSERT INTO restores_settled (centre_id, at_ms) VALUES ($1, $2) ON CONFLICT (centre_id) DO UPDATE "
        "SET "
        "at_ms = excluded.at_ms",
        {centre.str(), to_ms(upto)});
  });
}

std::vector<metrics::Figure> Restores::figures() const {
  const auto all = db_.reading(restores);
  const auto seconds = [](Time time) { return static_cast<double>(to_ms(time)) / 1000; };
  std::vector<metrics::Figure> figures = {{"biroyna_restores", "How often the database was restored",
                                           metrics::Kind::gauge, static_cast<double>(all.size())}};
  if (all.empty()) return figures;
  figures.push_back({"biroyna_restored_timestamp_seconds", "When the database was restored last",
                     metrics::Kind::gauge, seconds(all.back().at)});
  figures.push_back({"biroyna_restored_until_timestamp_seconds",
                     "The last moment that the copy knew which was restored last", metrics::Kind::gauge,
                     seconds(all.back().taken_until)});
  return figures;
}

}  // namespace biroyna::audit

#include "features/audit/store_cursors.hpp"

#include <fmt/format.h>

#include "features/audit/store_events.hpp"

namespace biroyna::audit {

bool add_consumer(db::Tx& tx, const std::string& name) {
  return tx.exec("INSERT INTO event_cursors (name, centre_id, seq) VALUES ($1, '', 0) ON CONFLICT DO NOTHING",
                 {name}) == 1;
}

void begin_at_end(db::Tx& tx, const std::string& name) {
  tx.exec(
      "INSERT INTO event_cursors (name, centre_id, seq) SELECT CAST($1 AS TEXT), centre_id, seq FROM "
      "event_heads",
      {name});
}

std::vector<Behind> centres_behind(db::Tx& tx, const std::string& name) {
  std::vector<Behind> behind;
  tx.each(
      "SELECT h.centre_id, coalesce(c.seq, 0), h.seq FROM event_heads h LEFT JOIN event_cursors c ON "
      "c.name = $1 AND c.centre_id = h.centre_id WHERE h.seq > coalesce(c.seq, 0) ORDER BY h.centre_id",
      {name}, [&](const db::Row& row) {
        behind.push_back({CentreId(std::string(row.text(0))), row.integer(1), row.integer(2)});
      });
  return behind;
}

Batch next_batch(db::Tx& tx, const CentreId& centre, const Kinds& kinds, std::int64_t after,
                 std::int64_t head, std::int64_t most) {
  std::vector<db::Value> values = {std::string_view(centre.str()), after, head, most};
  std::string list;
  for (const auto& kind : kinds) {
    values.emplace_back(std::string_view(kind));
    list += fmt::format("{}${}", list.empty() ? " AND kind IN (" : ", ", values.size());
  }
  Batch batch{{}, head};
  tx.each(fmt::format("SELECT seq, at_ms, kind, subject, actor, data FROM events WHERE centre_id = $1 AND "
                      "seq > $2 AND seq <= $3{} ORDER BY seq LIMIT $4",
                      list.empty() ? list : list + ")"),
          values, [&](const db::Row& row) {
            batch.events.push_back(stored_event(centre, row));
            return true;
          });
  if (std::ssize(batch.events) == most) batch.upto = batch.events.back().seq;
  return batch;
}

std::optional<std::int64_t> hold_cursor(db::Tx& tx, const std::string& name, const CentreId& centre) {
  // An INSERT would wait for another program that holds the row, so it comes only where there is none.
  const auto held = [&] {
    return tx.first(fmt::format("SELECT seq FROM event_cursors WHERE name = $1 AND centre_id = $2{}",
                                tx.engine() == db::Engine::sqlite ? "" : " FOR UPDATE SKIP LOCKED"),
                    {name, centre.str()}, [](const db::Row& row) { return row.integer(0); });
  };
  if (const auto cursor = held()) return cursor;
  const bool known = tx.first("SELECT 1 FROM event_cursors WHERE name = $1 AND centre_id = $2",
                              {name, centre.str()}, [](const db::Row&) { return true; })
                         .has_value();
  if (known) return std::nullopt;
  tx.exec("INSERT INTO event_cursors (name, centre_id, seq) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING",
          {name, centre.str()});
  return held();
}

void add_set_aside(db::Tx& tx, const std::string& name, const StoredEvent& event, std::string_view reason) {
  tx.exec("INSERT INTO events_set_aside (name, centre_id, seq, subject, reason) VALUES ($1, $2, $3, $4, $5)",
          {name, event.centre.str(), event.seq, event.subject, reason});
}

bool remove_set_aside(db::Tx& tx, const std::string& name, const StoredEvent& event) {
  return tx.exec("DELETE FROM events_set_aside WHERE name = $1 AND centre_id = $2 AND seq = $3",
                 {name, event.centre.str(), event.seq}) == 1;
}

std::set<std::string> subjects_set_aside(db::Tx& tx, const std::string& name, const CentreId& centre) {
  std::set<std::string> subjects;
  tx.each("SELECT DISTINCT subject FROM events_set_aside WHERE name = $1 AND centre_id = $2",
          {name, centre.str()}, [&](const db::Row& row) { subjects.emplace(row.text(0)); });
  return subjects;
}

std::int64_t count_set_aside(db::Tx& tx, const std::string& name) {
  return tx
      .first("SELECT count(*) FROM events_set_aside WHERE name = $1", {name},
             [](const db::Row& row) { return row.integer(0); })
      .value_or(0);
}

std::vector<StoredEvent> events_set_aside(db::Tx& tx, const std::string& name, std::int64_t most) {
  std::vector<StoredEvent> events;
  tx.each(
      "SELECT e.seq, e.at_ms, e.kind, e.subject, e.actor, e.data, e.centre_id FROM events_set_aside s JOIN "
      "events e ON e.centre_id = s.centre_id AND e.seq = s.seq WHERE s.name = $1 ORDER BY e.centre_id, e.seq "
      "LIMIT $2",
      {name, most},
      [&](const db::Row& row) { events.push_back(stored_event(CentreId(std::string(row.text(6))), row)); });
  return events;
}

void move_cursor(db::Tx& tx, const std::string& name, const CentreId& centre, std::int64_t upto) {
  tx.exec("UPDATE event_cursors SET seq = $3 WHERE name = $1 AND centre_id = $2", {name, centre.str(), upto});
}

}  // namespace biroyna::audit

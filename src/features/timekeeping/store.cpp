#include "features/timekeeping/store.hpp"

namespace biroyna::timekeeping {

std::optional<Time> database_time(db::Tx& tx) {
  if (tx.engine() == db::Engine::sqlite) return std::nullopt;
  return tx.first("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)", {},
                  [](const db::Row& row) { return from_ms(row.integer(0)); });
}

std::optional<Note> note(db::Tx& tx, std::string_view name) {
  return tx.first("SELECT number, at_ms FROM timekeeping WHERE name = $1", {name},
                  [](const db::Row& row) { return Note{row.integer(0), from_ms(row.integer(1))}; });
}

std::int64_t add_note(db::Tx& tx, std::string_view name, Time at) {
  return tx
      .first(
          "INSERT INTO timekeeping (name, number, at_ms) VALUES ($1, 1, $2) ON CONFLICT (name) DO UPDATE SET "
          "number = timekeeping.number + 1, at_ms = excluded.at_ms RETURNING number",
          {name, to_ms(at)}, [](const db::Row& row) { return row.integer(0); })
      .value();
}

}  // namespace biroyna::timekeeping

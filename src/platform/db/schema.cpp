#include "platform/db/schema.hpp"

namespace biroyna::db {

bool is_new(Db& db) {
  return db.reading([](Tx& tx) {
    const char* const known = tx.engine() == Engine::sqlite
                                  ? "SELECT 1 FROM sqlite_schema WHERE name = 'schema_migrations'"
                                  : "SELECT 1 WHERE to_regclass('schema_migrations') IS NOT NULL";
    return !tx.first(known, {}, [](const Row&) { return true; }).has_value();
  });
}

}  // namespace biroyna::db

// SQLite with a write-ahead log: DATA/biroyna.db, every COMMIT on the disk before it is answered.
#pragma once

#include "platform/db/db.hpp"

namespace biroyna::db::sqlite {

std::unique_ptr<Db> open(const Options& options);

}  // namespace biroyna::db::sqlite

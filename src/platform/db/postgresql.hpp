// PostgreSQL through libpq: one pipelined connection for the writer, a few for readers.
#pragma once

#include "platform/db/db.hpp"

namespace biroyna::db::postgresql {

std::unique_ptr<Db> open(const Options& options);

}  // namespace biroyna::db::postgresql

#include "platform/db/postgresql.hpp"

namespace biroyna::db::postgresql {

std::unique_ptr<Db> open(const Options&) {
  throw Unavailable(Unavailable::Why::other, "PostgreSQL is not built in");
}

}  // namespace biroyna::db::postgresql

// What is in a database, before anything is changed in it.
#pragma once

#include "platform/db/db.hpp"

namespace biroyna::db {

// No version of the program has ever written to it.
bool is_new(Db& db);

}  // namespace biroyna::db

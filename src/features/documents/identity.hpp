// At a start: that database, documents and key belong to one installation.
#pragma once

#include "platform/db/db.hpp"
#include "platform/vault/vault.hpp"

namespace biroyna::documents {

// Gives a new installation its id. Throws std::runtime_error with one line that says what to do when the
// three do not belong together: nothing must be read, sealed or removed then. Two programs may call it at
// once.
void must_belong_together(db::Db& db, Vault& vault);

}  // namespace biroyna::documents

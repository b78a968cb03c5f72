// What SQLite's planner must know of our tables. Private to this folder.
#pragma once

#include "platform/db/db.hpp"

namespace biroyna::db::sqlite {

// Tells the planner, in place of ANALYZE, that one centre has nearly all rows of a table and that whatever
// comes after the centre in an index chooses among them. Without that it takes `centre_id = ?` for a choice
// and reads all that a centre has by the primary key. Told, not measured, so that a page is planned alike in
// an empty centre and after ten years. Inside a write job; writes nothing when it is told already.
void tell_planner(Tx& tx);

}  // namespace biroyna::db::sqlite

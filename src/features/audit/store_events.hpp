// How a row of the table events becomes a value.
//
// Stateless, thread-safe.
#pragma once

#include "features/audit/audit.hpp"

namespace biroyna::audit {

// Of a row that begins with seq, at_ms, kind, subject, actor, data.
StoredEvent stored_event(const CentreId& centre, const db::Row& row);

}  // namespace biroyna::audit

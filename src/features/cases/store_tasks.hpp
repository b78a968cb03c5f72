// The tasks of an application in the database, and how times stand there. Known to store*.cpp of this room
// alone.
#pragma once

#include "features/cases/service.hpp"

namespace biroyna::cases {

// Null for what there is not.
db::Value or_null(const std::optional<Time>& time);
db::Value or_null(const std::optional<bool>& flag);
// A due time as it stands in the index; what has none stands behind all others.
std::int64_t due_ms(const std::optional<Time>& due);
std::optional<Time> due_of(std::int64_t ms);

void write_tasks(db::Tx& tx, const Application& application, const DueTimes& due, Time now);

}  // namespace biroyna::cases

// How large SQLite's write-ahead log is, for /metrics and the log. Stateless, thread-safe.
#pragma once

#include <filesystem>
#include <vector>

#include "platform/metrics/metrics.hpp"

namespace biroyna {

// Nothing where there is none: with PostgreSQL.
std::vector<metrics::Figure> log_size_figures(const std::filesystem::path& data_dir);
// One warning if it is twice as large as it may be while nobody reads for long.
void warn_of_long_log(const std::filesystem::path& data_dir);

}  // namespace biroyna

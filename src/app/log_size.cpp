#include "app/log_size.hpp"

#include <optional>

#include "platform/log/log.hpp"

namespace biroyna {
namespace {

constexpr std::uintmax_t kLongLogBytes = std::uintmax_t{128} << 20;

std::optional<std::uintmax_t> log_bytes(const std::filesystem::path& data_dir) {
  std::error_code none;
  const std::uintmax_t size = std::filesystem::file_size(data_dir / "biroyna.db-wal", none);
  return none ? std::nullopt : std::optional(size);
}

}  // namespace

std::vector<metrics::Figure> log_size_figures(const std::filesystem::path& data_dir) {
  const auto bytes = log_bytes(data_dir);
  if (!bytes) return {};
  return {{"biroyna_db_wal_bytes", "Size of the database's write-ahead log", metrics::Kind::gauge,
           static_cast<double>(*bytes)}};
}

void warn_of_long_log(const std::filesystem::path& data_dir) {
  const auto bytes = log_bytes(data_dir);
  if (bytes && *bytes > kLongLogBytes)
    log::warning("write_ahead_log_long", {{"bytes", static_cast<std::int64_t>(*bytes)}});
}

}  // namespace biroyna

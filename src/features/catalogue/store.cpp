#include "features/catalogue/store.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "platform/auth/secrets.hpp"

namespace biroyna::catalogue {
namespace {

std::string to_json(const Files& files) {
  boost::json::object object;
  for (const auto& [name, text] : files) object[name] = text;
  return boost::json::serialize(object);
}

Files from_json(std::string_view text) {
  Files files;
  const boost::json::value parsed = boost::json::parse(text);
  for (const auto& [name, content] : parsed.as_object()) {
    files.emplace(name, content.as_string());
  }
  return files;
}

}  // namespace

std::vector<std::pair<CentreId, std::int64_t>> latest_versions(db::Tx& tx) {
  std::vector<std::pair<CentreId, std::int64_t>> versions;
  tx.each(
      "SELECT centre_id, MAX(version) FROM catalogue_versions GROUP BY centre_id", {},
      [&](const db::Row& row) { versions.emplace_back(CentreId(std::string(row.text(0))), row.integer(1)); });
  return versions;
}

std::optional<std::int64_t> latest_version(db::Tx& tx, const CentreId& centre) {
  return tx.first("SELECT version FROM catalogue_versions WHERE centre_id = $1 ORDER BY version DESC LIMIT 1",
                  {centre.str()}, [](const db::Row& row) { return row.integer(0); });
}

std::optional<Files> load_version(db::Tx& tx, const CentreId& centre, std::int64_t version) {
  return tx.first("SELECT files FROM catalogue_versions WHERE centre_id = $1 AND version = $2",
                  {centre.str(), version}, [](const db::Row& row) { return from_json(row.text(0)); });
}

Imported store_version(db::Tx& tx, audit::EventLog& log, const CentreId& centre, const Files& files,
                       std::string_view actor, Time now) {
  log.lock_head(tx, centre);
  const std::string text = to_json(files);
  const std::string hash = auth::to_hex(auth::sha256(text));
  const auto latest = tx.first(
      "SELECT version, sha256 FROM catalogue_versions WHERE centre_id = $1 ORDER BY version DESC LIMIT 1",
      {centre.str()}, [](const db::Row& row) { return std::pair(row.integer(0), std::string(row.text(1))); });
  if (latest && latest->second == hash) return {centre, latest->first, false};

  const std::int64_t version = latest ? latest->first + 1 : 1;
  tx.exec(
      "INSERT INTO catalogue_versions (centre_id, version, sha256, files, imported_at_ms, imported_by) "
      "VALUES ($1, $2, $3, $4, $5, $6)",
      {centre.str(), version, hash, text, to_ms(now), actor});
  const std::string data = fmt::format(R"({{"version":{},"sha256":"{}"}})", version, hash);
  const std::string subject = fmt::format("catalogue:{}", version);
  log.append(tx, centre, {.at = now, .kind = kImported, .subject = subject, .actor = actor, .data = data});
  return {centre, version, true};
}

}  // namespace biroyna::catalogue

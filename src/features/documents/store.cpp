#include "features/documents/store.hpp"

#include <fmt/format.h>

namespace biroyna::documents {
namespace {

constexpr std::string_view kDocument =
    "SELECT p.document_id, p.centre_id, p.owner, p.purpose, p.name, p.media_type, p.size, p.pages, p.sha256, "
    "p.state, "
    "p.reason, p.taken_at_ms, p.attached, p.origin_case, p.origin_at_ms";
constexpr int kDocumentColumns = 15;  // of these

Document document_of(const db::Row& row) {
  Document document{.id = DocumentId(std::string(row.text(0))),
                    .centre = CentreId(std::string(row.text(1))),
                    .owner = std::string(row.text(2)),
                    .purpose = std::string(row.text(3)),
                    .name = std::string(row.text(4)),
                    .size = row.integer(6),
                    .pages = row.integer(7),
                    .sha256 = std::string(row.text(8)),
                    .state = state_of(row.text(9)),
                    .reason = std::string(row.text(10)),
                    .taken_at = from_ms(row.integer(11)),
                    .attached = row.integer(12) != 0};
  parse_media_type(row.text(5), document.media_type);
  if (!row.text(13).empty()) document.origin = Origin{std::string(row.text(13)), from_ms(row.integer(14))};
  return document;
}

std::vector<Document> documents(db::Tx& tx, std::string_view rest, std::initializer_list<db::Value> args) {
  std::vector<Document> found;
  tx.each(fmt::format("{} FROM documents p {}", kDocument, rest), args,
          [&](const db::Row& row) { found.push_back(document_of(row)); });
  return found;
}

}  // namespace

void add_document(db::Tx& tx, const Document& document, std::string_view secret_sha256, Time next_try) {
  const Origin origin = document.origin.value_or(Origin{});
  tx.exec(
      "INSERT INTO documents (centre_id, document_id, owner, secret_sha256, purpose, name, media_type, size, "
      "pages, sha256, "
      "state, reason, failures, next_try_ms, taken_at_ms, attached, kept_until_ms, origin_case, "
      "origin_at_ms) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, 0, $15, $16, $17)",
      {document.centre.str(), document.id.str(), document.owner, secret_sha256, document.purpose,
       document.name, name(document.media_type), document.size, document.pages, document.sha256,
       name(document.state), document.reason, to_ms(next_try), to_ms(document.taken_at),
       to_ms(document.taken_at + kUnattachedKept), origin.case_number, to_ms(origin.at)});
}

std::optional<Document> document_by_id(db::Tx& tx, const DocumentId& id) {
  auto found = documents(tx, "WHERE p.document_id = $1", {id.str()});
  return found.empty() ? std::nullopt : std::optional<Document>(std::move(found.front()));
}

std::vector<Document> documents_of(db::Tx& tx, const CentreId& centre, std::string_view owner) {
  return documents(tx, "WHERE p.centre_id = $1 AND p.owner = $2 ORDER BY p.taken_at_ms DESC, p.document_id",
                   {centre.str(), owner});
}

bool has_secret(db::Tx& tx, const DocumentId& id, std::string_view secret_sha256) {
  return tx
      .first("SELECT 1 FROM documents WHERE document_id = $1 AND secret_sha256 = $2",
             {id.str(), secret_sha256}, [](const db::Row&) { return true; })
      .has_value();
}

std::int64_t add_version(db::Tx& tx, const Document& document, std::string_view case_number,
                         const DocumentTypeId& type, std::string_view actor, Time now) {
  const auto last = tx.first(
      "SELECT max(version) FROM document_versions WHERE centre_id = $1 AND case_number = $2 AND "
      "document_type = "
      "$3",
      {document.centre.str(), case_number, type.str()},
      [](const db::Row& row) { return row.is_null(0) ? std::int64_t{0} : row.integer(0); });
  const std::int64_t version = last.value_or(0) + 1;
  tx.exec(
      "INSERT INTO document_versions (centre_id, case_number, document_type, version, document_id, actor, "
      "at_ms) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {document.centre.str(), case_number, type.str(), version, document.id.str(), actor, to_ms(now)});
  tx.exec("UPDATE documents SET attached = 1 WHERE centre_id = $1 AND document_id = $2",
          {document.centre.str(), document.id.str()});
  return version;
}

std::vector<std::string> cases_of(db::Tx& tx, const CentreId& centre, const DocumentId& document) {
  std::vector<std::string> numbers;
  tx.each("SELECT DISTINCT case_number FROM document_versions WHERE centre_id = $1 AND document_id = $2",
          {centre.str(), document.str()}, [&](const db::Row& row) { numbers.emplace_back(row.text(0)); });
  return numbers;
}

std::vector<Version> versions_of(db::Tx& tx, const CentreId& centre, std::string_view case_number) {
  std::vector<Version> versions;
  tx.each(
      fmt::format("{}, v.document_type, v.version, v.actor, v.at_ms FROM document_versions v "
                  "JOIN documents p ON p.centre_id = v.centre_id AND p.document_id = v.document_id "
                  "WHERE v.centre_id = $1 AND v.case_number = $2 ORDER BY v.document_type, v.version DESC",
                  kDocument),
      {centre.str(), case_number}, [&](const db::Row& row) {
        versions.push_back({DocumentTypeId(std::string(row.text(kDocumentColumns))),
                            row.integer(kDocumentColumns + 1), document_of(row),
                            std::string(row.text(kDocumentColumns + 2)),
                            from_ms(row.integer(kDocumentColumns + 3))});
      });
  return versions;
}

void remove_versions(db::Tx& tx, const CentreId& centre, std::string_view case_number) {
  tx.exec(
      "UPDATE documents SET attached = 0, secret_sha256 = '' WHERE centre_id = $1 AND document_id IN (SELECT "
      "document_id "
      "FROM document_versions WHERE centre_id = $1 AND case_number = $2) AND NOT EXISTS (SELECT 1 FROM "
      "document_versions v WHERE v.centre_id = $1 AND v.document_id = documents.document_id AND "
      "v.case_number <> $2)",
      {centre.str(), case_number});
  tx.exec("DELETE FROM document_versions WHERE centre_id = $1 AND case_number = $2",
          {centre.str(), case_number});
}

std::vector<Document> due_scans(db::Tx& tx, Time now, int most) {
  return documents(
      tx, "WHERE p.state IN ('queued', 'scanning') AND p.next_try_ms <= $1 ORDER BY p.next_try_ms LIMIT $2",
      {to_ms(now), std::int64_t{most}});
}

bool begin_scan(db::Tx& tx, const DocumentId& id, Time now, Time lease) {
  return tx.exec(
             "UPDATE documents SET state = 'scanning', next_try_ms = $3 "
             "WHERE document_id = $1 AND state IN ('queued', 'scanning') AND next_try_ms <= $2",
             {id.str(), to_ms(now), to_ms(lease)}) > 0;
}

bool end_scan(db::Tx& tx, const DocumentId& id, Time lease, State state, std::string_view reason) {
  return tx.exec(
             "UPDATE documents SET state = $3, reason = $4 WHERE document_id = $1 AND state = 'scanning' AND "
             "next_try_ms = $2",
             {id.str(), to_ms(lease), name(state), reason}) > 0;
}

bool put_back(db::Tx& tx, const DocumentId& id, Time lease, Time now) {
  const auto failures = tx.first(
      "SELECT failures FROM documents WHERE document_id = $1 AND state = 'scanning' AND next_try_ms = $2",
      {id.str(), to_ms(lease)}, [](const db::Row& row) { return row.integer(0) + 1; });
  if (!failures) return false;
  tx.exec("UPDATE documents SET state = 'queued', failures = $2, next_try_ms = $3 WHERE document_id = $1",
          {id.str(), *failures, to_ms(now + wait_after(*failures))});
  return true;
}

void accept_document(db::Tx& tx, const DocumentId& id) {
  tx.exec(
      "UPDATE documents SET state = 'accepted' WHERE document_id = $1 AND state IN ('queued', 'scanning')",
      {id.str()});
}

void keep_until(db::Tx& tx, const CentreId& centre, const DocumentId& document, Time until) {
  tx.exec(
      "UPDATE documents SET kept_until_ms = $3 WHERE centre_id = $1 AND document_id = $2 AND kept_until_ms < "
      "$3",
      {centre.str(), document.str(), to_ms(until)});
}

std::vector<Document> old_unattached(db::Tx& tx, Time now, int most) {
  return documents(tx, "WHERE p.attached = 0 AND p.kept_until_ms < $1 ORDER BY p.kept_until_ms LIMIT $2",
                   {to_ms(now), std::int64_t{most}});
}

bool remove_unattached(db::Tx& tx, const Document& document) {
  return tx.exec("DELETE FROM documents WHERE centre_id = $1 AND document_id = $2 AND attached = 0",
                 {document.centre.str(), document.id.str()}) > 0;
}

bool is_needed(db::Tx& tx, std::string_view sha256) {
  return tx
      .first("SELECT 1 FROM documents WHERE sha256 = $1 AND state <> 'rejected' LIMIT 1", {sha256},
             [](const db::Row&) { return true; })
      .has_value();
}

std::vector<std::string> needed_contents(db::Tx& tx) {
  std::vector<std::string> contents;
  tx.each("SELECT DISTINCT sha256 FROM documents WHERE state <> 'rejected' ORDER BY sha256", {},
          [&](const db::Row& row) { contents.emplace_back(row.text(0)); });
  return contents;
}

bool has_contents(db::Tx& tx) {
  return tx
      .first("SELECT 1 FROM documents WHERE state <> 'rejected' LIMIT 1", {},
             [](const db::Row&) { return true; })
      .has_value();
}

std::optional<Installation> installation(db::Tx& tx) {
  return tx.first(
      "SELECT installation_id, key_check FROM installation WHERE one = 1", {},
      [](const db::Row& row) { return Installation{std::string(row.text(0)), std::string(row.text(1))}; });
}

void keep_installation(db::Tx& tx, const Installation& installation) {
  tx.exec(
      "INSERT INTO installation (one, installation_id, key_check) VALUES (1, $1, $2) ON CONFLICT (one) DO "
      "UPDATE SET key_check = excluded.key_check",
      {installation.id, installation.key_check});
}

}  // namespace biroyna::documents

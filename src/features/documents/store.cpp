#include "features/documents/store.hpp"

#include <fmt/format.h>

namespace biroyna::documents {
namespace {

constexpr std::string_view kPaper =
    "SELECT p.paper_id, p.centre_id, p.owner, p.purpose, p.name, p.media_type, p.size, p.pages, p.sha256, "
    "p.state, "
    "p.reason, p.taken_at_ms, p.attached";

Paper paper_of(const db::Row& row) {
  Paper paper{.id = PaperId(std::string(row.text(0))),
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
  parse_media_type(row.text(5), paper.media_type);
  return paper;
}

std::vector<Paper> papers(db::Tx& tx, std::string_view rest, std::initializer_list<db::Value> args) {
  std::vector<Paper> found;
  tx.each(fmt::format("{} FROM papers p {}", kPaper, rest), args,
          [&](const db::Row& row) { found.push_back(paper_of(row)); });
  return found;
}

}  // namespace

void add_paper(db::Tx& tx, const Paper& paper, std::string_view secret_sha256, Time next_try) {
  tx.exec(
      "INSERT INTO papers (centre_id, paper_id, owner, secret_sha256, purpose, name, media_type, size, "
      "pages, sha256, "
      "state, reason, failures, next_try_ms, taken_at_ms, attached, kept_until_ms) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, 0, $15)",
      {paper.centre.str(), paper.id.str(), paper.owner, secret_sha256, paper.purpose, paper.name,
       name(paper.media_type), paper.size, paper.pages, paper.sha256, name(paper.state), paper.reason,
       to_ms(next_try), to_ms(paper.taken_at), to_ms(paper.taken_at + kUnattachedKept)});
}

std::optional<Paper> paper_by_id(db::Tx& tx, const PaperId& id) {
  auto found = papers(tx, "WHERE p.paper_id = $1", {id.str()});
  return found.empty() ? std::nullopt : std::optional<Paper>(std::move(found.front()));
}

std::vector<Paper> papers_of(db::Tx& tx, const CentreId& centre, std::string_view owner) {
  return papers(tx, "WHERE p.centre_id = $1 AND p.owner = $2 ORDER BY p.taken_at_ms DESC, p.paper_id",
                {centre.str(), owner});
}

bool has_secret(db::Tx& tx, const PaperId& id, std::string_view secret_sha256) {
  return tx
      .first("SELECT 1 FROM papers WHERE paper_id = $1 AND secret_sha256 = $2 AND attached = 0",
             {id.str(), secret_sha256}, [](const db::Row&) { return true; })
      .has_value();
}

std::int64_t add_version(db::Tx& tx, const Paper& paper, std::string_view case_number,
                         const DocumentId& document, std::string_view actor, Time now) {
  const auto last = tx.first(
      "SELECT max(version) FROM paper_versions WHERE centre_id = $1 AND case_number = $2 AND document_id = "
      "$3",
      {paper.centre.str(), case_number, document.str()},
      [](const db::Row& row) { return row.is_null(0) ? std::int64_t{0} : row.integer(0); });
  const std::int64_t version = last.value_or(0) + 1;
  tx.exec(
      "INSERT INTO paper_versions (centre_id, case_number, document_id, version, paper_id, actor, at_ms) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {paper.centre.str(), case_number, document.str(), version, paper.id.str(), actor, to_ms(now)});
  tx.exec("UPDATE papers SET attached = 1 WHERE centre_id = $1 AND paper_id = $2",
          {paper.centre.str(), paper.id.str()});
  return version;
}

std::vector<std::string> cases_of(db::Tx& tx, const CentreId& centre, const PaperId& paper) {
  std::vector<std::string> numbers;
  tx.each("SELECT DISTINCT case_number FROM paper_versions WHERE centre_id = $1 AND paper_id = $2",
          {centre.str(), paper.str()}, [&](const db::Row& row) { numbers.emplace_back(row.text(0)); });
  return numbers;
}

std::vector<Version> versions_of(db::Tx& tx, const CentreId& centre, std::string_view case_number) {
  std::vector<Version> versions;
  tx.each(fmt::format("{}, v.document_id, v.version, v.actor, v.at_ms FROM paper_versions v "
                      "JOIN papers p ON p.centre_id = v.centre_id AND p.paper_id = v.paper_id "
                      "WHERE v.centre_id = $1 AND v.case_number = $2 ORDER BY v.document_id, v.version DESC",
                      kPaper),
          {centre.str(), case_number}, [&](const db::Row& row) {
            versions.push_back({DocumentId(std::string(row.text(13))), row.integer(14), paper_of(row),
                                std::string(row.text(15)), from_ms(row.integer(16))});
          });
  return versions;
}

void remove_versions(db::Tx& tx, const CentreId& centre, std::string_view case_number) {
  tx.exec(
      "UPDATE papers SET attached = 0, secret_sha256 = '' WHERE centre_id = $1 AND paper_id IN (SELECT "
      "paper_id "
      "FROM paper_versions WHERE centre_id = $1 AND case_number = $2) AND NOT EXISTS (SELECT 1 FROM "
      "paper_versions v WHERE v.centre_id = $1 AND v.paper_id = papers.paper_id AND v.case_number <> $2)",
      {centre.str(), case_number});
  tx.exec("DELETE FROM paper_versions WHERE centre_id = $1 AND case_number = $2",
          {centre.str(), case_number});
}

std::vector<Paper> due_scans(db::Tx& tx, Time now, int most) {
  return papers(
      tx, "WHERE p.state IN ('queued', 'scanning') AND p.next_try_ms <= $1 ORDER BY p.next_try_ms LIMIT $2",
      {to_ms(now), std::int64_t{most}});
}

bool begin_scan(db::Tx& tx, const PaperId& id, Time now, Time lease) {
  return tx.exec(
             "UPDATE papers SET state = 'scanning', next_try_ms = $3 "
             "WHERE paper_id = $1 AND state IN ('queued', 'scanning') AND next_try_ms <= $2",
             {id.str(), to_ms(now), to_ms(lease)}) > 0;
}

bool end_scan(db::Tx& tx, const PaperId& id, Time lease, State state, std::string_view reason) {
  return tx.exec(
             "UPDATE papers SET state = $3, reason = $4 WHERE paper_id = $1 AND state = 'scanning' AND "
             "next_try_ms = $2",
             {id.str(), to_ms(lease), name(state), reason}) > 0;
}

bool put_back(db::Tx& tx, const PaperId& id, Time lease, Time now) {
  const auto failures =
      tx.first("SELECT failures FROM papers WHERE paper_id = $1 AND state = 'scanning' AND next_try_ms = $2",
               {id.str(), to_ms(lease)}, [](const db::Row& row) { return row.integer(0) + 1; });
  if (!failures) return false;
  tx.exec("UPDATE papers SET state = 'queued', failures = $2, next_try_ms = $3 WHERE paper_id = $1",
          {id.str(), *failures, to_ms(now + wait_after(*failures))});
  return true;
}

void accept_paper(db::Tx& tx, const PaperId& id) {
  tx.exec("UPDATE papers SET state = 'accepted' WHERE paper_id = $1 AND state IN ('queued', 'scanning')",
          {id.str()});
}

void keep_until(db::Tx& tx, const CentreId& centre, const PaperId& paper, Time until) {
  tx.exec(
      "UPDATE papers SET kept_until_ms = $3 WHERE centre_id = $1 AND paper_id = $2 AND kept_until_ms < $3",
      {centre.str(), paper.str(), to_ms(until)});
}

std::vector<Paper> old_unattached(db::Tx& tx, Time now, int most) {
  return papers(tx, "WHERE p.attached = 0 AND p.kept_until_ms < $1 ORDER BY p.kept_until_ms LIMIT $2",
                {to_ms(now), std::int64_t{most}});
}

bool remove_unattached(db::Tx& tx, const Paper& paper) {
  return tx.exec("DELETE FROM papers WHERE centre_id = $1 AND paper_id = $2 AND attached = 0",
                 {paper.centre.str(), paper.id.str()}) > 0;
}

bool is_needed(db::Tx& tx, std::string_view sha256) {
  return tx
      .first("SELECT 1 FROM papers WHERE sha256 = $1 AND state <> 'rejected' LIMIT 1", {sha256},
             [](const db::Row&) { return true; })
      .has_value();
}

std::vector<std::string> needed_contents(db::Tx& tx) {
  std::vector<std::string> contents;
  tx.each("SELECT DISTINCT sha256 FROM papers WHERE state <> 'rejected' ORDER BY sha256", {},
          [&](const db::Row& row) { contents.emplace_back(row.text(0)); });
  return contents;
}

}  // namespace biroyna::documents

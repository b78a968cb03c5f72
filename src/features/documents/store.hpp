// The tables of documents and of the cases that have them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/documents/documents.hpp"

namespace biroyna::documents {

void add_document(db::Tx& tx, const Document& document, std::string_view secret_sha256, Time next_try);
std::optional<Document> document_by_id(db::Tx& tx, const DocumentId& id);
std::vector<Document> documents_of(db::Tx& tx, const CentreId& centre, std::string_view owner);
// Also of a document that is attached, until all its cases are erased.
bool has_secret(db::Tx& tx, const DocumentId& id, std::string_view secret_sha256);

std::int64_t add_version(db::Tx& tx, const Document& document, std::string_view case_number,
                         const DocumentTypeId& type, std::string_view actor, Time now);
std::vector<std::string> cases_of(db::Tx& tx, const CentreId& centre, const DocumentId& document);
std::vector<Version> versions_of(db::Tx& tx, const CentreId& centre, std::string_view case_number);

// Removes all documents from a case. Documents of no other case are then attached to nothing, and no secret
// opens them.
void remove_versions(db::Tx& tx, const CentreId& centre, std::string_view case_number);

// Documents whose scan is due: queued ones, and those that a lost program has left scanning.
std::vector<Document> due_scans(db::Tx& tx, Time now, int most);
// Takes it for scanning until `lease`. False when another was quicker.
bool begin_scan(db::Tx& tx, const DocumentId& id, Time now, Time lease);
// False when the lease is no longer ours.
bool end_scan(db::Tx& tx, const DocumentId& id, Time lease, State state, std::string_view reason);
// Back to queued, to be tried again after the wait that its failures have earned. Answers nothing when the
// lease is no longer ours.
bool put_back(db::Tx& tx, const DocumentId& id, Time lease, Time now);
void accept_document(db::Tx& tx, const DocumentId& id);

void keep_until(db::Tx& tx, const CentreId& centre, const DocumentId& document, Time until);
std::vector<Document> old_unattached(db::Tx& tx, Time now, int most);
bool remove_unattached(db::Tx& tx, const Document& document);

// Whether a document that is not rejected has this content.
bool is_needed(db::Tx& tx, std::string_view sha256);
std::vector<std::string> needed_contents(db::Tx& tx);  // in order

// Whether any document's content should be in the vault.
bool has_contents(db::Tx& tx);

struct Installation {
  std::string id, key_check;
};
std::optional<Installation> installation(db::Tx& tx);
void keep_installation(db::Tx& tx, const Installation& installation);

}  // namespace biroyna::documents

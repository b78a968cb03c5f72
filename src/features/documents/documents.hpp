// Documents that applicants hand in: they are checked, stored once, and shown to those who may see them.
//
// Invariants
//  (1) Whatever a row of `documents` names lies whole in the vault, but for rejected ones: it is put there
//      before the row is committed, and removed only when no row needs it.
//  (2) A file that is no document is not stored. With a virus scanner, a document is handed out only after
//  the
//      scanner has accepted it.
//  (3) Each handing-out is in the event log before the first byte leaves.
// What a killed program leaves is at most a content without a row; check() finds it.
//
// Events: document_taken, document_used_again, document_accepted, document_rejected, document_attached,
// document_detached, document_viewed, document_removed; the subject is "document:ID". Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "features/audit/audit.hpp"
#include "features/documents/domain.hpp"
#include "features/documents/domain_inspect.hpp"
#include "platform/antivirus/clamd.hpp"
#include "platform/auth/principal.hpp"
#include "platform/db/db.hpp"
#include "platform/pdf_check/pdf_check.hpp"
#include "platform/pictures/pictures.hpp"
#include "platform/vault/vault.hpp"

namespace biroyna::documents {

using DocumentId = Id<struct DocumentTag>;

// Where a document that is used again was handed in first.
struct Origin {
  std::string case_number;
  Time at{};
};

struct Document {
  DocumentId id;
  CentreId centre;
  std::string owner;    // who handed it in: "staff:…", "device:…", "visitor"
  std::string purpose;  // what it is meant to be, e.g. a document's id; may be empty
  std::string name;     // the file's name, as its owner has it; may be empty
  MediaType media_type = MediaType::pdf;
  std::int64_t size = 0;   // of what is kept, as is sha256
  std::int64_t pages = 0;  // of a PDF
  std::string sha256;
  State state = State::queued;
  std::string reason = {};  // why it was rejected: what the scanner found
  Time taken_at{};
  bool attached = false;
  std::optional<Origin> origin = {};  // of one that is used again
};

// A document of a case.
struct Version {
  DocumentTypeId type;
  std::int64_t version = 1;  // of this document in this case
  Document document;
  std::string actor;
  Time at{};
};

struct Upload {
  CentreId centre;
  std::string owner;
  std::string purpose = {};
  std::string name = {};
  std::string_view content;  // must stay where it is until take() returns
};

class Documents {
 public:
  // Whether somebody of its centre may see a document that is not just their own. Asked each time that it is
  // looked at.
  using MayRead = std::function<bool(const auth::Principal&, const Document&)>;
  using CheckPdf = std::function<pdf_check::Verdict(std::string_view file, int most_pages)>;
  using Draw = std::function<std::optional<std::string>(std::string_view file, const pictures::Order&)>;
  struct Options {
    MayRead may_read;
    std::optional<Clamd> scanner = {};
    CheckPdf check_pdf = pdf_check::CheckApart();
    Draw draw = pictures::DrawApart();
  };
  Documents(db::Db& db, audit::EventLog& log, Vault& vault, Clock clock, Options options);

  struct Taken {
    Document document;
    std::string secret;  // shown once: who has it sees the document until it is attached
  };
  // Checks and stores it; with a scanner it is `queued` then. Takes as long as that: on a thread for slow
  // work. Refusals: unsupported "document_format" (415), invalid (422) with error.document_… at "/file",
  // unavailable (503) when the disk is full.
  Result<Taken> take(const Upload& upload);

  // A document of a case once more, as one of its own with the same content: what happens to the one later
  // does nothing to the other. Whose it is was decided before. Refusals: not_found if the case does not have
  // it, document_not_checked (409), document_rejected (409).
  Result<Document> use_again(const CentreId& centre, const DocumentId& id, std::string_view case_number,
                             std::string_view owner);

  std::optional<Document> find(const DocumentId& id) const;
  std::vector<Document> list(const CentreId& centre, std::string_view owner) const;  // the newest first
  // Whoever handed it in: who has its secret, also after it was attached, and the person of the staff who
  // did. A device is shared by many, so it has to have the secret.
  bool is_from(const auth::Principal& who, const DocumentId& id, std::string_view secret) const;
  // May see it: until it is attached, who has its secret and the person of the staff who handed it in; in its
  // centre, whom may_read lets.
  std::optional<Document> find_for(const auth::Principal& who, const DocumentId& id,
                                   std::string_view secret) const;

  // Inside a write job. Keeps a document that is attached to nothing, as a draft has it, at least until then.
  void keep(db::Tx& tx, const DocumentId& document, const CentreId& centre, Time until);
  // Inside a write job. The document becomes the next version of this document in this case; a document may
  // belong to several cases. Refusals: not_found (also of another centre), document_rejected (409).
  Result<std::int64_t> attach(db::Tx& tx, const DocumentId& document, const CentreId& centre,
                              std::string_view case_number, const DocumentTypeId& type,
                              std::string_view actor);
  // Every version, by document, the newest first.
  static std::vector<Version> of_case(db::Tx& tx, const CentreId& centre, std::string_view case_number);

  // Inside a write job. The case is erased and has no documents any more. What belongs to no other case is
  // opened by no secret from now on, and goes with its content when remove_old() comes by.
  void detach(db::Tx& tx, const CentreId& centre, std::string_view case_number, std::string_view actor);

  // Who looked at documents, the newest first, at most kMostViews.
  struct View {
    DocumentId document;
    std::string actor;
    Time at{};
  };
  static constexpr std::int64_t kMostViews = 100;
  std::vector<View> views_of(const CentreId& centre, const std::vector<Version>& documents) const;

  // The numbers of the cases that it belongs to.
  std::vector<std::string> cases_of(const Document& document) const;
  // Inside a job. Empty also for a document that does not exist.
  std::vector<std::string> cases_of(db::Tx& tx, const CentreId& centre, const DocumentId& document) const;

  // Notes in the event log who looks, and answers the content. Refusals: document_not_checked (409),
  // document_rejected (409). Throws Vault::Damaged when the content is not what it was.
  Result<std::string> open(const Document& document, std::string_view actor);

  // The same for a picture, as a JPEG that every browser shows, upright and then turned clockwise; what is
  // kept stays as it is. Takes as long as drawing does. Refusals besides: not_found for a PDF,
  // picture_not_shown (409) when it cannot be drawn.
  Result<std::string> open_picture(const Document& document, std::string_view actor, int quarter_turns);

  // Has the scanner look at the document that is due first, which takes as long as the scanner does. True
  // when another may be due. By one thread.
  bool scan_due();
  // Removes some of what is old and attached to nothing. Answers how many documents.
  std::size_t remove_old();

 private:
  struct Inspected {
    Kept kept;
    int pages = 0;
    std::shared_ptr<const std::string> made_anew = {};  // what `kept` is then a view of
  };
  Result<Inspected> inspect(std::string_view content) const;
  Result<Inspected> inspect_pdf(std::string_view content, Inspected inspected) const;
  Result<Inspected> inspect_picture(std::string_view content, Inspected inspected) const;
  void note_view(const Document& document, std::string_view actor);
  void write_event(db::Tx& tx, const CentreId& centre, std::string_view kind, const DocumentId& document,
                   std::string_view actor, const std::string& data = "{}");
  // False when the scanner cannot be asked.
  bool scan(const Document& document, Time lease);
  void finish_scan(const Document& document, Time lease, State state, const std::string& found);
  bool accept_unscanned();
  // Only while the vault is held alone.
  void remove_content_if_unneeded(const std::string& sha256);

  db::Db& db_;
  audit::EventLog& log_;
  Vault& vault_;
  const Clock clock_;
  const Options options_;
};

// Differences between the rows and the vault.
struct Findings {
  std::size_t contents = 0;                     // found right
  std::vector<std::string> orphans;             // contents that no document needs
  std::vector<std::string> missing_or_damaged;  // a line each, for the operator
  bool orphans_removed = false;
};
// Reads every content. May run beside the server. Removes the orphans if there are exactly so many of them:
// who removes has counted them before.
Findings check(db::Db& db, Vault& vault, std::optional<std::size_t> remove_orphans = {});

}  // namespace biroyna::documents

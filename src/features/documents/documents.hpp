// Papers that applicants hand in: taken, checked, stored once, handed out to those who may see them.
//
// Invariants
//  (1) Whatever a row of `papers` names lies whole in the vault, but for rejected ones: it is put there
//      before the row is committed, and removed only when no row needs it.
//  (2) What does not look like a paper is stored nowhere. What a scanner has not passed is handed out to
//      nobody, as long as there is a scanner.
//  (3) Each handing-out is in the event log before the first byte leaves.
// What a killed program leaves is at most a content without a row; check() finds it.
//
// Events: paper_taken, paper_accepted, paper_rejected, paper_attached, paper_detached, paper_viewed,
//  paper_removed; the
// subject is "paper:ID". Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/rate_limit.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "features/audit/audit.hpp"
#include "features/documents/domain.hpp"
#include "features/documents/domain_inspect.hpp"
#include "platform/antivirus/clamd.hpp"
#include "platform/auth/principal.hpp"
#include "platform/db/db.hpp"
#include "platform/http/http.hpp"
#include "platform/http/multipart.hpp"
#include "platform/jobs/jobs.hpp"
#include "platform/pdf_check/pdf_check.hpp"
#include "platform/vault/vault.hpp"

namespace biroyna::documents {

using PaperId = Id<struct PaperTag>;

struct Paper {
  PaperId id;
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
};

// A paper of a case.
struct Version {
  DocumentId document;
  std::int64_t version = 1;  // of this document in this case
  Paper paper;
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

class Papers {
 public:
  // Whether this person may see this paper. Asked for each sight of a paper by somebody who is signed in.
  using MayRead = std::function<bool(const auth::Principal&, const Paper&)>;
  using CheckPdf = std::function<pdf_check::Verdict(std::string_view file, int most_pages)>;
  struct Options {
    MayRead may_read;
    std::optional<Clamd> scanner = {};
    CheckPdf check_pdf = pdf_check::CheckApart();
  };
  Papers(db::Db& db, audit::EventLog& log, Vault& vault, Clock clock, Options options);

  struct Taken {
    Paper paper;
    std::string secret;  // shown once: who has it sees the paper until it is attached
  };
  // Checks and stores it; with a scanner it is `queued` then. Takes as long as that: on a thread for slow
  // work. Refusals: unsupported "paper_type" (415), invalid (422) with error.paper_… at "/file", unavailable
  // (503) when the disk is full.
  Result<Taken> take(const Upload& upload);

  std::optional<Paper> find(const PaperId& id) const;
  std::vector<Paper> list(const CentreId& centre, std::string_view owner) const;  // the newest first
  // May see it: who has its secret while it is not attached; in its centre, whom may_read lets.
  std::optional<Paper> find_for(const auth::Principal& who, const PaperId& id, std::string_view secret) const;

  // Inside a write job. Keeps a paper that is attached to nothing, as a draft has it, at least until then.
  void keep(db::Tx& tx, const PaperId& paper, const CentreId& centre, Time until);
  // Inside a write job. The paper becomes the next version of this document in this case; a paper may belong
  // to several cases. Refusals: not_found (also of another centre), paper_rejected (409).
  Result<std::int64_t> attach(db::Tx& tx, const PaperId& paper, const CentreId& centre,
                              std::string_view case_number, const DocumentId& document,
                              std::string_view actor);
  // Every version, by document, the newest first.
  static std::vector<Version> of_case(db::Tx& tx, const CentreId& centre, std::string_view case_number);

  // Inside a write job. The case is erased and has no papers any more. What belongs to no other case is
  // opened by no secret from now on, and goes with its content when remove_old() comes by.
  void detach(db::Tx& tx, const CentreId& centre, std::string_view case_number, std::string_view actor);

  // Who looked at papers, the newest first, at most kMostViews.
  struct View {
    PaperId paper;
    std::string actor;
    Time at{};
  };
  static constexpr std::int64_t kMostViews = 100;
  std::vector<View> views_of(const CentreId& centre, const std::vector<Version>& papers) const;

  // The numbers of the cases that it belongs to.
  std::vector<std::string> cases_of(const Paper& paper) const;
  // Inside a job. Empty also for a paper that does not exist.
  std::vector<std::string> cases_of(db::Tx& tx, const CentreId& centre, const PaperId& paper) const;

  // Notes in the event log who looks, and answers the content. Refusals: paper_not_checked (409),
  // paper_rejected (409). Throws Vault::Damaged when the content is not what it was.
  Result<std::string> open(const Paper& paper, std::string_view actor);

  // Has the scanner look at the paper that is due first, which takes as long as the scanner does. True when
  // another may be due. By one thread.
  bool scan_due();
  // Removes some of what is old and attached to nothing. Answers how many papers.
  std::size_t remove_old();

 private:
  struct Inspected {
    Kept kept;
    int pages = 0;
  };
  Result<Inspected> inspect(std::string_view content) const;
  void note_view(const Paper& paper, std::string_view actor);
  void write_event(db::Tx& tx, const CentreId& centre, std::string_view kind, const PaperId& paper,
                   std::string_view actor, const std::string& data = "{}");
  // False when the scanner cannot be asked.
  bool scan(const Paper& paper, Time lease);
  void finish_scan(const Paper& paper, Time lease, State state, const std::string& found);
  bool accept_unscanned();
  // Only while the vault is held alone.
  void remove_content_if_unneeded(const std::string& sha256);

  db::Db& db_;
  audit::EventLog& log_;
  Vault& vault_;
  const Clock clock_;
  const Options options_;
};

// What is wrong between the rows and the vault.
struct Findings {
  std::size_t contents = 0;                     // found right
  std::vector<std::string> orphans;             // contents that no paper needs
  std::vector<std::string> missing_or_damaged;  // a line each, for the operator
  bool orphans_removed = false;
};
// Reads every content. May run beside the server.
Findings check(db::Db& db, Vault& vault, bool remove_orphans);

// The body of a route that takes uploads: the paper and what goes around it.
inline constexpr std::size_t kMostBody = 21'000'000;

// Whether somebody chose a file for it: a browser sends a field that nobody chose one for, too.
bool is_chosen(const http::Part& part);
// The file of this name in a form with files; null when nobody chose one.
const http::Part* file_of(const http::MultipartForm& form, std::string_view name = "file");

// The content of a paper, to be saved, never shown. Refusals: those of Papers::open.
Result<http::Response> handed_out(Papers& papers, const Paper& paper, std::string_view actor);

// Papers as they come over HTTP, from the API and from the pages, within one measure for all: a paper is
// looked at on a few threads of its own, as it takes a while; who is not signed in and sends too many is
// slowed down.
class Uploads {
 public:
  using ClientOf = std::function<std::string(std::string_view peer)>;  // what of an address is one client
  Uploads(Papers& papers, ClientOf client_of, Clock clock);

  // What became of each upload in turn; the first that is refused is the last.
  using Outcomes = std::vector<Result<Papers::Taken>>;
  using Then = std::function<void(const http::Request&, const http::Reply&, const Outcomes&)>;
  // `uploads` view `form`, which is kept as long as needed; at least one. `then` answers, on another thread.
  // Besides what Papers::take refuses: too_many_papers (429), unavailable (503) when too many wait.
  void take(const http::Request& request, const http::Reply& reply,
            std::shared_ptr<const http::MultipartForm> form, std::vector<Upload> uploads, Then then);
  // Waits for the inspections that have begun. Others are refused from then on.
  void stop() { inspections_.stop(); }

 private:
  std::optional<Refusal> slowed_down(const http::Request& request, std::size_t bytes);

  Papers& papers_;
  const ClientOf client_of_;
  const Clock clock_;
  RateLimit limit_;
  Jobs inspections_;
};

// What the API needs besides.
struct Surroundings {
  Papers& papers;
  Uploads& uploads;
  std::function<http::Response(const http::Request&, const Refusal&)> refused;
  std::function<bool(const CentreId&)> known_centre;
};
inline constexpr std::string_view kSecretHeader = "paper-secret";
void add_api(http::Router& router, const Surroundings& around);

}  // namespace biroyna::documents

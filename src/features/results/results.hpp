// The documents that a centre issues: their register, their PDF, and how anybody checks them.
//
// issue() writes the register's row and its event inside the transaction of whoever decides, with everything
// that the document says. The PDF is typeset and signed outside of transactions, when it is first asked for,
// and then kept: whatever happens in between, it says the same. A document is never changed: a corrected one
// is a new version under the same number, and the version before it is superseded.
//
// The events hold what is not personal of a document; a salted hash in each proves the rest (audit.hpp).
//
// Thread-safe. issue() and revoke() only inside write jobs.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/language.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "features/audit/audit.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/results/codes.hpp"
#include "features/results/domain.hpp"
#include "platform/db/db.hpp"
#include "platform/pdf/pdf.hpp"
#include "platform/signing/signing.hpp"

namespace biroyna::results {

// Whom a document is about, so that nobody else can be meant.
struct Holder {
  std::string name;
  bool is_person = true;  // else an organisation, whose name everybody may see
  std::optional<Day> born = {};
  std::string pinfl = {}, tin = {};  // of a person, of an organisation; empty when not told
};

struct NewResult {
  CentreId centre;
  std::string case_number;
  ServiceId service;
  std::string kind;           // of kKinds
  std::string name = {};      // what it is called, in that language: "Referral"; empty: by its kind
  std::string intro = {};     // the sentence that makes it what it is; empty: by its kind
  std::string sentence = {};  // what it certifies, in words; may be empty
  std::string appeal = {};    // how it is appealed against, at its end; empty: by its kind
  Language language = Language::uz_latn;
  std::string title;  // below that, in that language: "Referral to a kindergarten"
  Holder holder;
  std::optional<Holder> applicant = {};  // who applied, where it is about another person
  std::vector<pdf::Row> lines;           // in that language
  std::vector<std::string> body;         // paragraphs
  std::string ground;                    // the law or rule; may be empty
  std::optional<Day> valid_until;        // the last day, in the centre's zone; empty if it has no end
  std::string issued_by;                 // as in the event log
  std::string official = {};             // who decided, by office: "Pension department, head of department"
  std::string authority = {};            // in whose authority; may be empty
  std::string supersedes = {};           // the code of the document that this one corrects
  catalogue::EditionPtr edition = {};    // the one that the case began with; empty: today's
  // The same in the language of the state, where this is in another: it stands below (Law on the state
  // language, 3561-XI). At most one.
  std::vector<NewResult> in_state_language = {};
};

struct Issued {
  std::string code;    // of kCodeAlphabet
  std::string number;  // "2026/000123"
  std::int64_t version = 1;
  Time issued_at{};
};

// A row of the register.
struct Entry : Issued {
  CentreId centre;
  std::string kind, case_number;
  ServiceId service;
  Language language = Language::uz_latn;
  std::string title, holder;
  bool holder_is_person = true;
  std::string holder_mark = {};  // for the public: the last four digits of the PINFL, or the TIN
  std::optional<Day> valid_until;
  std::string issued_by, supersedes;
  Standing standing = Standing::issued;
  Time changed_at{};
  std::string changed_by, reason;
  std::string salt = {};  // of the proofs in the events with these numbers; 0: there is none
  std::int64_t issued_seq = 0, changed_seq = 0;
};

struct Search {
  CentreId centre;
  std::string text = {};   // a number, a code or the number of a case; empty: all
  std::string after = {};  // the code of the last one that was seen
  std::size_t limit = 50;
};

// The holder as everybody may see it: organisations are named, people are not.
std::string public_name(const Entry& entry);

// The answer to a public check of a code.
struct Check {
  State state = State::unknown;
  std::optional<Entry> entry = {};
};

class Results {
 public:
  // `base_url` is how readers of a printed code reach the program, without a slash at the end.
  Results(db::Db& db, audit::EventLog& log, const catalogue::Catalogues& catalogues, signing::Files key,
          Clock clock, std::string base_url, const auth::CheckedSecrets& secrets);

  // Refusals: not_found (an unknown centre, service or superseded document), result_revoked,
  // result_superseded, busy (just after a restore, when there is no number for this moment). Decides before
  // it writes. Throws std::invalid_argument for a kind that is none.
  Result<Issued> issue(db::Tx& tx, const NewResult& result);
  // What issue() would write on the document, before it has a number, a code and a signature.
  pdf::Sheet preview(const NewResult& result) const;
  // Refusals: not_found, no_reason (422), result_revoked, result_superseded.
  Result<void> revoke(db::Tx& tx, const CentreId& centre, const std::string& code, const std::string& reason,
                      std::string_view actor);

  std::optional<Entry> find(const std::string& code) const;
  std::vector<Entry> of_case(const CentreId& centre, const std::string& case_number) const;  // oldest first
  std::vector<Entry> search(const Search& search) const;                                     // newest first

  // The signed document. Refusals: not_found, no_signing_key (503; the log says why). On the pool only.
  Result<std::string> pdf(const std::string& code);
  // A signed sheet that is not in the register, such as a receipt. Refusals as of pdf().
  Result<std::string> signed_sheet(const pdf::Sheet& sheet);

  // Accepts every spelling of read_code().
  Check check(std::string_view typed) const;
  // Notes in the log that the code was checked, but not by whom. Inside a write job.
  void note_check(db::Tx& tx, const Check& check, std::string_view channel);
  // Notes that somebody received the document. Inside a write job.
  void note_reading(db::Tx& tx, const Entry& entry, std::string_view actor);
  // Takes the centre for this transaction.
  void hold(db::Tx& tx, const CentreId& centre);

  // "https://…/verify/K7QM2XRD9V4T0BHE5WNC"
  std::string address(std::string_view code) const;

 private:
  std::optional<std::string> new_number(db::Tx& tx, const CentreId& centre, const Zone& zone, Time now) const;
  std::int64_t append(db::Tx& tx, const CentreId& centre, std::string_view kind, std::string_view code,
                      std::string_view actor, std::string_view data);
  Day today(const CentreId& centre) const;

  db::Db& db_;
  audit::EventLog& log_;
  const catalogue::Catalogues& catalogues_;
  signing::Desk desk_;
  Clock clock_;
  std::string base_url_;
  const Codes codes_;
};

// The centres that have issued documents.
std::set<CentreId> centres(db::Tx& tx);
// Holds the whole register of a centre against the log. Reads it a few entries at a time.
audit::Covered verify(db::Tx& tx, const CentreId& centre, const audit::OnMismatch& on_mismatch);

}  // namespace biroyna::results

// How applications come in: drafts that people fill in on the portal or that operators fill in at a window,
// and how a draft is handed in.
//
// The migrations of cases make the table of drafts.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/audit/audit.hpp"
#include "features/cases/cases.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/documents/documents.hpp"
#include "features/forms/forms.hpp"
#include "features/intake/earlier_documents.hpp"
#include "platform/commands/commands.hpp"
#include "platform/db/db.hpp"

namespace biroyna::intake {

// Since it was last filled in.
inline constexpr std::chrono::hours kDraftsKept{30 * 24};

// An application that is being filled in, for one service or several. Each fact and document is asked once,
// and each service becomes a case of its own. Drafts are in the database, so a lost connection or session
// loses nothing.
struct Draft {
  CentreId centre;
  std::string id;  // cannot be guessed; whoever has it may continue
  std::vector<ServiceId> services;
  catalogue::Channel channel = catalogue::Channel::online;
  StaffId staff;  // the operator, at a window
  TicketId ticket;
  forms::Applicant applicant;
  catalogue::Answers answers;
  cases::Attachments documents;
  std::string taken_from = {};  // the application whose applicant was taken over, at a window
  // The number of each service's application, after the draft was handed in. It cannot be changed then.
  std::vector<std::string> numbers = {};
};

// The application whose applicant is taken over into a new draft at a window, and who does it.
struct TakenOver {
  std::string number;  // empty: none
  Actor by = kProgram;
};

// The drafts of all centres. Thread-safe.
class Drafts {
 public:
  Drafts(db::Db& db, audit::EventLog& log, const catalogue::Catalogues& catalogues,
         documents::Documents& documents, cases::Applications& applications, Commands& commands, Clock clock);

  // Stores a new draft under a new id. Whose details are taken over from where is noted in the log.
  Draft begin(Draft draft, const TakenOver& from = {});
  // Who applied with this number at the centre; nothing if nobody did, or who it was is erased.
  std::optional<cases::KnownApplicant> known_applicant(const CentreId& centre, std::string_view number) const;
  // How often each service was taken in at the centre's windows, as long as drafts are kept.
  std::map<ServiceId, std::int64_t> taken_in(const CentreId& centre) const;
  std::optional<Draft> find(const CentreId& centre, std::string_view id) const;
  // The drafts that this operator has begun at a window and not handed in, the newest first.
  std::vector<Draft> of(const CentreId& centre, const StaffId& staff) const;
  // Stores what `fill` changes, even if it is not valid yet. Refusals: not_found; handed_in (409).
  Result<Draft> fill(const CentreId& centre, std::string_view id, const std::function<void(Draft&)>& fill);

  // Gives the draft a document of an earlier application, for the same type. Refusals: those of fill() and of
  // Documents::use_again().
  Result<Draft> use_again(const CentreId& centre, std::string_view id, const EarlierDocument& earlier,
                          const Actor& by);

  // Makes an application of each service: all of them or none. `secret` opens them all. `done` is called
  // after the COMMIT, not on the writer's thread. Refusals: those of Applications::submit(); not_found for an
  // unknown draft, and for a draft of a window if `by` is no operator of the centre; handed_in (409).
  void submit(const CentreId& centre, std::string draft, const auth::Principal& by, std::string secret,
              std::function<void(Result<Executed<Nothing>>)> done);

  // The facts for the conditions in the forms of its services.
  catalogue::Facts facts_of(const Draft& draft) const;

  // Forgets old drafts. Called each hour.
  void tick();

  Time now() const { return clock_(); }

 private:
  std::vector<catalogue::ApplicantKind> kinds_of(const Draft& draft) const;

  db::Db& db_;
  audit::EventLog& log_;
  const catalogue::Catalogues& catalogues_;
  documents::Documents& documents_;
  cases::Applications& applications_;
  Commands& commands_;
  Clock clock_;
};

}  // namespace biroyna::intake

// The applications of a centre: handed in at a window or online, carried through the departments, decided.
//
// Every change is one transaction: the case, its tasks, its events in the log and what it asks of documents,
// results and registries; the answer leaves after the COMMIT. The same submission with the same key is one
// application. For whoever may not see an application, it does not exist. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "features/audit/audit.hpp"
#include "features/cases/domain_access.hpp"
#include "features/cases/domain_case.hpp"
#include "features/cases/domain_correction.hpp"
#include "features/cases/domain_known_applicants.hpp"
#include "features/cases/domain_mandate.hpp"
#include "features/cases/due_times.hpp"
#include "features/cases/numbers.hpp"
#include "features/cases/watch.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/documents/documents.hpp"
#include "features/forms/forms.hpp"
#include "features/results/results.hpp"
#include "features/staff/staff.hpp"
#include "platform/auth/principal.hpp"
#include "platform/commands/commands.hpp"
#include "platform/db/db.hpp"

namespace biroyna::cases {

using Attachments = std::map<DocumentTypeId, documents::DocumentId>;
std::set<DocumentTypeId> types_of(const Attachments& attachments);

inline constexpr std::size_t kSecretSigns = 16;  // 74 bits
inline constexpr std::size_t kMostOfPerson = 12;
inline constexpr std::size_t kMostServices = 8;  // that are applied for at once

struct NewApplication {
  CentreId centre;
  ServiceId service;
  forms::Applicant applicant;
  catalogue::Answers answers;
  Attachments documents;
  TicketId ticket = {};  // from which it is taken in; empty online
};

// An application as it is stored.
struct Application {
  CentreId centre;
  std::string number;
  std::string submission;  // the number of the first of those that were handed in together
  std::string secret_sha256;
  TicketId ticket;
  forms::Applicant applicant;
  catalogue::Answers answers;
  Case process;
  std::optional<catalogue::PlaceInLine> place = {};  // of a service with a waiting list
  std::string salt = {};                             // see proof.hpp
  Mandates mandates = {};                            // that reach it, also what is over; the oldest first
  catalogue::EditionPtr edition = {};                // that it began with; see Applications::edition()
  // By whose calendar its terms count; see Applications::calendar().
  catalogue::EditionPtr calendar = {};
};

struct TaskRow {
  std::string number, task;
  ServiceId service;
  DepartmentId department;
  TaskState state = TaskState::open;
  StaffId assignee;
  CaseState case_state = CaseState::submitted;
  std::optional<Time> due_at;  // nothing while the clock stands
  std::string applicant_name;
  std::optional<Time> at_risk_at = {};  // from when it is at risk; nothing while the clock stands
  std::string role = {};                // as in RouteStep
  Time submitted_at{};
  bool unanswered = false;  // the applicant wrote, and waits for a word
};

enum class TaskOrder : std::uint8_t { due, oldest, newest };  // due first; handed in first, last
inline constexpr std::string_view kTaskOrders[] = {"due", "oldest", "newest"};
std::optional<TaskOrder> parse_task_order(std::string_view name);

// Which tasks.
struct TaskSearch {
  CentreId centre;
  std::vector<DepartmentId> departments = {};  // empty: of all
  StaffId assignee = {};                       // empty: of anybody
  std::vector<StaffId> or_of = {};             // with an assignee: also what these have
  std::optional<StaffId> not_for_heads = {};   // without what only a head does, but for what this person has
  std::optional<TaskState> state = {};         // nothing: open and claimed ones
  bool waiting_for_applicant = false;          // only these
  bool unanswered = false;                     // only those whose applicant waits for a word
  TaskOrder order = TaskOrder::due;
  ServiceId service = {};  // empty: of any
  // The beginning of the number or of one of the applicant's names, or one of these services. Empty: any.
  std::string text = {};
  std::vector<ServiceId> services_named = {};
  std::optional<Time> due_before = {};
  std::optional<Time> at_risk_by = {};  // those that are at risk or overdue then
  std::string after = {};               // the mark of the last row that was seen
  std::size_t limit = 50;
};
inline constexpr int kMostCounted = 999;  // tasks, where it is only said how many there are
struct TaskPage {
  std::vector<TaskRow> rows;
  std::string next;                       // for `after`; empty at the end
  std::vector<std::string> damaged = {};  // numbers of applications whose rows cannot be read
};

// Which applications: by number, or by the beginning of the applicant's name.
struct CaseSearch {
  CentreId centre;
  std::string text = {};
  std::optional<CaseState> state = {};  // also how it was decided, whatever its state is now
  bool unanswered = false;              // only those whose applicant waits for a word
  std::string after = {};
  std::size_t limit = 50;
};
struct CaseRow {
  std::string number;
  ServiceId service;
  CaseState state = CaseState::submitted;
  std::string applicant_name;
  Time submitted_at{};
  std::optional<Time> due_at;
  std::optional<CaseState> outcome = {};  // as of Case
};
struct CasePage {
  std::vector<CaseRow> rows;
  std::string next;
  std::vector<std::string> damaged = {};  // as of TaskPage
};

// A line of a service with a waiting list.
struct WaitingLine {
  std::string line;  // the answer that tells it from others; empty: the only one
  int waiting = 0;
  std::optional<Time> since = {};  // who has waited longest
  bool closed = false;             // who applies waits, although nobody may wait yet
  std::string next = {};           // the number whose turn is next; empty when nobody waits
};

// Somebody is to come: for what was issued, or for an original.
struct ToCollect {
  std::string number;
  ServiceId service;
  std::string applicant_name;
  Time since{};
};

// What identifies somebody to an application: who they are, or a secret that opens it.
struct Credentials {
  auth::Principal principal = {};
  std::string secret = {};
};

class Applications {
 public:
  Applications(db::Db& db, audit::EventLog& log, catalogue::Catalogues& catalogues, const staff::Staff& staff,
               documents::Documents& documents, results::Results& results, Commands& commands, Clock clock);

  // ---- Handing in.

  // An application as a command has left it.
  struct Changed {
    Application application;
    // The secret of a new application or a new mandate. Only for the person who made it.
    std::string secret;
  };
  using Done = std::function<void(Result<Executed<Changed>>)>;
  // `done` is called after the COMMIT, not on the writer's thread, as of all that follows. At a window by who
  // takes in there, else online. Refusals: wrong fields below /applicant, /answers and /documents;
  // not_applied_for (409) for a service without a form, not_online (409) online where one must come,
  // fee_unknown (409).
  void submit(NewApplication application, const auth::Principal& by, Idempotency repeat, Done done);

  // ---- Changing.

  struct Change {
    std::string number;  // however it is written
    Idempotency repeat = {};
    Turn turn = Turn::normal;
    // Decides on the current state of the case. Refuses with not_found if the person may not see it.
    std::function<Case::Decided(const Application&, Time now)> decide;
    // An answer to a question: corrected parts of the applicant, corrected facts (an empty one removes it)
    // and documents. Refusals below /applicant, /answers and /documents: see domain_correction.hpp. New facts
    // can add steps and change the fee.
    forms::ApplicantParts applicant = {};
    catalogue::Answers answers = {};
    Attachments documents = {};
    std::optional<Mandate> mandate = {};  // that is given, with what the decision allows
    std::string secret = {};              // of that mandate
    std::optional<std::int64_t> version =
        {};  // the case's version that the person saw; another one is `stale`
  };
  void change(Change change, Done done);
  // The document that this change would issue as the case now stands, before it is signed. Nothing if it
  // issues none, or would be refused.
  std::optional<pdf::Sheet> preview(const Change& change) const;
  // What would be wrong with an answer to the open question, before its documents are kept: `applicant` and
  // all `answers`, in their one spelling, as they then are; `documents` those of the case, `provided` those
  // that come with it.
  std::vector<catalogue::AnswerError> faults_of_answer(const Application& application,
                                                       const forms::Applicant& applicant,
                                                       const catalogue::Answers& answers,
                                                       const std::vector<documents::Version>& documents,
                                                       std::set<DocumentTypeId> provided) const;
  // As submit() and change(), inside a write job of the caller. `number` must be unused.
  Result<Application> submit(db::Tx& tx, const NewApplication& application, catalogue::Channel channel,
                             const Actor& actor, const std::string& number, std::string submission);
  // Submits several together: all or none. `secret` opens each of them. All submissions use this function.
  Result<std::vector<Application>> submit(db::Tx& tx, const std::vector<NewApplication>& requested,
                                          catalogue::Channel channel, const Actor& actor,
                                          std::string_view secret);
  Result<Application> change(db::Tx& tx, const Change& change);
  // Whoever waits for a service that has no waiting list any more gets their turn.
  void dissolve_lines(db::Tx& tx, const catalogue::Catalogue& newest);
  // Gives the turn to who is first in this line, if that is still who was expected (empty: whoever it is).
  // Refusals (409): nobody_waits, turn_given.
  Result<Application> give_turn(db::Tx& tx, const CentreId& centre, const ServiceId& service,
                                std::string_view line, const Actor& by, std::string_view expected = {});
  // Notices of the watch that are due for a case now; see domain_watch.hpp.
  void look_after(db::Tx& tx, const CentreId& centre, const std::string& number);
  // The application of this number as it stands inside the job.
  std::optional<Application> find(db::Tx& tx, std::string_view number) const;
  // What a registry answered, inside its transaction.
  // `data`: the JSON object from which the step's findings come; `words`: the comment with all of it, for
  // people where nothing is found in it.
  void answered(db::Tx& tx, const CentreId& centre, const std::string& number, const std::string& task,
                Confirmation confirmation, const std::string& comment, std::string_view data = "{}",
                std::string_view words = {});

  // ---- Waiting lists.

  // Whoever applies waits, or does not wait any more; who waits already, waits on. Refusal: not_found, of a
  // service without a waiting list.
  Result<void> set_line(const CentreId& centre, const ServiceId& service, std::string_view line, bool closed,
                        const Actor& by);
  // As above, in a transaction of its own.
  Result<Application> give_turn(const CentreId& centre, const ServiceId& service, std::string_view line,
                                const Actor& by, std::string_view expected = {});
  std::vector<WaitingLine> lines(const CentreId& centre, const ServiceId& service) const;
  // How many go before it; nothing when it does not wait.
  std::optional<int> ahead(const Application& application) const;

  // ---- Reading.

  // What nobody has come for, the longest first; at most kMostToCollect.
  static constexpr std::size_t kMostToCollect = 200;
  std::vector<ToCollect> to_collect(const CentreId& centre) const;

  std::optional<Application> find(std::string_view number) const;
  // For a list of several: nothing also for one that is damaged, which is logged.
  std::optional<Application> find_undamaged(std::string_view number) const;
  // Of a number that no application has: whether one was given it, in a time that a restore has lost.
  bool was_lost(std::string_view number) const;
  TaskPage tasks(const TaskSearch& search) const;
  // How many tasks each of these finds, as they are at one moment; kMostCounted + 1 stands for more.
  std::vector<int> count_tasks(const std::vector<TaskSearch>& searches) const;
  CasePage cases(CaseSearch search) const;
  DueTimes due_times(const Application& application) const;
  // The applications that were handed in together with this one, which is included, by number.
  std::vector<CaseRow> submission_of(const Application& application) const;
  // The edition of the catalogue that the application began with. find() has looked it up.
  catalogue::EditionPtr edition(const Application& application) const;
  // The one by whose calendar its terms count. find() has looked it up.
  catalogue::EditionPtr calendar(const Application& application) const;
  Contacts contacts(const Application& application) const;
  // The newest version of each document of the application.
  std::vector<documents::Version> documents_of(const Application& application) const;
  std::vector<staff::Person> people(const CentreId& centre) const { return staff_.people(centre); }
  // Who applied here before: by a telephone, PINFL, passport or TIN, else by how the name begins. For those
  // who take in applications. Who looked, and how many were found, goes into the centre's log. Refusal (422)
  // below /q: name_too_short.
  struct KnownApplicants {
    std::vector<KnownApplicant> people;  // who came last first
    bool more = false;                   // than are shown
  };
  // The newest applications of this person or organisation, at most kMostOfPerson, by what identifies them:
  // not by a telephone or a name, which others may have. For the staff alone.
  std::vector<CaseRow> of_person(const CentreId& centre, const forms::Applicant& applicant) const;
  Result<KnownApplicants> known_applicants(const CentreId& centre, std::string_view typed, const Actor& by);
  // Notes an export of a list in the centre's log. Throws if that fails.
  void note_export(const CentreId& centre, const Actor& actor, std::string_view list, std::string_view filter,
                   std::size_t rows);
  // As viewer_of() below, with the people for whom they stand in today. Inside a job take viewer_of().
  Viewer viewer(const auth::Principal& principal) const;
  Viewer viewer(const auth::Principal& principal, const Application& application,
                std::string_view secret) const;

  catalogue::Facts facts_of(const Application& application) const;

  // Warns of deadlines and escalates. True when there may be more. Called each kBetweenLooks (watch.hpp).
  bool tick();

  Time now() const { return clock_(); }
  // The centre's day.
  Day today(const Application& application) const;

 private:
  struct Opening;
  struct Prepared;
  void run(Commands::Order order, std::function<Result<Opening>(db::Tx&)> job, Done done);
  Result<Prepared> prepare(const NewApplication& application, catalogue::Channel channel) const;
  // Makes it a case. `submission` is empty for the first of several, and for a single one.
  Application create(db::Tx& tx, Prepared prepared, const Actor& actor, std::string_view secret,
                     std::string submission, Time now);
  // Holds the centre's events.
  std::function<void(db::Tx&)> hold(const CentreId& centre) const;
  struct Corrected {
    forms::Applicant applicant;
    catalogue::Answers answers;
    std::optional<Asked> changed;
  };
  // As if this were who applies.
  catalogue::Facts facts_of(const Application& application, const forms::Applicant& applicant) const;
  Result<Corrected> correct(db::Tx& tx, const Application& application, const Change& change) const;
  // `with_documents`: some were handed in with the events.
  void carry_out(db::Tx& tx, Application& application, const std::vector<Event>& events,
                 bool with_documents = false);
  void log_last_event(db::Tx& tx, Application& application, bool with_documents);
  void settle(db::Tx& tx, Application& application);
  std::vector<FieldError> documents_of_others(
      db::Tx& tx, const CentreId& centre, const std::map<DocumentTypeId, documents::DocumentId>& documents,
      const std::string& submission, const Actor& actor) const;
  void say_until_when(const Application& application, std::vector<Event>& events) const;
  void follow_findings(const Application& application, std::vector<Event>& events, Time now) const;
  bool grant_by_silence(db::Tx& tx, Application& application, Time now);
  bool follow_calendar(db::Tx& tx, Application& application, Time now);
  catalogue::EditionPtr version(const Application& application, std::int64_t number) const;
  std::vector<Event> absent_assignees(db::Tx& tx, const Application& application,
                                      const std::vector<Event>& events, Time now) const;
  std::vector<StaffId> stands_in_for(const auth::Principal& principal) const;
  results::NewResult result_for(const Application& application) const;
  std::string issue(db::Tx& tx, const Application& application);
  std::string unused_number(db::Tx& tx, Time now) const;

  db::Db& db_;
  audit::EventLog& log_;
  catalogue::Catalogues& catalogues_;
  const staff::Staff& staff_;
  documents::Documents& documents_;
  results::Results& results_;
  Commands& commands_;
  Clock clock_;
  const Numbers numbers_;
  Watch watch_;
};

// What is known of an application besides its answers, as if this were who applies.
catalogue::Facts facts_of(const catalogue::Edition& edition, const Application& application,
                          const forms::Applicant& applicant, Time now);
// Who asks, with regard to applications of this centre, on this day of the centre; `secret` as an applicant,
// or whom they let act, gives it.
Viewer viewer_of(const auth::Principal& principal, const Application& application, std::string_view secret,
                 Day today);
Viewer viewer_of(const auth::Principal& principal);
// A random secret of kSecretSigns signs, the last of which is a check sign.
std::string new_secret();
// A secret that is derived from a text that cannot be guessed. The same text gives the same secret.
std::string secret_from(std::string_view unguessable);
// Whether this one takes in applications at a window of the centre.
bool takes_in(const auth::Principal& principal, const CentreId& centre);
}  // namespace biroyna::cases

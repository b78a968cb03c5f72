// One application on its way through the departments: the case, its tasks, and what may be done with them.
//
// A case is the fold of its events: a command answers the events that it would cause, or a refusal, and
// changes nothing; apply() carries an event out. Tables in domain_case.cpp say from which state each command
// is allowed.
//
// Invariants
//  (1) A task opens when every task it comes after is done or does not apply; from then its own term runs.
//  (2) While the applicant is asked, the clocks of the case and of all open tasks stand.
//  (3) A case is decided when nothing is open any more: granted when every decision granted, refused when
//  every one
//      refused, else partly. A refused decision cancels what comes after it.
//  (4) Only a decision refuses; an opinion is heard by the decisions after it.
//  (5) Each notice of the watch (domain_watch.hpp) is given once for each opening of a task.
//  (6) A case that ends undecided, because its applicant takes it back or leaves it, has no outcome; opened
//      again, it goes on where it stood, and its fee is still to be paid if it was.
//  (7) An erased case holds no words that a person wrote, and nothing happens to it any more.
// The events name no applicant and hold no answers: those are kept apart, where they can be erased.
// Pure; not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/enum_set.hpp"
#include "core/id.hpp"
#include "core/money.hpp"
#include "core/result.hpp"
#include "core/term.hpp"
#include "core/time.hpp"
#include "features/catalogue/domain.hpp"

namespace biroyna::cases {

enum class CaseState : std::uint8_t {
  awaiting_payment,
  submitted,  // nobody has begun
  in_work,
  awaiting_applicant,
  granted,
  partly,
  refused,
  issued,
  handed_over,
  withdrawn,
  closed,
};
inline constexpr int kCaseStates = 11;

bool is_decision(CaseState state);  // granted, partly, refused

enum class TaskState : std::uint8_t {
  waiting,  // for the tasks before it
  open,     // nobody has claimed it
  claimed,
  done,
  cancelled,
};
inline constexpr int kTaskStates = 5;

using catalogue::StepKind;

// A step's role: any specialist of its department does it, or its head alone.
inline constexpr std::string_view kBySpecialist = "specialist", kByHead = "head";

struct RouteStep {
  std::string id;
  DepartmentId department;
  std::string role = std::string(kBySpecialist);
  int working_days = 0;
  std::vector<std::string> after = {};  // those that do not apply to this case are left out
  StepKind kind = StepKind::decision;
  std::string external = {};  // the registry that an automatic step asks
  friend bool operator==(const RouteStep&, const RouteStep&) = default;
};

struct Outcome {
  bool approved = false;
  std::string ground;       // of a refusal: an id of the catalogue
  std::string explanation;  // in the specialist's words; required with a refusal
  std::string by;           // who, as in the event log
  Time at{};
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

// What the program has said of a task. When each is due: domain_watch.hpp.
enum class Notice : std::uint8_t {
  unclaimed,  // half of the time has passed, and nobody has it
  third_left,
  last_day,
  overdue,
  escalated,
  assignee_absent,  // it was handed on to somebody who is away
};
inline constexpr int kNotices = 6;
std::string_view name(Notice notice);
using Notices = EnumSet<Notice, kNotices>;

struct Task : RouteStep {
  TaskState state = TaskState::waiting;
  StaffId assignee;
  Notices notices = {};      // since it opened
  bool for_head = false;     // nobody stands in for who has it: the head decides what becomes of it
  std::string asked_by;      // the task for which a department was asked; empty for a step of the route
  bool applies = true;       // to this case, as its answers now are
  std::optional<Term> term;  // from when it opened
  std::optional<Outcome> outcome;
  friend bool operator==(const Task&, const Task&) = default;
};

// What stands before the field, the document or the part of the applicant that a question marks.
inline constexpr std::string_view kAnswerMark = "answers/", kDocumentMark = "documents/",
                                  kApplicantMark = "applicant/";
// "child" of "answers/child/birth_date", "identity" of "documents/identity", "phone" of "applicant/phone";
// empty for a mark of another kind.
std::string_view marked_field(std::string_view mark);
std::string_view marked_document(std::string_view mark);
std::string_view marked_part(std::string_view mark);
// Whether a mark is this one, or a part of what this one marks.
bool lies_in(std::string_view mark, std::string_view whole);

// What the applicant is asked to mend or add.
struct Question {
  std::string task;
  std::vector<std::string> marked;  // "answers/child/birth_date", "documents/identity"
  std::string text;
  Time asked{};
  std::optional<Time> answered;
  friend bool operator==(const Question&, const Question&) = default;
};

enum class Finding : std::uint8_t { confirmed, denied, unknown };
inline constexpr int kFindings = 3;
std::string_view name(Finding finding);

enum class EventKind : std::uint8_t {
  case_submitted,
  fee_paid,
  task_claimed,
  task_released,
  task_handed_on,
  task_decided,
  department_asked,
  applicant_asked,
  applicant_answered,
  noted,
  term_extended,
  case_withdrawn,
  result_issued,
  result_handed_over,
  case_closed,
  case_reopened,
  task_warned,
  task_escalated,
  case_erased,
  power_given,
  power_revoked,
  route_changed,
  message_sent,
  registry_finding,
};
inline constexpr int kEventKinds = 24;
std::string_view name(EventKind kind);  // "task_claimed"
std::string_view name(CaseState state);
std::optional<CaseState> parse_case_state(std::string_view name);
std::string_view name(TaskState state);

// Who causes an event, beside the staff and devices: see auth::actor_of.
inline constexpr std::string_view kProgram = "program", kApplicant = "applicant",
                                  kRepresentative = "representative:";  // before the id of a power
bool of_applicant(std::string_view actor);  // they themselves, or whom they let act

// What ties an event of a case to the centre's log, and the case to its event: see proof.hpp. The rules leave
// it alone.
struct Proof {
  std::string file = {};       // salted hash of the case file after the event, where that changed
  std::string documents = {};  // the same of the documents handed in
  std::int64_t seq = 0;        // the event's number in the log; 0: of before there were proofs
  friend bool operator==(const Proof&, const Proof&) = default;
};

struct Event {
  EventKind kind{};
  Time at{};
  std::string actor;  // "staff:…", "applicant", "representative:…" (a power's id), "program"
  std::string task = {};
  StaffId assignee = {};                 // task_claimed, task_handed_on, task_escalated (empty: the head)
  bool approved = false;                 // task_decided
  std::string ground = {};               // task_decided
  DepartmentId department = {};          // department_asked
  int working_days = 0;                  // department_asked, term_extended
  std::vector<std::string> marked = {};  // applicant_asked
  std::string text = {};                 // what a person wrote: kept with the case, not in the event log
  // fee_paid: the receipt; result_issued: the document's code; task_warned: the notice; power_given,
  // power_revoked: the power's id; registry_finding: the finding
  std::string reference = {};
  std::vector<RouteStep> route = {};  // route_changed: all that is now to be done
  Tiyin fee{};                        // route_changed: in all, also what was paid
  Proof proof = {};
  friend bool operator==(const Event&, const Event&) = default;
};

struct Submission {
  std::string number;
  ServiceId service;
  std::int64_t catalogue_version = 0;
  std::string channel;  // "window", "online"
  std::vector<RouteStep> route;
  int working_days = 0;
  Tiyin fee;
  bool at_window = false;  // whoever takes it in may decide it, during the visit
  friend bool operator==(const Submission&, const Submission&) = default;
};

// The longest text that a person may write.
inline constexpr std::size_t kMostText = 4000;
inline constexpr int kMostUnanswered = 5;

class Case {
 public:
  Case() = default;
  // A new case; its first event is in the timeline.
  static Case submitted(Submission submission, std::string actor, Time now);

  void apply(const Event& event);

  using Decided = Result<std::vector<Event>>;
  Decided pay(std::string receipt, std::string actor, Time now) const;
  // For tasks. `by` is who works on it; a refusal "other_assignee" names the one who has it. Who stands in
  // for absent people takes over what those have.
  Decided claim(std::string_view task, const StaffId& by, Time now,
                const std::vector<StaffId>& stands_in_for = {}) const;
  Decided release(std::string_view task, const StaffId& by, Time now) const;
  // By who has it, or by a head for whoever has it.
  Decided hand_on(std::string_view task, const StaffId& to, std::string actor, Time now) const;
  Decided approve(std::string_view task, const StaffId& by, std::string text, Time now) const;
  Decided refuse(std::string_view task, const StaffId& by, std::string ground, std::string text,
                 Time now) const;
  // What the registry of an automatic step answered. What it does not know, and what it says of a step that a
  // person has taken meanwhile, is for people to read: they decide.
  Decided answer_automatic(std::string_view task, Finding finding, std::string text, Time now) const;
  Decided ask_applicant(std::string_view task, const StaffId& by, std::vector<std::string> marked,
                        std::string text, Time now) const;
  Decided ask_department(std::string_view task, const StaffId& by, const DepartmentId& department,
                         int working_days, std::string text, Time now) const;
  Decided note(std::string text, std::string actor, Time now) const;
  // A word between the applicant and those who work on the case; nothing else changes. Who writes without an
  // answer is stopped after kMostUnanswered messages: too_many_messages.
  Decided write(std::string text, std::string actor, Time now) const;

  // By the program. Nothing when it was said before; "assignee_absent" may be said again.
  Decided warn(std::string_view task, Notice notice, Time now) const;
  // Hands the task on to who stands in for its assignee; nobody: marks it for the head.
  Decided escalate(std::string_view task, const StaffId& to, Time now) const;
  // When its time of keeping is over. What is kept apart from the events is the caller's to erase.
  Decided erase(Time now) const;

  // What the applicant was asked; `text` is what they say to it.
  Decided answer(std::string actor, Time now, std::string text = {}) const;
  // By the program, after an answer that makes other steps or another fee of it. Steps that do not apply any
  // more are cancelled, the new ones take their place in the order; a higher fee is paid before it goes on.
  Decided change_route(std::vector<RouteStep> route, Tiyin fee, Time now) const;
  Decided withdraw(std::string actor, Time now) const;
  Decided extend(int working_days, std::string reason, std::string actor, Time now) const;
  Decided issue(std::string code, std::string actor, Time now) const;
  Decided hand_over(std::string actor, Time now) const;
  // One that waits for its applicant needs a reason, which they read.
  Decided close(std::string reason, std::string actor, Time now) const;
  Decided reopen(std::string reason, std::string actor, Time now) const;
  // Lets somebody act for the applicant, or no more; who that is stands apart from the events
  // (domain_power.hpp). As long as anything of the case is kept.
  Decided give_power(std::string power, std::string actor, Time now) const;
  Decided revoke_power(std::string power, std::string actor, Time now) const;

  const Task* find(std::string_view task) const;
  // Handed in at a window, and decided by who took it in.
  bool during_visit() const;
  bool over() const;                  // nothing is worked on any more
  bool allows(EventKind kind) const;  // in the state that it is in
  // When the last decision fell that ended it; nothing while it is worked on, and of one that was left
  // undecided.
  std::optional<Time> decided_at() const;
  // When the last thing happened that its end consists of; nothing while it is worked on.
  std::optional<Time> ended_at() const;
  // granted, partly or refused, from the last decision on, also when the result is issued; nothing before.
  std::optional<CaseState> outcome() const;
  // Tasks whose registry is to be asked now.
  std::vector<const Task*> automatic_now() const;
  const Question* open_question() const;
  // What is still to be paid.
  Tiyin unpaid() const;
  // Messages of the applicant's side since the centre last wrote.
  int unanswered() const;

  Submission begun;
  CaseState state = CaseState::submitted;
  Term term;
  std::string receipt;  // the last one
  Tiyin fee, paid;      // in all
  std::vector<Task> tasks;
  std::vector<Question> questions;
  std::vector<Event> timeline;       // everything that happened, oldest first
  std::vector<std::string> results;  // codes of issued documents, the newest last
  std::int64_t version = 0;          // grows with each event
  bool left = false;                 // it ended undecided
  bool erased = false;
  friend bool operator==(const Case&, const Case&) = default;

 private:
  Task* task_of(std::string_view id);
  CaseState as_decided() const;
  void open_tasks(Time now);
  void settle(Time now);
  bool awaits_payment(Time now);
  void begin_anew(Time now);
  void take_route(const Event& event);
  void go_on(Time now);
  void stop_clocks(Time now);
  void start_clocks(Time now);
  void forget_words();
};

}  // namespace biroyna::cases

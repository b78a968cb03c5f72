// One application on its way through the departments: the case, its tasks, and what may be done with them.
//
// A case is the fold of its events: a command answers the events that it would cause, or a refusal, and
// changes nothing; apply() carries an event out. The table in domain_event.cpp says from which state each
// command is allowed.
//
// Invariants
//  (1) A task opens when every task it comes after is done or does not apply; from then its own term runs.
//  (2) While a question to the applicant is open, the clocks of the case and of all open tasks are paused. It
//      ends with the answer, or when the time for one is over.
//  (3) A case is decided when no task is open: granted if every decision granted, refused if every decision
//      refused, else partly. A refused decision cancels the tasks after it.
//  (4) Only a decision refuses; an opinion is heard by the decisions after it.
//  (5) Each notice of the watch (domain_watch.hpp) is given once for each opening of a task.
//  (6) A case that ends undecided, because its applicant takes it back or leaves it, or does not pay or come
//  in
//      time, has no outcome; opened again, it goes on where it stood, and its fee is still to be paid if it
//      was.
//  (7) Its terms count by the calendar of one version of the catalogue: that with which it began, until days
//      off change and an event says so. What is over keeps its own.
//  (8) An erased case holds no text that a person wrote and no finding, and does not change any more. Its
//      erasure was announced at least kErasureNotice before, and nobody held it.
//  (9) A finding is corrected by a new one alone; what was found before stays in the timeline.
// (10) Where the service says so, nobody is refused by a ground that they were not told of before, with a
// time to
//      answer (Law on administrative procedures, ZRU-457: the right to be heard).
// (11) What is not decided in term is granted where the service says so; what was refused before stays
// refused. (12) Where the service needs to know who applies, nothing is decided before somebody has seen them
// and their
//      papers: whoever takes it in at a window has.
// (13) Nothing is erased while the centre keeps an original of the applicant.
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
#include "features/cases/domain_event.hpp"

namespace biroyna::cases {

enum class TaskState : std::uint8_t {
  waiting,  // for the tasks before it
  open,     // nobody has claimed it
  claimed,
  done,
  cancelled,
};
inline constexpr int kTaskStates = 5;
std::string_view name(TaskState state);

struct Outcome {
  bool approved = false;
  std::string ground;       // of a refusal: an id of the catalogue
  std::string point = {};   // of the service's own rule; may be empty
  std::string explanation;  // in the specialist's words; required with a refusal
  Actor by;
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
std::optional<Notice> parse_notice(std::string_view name);
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
  catalogue::Answers findings = {};  // what was found with it, as it now stands
  std::optional<Outcome> proposed;   // a refusal that the head of the department is to decide on
  friend bool operator==(const Task&, const Task&) = default;
};
bool ended(const Task& task);  // done or cancelled
// Whether the head of its department does it, by the route or because somebody proposes to refuse it.
bool is_for_head_of_department(const Task& task);
// Whether this person has done it.
bool done_by(const Task& task, const StaffId& person);

// What stands before the field, the document or the part of the applicant that a question marks.
inline constexpr std::string_view kAnswerMark = "answers/", kDocumentMark = "documents/",
                                  kApplicantMark = "applicant/", kFindingMark = "findings/";
// "child" of "answers/child/birth_date", "identity" of "documents/identity", "phone" of "applicant/phone";
// empty for a mark of another kind.
std::string_view marked_field(std::string_view mark);
std::string_view marked_document(std::string_view mark);
std::string_view marked_part(std::string_view mark);
std::string_view marked_finding(std::string_view mark);
// Whether a mark is this one, or a part of what this one marks.
bool lies_in(std::string_view mark, std::string_view whole);

// What the applicant is asked to correct or add; with a ground: what they are told that it may be refused
// for.
struct Question {
  std::string task;
  std::vector<std::string> marked;  // "answers/child/birth_date", "documents/identity"
  std::string text;
  Time asked{};
  std::optional<Time> answered;
  std::optional<Time> until = {};       // then it is decided by what is known; empty in cases of before
  std::string ground = {}, point = {};  // as of Outcome
  friend bool operator==(const Question&, const Question&) = default;
};

// A paper of the applicant that the centre keeps until it is given back.
struct Original {
  std::string what;   // in the words of who took it
  std::string place;  // where it lies
  Time taken{};
  std::optional<Time> returned = {};
  friend bool operator==(const Original&, const Original&) = default;
};
inline constexpr std::size_t kMostOriginal = 200, kMostPlace = 100;  // characters
inline constexpr std::size_t kMostOriginals = 50;

// What a registry says of what it was asked to confirm.
enum class Confirmation : std::uint8_t { confirmed, denied, unknown };
inline constexpr int kConfirmations = 3;
std::string_view name(Confirmation confirmation);

struct CaseStart {
  std::string number;
  ServiceId service;
  std::int64_t catalogue_version = 0;
  std::string channel;  // "window", "online"
  std::vector<RouteStep> route;
  int working_days = 0;
  Tiyin fee;
  std::string concession = {};  // that made the fee lower
  bool at_window = false;       // whoever takes it in may decide it, during the visit
  int hearing_days = 0;  // working days that an applicant has to answer before a refusal; 0: it is not asked
  bool silence = false;  // it is granted when it is not decided in term
  bool waits_for_turn = false;
  bool needs_identity = false;
  bool needs_zone = false;  // and the machine-readable zone of their document was read
  bool fee_back = false;    // the fee is given back when it is refused
  int days_to_pay = 0;      // working days after which an application is left that nobody pays for; 0: none
  int days_to_visit = 0;    // the same, where somebody has to come with their papers
  friend bool operator==(const CaseStart&, const CaseStart&) = default;
};

// The longest text that a person may write.
inline constexpr std::size_t kMostText = 4000;
inline constexpr int kDaysForAnAnswer = 10;  // working days, unless whoever asks says otherwise
inline constexpr int kMostDaysForAnAnswer = 60;
inline constexpr std::size_t kMostPoint = 100;  // characters of the point of a rule
inline constexpr int kMostUnanswered = 5;
inline constexpr std::size_t kMostAddressee = 200;  // characters

// How long before it is too late an applicant is reminded.
inline constexpr std::chrono::hours kReminder{48};
inline constexpr std::chrono::hours kCollectReminder{10 * 24};

// How it was seen who applies, in the reference of identity_confirmed.
inline constexpr std::string_view kSeen = "seen", kZoneRead = "zone_read";

// How a decision reached its applicant, in the reference of decision_delivered.
inline constexpr std::string_view kOpenedOnline = "online", kPosted = "posted";

// How long the list of what is to be erased can be seen before.
inline constexpr std::chrono::hours kErasureNotice{7 * 24};

class Case {
 public:
  Case() = default;
  // A new case; its first event is in the timeline.
  static Case submitted(CaseStart start, Actor actor, Time now);

  void apply(const Event& event);

  using Decided = Result<std::vector<Event>>;
  Decided pay(std::string receipt, Actor actor, Time now) const;
  // For tasks. `by` is who works on it; a refusal "other_assignee" names the one who has it. Who stands in
  // for absent people takes over what those have.
  Decided claim(std::string_view task, const StaffId& by, Time now,
                const std::vector<StaffId>& stands_in_for = {}) const;
  Decided release(std::string_view task, const StaffId& by, Time now) const;
  // By the assignee, or by a head for the assignee.
  Decided hand_on(std::string_view task, const StaffId& to, Actor actor, Time now) const;
  // With what was found: all of the task's findings as they are then. The same as before is no event.
  Decided approve(std::string_view task, const StaffId& by, std::string text, Time now,
                  catalogue::Answers found = {}) const;
  // Findings alone, also by who has done the task, as long as the case is worked on.
  Decided record(std::string_view task, const StaffId& by, catalogue::Answers found, Time now) const;
  // `point`: of the service's own rule; may be empty.
  Decided refuse(std::string_view task, const StaffId& by, std::string ground, std::string text, Time now,
                 std::string point = {}) const;
  // Tells the applicant that it may be refused, and why; they have the service's time to answer.
  Decided intend_refusal(std::string_view task, const StaffId& by, std::string ground, std::string text,
                         Time now, std::string point = {}) const;
  // Gives it to the head of the department, who refuses it or hands it back.
  Decided propose_refusal(std::string_view task, const StaffId& by, std::string ground, std::string text,
                          Time now, std::string point = {}) const;
  // Another authority answers for it: it goes there, and the applicant is told (`text`).
  Decided forward(std::string_view task, const StaffId& by, std::string addressee, std::string text,
                  Time now) const;
  // What the registry of an automatic step answered. What it does not know, and what it says of a step that a
  // person has taken meanwhile, is for people to read: they decide.
  // `found` goes with a step that it confirms; `misfits` are the findings that the answer had not as they
  // must be, marked as "findings/pension_amount": then people decide, too.
  Decided answer_automatic(std::string_view task, Confirmation confirmation, std::string text, Time now,
                           catalogue::Answers found = {}, std::vector<std::string> misfits = {}) const;
  // They have so many working days to answer; whoever carries the event out says until when that is (`due`).
  Decided ask_applicant(std::string_view task, const StaffId& by, std::vector<std::string> marked,
                        std::string text, Time now, int working_days = kDaysForAnAnswer) const;
  Decided ask_department(std::string_view task, const StaffId& by, const DepartmentId& department,
                         int working_days, std::string text, Time now) const;
  Decided note(std::string text, Actor actor, Time now) const;
  // A message between the applicant and the staff; nothing else changes. Refuses with too_many_messages after
  // kMostUnanswered messages without an answer.
  Decided write(std::string text, Actor actor, Time now) const;

  // By the program. No event if the notice was given before; "assignee_absent" may be given again.
  Decided warn(std::string_view task, Notice notice, Time now) const;
  // When the time for an answer is over: the clocks go on from then, and it is decided by what is known. No
  // event before.
  Decided end_question(Time now) const;
  // Before the time for an answer, a payment or a visit is over (`until`), once. No event earlier.
  Decided remind(Time until, Time now) const;
  // When nobody has come for what waits for them (to_collect), once, kCollectReminder after it began to wait.
  Decided remind_to_collect(Time now) const;
  // When nobody paid or came until then: it ends undecided. No event before.
  Decided lapse(Time until, Time now) const;
  // When the time for the decision is over, where the service says so. `due`: by when it was to be decided.
  // No event before.
  Decided grant_by_silence(Time due, Time now) const;
  Decided give_turn(Actor actor, Time now) const;
  // Hands the task on to `to`, the assignee's substitute. If `to` is empty, marks it for the head.
  Decided escalate(std::string_view task, const StaffId& to, Time now) const;
  // When its time of keeping is over, in two steps: it is announced, and at the earliest kErasureNotice later
  // it is erased. Nobody announces it twice, nor one that a head holds. Refusals: "erasure_held",
  // "erasure_not_announced". What is kept apart from the events is the caller's to erase.
  Decided announce_erasure(Time now) const;
  Decided erase(Time now) const;

  // What the applicant was asked; `text` is what they say to it.
  Decided answer(Actor actor, Time now, std::string text = {}) const;
  // By the program, when days off changed: terms count by the calendar of this version of the catalogue now,
  // by which the case is due then, and the terms of these tasks have moved.
  Decided move_term(std::int64_t calendar, Time due, std::vector<std::string> moved, Time now) const;
  // By the program, after an answer that makes other steps or another fee of it. Steps that do not apply any
  // more are cancelled, the new ones take their place in the order; a higher fee is paid before it goes on.
  Decided change_route(std::vector<RouteStep> route, Tiyin fee, Time now, std::string concession = {}) const;
  Decided withdraw(Actor actor, Time now) const;
  Decided extend(int working_days, std::string reason, Actor actor, Time now) const;
  Decided issue(std::string code, Actor actor, Time now) const;
  Decided hand_over(Actor actor, Time now) const;
  // Once, in one of the ways above; handing over delivers too.
  Decided deliver(std::string_view how, Actor actor, Time now) const;
  // `zone_read`: by the machine-readable zone of their document. Refusals: "identity_known", "zone_needed".
  Decided confirm_identity(Actor actor, Time now, bool zone_read = false) const;
  // Into the centre's keeping, and back to whoever shows who they are. `number`: of the original, from 1.
  // Refusals: "original_not_kept", "too_many_originals".
  Decided take_original(std::string what, std::string place, Actor actor, Time now) const;
  Decided return_original(std::size_t number, Actor actor, Time now) const;
  // All that is owed back.
  Decided return_fee(std::string receipt, Actor actor, Time now) const;
  // One that waits for its applicant needs a reason, which they read.
  Decided close(std::string reason, Actor actor, Time now) const;
  Decided reopen(std::string reason, Actor actor, Time now) const;
  // Holds its erasure until that is allowed; then it is announced anew: "erasure_held", "erasure_not_held".
  Decided hold_erasure(std::string reason, Actor actor, Time now) const;
  Decided allow_erasure(std::string reason, Actor actor, Time now) const;
  // Lets somebody act for the applicant, or no more; who that is stands apart from the events
  // (domain_mandate.hpp). As long as anything of the case is kept.
  Decided give_mandate(std::string mandate, Actor actor, Time now) const;
  Decided revoke_mandate(std::string mandate, Actor actor, Time now) const;

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
  // What all steps that apply have found, by field.
  catalogue::Answers findings() const;
  // Tasks whose registry is to be asked now.
  std::vector<const Task*> automatic_now() const;
  const Question* open_question() const;
  // How long it waits for a payment or a visit, by the working days of the hall; nothing where it does not.
  std::optional<Term> term_to_come() const;
  // What is still to be paid.
  Tiyin unpaid() const;
  // What was paid and is not owed: the fee became lower, or all of it, when it was refused and the fee is
  // given back then, when it was forwarded, or when it ended as nobody paid the rest or came.
  Tiyin to_return() const;
  // From when on the time for a complaint runs; nothing before the decision reached its applicant.
  std::optional<Time> delivered_at() const;
  // Whether the applicant was told of this ground on this task, and has answered or let the time go by.
  bool was_heard(const Task& task, std::string_view ground) const;
  bool was_heard(const Task& task) const;  // of any ground
  bool keeps_originals() const;
  // Since when somebody is to come for it: for what was issued and has not reached them, or for an original
  // when it is over; nothing when nobody is.
  std::optional<Time> to_collect() const;
  bool reminded_since(Time since) const;
  // Messages of the applicant's side since the centre last wrote.
  int unanswered() const;

  CaseStart begun;
  CaseState state = CaseState::submitted;
  Term term;
  std::int64_t calendar = 0;  // the version of the catalogue by whose calendar its terms count
  std::string receipt;        // the last one
  Tiyin fee, paid;            // in all
  std::string concession;     // that makes the fee lower: an id of the catalogue; empty: none
  std::vector<Task> tasks;
  std::vector<Question> questions;
  std::vector<Event> timeline;       // everything that happened, oldest first
  std::vector<std::string> results;  // codes of issued documents, the newest last
  std::vector<Original> originals;   // in the order in which they were taken
  std::int64_t version = 0;          // grows with each event
  bool left = false;                 // it ended undecided
  bool silent = false;               // it was granted by silence
  bool forwarded = false;            // another body answers for it
  bool lapsed = false;               // nobody paid or came in time
  bool turn = false;                 // came, where it waited for one
  bool identified = false;           // somebody of the centre has seen who applies, and their papers
  std::optional<Time> erasure_announced_at;
  bool erasure_held = false;
  bool erased = false;
  friend bool operator==(const Case&, const Case&) = default;

 private:
  Task* task_of(std::string_view id);
  CaseState as_decided() const;
  void open_tasks(Time now);
  void settle(Time now);
  bool awaits_payment(Time now);
  bool awaits_turn(Time now);
  void begin(Time now);
  void cancel_what_is_left();
  void begin_anew(Time now);
  void take_route(const Event& event);
  void go_on(Time now);
  void stop_clocks(Time now);
  void start_clocks(Time now);
  void forget_words();
};

}  // namespace biroyna::cases

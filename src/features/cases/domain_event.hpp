// What happens to a case: the kinds of its events, and for each the one row that says what it is called, when
// it may come, who is told of it and what it ends.
//
// Pure, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/actor.hpp"
#include "core/enum_set.hpp"
#include "core/id.hpp"
#include "core/money.hpp"
#include "core/time.hpp"
#include "features/catalogue/domain.hpp"

namespace biroyna::cases {

enum class CaseState : std::uint8_t {
  awaiting_payment,
  submitted,  // nobody has begun
  in_work,
  awaiting_applicant,
  awaiting_turn,   // in a waiting list; its clock begins when its turn comes
  awaiting_visit,  // all is ready to be decided but that nobody has seen who applies
  granted,
  partly,
  refused,
  issued,
  handed_over,
  withdrawn,
  closed,
};
inline constexpr int kCaseStates = 13;
using CaseStates = EnumSet<CaseState, kCaseStates>;
std::string_view name(CaseState state);
std::optional<CaseState> parse_case_state(std::string_view name);

bool is_decision(CaseState state);  // granted, partly, refused

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
  std::string external = {};     // the registry that an automatic step asks
  bool refusal_by_head = false;  // nobody refuses it but the head of its department
  friend bool operator==(const RouteStep&, const RouteStep&) = default;
};

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
  mandate_given,
  mandate_revoked,
  route_changed,
  message_sent,
  registry_finding,
  erasure_announced,
  erasure_held,
  erasure_allowed,
  term_moved,
  question_ended,
  findings_recorded,
  refusal_intended,
  refusal_proposed,
  granted_by_silence,
  turn_came,
  case_forwarded,
  decision_delivered,
  identity_confirmed,
  fee_returned,
  applicant_reminded,
  case_lapsed,
  original_taken,
  original_returned,
};
inline constexpr int kEventKinds = 42;
std::string_view name(EventKind kind);  // "task_claimed"

// Who is told of an event, each with those before them.
enum class Told : std::uint8_t {
  staff,      // those who work on the case
  applicant,  // the applicant
  history,    // and it stands in the history on the applicant's page
  mandates,   // apart from these: who may see whom the applicant lets act
};

struct EventRule {
  std::string_view name;  // "task_claimed"
  EventKind kind{};
  CaseStates from;  // the states in which it may come
  Told told = Told::staff;
  bool text_told = false;  // the applicant reads its text, too
  bool ends = false;       // the last of these is when the case ended
};
const EventRule& rule_of(EventKind kind);

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
  Actor actor;
  std::string task = {};
  StaffId assignee = {};         // task_claimed, task_handed_on, task_escalated (empty: the head)
  bool approved = false;         // task_decided
  std::string ground = {};       // task_decided, refusal_intended, refusal_proposed
  DepartmentId department = {};  // department_asked
  // department_asked, term_extended, applicant_asked, refusal_intended
  int working_days = 0;
  // applicant_asked; term_moved: the tasks whose terms moved; registry_finding: the findings that do not fit
  std::vector<std::string> marked = {};
  std::string text = {};  // what a person wrote: kept with the case, not in the event log
  // case_submitted, route_changed: the concession; fee_paid, fee_returned: the receipt; result_issued: the
  // document's code; task_warned: the notice; mandate_given, mandate_revoked: the mandate's id;
  // registry_finding: the finding; task_decided, refusal_intended, refusal_proposed: the point of the rule by
  // which it is refused; case_forwarded: to whom; decision_delivered: how; case_lapsed: the state in which it
  // waited; original_taken: its place; original_returned: its number, from 1;
  // identity_confirmed: how
  std::string reference = {};
  std::vector<RouteStep> route = {};  // route_changed: all that is now to be done
  Tiyin fee{};  // route_changed: in all, also what was paid; fee_returned: what was given back
  // term_moved: the version of the catalogue by whose calendar terms count from now on, and until when the
  // case is to be decided by it.
  std::int64_t calendar = 0;
  // applicant_asked, refusal_intended: until when they may answer; applicant_reminded: until when it waits;
  // granted_by_silence: by when it was to be decided
  std::optional<Time> due = {};
  catalogue::Answers found = {};  // findings_recorded: all of the task's; kept as `text` is
  Proof proof = {};
  friend bool operator==(const Event&, const Event&) = default;
};

}  // namespace biroyna::cases

#include "features/cases/domain_event.hpp"

#include <array>

#include "core/enum_names.hpp"

namespace biroyna::cases {
namespace {

using enum CaseState;

constexpr std::array<std::string_view, kCaseStates> kCaseStateNames = {"awaiting_payment",
                                                                       "submitted",
                                                                       "in_work",
                                                                       "awaiting_applicant",
                                                                       "awaiting_turn",
                                                                       "awaiting_visit",
                                                                       "granted",
                                                                       "partly",
                                                                       "refused",
                                                                       "issued",
                                                                       "handed_over",
                                                                       "withdrawn",
                                                                       "closed"};
constexpr CaseStates kWorked = {submitted, in_work};
// Nothing is decided, and somebody has to do something.
constexpr CaseStates kUnderWay = {awaiting_payment,   submitted,     in_work,
                                  awaiting_applicant, awaiting_turn, awaiting_visit};
constexpr CaseStates kDecided = {granted, partly, refused};
constexpr CaseStates kOver = {granted, partly, refused, issued, handed_over, withdrawn, closed};

// A row for each kind, in its order: name, kind, states in which it may come, who is told, whether the
// applicant reads its text, whether it ends the case.
constexpr std::array<EventRule, kEventKinds> kRules = {{
    {"case_submitted", EventKind::case_submitted, {}, Told::history},
    {"fee_paid", EventKind::fee_paid, {awaiting_payment}, Told::history},
    {"task_claimed", EventKind::task_claimed, kWorked, Told::staff},
    {"task_released", EventKind::task_released, {in_work, awaiting_applicant}, Told::staff},
    {"task_handed_on", EventKind::task_handed_on, {submitted, in_work, awaiting_applicant}, Told::staff},
    {"task_decided", EventKind::task_decided, kWorked, Told::applicant, false, true},
    {"department_asked", EventKind::department_asked, {in_work}, Told::staff},
    {"applicant_asked", EventKind::applicant_asked, {in_work}, Told::history, true},
    {"applicant_answered", EventKind::applicant_answered, {awaiting_applicant}, Told::history},
    {"noted", EventKind::noted, kUnderWay | CaseStates{granted, partly, refused, issued, handed_over},
     Told::staff},
    {"term_extended",
     EventKind::term_extended,
     {submitted, in_work, awaiting_applicant},
     Told::history,
     true},
    {"case_withdrawn", EventKind::case_withdrawn, kUnderWay, Told::history, false, true},
    {"result_issued", EventKind::result_issued, kDecided, Told::history, false, true},
    {"result_handed_over", EventKind::result_handed_over, {issued}, Told::history, false, true},
    {"case_closed",
     EventKind::case_closed,
     {awaiting_payment, awaiting_applicant, awaiting_turn, awaiting_visit, granted, partly, refused, issued,
      handed_over, withdrawn},
     Told::history,
     true,
     true},
    {"case_reopened",
     EventKind::case_reopened,
     {granted, partly, refused, issued, handed_over, closed},
     Told::history,
     true},
    {"task_warned", EventKind::task_warned, {submitted, in_work, awaiting_applicant}, Told::staff},
    {"task_escalated", EventKind::task_escalated, kWorked, Told::staff},
    {"case_erased", EventKind::case_erased, kOver, Told::applicant},
    {"mandate_given", EventKind::mandate_given, CaseStates::all(), Told::mandates},
    {"mandate_revoked", EventKind::mandate_revoked, CaseStates::all(), Told::mandates},
    {"route_changed", EventKind::route_changed, kUnderWay, Told::history},
    {"message_sent", EventKind::message_sent, CaseStates::all(), Told::applicant, true},
    {"registry_finding", EventKind::registry_finding, kUnderWay, Told::staff},
    {"erasure_announced", EventKind::erasure_announced, kOver, Told::staff},
    {"erasure_held", EventKind::erasure_held, kOver, Told::staff},
    {"erasure_allowed", EventKind::erasure_allowed, CaseStates::all(), Told::staff},
    {"term_moved", EventKind::term_moved, kWorked, Told::history},
    {"question_ended", EventKind::question_ended, {awaiting_applicant}, Told::history},
    {"findings_recorded", EventKind::findings_recorded, kUnderWay, Told::staff},
    {"refusal_intended", EventKind::refusal_intended, {in_work}, Told::history, true},
    {"refusal_proposed", EventKind::refusal_proposed, kWorked, Told::staff},
    {"granted_by_silence", EventKind::granted_by_silence, kWorked, Told::history, false, true},
    {"turn_came", EventKind::turn_came, {awaiting_turn}, Told::history},
    {"case_forwarded",
     EventKind::case_forwarded,
     {submitted, in_work, awaiting_turn, awaiting_visit},
     Told::history,
     true,
     true},
    {"decision_delivered", EventKind::decision_delivered, {issued, closed}, Told::history},
    {"identity_confirmed", EventKind::identity_confirmed, kUnderWay, Told::history},
    {"fee_returned", EventKind::fee_returned, CaseStates::all(), Told::history},
    {"applicant_reminded",
     EventKind::applicant_reminded,
     {awaiting_payment, awaiting_applicant, awaiting_visit, issued, handed_over, withdrawn, closed},
     Told::history},
    {"case_lapsed", EventKind::case_lapsed, {awaiting_payment, awaiting_visit}, Told::history, false, true},
    {"original_taken", EventKind::original_taken, CaseStates::all(), Told::history, true},
    {"original_returned", EventKind::original_returned, CaseStates::all(), Told::history},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kRules.size(); ++i) {
    if (kRules[i].kind != static_cast<EventKind>(i)) return false;
  }
  return true;
}
static_assert(in_order());

}  // namespace

const EventRule& rule_of(EventKind kind) { return kRules[static_cast<std::size_t>(kind)]; }
std::string_view name(EventKind kind) { return rule_of(kind).name; }

std::string_view name(CaseState state) { return kCaseStateNames[static_cast<std::size_t>(state)]; }
std::optional<CaseState> parse_case_state(std::string_view text) {
  return enum_named<CaseState>(kCaseStateNames, text);
}
bool is_decision(CaseState state) { return kDecided.contains(state); }

}  // namespace biroyna::cases

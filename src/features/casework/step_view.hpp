// What the page of a case says of one step, without markup.
//
// Pure, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/cases/cases.hpp"
#include "features/integrations/integrations.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::casework {

using namespace cases;

// The event's name in the history: who gives an opinion decides nothing. `task`: the event's; null: none.
std::string event_title(const i18n::Speaker& say, const Event& event, const Task* task);
// What was decided on a step of this kind, as a sentence.
std::string_view verdict(const i18n::Speaker& say, catalogue::StepKind kind, bool approved);

// The name of one of these people. "A connected program" if the id is not among them.
std::string person_name(const std::vector<staff::Person>& people, const StaffId& id,
                        const i18n::Speaker& say);

// A case, and who reads its page.
struct CaseReading {
  const Application& application;
  const catalogue::Edition& edition;
  const Viewer& viewer;
  const std::vector<staff::Person>& people;  // of the centre
  const i18n::Speaker& say;

  std::string name_of(const StaffId& person) const { return person_name(people, person, say); }
  // A representative by name.
  std::string actor_name(const Actor& actor) const;
  std::string day_and_time(Time time) const;
};

// The decision or opinion on a step, and why.
struct OutcomeView {
  std::string decision, by, at;
  std::string ground, law;  // of a refusal; empty if there is none
  std::string explanation;  // may be empty
};

// A finding as people read it.
struct FindingView {
  std::string label, text;
};
std::vector<FindingView> findings_view(const CaseReading& reading, const catalogue::Answers& findings);

struct StepView {
  std::string department, state, kind, length;
  bool has_deadline = false;       // somebody has to do it now
  std::vector<std::string> notes;  // who does it, which registry was asked, who asked for it
  std::vector<FindingView> findings;
  std::optional<OutcomeView> outcome;
};
// `asking`: what the case asks of registries and is not answered.
StepView step_view(const CaseReading& reading, const Task& task,
                   const std::vector<integrations::Registries::Asking>& asking);

}  // namespace biroyna::casework

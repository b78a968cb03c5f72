// What the automatic steps of a case ask the registries, as the case now stands.
//
// Stateless, thread-safe.
#pragma once

#include <string>
#include <vector>

#include "features/cases/service.hpp"

namespace biroyna::cases {

struct RegistryQuestion {
  std::string registry, step;
  std::string key;   // of the step and of the time when it opened
  std::string body;  // a JSON object
  bool now = true;   // to be asked; else only an answer is still taken: a person has claimed the step
};
// Of each automatic step that is open or claimed, while the case is worked on.
std::vector<RegistryQuestion> registry_questions(const Application& application,
                                                 const catalogue::Edition& edition);

// The findings of a step that its registry's answer holds.
struct FoundInAnswer {
  catalogue::Answers findings;
  // Those that the answer lacks or has not as they must be: "findings/pension_amount"; "applicant/pinfl" when
  // it is about another person than was asked about. With any of them the answer finds nothing.
  std::vector<std::string> misfits;
};
// `data`: a JSON object; each finding stands under the name that the step's definition gives it. Where it has
// a "pinfl" that no finding uses, it must be that of whoever the document is about, or of the applicant.
FoundInAnswer found_in_answer(const catalogue::Edition& edition, const Application& application,
                              const catalogue::Facts& facts, std::string_view task, std::string_view data);

}  // namespace biroyna::cases

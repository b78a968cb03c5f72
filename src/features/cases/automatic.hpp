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
std::vector<RegistryQuestion> registry_questions(const Application& application);

}  // namespace biroyna::cases

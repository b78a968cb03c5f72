#include "features/cases/automatic.hpp"

#include <fmt/format.h>

#include "features/cases/codec.hpp"

namespace biroyna::cases {

std::vector<RegistryQuestion> registry_questions(const Application& application) {
  std::vector<RegistryQuestion> questions;
  const Case& process = application.process;
  if (process.over()) return questions;
  for (const Task& task : process.tasks) {
    const bool open = task.state == TaskState::open || task.state == TaskState::claimed;
    if (task.kind != StepKind::automatic || !open) continue;
    questions.push_back({.registry = task.external,
                         .step = task.id,
                         .key = fmt::format("{}:{}:{}", application.number, task.id, to_ms(task.term->begun)),
                         .body = question_of(application),
                         .now = task.state == TaskState::open});
  }
  return questions;
}

}  // namespace biroyna::cases

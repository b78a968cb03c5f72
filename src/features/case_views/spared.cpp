#include "features/case_views/spared.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

namespace biroyna::case_views {
namespace {

using namespace cases;

// What the registry said last; nothing as long as it has not answered.
std::optional<Confirmation> confirmation_of(const Case& process, const Task& task) {
  if (task.outcome && task.outcome->by.kind == ActorKind::program)
    return task.outcome->approved ? Confirmation::confirmed : Confirmation::denied;
  for (const Event& event : process.timeline | std::views::reverse) {
    if (event.kind != EventKind::registry_finding || event.task != task.id) continue;
    return event.reference == name(Confirmation::denied) ? Confirmation::denied : Confirmation::unknown;
  }
  return std::nullopt;
}

const char* key_of(const std::optional<Confirmation>& confirmation, const Task& task) {
  const bool by_person = ended(task) && confirmation.value_or(Confirmation::unknown) == Confirmation::unknown;
  if (by_person) return "spared.looked_at";
  if (!confirmation) return "spared.asked";
  switch (*confirmation) {
    case Confirmation::confirmed:
      return "spared.confirmed";
    case Confirmation::denied:
      return "spared.denied";
    case Confirmation::unknown:
      break;
  }
  return "spared.unknown";
}

}  // namespace

std::vector<SparedLine> spared_lines(const Application& application, const catalogue::Edition& edition,
                                     const i18n::Speaker& say) {
  std::vector<SparedLine> lines;
  const Case& process = application.process;
  for (const auto& use : service_of(process, edition).documents) {
    const Task* task = use.step.empty() ? nullptr : process.find(use.step);
    const auto* type = edition.catalogue.find(use.type);
    if (task == nullptr || !task->applies || type == nullptr) continue;
    const auto confirmation = confirmation_of(process, *task);
    lines.push_back({.type = use.type,
                     .document = type->names.in(say.language()),
                     .text = fmt::format("{}: {}", catalogue::registry_name(say, task->external),
                                         say(key_of(confirmation, *task))),
                     .lacking = !ended(*task) && confirmation && *confirmation != Confirmation::confirmed});
  }
  return lines;
}

}  // namespace biroyna::case_views

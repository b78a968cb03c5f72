#include "features/queue/plan.hpp"

namespace biroyna::queue {
namespace {

constexpr double kPriorWeight = 5;  // the catalogue's figures count like five measured visits

}  // namespace

std::shared_ptr<const Plan> plan_of(const catalogue::Catalogue& catalogue) {
  auto plan = std::make_shared<Plan>();
  plan->catalogue_version = catalogue.version;
  for (const auto& service : catalogue.services) {
    const auto* group = catalogue.find(service.group);
    plan->services.push_back(
        {service.id, group->letter, {service.median_minutes, service.p90_minutes, kPriorWeight}});
  }
  for (const auto& window : catalogue.windows) {
    PlannedWindow planned{window.id, {}};
    for (const auto& skill : window.skills) planned.skills.push_back({skill.service, skill.preference});
    plan->windows.push_back(std::move(planned));
  }
  for (const auto& priority : catalogue.priorities) plan->classes.push_back({priority.id, priority.weight});
  const auto& rules = catalogue.centre.queue;
  plan->promise = Minutes(rules.promise_minutes);
  plan->no_show_return = Minutes(rules.no_show_return_minutes);
  plan->undo = Seconds(rules.undo_seconds);
  plan->recall_limit = rules.recall_limit;
  return plan;
}

Opening opening(const catalogue::Catalogue& catalogue, const Zone& zone, Time now) {
  const Day day = zone.day(now);
  const Minutes time = zone.time_of_day(now);
  if (!catalogue.calendar.open_at(day, time)) return Opening::closed;
  const Minutes last =
      *catalogue.calendar.closes_at(day) - Minutes(catalogue.centre.queue.last_ticket_before_close_minutes);
  return time < last ? Opening::open : Opening::closing;
}

std::optional<Time> closing_time(const catalogue::Catalogue& catalogue, const Zone& zone, Time now) {
  const Day day = zone.day(now);
  const auto closes = catalogue.calendar.closes_at(day);
  if (!closes || zone.at(day, *closes) <= now) return std::nullopt;
  return zone.at(day, *closes);
}

}  // namespace biroyna::queue

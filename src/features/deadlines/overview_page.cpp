#include "features/deadlines/overview_page.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace biroyna::deadlines {
namespace {

// "1.4" with one decimal, after a comma in all languages but English. A dash if there is nothing to count.
std::string average_text(Language language, std::int64_t sum, std::int64_t count) {
  if (count == 0) return "–";
  std::string text = fmt::format("{:.1f}", static_cast<double>(sum) / static_cast<double>(count));
  if (language != Language::en) std::ranges::replace(text, '.', ',');
  return text;
}

TaskLine task_line(const TaskRow& task, const Naming& naming, Time now) {
  const auto& say = naming.say;
  return {.number = task.number,
          .due = task.due_at ? i18n::date(say.language(), naming.edition.zone.day(*task.due_at))
                             : std::string(say("work.clock_stands")),
          .overdue = task.due_at && *task.due_at < now,
          .service = naming.service(task.service),
          .department = naming.department(task.department),
          .assignee = task.assignee.empty() ? std::string(say("work.nobody")) : naming.person(task.assignee)};
}

}  // namespace

std::string Naming::department(const DepartmentId& id) const {
  const auto* found = edition.catalogue.find(id);
  return found == nullptr ? id.str() : found->names.in(say.language());
}

std::string Naming::service(const ServiceId& id) const {
  const auto* found = edition.catalogue.find(id);
  return found == nullptr ? id.str() : found->names.in(say.language());
}

std::string Naming::person(const StaffId& id) const {
  const auto found = std::ranges::find(people, id, &staff::Person::id);
  return found == people.end() ? id.str() : found->name;
}

OverviewPage overview_page(const Terms::Overview& overview, const Naming& naming, Time now) {
  const auto& say = naming.say;
  const Load& all = overview.all;
  const auto tile = [&](std::string_view key, std::int64_t figure, bool alert) {
    return Tile{std::string(say(std::string(key))), i18n::number(figure), alert && figure > 0};
  };
  OverviewPage page;
  page.tiles = {tile("terms.overdue", all.overdue, true), tile("terms.at_risk", all.at_risk, false),
                tile("terms.unclaimed", all.unclaimed, false), tile("terms.open", all.open, false)};
  if (overview.hands_on)
    page.tiles.insert(page.tiles.begin() + 2, tile("terms.for_head", all.for_head, true));
  const auto section = [&](std::string_view title, std::string_view none, const std::vector<TaskRow>& tasks,
                           std::int64_t count, std::string_view list_view) {
    TaskSection section{title, none, {}, {}, list_view};
    for (const TaskRow& task : tasks) section.lines.push_back(task_line(task, naming, now));
    if (!tasks.empty() && static_cast<std::int64_t>(tasks.size()) < count)
      section.all = say("terms.all", {{"n", i18n::number(count)}});
    page.sections.push_back(std::move(section));
  };
  if (overview.hands_on)
    section("terms.for_head_title", "terms.none_for_head", overview.for_head, all.for_head, "at_risk");
  section("terms.at_risk_title", "terms.none_at_risk", overview.at_risk, all.at_risk + all.overdue,
          "at_risk");
  section("terms.unclaimed_title", "terms.none_unclaimed", overview.unclaimed, all.unclaimed, "unassigned");
  return page;
}

std::vector<Tile> outcome_tiles(const Outcomes& outcomes, const i18n::Speaker& say) {
  const auto average = [&](std::int64_t sum) { return average_text(say.language(), sum, outcomes.ended); };
  return {{std::string(say("in_term.share")), share_text(say.language(), outcomes.in_term, outcomes.decided),
           false, say("in_term.of", {{"n", i18n::number(outcomes.decided)}})},
          {std::string(say("in_term.contacts")), average(outcomes.contacts)},
          {std::string(say("in_term.visits")), average(outcomes.visits)},
          {std::string(say("in_term.visits_replaced")), i18n::number(outcomes.visits_replaced)}};
}

std::string share_text(Language language, std::int64_t part, std::int64_t whole) {
  const auto share = percent(part, whole);
  return share ? i18n::percent(language, *share) : std::string("–");
}

}  // namespace biroyna::deadlines

#include "features/casework/pages_worklist_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/code.hpp"

namespace biroyna::casework {

using html::make;
using html::to;

namespace {

// Whether the list offers this task to be claimed. The case decides when it is.
bool claimable(const View& page, const catalogue::Edition& edition, const TaskRow& row) {
  if (row.state != TaskState::open || row.case_state == CaseState::awaiting_applicant) return false;
  const auto* service = edition.catalogue.find(row.service);
  if (page.viewer.party == Party::operator_) return service != nullptr && service->at_window;
  const auto& own = page.viewer.departments;
  return page.viewer.party == Party::specialist && std::ranges::find(own, row.department) != own.end() &&
         (row.role != kByHead || page.viewer.leads);
}

std::string claim_id(const TaskRow& row) { return fmt::format("take-{}-{}", row.number, row.task); }

Html service_choice(const View& page, const catalogue::Catalogue& catalogue, const Chosen& chosen) {
  const auto& own = page.viewer.departments;
  const auto concerns = [&](const DepartmentId& department) {
    return sees_all(page.viewer) || std::ranges::find(own, department) != own.end();
  };
  std::vector<html::SelectItem> services = {{.text = page.say("work.any_service"), .value = ""}};
  for (const auto& service : catalogue.services) {
    const bool theirs = concerns(service.department) ||
                        std::ranges::any_of(service.steps, concerns, &catalogue::Step::department);
    if (theirs)
      services.push_back({.text = service.names.in(page.say.language()), .value = service.id.str()});
  }
  Html fields = html::select({.name = "service",
                              .label = {.text = page.say("work.service")},
                              .items = std::move(services),
                              .value = chosen.service});
  if (!sees_several(page.viewer)) return fields;
  std::vector<html::SelectItem> departments = {{.text = page.say("work.any_department"), .value = ""}};
  for (const auto& department : catalogue.departments) {
    if (concerns(department.id))
      departments.push_back({.text = department.names.in(page.say.language()), .value = department.id.str()});
  }
  return fields + html::select({.name = "department",
                                .label = {.text = page.say("work.department")},
                                .items = std::move(departments),
                                .value = chosen.department});
}

Html checkbox(const View& page, const TaskRow& row) {
  const std::string id = claim_id(row);
  return make(
      "<div class=\"govuk-checkboxes govuk-checkboxes--small\"><div class=\"govuk-checkboxes__item\"><input "
      "class=\"govuk-checkboxes__input\" type=\"checkbox\" id=\"{}\" name=\"task\" value=\"{}\"><label "
      "class=\"govuk-label govuk-checkboxes__label\" for=\"{}\"><span "
      "class=\"govuk-visually-hidden\">{}</span></label></div></div>",
      id, fmt::format("{}:{}", row.number, row.task), id,
      page.say("work.take_number", {{"number", grouped_code(row.number)}}));
}

Html who_has(const View& page, const TaskRow& row) {
  if (row.assignee.empty()) return make("{}", page.say("work.nobody"));
  if (row.assignee == page.viewer.staff) return make("<strong>{}</strong>", page.say("work.you"));
  return make("{}", page.say("work.taken_by", {{"name", page.name_of(row.assignee)}}));
}

// The day and what is to be known of it, the tags apart from each other.
Html due_of(const View& page, const catalogue::Edition& edition, const TaskRow& task) {
  Html due = due_text(page, edition, task.due_at, urgency(task, page.now));
  if (task.case_state == CaseState::awaiting_applicant) to(due, " {}", state_tag(page.say, task.case_state));
  if (task.unanswered)
    to(due, " {}", html::tag({.text = page.say("work.message_waits"), .classes = "govuk-tag--yellow"}));
  return make("<span class=\"b-tags\">{}</span>", due);
}

// On a phone a row is a card, in which each cell says what it is.
struct Columns {
  const View& page;
  std::vector<html::Cell> head = {};
  void add(const char* key) { head.push_back({.text = page.say(key)}); }
  html::Cell cell(const char* key, html::Content content) const {
    return {.text = std::move(content), .attributes = html::data_attribute("data-label", page.say(key))};
  }
};

}  // namespace

Html worklist_views(const View& page, const Chosen& chosen, const std::vector<int>& counts) {
  Html items;
  for (std::size_t i = 0; i < std::size(kViews); ++i) {
    const std::string count =
        counts[i] > kMostCounted ? i18n::number(kMostCounted) + "+" : i18n::number(counts[i]);
    to(items,
       "<li class=\"b-views__item\"><a class=\"govuk-link\" href=\"{}\"{}>{}<span "
       "class=\"b-count\"> {}</span></a></li>",
       chosen.address(page, kViews[i]),
       kViews[i] == chosen.view ? html::attribute("aria-current", "page") : html::Attribute(),
       page.say(fmt::format("work.view_{}", kViews[i])), count);
  }
  return make("<nav aria-label=\"{}\"><ul class=\"b-views\">{}</ul></nav>", page.say("work.views"), items);
}

Html clear_filters(const View& page, const Chosen& chosen) {
  return make("<a class=\"govuk-link\" href=\"{}\">{}</a>",
              with_query(page.address("worklist"), {{"view", chosen.view}}), page.say("work.clear_filters"));
}

Html worklist_filter(const View& page, const catalogue::Catalogue& catalogue, const Chosen& chosen,
                     bool with_clear) {
  const auto& say = page.say;
  Html fields = html::input({.name = "q",
                             .label = {.text = say("work.find_task")},
                             .type = "search",
                             .value = chosen.text,
                             .autocomplete = "off"}) +
                service_choice(page, catalogue, chosen);
  std::vector<html::SelectItem> orders;
  for (const auto order : kTaskOrders)
    orders.push_back({.text = say(fmt::format("work.order_{}", order)), .value = order});
  fields += html::select({.name = "order",
                          .label = {.text = say("work.order")},
                          .items = std::move(orders),
                          .value = chosen.order});
  return make(
      "<form class=\"b-filter\" role=\"search\" method=\"get\" action=\"{}\"><input type=\"hidden\" "
      "name=\"view\" value=\"{}\">{}{}{}</form>",
      page.address("worklist"), chosen.view, fields,
      html::button({.text = say("work.filter"), .classes = "govuk-button--secondary"}),
      with_clear && chosen.filtered() ? clear_filters(page, chosen) : Html());
}

std::string first_claim(const View& page, const catalogue::Edition& edition,
                        const std::vector<TaskRow>& tasks) {
  const auto first =
      std::ranges::find_if(tasks, [&](const TaskRow& row) { return claimable(page, edition, row); });
  return first == tasks.end() ? std::string() : claim_id(*first);
}

Html worklist_tasks(const View& page, const catalogue::Edition& edition, const Chosen& chosen,
                    const std::vector<TaskRow>& tasks, bool nothing_chosen) {
  const auto& say = page.say;
  const bool choosing = !first_claim(page, edition, tasks).empty();
  const bool several = sees_several(page.viewer);
  Columns columns{page};
  if (choosing) columns.add("work.take");
  for (const char* key : {"work.due", "work.number", "work.service", "work.applicant"}) columns.add(key);
  if (several) columns.add("work.department");
  columns.add("work.assignee");
  std::vector<std::vector<html::Cell>> rows;
  for (const auto& task : tasks) {
    std::vector<html::Cell> row;
    if (choosing)
      row.push_back(
          columns.cell("work.take", claimable(page, edition, task) ? checkbox(page, task) : Html()));
    row.push_back(columns.cell("work.due", due_of(page, edition, task)));
    row.push_back(
        columns.cell("work.number", make("<a class=\"govuk-link b-nowrap\" href=\"{}\">{}</a>",
                                         page.case_address(task.number), grouped_code(task.number))));
    row.push_back(
        columns.cell("work.service", service_name(edition.catalogue, task.service, say.language())));
    row.push_back(columns.cell("work.applicant", task.applicant_name));
    if (several)
      row.push_back(columns.cell("work.department",
                                 department_name(edition.catalogue, task.department, say.language())));
    row.push_back(columns.cell("work.assignee", who_has(page, task)));
    rows.push_back(std::move(row));
  }
  const Html list = pages::scrolled_table({.rows = std::move(rows),
                                           .head = std::move(columns.head),
                                           .caption = say("work.title"),
                                           .caption_classes = "govuk-visually-hidden",
                                           .classes = "b-cards"},
                                          say("work.title"));
  if (!choosing) return list;
  Html error;
  if (nothing_chosen)
    error =
        html::error_message({.text = say("work.nothing_chosen"), .visually_hidden_text = say("host.error")});
  return make("<form method=\"post\" action=\"{}\">{}{}{}{}{}</form>", page.address("worklist/claim"),
              pages::order_fields(page.request), chosen.hidden_fields(), error, list,
              html::button({.text = say("work.claim_chosen")}));
}

Html saved_views(const View& page, const Chosen& chosen, const std::vector<WorklistView>& kept) {
  const auto& say = page.say;
  Html items;
  for (const auto& view : kept) {
    to(items,
       "<li><a class=\"govuk-link\" href=\"{}\">{}</a><form method=\"post\" action=\"{}\">{}<input "
       "type=\"hidden\" name=\"name\" value=\"{}\"><button class=\"b-link\" type=\"submit\">{}<span "
       "class=\"govuk-visually-hidden\"> {}</span></button></form></li>",
       fmt::format("{}?{}", page.address("worklist"), view.query), view.name,
       page.address("worklist/views/remove"), pages::csrf_field(page.request), view.name,
       say("work.remove_view"), view.name);
  }
  if (!items.empty()) items = make("<ul class=\"b-list b-kept\">{}</ul>", items);
  const Html form =
      make("{}<form method=\"post\" action=\"{}\">{}{}{}{}</form>", items, page.address("worklist/views"),
           pages::csrf_field(page.request), chosen.hidden_fields(),
           html::input({.name = "name",
                        .label = {.text = say("work.view_name")},
                        .hint = {.text = say("work.view_name_hint")},
                        .autocomplete = "off",
                        .classes = "govuk-input--width-20"}),
           html::button({.text = say("work.keep_view"), .classes = "govuk-button--secondary"}));
  return html::details({.summary = say("work.kept_views"), .text = form, .open = !items.empty()});
}

}  // namespace biroyna::casework

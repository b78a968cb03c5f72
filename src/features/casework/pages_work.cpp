// The worklist: tasks in a view, with filters and an order, which are part of the address and can be saved
// under a name. Several tasks can be claimed at once.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <memory>
#include <mutex>

#include "core/code.hpp"
#include "features/casework/pages_parts.hpp"
#include "features/casework/pages_worklist_search.hpp"

namespace biroyna::casework {
namespace {

using html::make;
using html::to;

constexpr std::size_t kMostClaims = 100;

// Whether the list offers this task to be claimed. The case decides when it is.
bool claimable(const View& page, const catalogue::Edition& edition, const TaskRow& row) {
  if (row.state != TaskState::open || row.case_state == CaseState::awaiting_applicant) return false;
  const auto* service = edition.catalogue.find(row.service);
  if (page.viewer.party == Party::operator_) return service != nullptr && service->at_window;
  const auto& own = page.viewer.departments;
  return page.viewer.party == Party::specialist && std::ranges::find(own, row.department) != own.end() &&
         (row.role != kByHead || page.viewer.leads);
}

Html views(const View& page, const Chosen& chosen) {
  Html items;
  for (const auto view : kViews) {
    to(items, "<li class=\"b-views__item\"><a class=\"govuk-link\" href=\"{}\"{}>{}</a></li>",
       chosen.address(page, view),
       view == chosen.view ? html::attribute("aria-current", "page") : html::Attribute(),
       page.say(fmt::format("work.view_{}", view)));
  }
  return make("<nav aria-label=\"{}\"><ul class=\"b-views\">{}</ul></nav>", page.say("work.views"), items);
}

Html filter(const View& page, const catalogue::Catalogue& catalogue, const Chosen& chosen) {
  const auto& say = page.say;
  const auto& own = page.viewer.departments;
  const auto concerns = [&](const DepartmentId& department) {
    return sees_all(page.viewer) || std::ranges::find(own, department) != own.end();
  };
  std::vector<html::SelectItem> services = {{.text = say("work.any_service"), .value = ""}};
  for (const auto& service : catalogue.services) {
    const bool theirs = concerns(service.department) ||
                        std::ranges::any_of(service.steps, concerns, &catalogue::Step::department);
    if (theirs) services.push_back({.text = service.names.in(say.language()), .value = service.id.str()});
  }
  std::vector<html::SelectItem> departments = {{.text = say("work.any_department"), .value = ""}};
  for (const auto& department : catalogue.departments) {
    if (concerns(department.id))
      departments.push_back({.text = department.names.in(say.language()), .value = department.id.str()});
  }
  Html fields = html::select({.name = "service",
                              .label = {.text = say("work.service")},
                              .items = std::move(services),
                              .value = chosen.service});
  if (sees_several(page.viewer))
    fields += html::select({.name = "department",
                            .label = {.text = say("work.department")},
                            .items = std::move(departments),
                            .value = chosen.department});
  std::vector<html::SelectItem> orders;
  for (const auto order : kTaskOrders)
    orders.push_back({.text = say(fmt::format("work.order_{}", order)), .value = order});
  fields += html::select({.name = "order",
                          .label = {.text = say("work.order")},
                          .items = std::move(orders),
                          .value = chosen.order});
  return make(
      "<form class=\"b-filter\" method=\"get\" action=\"{}\"><input type=\"hidden\" name=\"view\" "
      "value=\"{}\">{}{}</form>",
      page.address("worklist"), chosen.view, fields,
      html::button({.text = say("work.filter"), .classes = "govuk-button--secondary"}));
}

Html checkbox(const View& page, const TaskRow& row) {
  const std::string id = fmt::format("take-{}-{}", row.number, row.task);
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

Html table(const View& page, const catalogue::Edition& edition, const Chosen& chosen,
           const std::vector<TaskRow>& tasks) {
  const auto& say = page.say;
  const bool choosing =
      std::ranges::any_of(tasks, [&](const TaskRow& row) { return claimable(page, edition, row); });
  const bool several = sees_several(page.viewer);
  std::vector<html::Cell> head;
  if (choosing) head.push_back({.text = say("work.take")});
  for (const char* title : {"work.due", "work.number", "work.service", "work.applicant"})
    head.push_back({.text = say(title)});
  if (several) head.push_back({.text = say("work.department")});
  head.push_back({.text = say("work.assignee")});
  std::vector<std::vector<html::Cell>> rows;
  for (const auto& task : tasks) {
    std::vector<html::Cell> row;
    if (choosing) row.push_back({.text = claimable(page, edition, task) ? checkbox(page, task) : Html()});
    Html due = due_text(page, edition, task.due_at, urgency(task, page.now));
    if (task.case_state == CaseState::awaiting_applicant) to(due, " {}", state_tag(say, task.case_state));
    if (task.unanswered)
      to(due, " {}", html::tag({.text = say("work.message_waits"), .classes = "govuk-tag--yellow"}));
    row.push_back({.text = due});
    row.push_back({.text = make("<a class=\"govuk-link b-nowrap\" href=\"{}\">{}</a>",
                                page.case_address(task.number), grouped_code(task.number))});
    row.push_back({.text = service_name(edition.catalogue, task.service, say.language())});
    row.push_back({.text = task.applicant_name});
    if (several) row.push_back({.text = department_name(edition.catalogue, task.department, say.language())});
    row.push_back({.text = who_has(page, task)});
    rows.push_back(std::move(row));
  }
  const Html list = pages::scrolled_table({.rows = std::move(rows),
                                           .head = std::move(head),
                                           .caption = say("work.title"),
                                           .caption_classes = "govuk-visually-hidden"},
                                          say("work.title"));
  if (!choosing) return list;
  return make("<form method=\"post\" action=\"{}\">{}{}{}{}</form>", page.address("worklist/claim"),
              pages::order_fields(page.request), chosen.hidden_fields(), list,
              html::button({.text = say("work.claim_chosen")}));
}

// The views that this person has saved, and a form that saves the one on the page.
Html kept_views(const View& page, const Chosen& chosen, const std::vector<WorklistView>& kept) {
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

// A count in the query. Zero if it is missing or no number.
int count_of(const http::Request& request, std::string_view name) {
  const auto text = request.query_value(name).value_or("");
  int count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return std::clamp(count, 0, static_cast<int>(kMostClaims));
}

// The result of claiming several tasks.
Html claimed(const View& page) {
  if (!page.request.query_value("taken")) return {};
  const int taken = count_of(page.request, "taken"), elsewhere = count_of(page.request, "elsewhere"),
            failed = count_of(page.request, "failed");
  std::string text = page.say.many("work.taken_n", taken);
  if (elsewhere > 0) text += " " + page.say.many("work.elsewhere_n", elsewhere);
  if (failed > 0) text += " " + page.say.many("work.failed_n", failed);
  if (taken + elsewhere + failed == 0) text = page.say("work.nothing_chosen");
  const bool all = taken > 0 && elsewhere + failed == 0;
  return html::notification_banner({.title = page.say(all ? "account.done" : "work.what_became"),
                                    .text = text,
                                    .success = all,
                                    .role = "alert"});
}

// Several claims, each a command of its own; answered when the last one is.
class Claims {
 public:
  Claims(http::Reply reply, std::string back, std::size_t count)
      : reply_(std::move(reply)), back_(std::move(back)), left_(count) {}

  // One claim is done; null: the task was claimed.
  void note(const Refusal* refusal) {
    const std::lock_guard lock(mutex_);
    ++(refusal == nullptr ? taken_ : refusal->kind == Refusal::Kind::conflict ? elsewhere_ : failed_);
    if (--left_ > 0) return;
    const char mark = back_.find('?') == std::string::npos ? '?' : '&';
    reply_.send(http::see_other(
        fmt::format("{}{}taken={}&elsewhere={}&failed={}", back_, mark, taken_, elsewhere_, failed_)));
  }

 private:
  const http::Reply reply_;
  const std::string back_;
  std::mutex mutex_;
  std::size_t left_;  // under mutex_, as the counts are
  int taken_ = 0, elsewhere_ = 0, failed_ = 0;
};

// Asks for confirmation before several tasks are claimed.
http::Response ask_claim(const View& page, const Chosen& chosen, const std::vector<std::string>& tasks) {
  const auto& say = page.say;
  Html items;
  for (const auto& task : tasks)
    to(items, "<li>{}<input type=\"hidden\" name=\"task\" value=\"{}\"></li>",
       grouped_code(task.substr(0, task.find(':'))), task);
  return page.respond(
      {.title = std::string(say("work.claim_sure")),
       .main = make("{}<h1 class=\"govuk-heading-l\">{}</h1><form method=\"post\" action=\"{}\">{}{}<input "
                    "type=\"hidden\" name=\"sure\" value=\"yes\"><p class=\"govuk-body\">{}</p><ul "
                    "class=\"govuk-list govuk-list--bullet\">{}</ul>{}</form>",
                    html::back_link({.text = say("form.back"), .href = chosen.address(page, chosen.view)}),
                    say("work.claim_sure"), page.address("worklist/claim"), pages::order_fields(page.request),
                    chosen.hidden_fields(), say.many("work.claim_n", static_cast<int>(tasks.size())), items,
                    html::button({.text = say("work.claim_chosen")}))});
}

class WorklistPages {
 public:
  WorklistPages(const Site& site, Applications& applications, const catalogue::Catalogues& catalogues,
                WorklistViews& views)
      : site_(site), applications_(applications), catalogues_(catalogues), views_(views) {}

  http::Response show(const http::Request& request) const {
    const View page(site_, applications_, request);
    const auto& say = page.say;
    const Chosen chosen = chosen_of(request.query);
    const auto edition = catalogues_.current(page.centre);
    const TaskPage found = applications_.tasks(search_of(page, chosen));
    Html list;
    if (!found.rows.empty())
      list = table(page, *edition, chosen, found.rows) +
             export_link(page, chosen.address(page, chosen.view, "worklist.csv"));
    else if (chosen.filtered())
      list = make("<p class=\"govuk-body\" role=\"status\">{} <a class=\"govuk-link\" href=\"{}\">{}</a></p>",
                  say("work.no_match"), with_query(page.address("worklist"), {{"view", chosen.view}}),
                  say("work.clear_filters"));
    else
      list = make("<p class=\"govuk-body\">{}</p>",
                  say(chosen.view == kViews[0] ? "work.none" : "work.none_in_view"));
    return page.respond({.title = std::string(say("work.title")),
                         .main = make("{}<h1 class=\"govuk-heading-l\">{}</h1>{}{}{}{}", claimed(page),
                                      say("work.title"), views(page, chosen),
                                      make("{}{}", filter(page, edition->catalogue, chosen),
                                           kept_views(page, chosen, views_.of(request.principal))),
                                      damaged_notice(page, found.damaged) + list,
                                      more_link(page, chosen.address(page, chosen.view), found.next))});
  }

  void claim(const http::Request& request, http::Reply reply) const {
    const View page(site_, applications_, request);
    const http::Fields form = http::form_of(request);
    const Chosen chosen = chosen_of(form);
    std::vector<std::string> tasks;
    for (const auto& [name, value] : form) {
      if (name == "task" && tasks.size() < kMostClaims) tasks.push_back(value);
    }
    const std::string back = chosen.address(page, chosen.view);
    if (tasks.empty()) return reply.send(http::see_other(back + "&taken=0"));
    if (http::field(form, "sure") != "yes") return reply.send(ask_claim(page, chosen, tasks));
    const std::string key = http::field(form, "key");
    const auto claims = std::make_shared<Claims>(std::move(reply), back, tasks.size());
    for (const auto& task : tasks) {
      const auto colon = task.find(':');
      Order order{.command = find_command(Target::task, "claim"),
                  .number = task.substr(0, colon),
                  .task = colon == std::string::npos ? std::string() : task.substr(colon + 1),
                  .repeat = repeat_of(request, key.empty() ? key : fmt::format("{}/{}", key, task))};
      auto change = change_of(applications_, {request.principal, {}}, std::move(order));
      applications_.change(std::move(change),
                           [claims](const Result<Executed<Applications::Changed>>& changed) {
                             claims->note(changed ? nullptr : &changed.error());
                           });
    }
  }

  http::Response keep_view(const http::Request& request) const {
    const View page(site_, applications_, request);
    const http::Fields form = http::form_of(request);
    const Chosen chosen = chosen_of(form);
    const std::string query = with_query({}, chosen.query(chosen.view)).substr(1);
    if (auto kept = views_.keep(request.principal, {http::field(form, "name"), query}); !kept)
      return site_.refused(request, kept.error());
    return http::see_other(chosen.address(page, chosen.view));
  }

  http::Response remove_view(const http::Request& request) const {
    views_.remove(request.principal, http::field(http::form_of(request), "name"));
    return http::see_other(View(site_, applications_, request).address("worklist"));
  }

 private:
  const Site& site_;
  Applications& applications_;
  const catalogue::Catalogues& catalogues_;
  WorklistViews& views_;
};

}  // namespace

void add_worklist_pages(http::Router& router, const Site& site, Applications& applications,
                        const catalogue::Catalogues& catalogues, WorklistViews& views) {
  const auto pages = std::make_shared<const WorklistPages>(site, applications, catalogues, views);
  const std::string worklist = "/{lang}/{centre}/worklist";
  router.get(worklist, kWorkers, std::bind_front(&WorklistPages::show, pages));
  router.post(worklist + "/views", kWorkers, std::bind_front(&WorklistPages::keep_view, pages));
  router.post(worklist + "/views/remove", kWorkers, std::bind_front(&WorklistPages::remove_view, pages));
  router.add({http::Method::post, worklist + "/claim", kWorkers, http::Where::pool,
              std::bind_front(&WorklistPages::claim, pages)});
}

}  // namespace biroyna::casework

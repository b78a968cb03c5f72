#include "features/casework/pages_worklist_search.hpp"

#include <algorithm>

#include "core/clean_text.hpp"
#include "core/text.hpp"

namespace biroyna::casework {
namespace {

constexpr std::size_t kLongestText = 100;

// The services in whose names, in any language, each of these words begins a word.
std::vector<ServiceId> services_named(const catalogue::Catalogue& catalogue, std::string_view text) {
  const auto words = folded_words(text);
  std::vector<ServiceId> found;
  for (const auto& service : catalogue.services) {
    const bool named = std::ranges::any_of(service.names.text, [&](const std::string& name) {
      const auto own = folded_words(name);
      return std::ranges::all_of(words, [&](const std::string& word) {
        return std::ranges::any_of(own, [&](const std::string& one) { return one.starts_with(word); });
      });
    });
    if (named && !words.empty()) found.push_back(service.id);
  }
  return found;
}

}  // namespace

std::vector<std::pair<std::string_view, std::string_view>> Chosen::query(std::string_view in_view) const {
  return {{"view", in_view},
          {"q", text},
          {"service", service},
          {"department", department},
          {"order", order == kTaskOrders[0] ? std::string_view() : std::string_view(order)}};
}

std::string Chosen::address(const View& page, std::string_view in_view, std::string_view list) const {
  return with_query(page.address(list), query(in_view));
}

Html Chosen::hidden_fields() const {
  Html fields;
  for (const auto& [name, value] : query(view))
    html::to(fields, "<input type=\"hidden\" name=\"{}\" value=\"{}\">", name, value);
  return fields;
}

bool sees_several(const Viewer& viewer) { return sees_all(viewer) || viewer.departments.size() > 1; }

Chosen chosen_of(const http::Fields& fields) {
  const std::string view = http::field(fields, "view");
  const std::string order = http::field(fields, "order");
  const auto known = [](const auto& all, const std::string& one) {
    return std::ranges::find(all, one) != std::end(all) ? one : std::string(all[0]);
  };
  return {known(kViews, view), http::field(fields, "service"), http::field(fields, "department"),
          known(kTaskOrders, order), std::string(cut_to(trim(http::field(fields, "q")), kLongestText))};
}

TaskSearch search_of(const View& page, const catalogue::Catalogue& catalogue, const Chosen& chosen) {
  TaskSearch search{.centre = page.centre, .departments = page.viewer.departments};
  search.service = ServiceId(chosen.service);
  search.text = chosen.text;
  search.services_named = services_named(catalogue, chosen.text);
  search.after = std::string(page.request.query_value("after").value_or(""));
  if (chosen.view == "mine") {
    search.assignee = page.viewer.staff;
    search.or_of = page.viewer.stands_in_for;
    search.departments.clear();
  }
  if (page.viewer.party == Party::specialist && !page.viewer.leads) search.not_for_heads = page.viewer.staff;
  if (chosen.view == "unassigned") search.state = TaskState::open;
  if (chosen.view == "waiting") search.waiting_for_applicant = true;
  if (chosen.view == "unanswered") search.unanswered = true;
  search.order = parse_task_order(chosen.order).value_or(TaskOrder::due);
  if (chosen.view == "overdue") search.due_before = page.now;
  if (chosen.view == "at_risk") search.at_risk_by = page.now;
  const DepartmentId requested(chosen.department);
  const auto& own = page.viewer.departments;
  // A department of the address that is not theirs is ignored.
  if (!requested.empty() && (sees_all(page.viewer) || std::ranges::find(own, requested) != own.end()))
    search.departments = {requested};
  return search;
}

std::vector<int> count_views(const View& page, const catalogue::Catalogue& catalogue, const Chosen& chosen) {
  std::vector<TaskSearch> searches;
  for (const auto view : kViews) {
    Chosen in_view = chosen;
    in_view.view = view;
    searches.push_back(search_of(page, catalogue, in_view));
  }
  return page.applications.count_tasks(searches);
}

Urgency urgency(const TaskRow& task, Time now) {
  if (task.due_at && *task.due_at < now) return Urgency::overdue;
  return task.at_risk_at && *task.at_risk_at <= now ? Urgency::at_risk : Urgency::calm;
}

}  // namespace biroyna::casework

#include "features/kiosk/kiosk_view.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace biroyna::kiosk {

Chosen chosen_of(std::string_view with, std::string_view visitor_class,
                 const catalogue::Catalogue& catalogue) {
  Chosen chosen;
  while (!with.empty() && chosen.needs.size() < kMostNeeds) {
    const std::size_t end = std::min(with.find('.'), with.size());
    ServiceId id(std::string(with.substr(0, end)));
    const bool fresh = std::ranges::find(chosen.needs, id) == chosen.needs.end();
    if (fresh && catalogue.find(id) != nullptr) chosen.needs.push_back(std::move(id));
    with.remove_prefix(std::min(end + 1, with.size()));
  }
  const auto classes = nameable_classes(catalogue);
  if (std::ranges::find(classes, visitor_class, &catalogue::Priority::id) != classes.end())
    chosen.visitor_class = visitor_class;
  return chosen;
}

std::string query_of(const Chosen& chosen, std::size_t page) {
  std::string query;
  const auto add = [&query](std::string_view name, std::string_view value) {
    query += fmt::format("{}{}={}", query.empty() ? '?' : '&', name, value);
  };
  std::string with;
  for (const auto& need : chosen.needs) with += (with.empty() ? "" : ".") + need.str();
  if (!with.empty()) add("with", with);
  if (chosen.visitor_class != "none") add("class", chosen.visitor_class);
  if (page > 1) add("page", std::to_string(page));
  return query;
}

Chosen without(Chosen chosen, const ServiceId& need) {
  std::erase(chosen.needs, need);
  return chosen;
}

Chosen followed_by(Chosen chosen, const ServiceId& need) {
  chosen = without(std::move(chosen), need);
  if (chosen.needs.size() == kMostNeeds) chosen.needs.pop_back();
  chosen.needs.push_back(need);
  return chosen;
}

Part part_of(std::size_t all, std::size_t room, std::size_t page) {
  const std::size_t pages = std::max<std::size_t>(1, (all + room - 1) / room);
  page = std::clamp<std::size_t>(page, 1, pages);
  const std::size_t first = (page - 1) * room;
  return {first, std::min(room, all - first), page, pages};
}

std::vector<const catalogue::Service*> offered(const View& view, const GroupId& group, const Chosen& chosen) {
  std::vector<std::pair<double, const catalogue::Service*>> found;
  for (const auto& service : view.catalogue().services) {
    const bool taken = std::ranges::find(chosen.needs, service.id) != chosen.needs.end();
    if (service.group == group && !taken && view.hall.need_open(service.id))
      found.emplace_back(view.hall.demand(service.id), &service);
  }
  std::ranges::stable_sort(found, std::ranges::greater(), [](const auto& each) { return each.first; });
  std::vector<const catalogue::Service*> services;
  for (const auto& [demand, service] : found) services.push_back(service);
  return services;
}

std::vector<const catalogue::Priority*> nameable_classes(const catalogue::Catalogue& catalogue) {
  std::vector<const catalogue::Priority*> classes;
  for (const auto& priority : catalogue.priorities) {
    if (priority.id != "none" && priority.id != "booked") classes.push_back(&priority);
  }
  return classes;
}

std::vector<ToBring> to_bring(const catalogue::Catalogue& catalogue, const std::vector<ServiceId>& needs) {
  std::vector<ToBring> all;
  for (const auto& need : needs) {
    const auto* service = catalogue.find(need);
    if (service == nullptr) continue;
    for (const auto& use : service->documents) {
      // Whoever decides at the window has it in hand; else a registry is asked.
      if (!use.step.empty() && !service->at_window) continue;
      const auto* document = catalogue.find(use.type);
      const auto known = std::ranges::find(all, document, &ToBring::document);
      if (known == all.end())
        all.push_back({document, use.when.has_value()});
      else
        known->if_needed = known->if_needed && use.when.has_value();
    }
  }
  return all;
}

}  // namespace biroyna::kiosk

#include "features/intake/service_choice.hpp"

#include <algorithm>
#include <functional>

namespace biroyna::intake {
namespace {

using catalogue::Service;

std::vector<const Service*> applied_for(const catalogue::Catalogue& catalogue) {
  std::vector<const Service*> services;
  for (const auto& service : catalogue.services) {
    if (!service.form.empty()) services.push_back(&service);
  }
  return services;
}

// What the window serves; everything if it serves nothing that can be applied for, or is none.
void keep_those_of(const catalogue::Catalogue& catalogue, const WindowId& id,
                   std::vector<const Service*>& services) {
  const auto* window = catalogue.find(id);
  if (window == nullptr) return;
  std::vector<const Service*> own;
  for (const auto* service : services) {
    if (std::ranges::find(window->skills, service->id, &catalogue::Skill::service) != window->skills.end())
      own.push_back(service);
  }
  if (!own.empty()) services = std::move(own);
}

std::vector<const Service*> popular(const catalogue::Catalogue& catalogue, const WindowId& window,
                                    const std::map<ServiceId, std::int64_t>& taken_in,
                                    std::vector<const Service*> services) {
  keep_those_of(catalogue, window, services);
  std::ranges::stable_sort(services, std::ranges::greater(), [&](const Service* service) {
    const auto found = taken_in.find(service->id);
    return found == taken_in.end() ? std::int64_t{0} : found->second;
  });
  services.resize(std::min(services.size(), kPopularServices));
  return services;
}

}  // namespace

ServiceChoice service_choice(const catalogue::Edition& edition, const ServiceQuestion& question,
                             const std::map<ServiceId, std::int64_t>& taken_in) {
  const catalogue::Catalogue& catalogue = edition.catalogue;
  const auto is_chosen = [&](const Service* service) {
    return std::ranges::find(question.chosen, service->id) != question.chosen.end();
  };
  ServiceChoice choice;
  auto services = applied_for(catalogue);
  std::ranges::copy_if(services, std::back_inserter(choice.chosen), is_chosen);
  if (!question.text.empty()) {
    choice.offers = ServiceChoice::Offers::found;
    const catalogue::Found found = edition.search.find(question.text);
    for (const auto& id : found.services) {
      if (const auto* service = catalogue.find(id); !service->form.empty()) choice.offered.push_back(service);
    }
    for (const auto& id : found.elsewhere) choice.elsewhere.push_back(catalogue.find_elsewhere(id));
    choice.corrected = found.corrected;
  } else if (question.all) {
    choice.offers = ServiceChoice::Offers::all;
    choice.offered = std::move(services);
  } else {
    choice.offered = popular(catalogue, question.window, taken_in, std::move(services));
  }
  std::erase_if(choice.offered, is_chosen);
  return choice;
}

}  // namespace biroyna::intake

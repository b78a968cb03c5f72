#include "features/catalogue/selection.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace biroyna::catalogue {

Selected select(const Edition& edition, const Selection& requested) {
  const Catalogue& catalogue = edition.catalogue;
  Selected selected;
  auto& found = selected.services;
  if (trim(requested.text).empty()) {
    for (const auto& service : catalogue.services) found.push_back(&service);
  } else {
    Found searched = edition.search.find(requested.text);
    for (const auto& id : searched.services) found.push_back(catalogue.find(id));
    for (const auto& id : searched.elsewhere) selected.elsewhere.push_back(catalogue.find_elsewhere(id));
    selected.elsewhere_first = searched.elsewhere_first;
    selected.corrected = std::move(searched.corrected);
  }
  const LifeEvent* event = requested.life_event ? catalogue.find_life_event(*requested.life_event) : nullptr;
  std::erase_if(found, [&](const Service* service) {
    const bool wrong_event =
        requested.life_event &&
        (event == nullptr || std::ranges::find(event->services, service->id) == event->services.end());
    return wrong_event || (requested.sphere && service->sphere != *requested.sphere) ||
           (requested.department && service->department != *requested.department) ||
           (requested.online && service->online != *requested.online);
  });
  return selected;
}

}  // namespace biroyna::catalogue

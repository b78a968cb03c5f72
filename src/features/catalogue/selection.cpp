#include "features/catalogue/selection.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace biroyna::catalogue {

std::vector<const Service*> select(const Edition& edition, const Selection& requested) {
  const Catalogue& catalogue = edition.catalogue;
  std::vector<const Service*> found;
  if (trim(requested.text).empty()) {
    for (const auto& service : catalogue.services) found.push_back(&service);
  } else {
    for (const auto& id : edition.search.search(requested.text)) found.push_back(catalogue.find(id));
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
  return found;
}

}  // namespace biroyna::catalogue

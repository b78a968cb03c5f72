#include "features/catalogue/selection.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace biroyna::catalogue {

std::vector<const Service*> select(const Edition& edition, const Selection& wanted) {
  const Catalogue& catalogue = edition.catalogue;
  std::vector<const Service*> found;
  if (trim(wanted.text).empty()) {
    for (const auto& service : catalogue.services) found.push_back(&service);
  } else {
    for (const auto& id : edition.search.search(wanted.text)) found.push_back(catalogue.find(id));
  }
  const LifeEvent* event = wanted.life_event ? catalogue.find_life_event(*wanted.life_event) : nullptr;
  std::erase_if(found, [&](const Service* service) {
    const bool wrong_event =
        wanted.life_event &&
        (event == nullptr || std::ranges::find(event->services, service->id) == event->services.end());
    return wrong_event || (wanted.sphere && service->sphere != *wanted.sphere) ||
           (wanted.department && service->department != *wanted.department) ||
           (wanted.online && service->online != *wanted.online);
  });
  return found;
}

}  // namespace biroyna::catalogue

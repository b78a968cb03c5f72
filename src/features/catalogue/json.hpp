// How the API shows the catalogue.
//
// Stateless, thread-safe.
#pragma once

#include <boost/json/object.hpp>

#include "features/catalogue/catalogue.hpp"

namespace biroyna::catalogue {

boost::json::object centre_json(const Edition& edition, Time now);
boost::json::object service_json(const Catalogue& catalogue, const Service& service, Day today);
boost::json::object sphere_json(const Catalogue& catalogue, const Sphere& sphere);
boost::json::object department_json(const Catalogue& catalogue, const Department& department);
boost::json::object life_event_json(const LifeEvent& event);
boost::json::object elsewhere_json(const Elsewhere& item);

// Whether the centre is open, and when that changes; no time if it does not open within a year.
struct Opening {
  bool open = false;
  std::optional<Time> changes_at;  // closes, or opens again
};
Opening opening(const Edition& edition, Time now);

}  // namespace biroyna::catalogue

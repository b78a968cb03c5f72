// Which services a reader asks for: the API and the pages use the same rules.
//
// Stateless, thread-safe.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "features/catalogue/catalogue.hpp"

namespace biroyna::catalogue {

struct Selection {
  std::string_view text;  // as typed; empty: all
  std::optional<SphereId> sphere;
  std::optional<DepartmentId> department;
  std::optional<std::string> life_event;
  std::optional<bool> online;
};
// The best first where a text is given, else in the catalogue's order.
std::vector<const Service*> select(const Edition& edition, const Selection& requested);

}  // namespace biroyna::catalogue

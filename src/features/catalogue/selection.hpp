// Which services a reader asks for: the API and the pages use the same rules.
//
// Stateless, thread-safe.
#pragma once

#include <optional>
#include <string>
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
struct Selected {
  std::vector<const Service*>
      services;  // the best first where a text is given, else in the catalogue's order
  // Of the text alone.
  std::vector<const Elsewhere*> elsewhere;
  bool elsewhere_first = false;
  std::string corrected;
};
Selected select(const Edition& edition, const Selection& requested);

}  // namespace biroyna::catalogue

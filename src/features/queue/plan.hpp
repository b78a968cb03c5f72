// The plan of a hall, made from the catalogue, and the opening hours of its kiosk.
#pragma once

#include <memory>
#include <optional>

#include "features/catalogue/catalogue.hpp"
#include "features/queue/domain_plan.hpp"

namespace biroyna::queue {

std::shared_ptr<const Plan> plan_of(const catalogue::Catalogue& catalogue);

// Whether the kiosk gives tickets at that moment: the centre is open, and not within the last minutes before
// it closes.
enum class Opening : std::uint8_t { open, closing, closed };
Opening opening(const catalogue::Catalogue& catalogue, const Zone& zone, Time now);
// When the centre closes today; nothing once it has, and on a day off.
std::optional<Time> closing_time(const catalogue::Catalogue& catalogue, const Zone& zone, Time now);

}  // namespace biroyna::queue

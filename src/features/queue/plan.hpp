// The catalogue's part of the queue's rules, and what a hall knows beyond its events.
#pragma once

#include <memory>

#include "features/catalogue/catalogue.hpp"
#include "features/queue/domain_plan.hpp"

namespace biroyna::queue {

std::shared_ptr<const Plan> plan_of(const catalogue::Catalogue& catalogue);

// Whether the kiosk gives tickets at that moment: the centre is open, and not within the last minutes before
// it closes.
enum class Opening : std::uint8_t { open, closing, closed };
Opening opening(const catalogue::Catalogue& catalogue, const Zone& zone, Time now);

}  // namespace biroyna::queue

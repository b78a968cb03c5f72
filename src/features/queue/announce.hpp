// What an event tells the pages that watch a hall (platform/live).
#pragma once

#include <string>

#include "features/queue/domain.hpp"
#include "platform/live/message.hpp"

namespace biroyna::queue {

// `number` is the ticket's, empty when unknown. Everyone learns numbers and windows, staff also the ticket's
// id.
live::Message announcement(std::int64_t seq, const Event& event, const std::string& number);

}  // namespace biroyna::queue

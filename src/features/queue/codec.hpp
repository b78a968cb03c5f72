// The queue's events as the event log keeps them: JSON with only the fields that a kind uses.
//
// Stateless, thread-safe. What is once in a log must stay readable: fields may be added, never renamed.
#pragma once

#include <string>

#include "features/audit/audit.hpp"
#include "features/queue/domain.hpp"

namespace biroyna::queue {

std::string encode(const Event& event);
// Nothing for an event of another feature; throws std::runtime_error for a damaged one.
std::optional<Event> decode(const audit::StoredEvent& stored);
// What an event is about: "ticket:…", "window:3", "service:…", "hall".
std::string subject_of(const Event& event);

}  // namespace biroyna::queue

// Cases as they are stored: how they began, and all that happened, as JSON. Reading one folds its events.
//
// Stateless, thread-safe.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "features/cases/service.hpp"

namespace biroyna::cases {

// The enumerator with this name, of so many. Throws std::runtime_error for a name that none has.
template <class Enum>
Enum named(std::string_view text, int count) {
  for (int i = 0; i < count; ++i) {
    if (name(static_cast<Enum>(i)) == text) return static_cast<Enum>(i);
  }
  throw std::runtime_error("a stored case has an unknown \"" + std::string(text) + "\"");
}

std::string encode(const Case& subject);
// Throws std::runtime_error for what encode() has not written.
Case decode_case(std::string_view json);

// How it began, as in encode().
std::string encode(const CaseStart& start);
// An event with all that people wrote, as in encode() but for its number in the log.
std::string encode(const Event& event);

// What a registry is asked: the service, the applicant and the answers, as the API shows them.
std::string question_of(const Application& application, const std::optional<std::vector<std::string>>& tells);

// An event for the log, without what people wrote.
std::string event_data(const Event& event);

}  // namespace biroyna::cases

// What the parts of Registries share. Private to this feature.
#pragma once

#include <atomic>
#include <mutex>

#include "features/integrations/integrations.hpp"
#include "features/integrations/store.hpp"

namespace biroyna::integrations {

// One registry that is set up, and how it is doing.
struct Registries::Line {
  explicit Line(RegistrySettings from) : settings(std::move(from)), id(settings.id) {
    schedule.attempts = settings.attempts;
  }
  const RegistrySettings settings;
  const RegistryId id;
  RetrySchedule schedule;
  std::atomic<std::int64_t> sent = 0, answered = 0, failed = 0;

  mutable std::mutex mutex;
  Breaker breaker;
};

std::string sha256_of(std::string_view text);  // hex
Asked asked(const StoredQuestion& question);
DeadLetter letter_of(const StoredQuestion& question);
std::string fault_data(const Fault& fault, int attempts);  // JSON, for the event log

}  // namespace biroyna::integrations

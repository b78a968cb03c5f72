// The first line is the event's kind, the rest its data, as a damaged log might hold them.
#include <stdexcept>

#include "features/queue/codec.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace biroyna;
  std::string_view rest = fuzz::text_of(data, size);
  audit::StoredEvent stored{
      .seq = 7, .at = from_ms(1'764'000'000'000), .kind = {}, .subject = {}, .actor = {}, .data = {}};
  stored.kind = fuzz::take_until(rest, "\n");
  stored.data = rest;
  try {
    auto event = queue::decode(stored);
    if (!event) return 0;
    // The last digit of a decimal fraction may be read differently (Boost.JSON); those of a service's time
    // are minutes.
    event->times.clear();
    stored.data = queue::encode(*event);
    const auto again = queue::decode(stored);
    fuzz::require(again && queue::encode(*again) == stored.data, "what was read is written as it was read");
    fuzz::require(!queue::subject_of(*event).empty(), "an event is about something");
  } catch (const std::runtime_error&) {
    // A damaged event says so.
  }
  return 0;
}

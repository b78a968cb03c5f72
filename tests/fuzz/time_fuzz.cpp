#include "core/time.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace biroyna;
  using fuzz::require;
  const std::string_view text = fuzz::text_of(data, size);
  if (const auto time = parse_rfc3339(text)) {
    require(parse_rfc3339(to_rfc3339(*time)) == time, "a time is written as it was read");
    require(from_ms(to_ms(*time)) == *time, "a time survives its number");
  }
  if (const auto day = parse_iso_day(text)) require(to_iso(*day) == text, "a day is written as it was read");
  if (const auto minutes = parse_hhmm(text))
    require(to_hhmm(*minutes) == text, "an hour is written as it was read");
  return 0;
}

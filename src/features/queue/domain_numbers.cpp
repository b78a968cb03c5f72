#include "features/queue/domain_numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "features/queue/domain_hall.hpp"

namespace biroyna::queue {

std::int64_t count_in(std::string_view number) {
  std::int64_t value = 0;
  std::from_chars(number.data() + std::min<std::size_t>(number.size(), 1), number.data() + number.size(),
                  value);
  return value;
}

std::optional<std::string> next_ticket_number(std::string_view letter, const Given& given,
                                              const std::optional<NumbersSkipped>& skipped, Time now) {
  const auto next = skipped ? next_number(kTicketNumbers, given, skipped->restored, skipped->of_day_at(now))
                            : next_number(kTicketNumbers, given, std::nullopt, {});
  if (!next) return std::nullopt;
  return fmt::format("{}{:03}", letter, *next);
}

std::vector<Event> Hall::skip_numbers(Time restored, Milliseconds restored_of_day, Time now) const {
  Event event;
  event.kind = EventKind::numbers_skipped;
  event.at = body_->not_before(now);
  event.text =
      fmt::format("{} {}", restored_of_day.count(), (restored_of_day + (event.at - restored)).count());
  return {std::move(event)};
}

std::optional<Time> Hall::numbers_skipped_at() const {
  return body_->skipped ? std::optional(body_->skipped->at) : std::nullopt;
}

NumbersSkipped Hall::Body::skipped_by(const Event& event) {
  const auto milliseconds = [](std::string_view text) {
    std::int64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return Milliseconds(count);
  };
  const std::string_view text = event.text;
  const auto blank = std::min(text.find(' '), text.size());
  return {event.at, milliseconds(text.substr(0, blank)),
          milliseconds(text.substr(std::min(blank + 1, text.size())))};
}

}  // namespace biroyna::queue

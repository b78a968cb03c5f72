#include "core/numbering.hpp"

#include <algorithm>

namespace biroyna {

void Given::add(const Numbering& numbering, std::int64_t number) {
  for (std::size_t i = 0; i < plain.size(); ++i)
    if (numbering.plain[i].has(number)) plain[i] = std::max(plain[i], number);
  for (std::size_t i = 0; i < steps.size(); ++i)
    if (numbering.steps[i].range.has(number)) steps[i] = std::max(steps[i], number);
}

std::optional<std::int64_t> next_number(const Numbering& numbering, const Given& given,
                                        std::optional<Milliseconds> restored, Milliseconds now) {
  for (std::size_t i = 0; !restored && i < numbering.plain.size(); ++i) {
    const std::int64_t next = std::max(given.plain[i] + 1, numbering.plain[i].from);
    if (numbering.plain[i].has(next)) return next;
  }
  for (std::size_t i = 0; restored && i < numbering.steps.size(); ++i) {
    const auto& [range, unit] = numbering.steps[i];
    const std::int64_t next = std::max(given.steps[i], range.from + *restored / unit) + 1;
    if (range.has(next) && next <= range.from + now / unit) return next;
  }
  return std::nullopt;
}

}  // namespace biroyna

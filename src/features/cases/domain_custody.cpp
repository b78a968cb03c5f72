// Originals that the centre keeps for its applicants, and what waits for them to come.
#include <algorithm>

#include "core/clean_text.hpp"
#include "core/text.hpp"
#include "features/cases/domain_case.hpp"

namespace biroyna::cases {

using Kind = Refusal::Kind;

Case::Decided Case::take_original(std::string what, std::string place, Actor actor, Time now) const {
  what = one_line(what);
  place = one_line(place);
  std::vector<FieldError> wrong;
  if (what.empty()) wrong.push_back({"/original", "error.required"});
  if (place.empty()) wrong.push_back({"/place", "error.required"});
  if (length_utf8(what) > kMostOriginal) wrong.push_back(too_long("/original", kMostOriginal));
  if (length_utf8(place) > kMostPlace) wrong.push_back(too_long("/place", kMostPlace));
  if (!wrong.empty()) return invalid(std::move(wrong));
  if (erased) return biroyna::refuse(Kind::conflict, "case_erased");
  if (originals.size() >= kMostOriginals) return biroyna::refuse(Kind::conflict, "too_many_originals");
  return std::vector{Event{.kind = EventKind::original_taken,
                           .at = now,
                           .actor = std::move(actor),
                           .text = std::move(what),
                           .reference = std::move(place)}};
}

Case::Decided Case::return_original(std::size_t number, Actor actor, Time now) const {
  if (number == 0 || number > originals.size() || originals[number - 1].returned)
    return biroyna::refuse(Kind::conflict, "original_not_kept");
  return std::vector{Event{.kind = EventKind::original_returned,
                           .at = now,
                           .actor = std::move(actor),
                           .reference = std::to_string(number)}};
}

bool Case::keeps_originals() const {
  return std::ranges::any_of(originals, [](const Original& one) { return !one.returned; });
}

std::optional<Time> Case::to_collect() const {
  const auto ended = ended_at();
  if (!ended || erased) return std::nullopt;
  const bool result = state == CaseState::issued && !delivered_at();
  std::optional<Time> since = result ? ended : std::nullopt;
  for (const Original& one : originals) {
    if (one.returned) continue;
    const Time kept = std::max(*ended, one.taken);
    since = since ? std::min(*since, kept) : kept;
  }
  return since;
}

}  // namespace biroyna::cases

#include "features/cases/domain_mandate.hpp"

#include <algorithm>

#include "core/enum_names.hpp"
#include "core/text.hpp"

namespace biroyna::cases {
namespace {

constexpr std::array<std::string_view, kRelations> kRelationNames = {"parent",  "spouse", "relative",
                                                                     "company", "lawyer", "other"};
constexpr std::array<std::string_view, kExtents> kExtentNames = {"see", "act"};
constexpr std::array<std::string_view, kReaches> kReachNames = {"application", "submission"};
constexpr std::array<std::string_view, kMandateStates> kMandateStateNames = {"valid", "expired", "revoked"};

}  // namespace

std::string_view name(Relation relation) { return kRelationNames[static_cast<std::size_t>(relation)]; }
std::string_view name(Extent extent) { return kExtentNames[static_cast<std::size_t>(extent)]; }
std::string_view name(Reach reach) { return kReachNames[static_cast<std::size_t>(reach)]; }
std::string_view name(MandateState state) { return kMandateStateNames[static_cast<std::size_t>(state)]; }

std::optional<Relation> parse_relation(std::string_view name) {
  return enum_named<Relation>(kRelationNames, name);
}
std::optional<Extent> parse_extent(std::string_view name) { return enum_named<Extent>(kExtentNames, name); }
std::optional<Reach> parse_reach(std::string_view name) { return enum_named<Reach>(kReachNames, name); }

MandateState state_of(const Mandate& mandate, Day today) {
  if (mandate.revoked) return MandateState::revoked;
  return today <= mandate.until ? MandateState::valid : MandateState::expired;
}

Day last_day(Day today) {
  const auto later = std::chrono::year_month_day(today) + kLongestMandate;
  // From the 29th of February until the 28th.
  return later.ok() ? Day(later) : Day(later.year() / later.month() / std::chrono::last);
}

std::vector<FieldError> faults(const Mandate& mandate, Day today) {
  std::vector<FieldError> wrong;
  const std::string_view person = trim(mandate.person);
  if (person.empty()) wrong.push_back({"/name", "error.required"});
  if (length_utf8(person) > kLongestPerson) wrong.push_back(too_long("/name", kLongestPerson));
  if (mandate.until < today) wrong.push_back({"/until", "error.in_the_past"});
  if (mandate.until > last_day(today)) wrong.push_back({"/until", "error.too_far_ahead"});
  return wrong;
}

Result<void> check(const Mandate& mandate, const Mandates& existing, Day today) {
  if (auto wrong = faults(mandate, today); !wrong.empty()) return invalid(std::move(wrong));
  const auto valid = std::ranges::count_if(
      existing, [&](const Mandate& other) { return state_of(other, today) == MandateState::valid; });
  if (static_cast<std::size_t>(valid) >= kMostMandates || existing.size() >= kMostMandatesEver)
    return refuse(Refusal::Kind::conflict, "too_many_mandates");
  return {};
}

}  // namespace biroyna::cases

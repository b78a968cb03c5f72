#include "features/catalogue/domain.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>

#include "core/enum_names.hpp"

namespace biroyna::catalogue {
namespace {

// By how much the moon may move what is expected.
constexpr std::chrono::days kExpectedDaysVary{2};

constexpr std::array<std::string_view, 3> kFeeKinds = {"fee", "state_duty", "contract"};
constexpr std::array<std::string_view, 3> kStepKinds = {"decision", "opinion", "automatic"};

template <class Items, class Key>
auto find_by_id(const Items& items, const Key& id) -> const typename Items::value_type* {
  const auto found = std::ranges::find_if(items, [&](const auto& item) { return item.id == id; });
  return found == items.end() ? nullptr : &*found;
}

std::optional<Tiyin> fee_by(const Catalogue& catalogue, const Service& service, Day day, double factor) {
  if (service.fee_formula) return std::nullopt;
  if (service.fee_bhm == 0) return Tiyin{0};
  const auto base = base_amount(catalogue, day);
  if (!base) return std::nullopt;
  return share_of(*base, service.fee_bhm * factor);
}

}  // namespace

const Sphere* Catalogue::find(const SphereId& id) const { return find_by_id(spheres, id); }
const Department* Catalogue::find(const DepartmentId& id) const { return find_by_id(departments, id); }
const Group* Catalogue::find(const GroupId& id) const { return find_by_id(groups, id); }
const DocumentType* Catalogue::find(const DocumentTypeId& id) const { return find_by_id(documents, id); }
const Service* Catalogue::find(const ServiceId& id) const { return find_by_id(services, id); }
const Window* Catalogue::find(const WindowId& id) const { return find_by_id(windows, id); }
bool District::is_region() const { return code == region_of(code); }
std::string region_of(std::string_view district) { return std::string(district.substr(0, 4)) + "000"; }

const District* Catalogue::find_district(std::string_view code) const {
  const auto found = std::ranges::find(districts, code, &District::code);
  return found == districts.end() ? nullptr : &*found;
}
bool Catalogue::is_place(const District& district) const {
  return !district.is_region() || std::ranges::none_of(districts, [&](const District& other) {
    return !other.is_region() && region_of(other.code) == district.code;
  });
}
const Priority* Catalogue::find_priority(std::string_view id) const { return find_by_id(priorities, id); }
const LifeEvent* Catalogue::find_life_event(std::string_view id) const { return find_by_id(life_events, id); }
const Elsewhere* Catalogue::find_elsewhere(std::string_view id) const { return find_by_id(elsewhere, id); }

const DocumentType* Catalogue::find_file(std::string_view field) const {
  const auto found = std::ranges::find_if(
      documents, [&](const DocumentType& one) { return !one.field.empty() && one.field == field; });
  return found == documents.end() ? nullptr : &*found;
}
const Field* Catalogue::find_field(std::string_view id) const { return find_by_id(fields, id); }
const RefusalGround* Catalogue::find_refusal(std::string_view id) const { return find_by_id(refusals, id); }
const Concession* Catalogue::find_concession(std::string_view id) const {
  return find_by_id(concessions, id);
}
const IssuedDocument* Catalogue::find_issued(std::string_view id) const {
  return find_by_id(issued_documents, id);
}

bool Catalogue::is_connected(std::string_view registry) const {
  return !centre.registries || std::ranges::find(*centre.registries, registry) != centre.registries->end();
}

const Calendar& calendar_of(const Catalogue& catalogue, const DepartmentId& id) {
  const Department* department = catalogue.find(id);
  return department == nullptr ? catalogue.office_calendar : department->calendar;
}

bool may_move(const Catalogue& catalogue, Day from, Day to) {
  if (catalogue.holidays_known_until && to > *catalogue.holidays_known_until) return true;
  return std::ranges::any_of(catalogue.holidays, [&](const Holiday& holiday) {
    return holiday.expected && from <= holiday.date && holiday.date <= to + kExpectedDaysVary;
  });
}

bool applied_for_online(const Service& service) {
  return service.online && !service.presence_required && !service.form.empty();
}

std::string_view name(StepKind kind) { return kStepKinds[static_cast<std::size_t>(kind)]; }
std::optional<StepKind> parse_step_kind(std::string_view name) {
  return enum_named<StepKind>(kStepKinds, name);
}

std::string_view name(FeeKind kind) { return kFeeKinds[static_cast<std::size_t>(kind)]; }
std::optional<FeeKind> parse_fee_kind(std::string_view name) { return enum_named<FeeKind>(kFeeKinds, name); }

OpenDays open_days(const Season& season, Day day) {
  const std::chrono::years over_new_year{season.to < season.from ? 1 : 0};
  const auto year = std::chrono::year_month_day(day).year();
  for (auto first = year - std::chrono::years(1);; ++first) {
    const OpenDays days{first / season.from, (first + over_new_year) / season.to};
    if (day <= days.to) return days;
  }
}
bool is_open(const Season& season, Day day) { return open_days(season, day).from <= day; }

std::optional<Tiyin> base_amount(const Catalogue& catalogue, Day day) {
  std::optional<Tiyin> base;
  for (const auto& known : catalogue.base_amounts) {
    if (known.from <= day) base = known.amount;
  }
  return base;
}

std::optional<Tiyin> fee(const Catalogue& catalogue, const Service& service, Day day) {
  return fee_by(catalogue, service, day, 1);
}

std::optional<Tiyin> portal_fee(const Catalogue& catalogue, const Service& service, Day day) {
  return fee_by(catalogue, service, day, catalogue.portal_factor);
}

std::vector<std::string> circle(const std::vector<Step>& steps) {
  enum class Mark { unseen, on_the_way, done };
  std::map<std::string, Mark> marks;
  std::vector<std::string> way;
  const std::function<bool(const Step&)> walk = [&](const Step& step) {
    marks[step.id] = Mark::on_the_way;
    way.push_back(step.id);
    for (const auto& before : step.after) {
      const auto* next = find_by_id(steps, before);
      if (next == nullptr || marks[before] == Mark::done) continue;
      if (marks[before] == Mark::on_the_way) {
        way.erase(way.begin(), std::ranges::find(way, before));
        return true;
      }
      if (walk(*next)) return true;
    }
    marks[step.id] = Mark::done;
    way.pop_back();
    return false;
  };
  for (const auto& step : steps) {
    if (marks[step.id] == Mark::unseen && walk(step)) return way;
  }
  return {};
}

int longest_way(const std::vector<Step>& steps) {
  std::map<std::string, int> known;
  const std::function<int(const Step&)> until_end_of = [&](const Step& step) {
    if (const auto found = known.find(step.id); found != known.end()) return found->second;
    int before = 0;
    for (const auto& id : step.after) {
      if (const auto* previous = find_by_id(steps, id)) before = std::max(before, until_end_of(*previous));
    }
    return known[step.id] = before + step.working_days;
  };
  int longest = 0;
  if (!circle(steps).empty()) return longest;
  for (const auto& step : steps) longest = std::max(longest, until_end_of(step));
  return longest;
}

}  // namespace biroyna::catalogue

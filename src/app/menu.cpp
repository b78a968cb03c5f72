#include "app/menu.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "features/staff/staff.hpp"

namespace biroyna {
namespace {

using auth::Role;

// An entry: the key of its name, and where it leads within the centre.
struct Entry {
  const char* key;
  std::string_view page;
  std::string_view also = {};  // pages of another address that belong to it
};

constexpr Entry kConsole{"nav.console", "/console"};
constexpr Entry kIntake{"nav.intake", "/intake"};
constexpr Entry kWorklist{"nav.worklist", "/worklist"};
// Who has no list of all applications comes to one from their tasks.
constexpr Entry kWorklistAndCases{"nav.worklist", "/worklist", "/cases"};
constexpr Entry kCases{"nav.cases", "/cases", "/to-collect"};
constexpr Entry kHost{"nav.host", "/host"};
constexpr Entry kDashboard{"nav.dashboard", "/dashboard"};
constexpr Entry kTerms{"nav.terms", "/terms", "/erasures"};
constexpr Entry kAbsences{"nav.absences", "/absences"};
constexpr Entry kRegistries{"nav.registries", "/registries"};
constexpr Entry kResults{"nav.results", "/results"};
constexpr Entry kStaff{"nav.staff", "/staff"};
constexpr Entry kDevices{"nav.devices", "/devices"};

// In the order of their day.
constexpr Entry kOfOperator[] = {kConsole, kIntake, kWorklist, kCases, kResults, kAbsences};
constexpr Entry kOfDepartment[] = {kWorklistAndCases, kAbsences};
constexpr Entry kOfDepartmentsHead[] = {kWorklistAndCases, kTerms, kAbsences};
constexpr Entry kOfHost[] = {kHost};
constexpr Entry kOfHead[] = {kDashboard, kTerms,   kCases,   kWorklist,  kAbsences,
                             kHost,      kResults, kConsole, kRegistries};
constexpr Entry kOfAdministrator[] = {kStaff, kDevices, kRegistries, kDashboard, kTerms,
                                      kCases, kHost,    kResults,    kWorklist,  kConsole};
constexpr Entry kOfEverybody[] = {{"nav.services", "/services"}, {"nav.life_events", "/life-events"}};

std::span<const Entry> work_of(Role role) {
  switch (role) {
    case Role::operator_:
      return kOfOperator;
    case Role::specialist:
      return kOfDepartment;
    case Role::department_head:
      return kOfDepartmentsHead;
    case Role::host:
      return kOfHost;
    case Role::head:
      return kOfHead;
    case Role::administrator:
      return kOfAdministrator;
    default:
      return {};
  }
}

class Links {
 public:
  explicit Links(const http::Request& request) : request_(request), say_(request.language) {}

  void add(const char* key, const std::string& address, const std::string& also = {}) {
    const bool here = request_.path == address;
    const bool below = !here && (is_below(address) || (!also.empty() && is_below(also)));
    items_.push_back({.text = say_(key), .href = address, .current = here, .active = below});
  }
  void add(std::span<const Entry> entries, const std::string& centre) {
    if (centre.empty()) return;
    for (const auto& [key, page, also] : entries)
      add(key, fmt::format("{}{}", centre, page), also.empty() ? "" : fmt::format("{}{}", centre, also));
  }
  std::vector<html::NavigationItem> taken() { return std::move(items_); }

 private:
  bool is_below(const std::string& address) const {
    return request_.path == address || request_.path.starts_with(address + "/");
  }

  const http::Request& request_;
  i18n::Speaker say_;
  std::vector<html::NavigationItem> items_;
};

}  // namespace

pages::Menu menu(const http::Request& request, const pages::Place& place) {
  const Role role = request.principal.role;
  const std::string language = fmt::format("/{}", tag(request.language));
  Links links(request);
  if (!staff::kPeople.contains(role)) {
    links.add(kOfEverybody, place.address);
    if (!request.principal.of_centre()) {
      if (!place.address.empty()) links.add("nav.my", place.address + "/my");
      links.add("nav.verify", language + "/verify");
    }
    return links.taken();
  }
  links.add(work_of(role), place.address);
  links.add("nav.account", language + "/account");
  auto shown = links.taken();
  links.add(kOfEverybody, place.address);
  auto more = links.taken();
  if (shown.size() > kShownInMenu) {
    const auto rest = shown.begin() + kShownInMenu;
    more.insert(more.begin(), std::make_move_iterator(rest), std::make_move_iterator(shown.end()));
    shown.erase(rest, shown.end());
  }
  return {std::move(shown), std::move(more)};
}

}  // namespace biroyna

// What a worklist shows: a view and filters, as they stand in the address, and the search that finds its
// rows.
//
// Stateless, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "features/casework/pages_parts.hpp"

namespace biroyna::casework {

// The views of a worklist, in the order of their links; the first is shown when none is named.
inline constexpr std::string_view kViews[] = {"open",    "mine",    "unassigned", "at_risk",
                                              "overdue", "waiting", "unanswered"};

// What is chosen in the address.
struct Chosen {
  std::string view, service, department, order;
  std::string text;  // a number, the applicant's name or a service, or how it begins

  bool filtered() const { return !service.empty() || !department.empty() || !text.empty(); }
  // What stands in the address, in this view.
  std::vector<std::pair<std::string_view, std::string_view>> query(std::string_view in_view) const;
  std::string address(const View& page, std::string_view in_view, std::string_view list = "worklist") const;
  Html hidden_fields() const;
};
Chosen chosen_of(const http::Fields& fields);

bool sees_several(const Viewer& viewer);  // departments
// Only what whoever looks may see, whatever is chosen.
TaskSearch search_of(const View& page, const catalogue::Catalogue& catalogue, const Chosen& chosen);
// How many tasks each of kViews has with these filters, by its place there.
std::vector<int> count_views(const View& page, const catalogue::Catalogue& catalogue, const Chosen& chosen);
Urgency urgency(const TaskRow& task, Time now);

}  // namespace biroyna::casework

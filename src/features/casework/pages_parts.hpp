// What the pages of the staff share: who looks, how names, days and states are shown.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/case_views/case_views.hpp"
#include "features/casework/pages.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::casework {

using namespace cases;
using namespace case_views;

// One request for a page of the centre in which the person works.
struct View {
  View(const Site& site, const Applications& applications, const http::Request& request);

  std::string address(std::string_view rest) const;  // "/ru/sergeli/worklist"
  std::string case_address(std::string_view number) const;
  std::string name_of(const StaffId& person) const;
  http::Response respond(pages::Page page) const;

  const Site& site;
  const Applications& applications;
  const http::Request& request;
  i18n::Speaker say;
  CentreId centre;
  Viewer viewer;
  std::vector<staff::Person> people;
  Time now;
};

// The day, with a tag if it is near or over. Without a due time: that the clock is paused.
Html due_text(const View& view, const catalogue::Edition& edition, const std::optional<Time>& due,
              Urgency urgency);

// Services with a waiting list that this person's departments answer for; all of the centre's for who
// oversees it.
std::vector<const catalogue::Service*> services_with_lines(const catalogue::Catalogue& catalogue,
                                                           const auth::Principal& by);

// The link "More" to the next rows of a list. Empty at its end. `address` lacks only `after`.
Html more_link(const View& view, const std::string& address, const std::string& next);

// Says which applications are missing from a list. Empty if none is.
Html damaged_notice(const View& view, const std::vector<std::string>& numbers);

// The link to the same list as a table; `address` is that of the table.
Html export_link(const View& view, const std::string& address);

// An address with a query, in this order. Empty values are left out.
std::string with_query(std::string address,
                       const std::vector<std::pair<std::string_view, std::string_view>>& query);

// The search for applications that the address describes.
CaseSearch case_search_of(const View& view);
// The choice in the form of the search: a state's name or "unanswered". Empty if nothing is chosen.
std::string_view state_text(const CaseSearch& search);

}  // namespace biroyna::casework

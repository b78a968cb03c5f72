// What the pages of those who work on applications share: who looks, how names, days and states are shown.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/casework/casework.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::casework {

// A page of somebody's centre in the making.
struct View {
  View(const PagesAround& from, const http::Request& asked);

  std::string address(std::string_view rest) const;  // "/ru/sergeli/worklist"
  std::string case_address(std::string_view number) const;
  std::string name_of(const StaffId& person) const;
  std::string actor_name(const Actor& actor) const;
  http::Response respond(pages::Page page) const;

  const PagesAround& around;
  const http::Request& request;
  i18n::Speaker say;
  CentreId centre;
  Viewer viewer;
  std::vector<staff::Person> people;
  Time now;
};

// The day and, where it is near or over, a tag that says so. Nothing: the clock stands.
Html due_text(const View& view, const catalogue::Edition& edition, const std::optional<Time>& due,
              Urgency urgency);

// "More", for the next rows of a list; nothing at its end. `address` is whole but for `after`.
Html more_link(const View& view, const std::string& address, const std::string& next);

// To the same list as a table; `address` is that of the table.
Html export_link(const View& view, const std::string& address);

// An address with what is chosen on it, in this order; what is empty is left out.
std::string with_query(std::string address,
                       const std::vector<std::pair<std::string_view, std::string_view>>& query);

// The applications that the address asks for.
CaseSearch case_search_of(const View& view);
// What is chosen of them in its form: a state's name, "unanswered", or nothing.
std::string_view state_text(const CaseSearch& search);

void add_worklist_pages(http::Router& router, const PagesAround& around);
void add_case_pages(http::Router& router, const PagesAround& around);
void add_search_pages(http::Router& router, const PagesAround& around);
void add_export_pages(http::Router& router, const PagesAround& around);

}  // namespace biroyna::casework

// What the overview of deadlines says to who watches over them, without markup.
//
// Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "features/catalogue/catalogue.hpp"
#include "features/deadlines/terms.hpp"
#include "features/staff/staff.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::deadlines {

// The names of a centre's departments, people and services for one reader.
struct Naming {
  const catalogue::Edition& edition;
  i18n::Speaker say;
  std::vector<staff::Person> people = {};

  std::string department(const DepartmentId& id) const;
  std::string service(const ServiceId& id) const;
  // Empty for nobody. The id of an unknown person.
  std::string person(const StaffId& id) const;
};

// A figure; `about` explains it and may be empty.
struct Tile {
  std::string label, figure;
  bool alert = false;
  std::string about = {};
};

struct TaskLine {
  std::string number, due;
  bool overdue = false;
  std::string service, department, assignee;
};

// Tasks that need attention: those due first. Keys of its texts.
struct TaskSection {
  std::string_view title, none;
  std::vector<TaskLine> lines;
  std::string all;             // the text of the link to all of them; empty if all are listed
  std::string_view list_view;  // the view of the worklist that lists them
};

struct OverviewPage {
  std::vector<Tile> tiles;
  std::vector<TaskSection> sections;
};
OverviewPage overview_page(const Terms::Overview& overview, const Naming& naming, Time now);

// What became of the applications of the published days.
std::vector<Tile> outcome_tiles(const Outcomes& outcomes, const i18n::Speaker& say);
// "97 %", with a space that does not break. A dash if there is nothing to share.
std::string share_text(Language language, std::int64_t part, std::int64_t whole);

}  // namespace biroyna::deadlines

// What the applicant's page of an application says, without markup.
//
// Pure, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "features/case_views/case_views.hpp"
#include "features/cases/cases.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::my {

using namespace cases;

struct StepLine {
  enum class Look : std::uint8_t { next, now, done };
  Look look = Look::next;
  std::string text;
};

struct HistoryLine {
  std::string title, day;
  std::string by;  // the representative who did it; empty if somebody else did
  std::string text;
};

struct MessageLine {
  std::string from, day, text;
};

// Whether this person can write a message now; `waits`: not before the centre has answered.
enum class Writing : std::uint8_t { impossible, waits, possible };

// A link to a page below the application's: the end of its address, and the key of its text.
struct ActionLink {
  std::string_view below, text;
};

struct ApplicationPage {
  std::vector<StepLine> steps;  // of the route: what a department asked another is not the applicant's matter
  std::vector<HistoryLine> history;
  std::vector<MessageLine> messages;
  Writing writing = Writing::impossible;
  std::vector<ActionLink> actions;
};
// Who of the centre has opened it: the office and the role, never a name.
struct LookLine {
  std::string at;    // "24 November 2026, 09:05"
  std::string who;   // "Preschool education department, department specialist"
  std::string what;  // "Document: Birth certificate"; empty: the application itself
};
std::vector<LookLine> look_lines(const std::vector<case_views::Look>& looks,
                                 const catalogue::Edition& edition, const i18n::Speaker& say);

ApplicationPage application_page(const Application& application, const catalogue::Edition& edition,
                                 const DueTimes& due, const Viewer& viewer, const i18n::Speaker& say);

}  // namespace biroyna::my

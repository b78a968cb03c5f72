// What the pages of applying show: the questions, the check, the receipt.
//
// Stateless, thread-safe.
#pragma once

#include "features/applications/pages.hpp"
#include "features/applications/talk.hpp"

namespace biroyna::applications {

struct Shown {
  std::string title;
  Html main;
  bool failed = false;  // it says what is wrong
};

// A page of a talk that has this page, with what is wrong on it.
Shown asked_page(const PagesAround& around, const Talk& talk, std::string_view page,
                 const std::vector<catalogue::AnswerError>& errors);
// All answers once more; `tried`: what is wrong is said.
Shown check_page(const PagesAround& around, const Talk& talk, bool tried);
// Of a draft that was handed in.
Html receipt(const PagesAround& around, const Talk& talk, const std::string& secret);
// Where a phone follows it.
std::string follow_address(const PagesAround& around, const Talk& talk);
// What the address says that went wrong; empty for nothing.
Html apply_problem(const http::Request& request);

}  // namespace biroyna::applications

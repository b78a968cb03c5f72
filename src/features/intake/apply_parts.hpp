// What the pages of applying show: the questions, the check, the receipt.
//
// Stateless, thread-safe.
#pragma once

#include "features/intake/intake.hpp"
#include "features/intake/talk.hpp"

namespace biroyna::intake {

struct Shown {
  std::string title;
  Html main;
  bool failed = false;  // it says what is wrong
};

// A page of a talk that has this page, with what is wrong on it.
Shown asked_page(const Surroundings& around, const Talk& talk, std::string_view page,
                 const std::vector<catalogue::AnswerError>& errors);
// All answers once more; `tried`: what is wrong is said.
Shown check_page(const Surroundings& around, const Talk& talk, bool tried);
// Of a draft that was handed in.
Html receipt(const Surroundings& around, const Talk& talk, const std::string& secret);
// Where a phone follows it.
std::string follow_address(const Surroundings& around, const Talk& talk);
// What the address says that went wrong; empty for nothing.
Html apply_problem(const http::Request& request);

}  // namespace biroyna::intake

// Who may do what: a row for each route of applications, documents, results and registries, and each command.
//
// Written from the rules, not from the code. Everybody has a name: "away-…" are of another centre; a
// "specialist" has claimed the task of the case, a "colleague" is the head of the same department, "other" of
// another one; the "applicant" has the secret, the "representative" that of a power to act, the "follower"
// that of a power to see, the "guesser" a wrong one; in a header for the API, in a cookie for pages.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace biroyna::testing {

using Names = std::set<std::string>;
Names words(const std::string& text);

inline constexpr const char* kDevices = "kiosk board tablet printer agency away-agency";
inline constexpr const char* kPeople =
    "host editor operator specialist colleague other head administrator away-operator away-specialist "
    "away-head away-administrator";

// Whom a row names: words, or "*" for everybody.
bool among(const std::string& names, const std::string& name);

struct Row {
  std::string method, pattern;
  std::string target;  // {number}, {decided}, {document}, {power}, {code} and {question} stand for what a
                       // test has made
  std::string role;    // whom the route lets in: else 401, or 403 for who is signed in
  std::string sees;    // for whom the thing is there: else 404
  std::string may;     // who may do it: else 403
  int done = 200;      // what they are answered then; of a command something that changes nothing
  std::string body = {};
  std::string told = {};  // who reads the applicant's name in the answer; nobody else does; "?": depends
  int unseen = 404;       // or 303: a page of applicants asks for number and secret
};
const std::vector<Row>& rows();
// Whether a route belongs to another feature, whose own tests say who may do what.
bool elsewhere(std::string_view method_and_pattern);

}  // namespace biroyna::testing

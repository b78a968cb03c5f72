// What the check of a draft says before it is handed in, without markup.
//
// Pure, thread-safe.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "features/intake/draft_session.hpp"

namespace biroyna::intake {

// A question with its answer.
struct CheckRow {
  std::string question, answer;  // the answer is empty if it was left out
};

// The answers of one topic, and the page that changes them.
struct CheckCard {
  std::string title, change;
  std::vector<CheckRow> rows;
};

struct CheckError {
  std::string text;
  std::string change;  // the page on which it can be corrected
};

struct CheckPage {
  std::vector<std::string> warnings = {};  // facts that contradict each other, to be looked at once more
  std::vector<CheckError> errors;
  std::vector<CheckCard> cards;
  std::vector<CheckRow> costs;       // of each service: its fee and its term
  std::string declaration, sending;  // what the applicant declares, and the text of the button
};

// `file_names`: those of the documents that are there, by type. `facts` as of Drafts::facts_of().
CheckPage check_page(const DraftSession& session, const std::map<DocumentTypeId, std::string>& file_names,
                     const catalogue::Facts& facts);

}  // namespace biroyna::intake

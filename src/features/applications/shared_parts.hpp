// What the pages of applicants and of those who work on applications show alike.
//
// Stateless, thread-safe.
#pragma once

#include <string>

#include "features/applications/domain_case.hpp"
#include "platform/html/components.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::applications {

// With how it was decided, where that is not what the applicant wished and the state does not say it.
Html state_tag(const i18n::Speaker& say, CaseState state, std::optional<CaseState> outcome = {});

// A file to be chosen: PDF, JPEG, PNG or HEIC.
struct UploadField {
  std::string name;
  std::string id = {};  // the name when left out
  std::string label;
  bool heading = false;  // the label is the page's heading
  std::string hint;
  Html state = {};  // of what was handed in before
  std::string error = {};
  std::string error_word;  // "Error"
};
Html upload_field(const UploadField& field);

}  // namespace biroyna::applications

// What was asked of the state instead of the applicant: the documents of an application that a registry
// answers for, and what it says.
//
// Pure, thread-safe.
#pragma once

#include <string>
#include <vector>

#include "features/cases/cases.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::case_views {

struct SparedLine {
  DocumentTypeId type;
  std::string document;  // its name
  std::string text;      // "Civil status registry: confirmed"
  bool lacking = false;  // the registry does not confirm it: the document may be asked for
};
std::vector<SparedLine> spared_lines(const cases::Application& application, const catalogue::Edition& edition,
                                     const i18n::Speaker& say);

}  // namespace biroyna::case_views

// What a task still has to find, so that it can be done and what is issued holds.
//
// Pure, thread-safe.
#pragma once

#include <vector>

#include "features/cases/domain_case.hpp"
#include "features/catalogue/domain_form.hpp"

namespace biroyna::cases {

// The findings that are asked of whoever does this task: those of its step, and for a decision also each that
// the issued document needs and that a step before has ended without. Empty for a department that was only
// asked. The uses are the service's own.
std::vector<const catalogue::FindingUse*> findings_due(const catalogue::Service& service, const Case& process,
                                                       const Task& task, const catalogue::Answers& answers,
                                                       const catalogue::Facts& facts);

// What was recorded before, with what is now found; a finding that is nothing is taken back.
catalogue::Answers with_findings(catalogue::Answers before, const catalogue::Answers& found);

}  // namespace biroyna::cases

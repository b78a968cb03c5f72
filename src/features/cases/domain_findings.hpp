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

// The same, whatever their conditions: what may be said of them.
std::vector<const catalogue::FindingUse*> findings_possible(const catalogue::Service& service,
                                                            const Case& process, const Task& task,
                                                            const catalogue::Answers& answers,
                                                            const catalogue::Facts& facts);

// What was found and counts: a finding whose condition does not hold, as answers and findings now are, does
// not, neither in conditions and fees nor on what is issued.
catalogue::Answers findings_that_count(const catalogue::Service& service, catalogue::Answers found,
                                       const catalogue::Answers& answers, catalogue::Facts facts);
// Whether the document lacks what it needs, as the decision that was to find it was refused.
bool lacks_findings(const catalogue::Service& service, const Case& process, const catalogue::Answers& answers,
                    const catalogue::Facts& facts);

// What was recorded before, with what is now found; a finding that is nothing is taken back.
catalogue::Answers with_findings(catalogue::Answers before, const catalogue::Answers& found);

}  // namespace biroyna::cases

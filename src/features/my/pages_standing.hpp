// Where an application stands, for its applicant: what is asked of them, what they wait for, how it was
// decided.
#pragma once

#include "features/my/pages_applicant_view.hpp"

namespace biroyna::my {

Html standing(const ApplicantView& view, const Applications& applications);
// The result, why it was refused, and how to complain.
Html outcome(const ApplicantView& view, Time now);
// Whether who looks is the applicant or acts for them, so that what they read is received.
bool may_receive(const ApplicantView& view);
// What they are told that it may be refused for; empty for a plain question.
Html intended_refusal(const ApplicantView& view, const Question& question);

}  // namespace biroyna::my

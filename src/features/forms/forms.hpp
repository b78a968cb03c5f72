// What applicants are asked for the services of a centre: the applicant, the questions and their order, and
// how answers are asked for, shown and stored.
//
// Uses the catalogue. Does not know applications.
#pragma once

#include "features/forms/answer_text.hpp"
#include "features/forms/codec.hpp"
#include "features/forms/domain_applicant.hpp"
#include "features/forms/domain_conversation.hpp"
#include "features/forms/form_parts.hpp"
#include "features/forms/upload_field.hpp"

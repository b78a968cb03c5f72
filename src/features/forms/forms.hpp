// What is asked of an applicant for the services of a centre: the applicant, the questions with their order,
// how answers are asked for, read back, shown and stored.
//
// Knows the catalogue, and nothing of applications.
#pragma once

#include "features/forms/answer_text.hpp"
#include "features/forms/codec.hpp"
#include "features/forms/domain_applicant.hpp"
#include "features/forms/domain_conversation.hpp"
#include "features/forms/form_parts.hpp"
#include "features/forms/upload_field.hpp"

// Answers as the API and the database know them.
//
// Stateless, thread-safe.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "features/catalogue/domain_answers.hpp"

namespace biroyna::catalogue {

// An object of answers. A shape that no answer has (a list of anything but objects, a number that is none,
// objects more than three deep) is left out and becomes a field error below `at`, the RFC 6901 pointer of
// `json` ("/answers"): error.not_parts, error.not_list, error.not_a_number; error.too_many beyond a thousand
// answers, of which the rest is not read. Null is an answer not given.
// Whether the answers fit a service is check()'s to say.
Answers read_answers(const boost::json::value& json, const std::string& at, std::vector<FieldError>& wrong);

boost::json::object answers_json(const Answers& answers);

}  // namespace biroyna::catalogue

// How the API describes a service's form, for programs that fill it in.
//
// Stateless, thread-safe.
#pragma once

#include <boost/json/object.hpp>

#include "features/catalogue/domain_form.hpp"

namespace biroyna::catalogue {

// Pages, fields, rules and documents in one language, and the schema of the answers. Conditions, rules and
// formulas are given in the language of docs/definitions.md.
boost::json::object form_json(const Catalogue& catalogue, const Service& service, Language language);

// JSON Schema (2020-12) of the answers. What is asked only under a condition is optional there, with the
// condition as "x-when".
boost::json::object answers_schema(const Catalogue& catalogue, const Service& service, Language language);

}  // namespace biroyna::catalogue

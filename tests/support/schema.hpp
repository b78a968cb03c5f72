// Whether a JSON value keeps to a JSON Schema: the part of 2020-12 that the description of the API uses.
//
// Pure and thread-safe. A keyword of another part throws std::logic_error, so that nothing is passed over.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <vector>

namespace biroyna::testing {

// What "#/components/schemas/Ticket" refers to in this document. Throws std::logic_error when there is
// nothing.
const boost::json::value& referred(const boost::json::value& document, std::string_view reference);

// Everything in which `value` differs from `schema`, each as "/items/0/fee: is no integer"; none when it
// keeps to it. References are looked up in `document`.
std::vector<std::string> differences(const boost::json::value& document, const boost::json::value& schema,
                                     const boost::json::value& value);

}  // namespace biroyna::testing

// Answers of the API, and values that they share.
//
// Stateless, thread-safe.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "core/money.hpp"
#include "platform/http/http.hpp"

namespace biroyna {

// An answer of this moment: nobody keeps it.
http::Response json_response(const boost::json::value& value, int status = 200);

boost::json::object money_json(Tiyin amount);

}  // namespace biroyna

// Answers of the API.
//
// Stateless, thread-safe.
#pragma once

#include <boost/json/value.hpp>

#include "platform/http/http.hpp"

namespace biroyna {

// An answer of this moment: nobody keeps it.
http::Response json_response(const boost::json::value& value, int status = 200);

}  // namespace biroyna

// Lists of the API, page by page: "?limit=&after=", {"items": […], "next": …}.
//
// Stateless, thread-safe.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cstdint>

#include "core/result.hpp"
#include "platform/http/http.hpp"

namespace biroyna {

// How many items the request asks for at most; without a word of it, `usual`. A refusal for what is not 1 to
// `most`: error.not_number at "/limit".
Result<std::int64_t> limit_of(const http::Request& request, std::int64_t usual, std::int64_t most);

// `next` is for "after"; null at the end.
http::Response page_response(boost::json::array items, boost::json::value next);

}  // namespace biroyna

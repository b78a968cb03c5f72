#include "platform/json/response.hpp"

#include <boost/json/serialize.hpp>

namespace biroyna {

http::Response json_response(const boost::json::value& value, int status) {
  return {
      .status = status, .body = boost::json::serialize(value), .headers = {{"Cache-Control", "no-store"}}};
}

}  // namespace biroyna

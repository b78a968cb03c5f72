#include "platform/http/forwarded.hpp"

#include "core/address.hpp"
#include "platform/http/header_text.hpp"

namespace biroyna::http {

std::string client_address(const std::string& connection, std::string_view forwarded_for) {
  if (forwarded_for.empty() || !is_loopback(connection)) return connection;
  const std::string_view last = trimmed(forwarded_for.substr(forwarded_for.rfind(',') + 1));
  return parse_address(last).value_or(connection);
}

}  // namespace biroyna::http

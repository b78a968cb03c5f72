// Whose request it is that a reverse proxy passes on.
#pragma once

#include <string>
#include <string_view>

namespace biroyna::http {

// The client's address: that of the connection, unless it comes from this computer, where a reverse proxy
// stands. Then it is the last address of "X-Forwarded-For", which the proxy added itself; what stands before
// it can be written by anybody. What is no address is ignored.
std::string client_address(const std::string& connection, std::string_view forwarded_for);

}  // namespace biroyna::http

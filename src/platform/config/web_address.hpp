// Addresses of web servers in settings.
#pragma once

#include <string>

namespace biroyna {

// "https://host:port/path" or the same with http, without a name, a question or a fragment in it.
bool is_web_address(const std::string& text);

}  // namespace biroyna

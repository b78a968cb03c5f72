// What is tried first as a password.
#pragma once

#include <string_view>

namespace biroyna::staff {

// Words of ASCII with one blank between them and behind the last.
std::string_view common_passwords();

}  // namespace biroyna::staff

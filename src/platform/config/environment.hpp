// What the process was given as its environment.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace biroyna {

using Environment = std::function<std::optional<std::string>(const char* name)>;
Environment process_environment();

}  // namespace biroyna

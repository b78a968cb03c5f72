// What the process was given as its environment.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace biroyna {

using Environment = std::function<std::optional<std::string>(const char* name)>;
Environment process_environment();
std::vector<std::string> environment_names();  // of the process

}  // namespace biroyna

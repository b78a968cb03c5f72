// A file that was put into the program when it was built (see cmake/Embed.cmake).
#pragma once

#include <span>
#include <string_view>

namespace biroyna::embedded {

struct File {
  std::string_view name;
  std::string_view content;
};

}  // namespace biroyna::embedded

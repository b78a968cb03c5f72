// What is wrong in a YAML file, and where.
#pragma once

#include <string>
#include <vector>

namespace biroyna::yaml {

struct Problem {
  std::string file;  // as given, relative to where the reader began
  int line = 0;      // from 1; 0: the file as a whole
  std::string reason;

  std::string to_string() const;  // "services/birth.yaml:12: unknown department \"zags\""
};
using Problems = std::vector<Problem>;

}  // namespace biroyna::yaml

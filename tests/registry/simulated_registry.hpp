// The simulated registry of an agency (simulated_registry.py), as a process of its own.
//
// Dies with the test program. Not thread-safe.
#pragma once

#include <sys/types.h>

#include <boost/json/array.hpp>
#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

#include "platform/db/testing/processes.hpp"

namespace biroyna::testing {

class SimulatedRegistry {
 public:
  // `arguments` as the program takes them. Returns when it listens.
  explicit SimulatedRegistry(const std::vector<std::string>& arguments = {});
  ~SimulatedRegistry();
  SimulatedRegistry(const SimulatedRegistry&) = delete;
  SimulatedRegistry& operator=(const SimulatedRegistry&) = delete;

  const std::string& url() const { return url_; }
  // How the next questions are met, and those after them. Forgets what was seen.
  void plan(const std::vector<std::string>& ways, const std::string& otherwise = "answer") const;
  void release() const;
  boost::json::array seen() const;

 private:
  db::testing::TemporaryFolder folder_;
  pid_t pid_ = 0;
  std::string url_;
};

// Waits for a condition, at most a minute; false when it did not come true.
bool eventually(const std::function<bool()>& condition);

}  // namespace biroyna::testing

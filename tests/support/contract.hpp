// The program's description of its API (OpenAPI 3.1), held against what the program really answers.
//
// Counts what was seen. Not thread-safe.
#pragma once

#include <boost/json/value.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/client.hpp"

namespace biroyna::testing {

class Contract {
 public:
  explicit Contract(boost::json::value description);
  Contract(const Contract&) = delete;
  Contract& operator=(const Contract&) = delete;

  // Everything in which one exchange differs from the description: an address, status, content type, header
  // or field that is not described, a described one that is missing or of another type, and a request that
  // was answered well although its body is described otherwise. The exchange counts as seen.
  std::vector<std::string> differences(std::string_view method, std::string_view target,
                                       const std::string& body, const Answer& answer);

  // What is described and was not seen: each answer with a status of its own ("callNext 204"), and each value
  // of an address's part that has a list of them ("commandTicket recall").
  std::set<std::string> unseen() const;

 private:
  struct Operation {
    std::string method;  // in capitals
    std::vector<std::string> segments;
    const boost::json::object* described;
    std::string id;
  };
  const Operation* find(std::string_view method, const std::vector<std::string>& segments) const;
  const boost::json::value* values_of(const Operation& operation, std::string_view parameter) const;

  boost::json::value description_;
  std::vector<Operation> operations_;
  std::set<std::string> seen_;
};

}  // namespace biroyna::testing

// The applications that this browser may open without typing number and secret again: a cookie that ends with
// the browser, so that a computer that several people use forgets.
//
// Immutable, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/http/http.hpp"

namespace biroyna::cases {

class Remembered {
 public:
  static constexpr std::size_t kMost = 20;

  explicit Remembered(const http::Request& request);

  // Of an application; empty for one that is not remembered.
  std::string secret_of(std::string_view number) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return all_; }  // the newest first

  // As the first; the oldest makes room.
  Remembered with(std::string number, std::string secret) const;
  // Puts the cookie on an answer.
  void write(http::Response& response) const;
  static void forget(http::Response& response);

 private:
  std::vector<std::pair<std::string, std::string>> all_;  // number, secret
};

// On a computer that several people use, "back" shows nothing.
void keep_nowhere(http::Response& response);

}  // namespace biroyna::cases

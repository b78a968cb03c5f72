// The applications that this browser may open without typing number and secret again. They are kept in a
// cookie that ends with the browser, so that a shared computer forgets them.
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

  // The secret of an application. Empty if the application is not remembered.
  std::string secret_of(std::string_view number) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return all_; }  // the newest first

  // Adds an application as the newest. The oldest is dropped when there are more than kMost.
  Remembered with(std::string number, std::string secret) const;
  // Sets the cookie in an answer.
  void write(http::Response& response) const;
  // Together with the browser's key.
  static void forget(http::Response& response);

 private:
  std::vector<std::pair<std::string, std::string>> all_;  // number, secret
};

// A random text that this browser keeps until it ends, as Remembered does: what was shown to it once is made
// from it again, and by nobody else. Empty if the browser has none yet.
std::string browser_key(const http::Request& request);
// Gives the browser one, unless it has one.
void give_browser_key(const http::Request& request, http::Response& response);

// Forbids every cache, so that "back" on a shared computer shows nothing.
void keep_nowhere(http::Response& response);

}  // namespace biroyna::cases

// What somebody had typed when their session was found to be over: kept in memory until they have signed in.
//
// Only forms of our own pages, as a browser says where they come from, and of browsers in which somebody was
// signed in before; bounded in number, for each client too, and in size. Each is shown once, and only to who
// is signed in in the same browser: nobody sends what another has prepared. Thread-safe.
#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <string>

#include "core/time.hpp"
#include "platform/http/http.hpp"

namespace biroyna::sessions {

struct KeptForm {
  std::string id;
  std::string address;      // to which it was sent, without the query
  http::Fields fields;      // without what belonged to the session, and without passwords
  http::Fields files = {};  // fields with a file, which is not kept, and the file's name
  bool multipart = false;   // how it is sent
  std::string browser;      // in which it was typed, as its cookie says
  std::string client;       // the address that sent it
  Time kept_at{};
};

class KeptForms {
 public:
  static constexpr std::size_t kMost = 200, kMostOfClient = 20, kMostBytes = 64 * 1024;  // of each
  static constexpr Minutes kFor{30};

  explicit KeptForms(Clock clock) : clock_(std::move(clock)) {}

  // The id under which the request's form is kept; empty if it is none that is kept.
  std::string keep(const http::Request& request);
  // Forgets it. Nothing for another browser than that in which it was typed.
  std::optional<KeptForm> take(std::string_view id, const http::Request& by);

 private:
  Clock clock_;
  std::mutex mutex_;
  std::deque<KeptForm> forms_;  // the oldest first
};

}  // namespace biroyna::sessions

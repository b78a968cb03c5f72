// The style sheets, scripts, fonts and pictures of the pages, as they were put into the program (web/).
//
// Each is served under an address that holds a hash of its content, so browsers may keep it for ever, and was
// compressed once, when it was built. Immutable, thread-safe.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "platform/embedded.hpp"
#include "platform/http/http.hpp"

namespace biroyna {

class Assets {
 public:
  // `files` as web/ builds them: "kiosk.css" beside "kiosk.css.br" and "kiosk.css.gz" (where these are
  // smaller).
  explicit Assets(std::span<const embedded::File> files);

  // "kiosk.css" -> "/assets/5f3c8a1e09b2/kiosk.css". Throws std::logic_error for a name that is none.
  const std::string& address(std::string_view name) const;
  void add_routes(http::Router& router) const;

 private:
  struct Asset {
    std::string address, hash;
    std::string_view content_type, plain, gzip, brotli;
  };
  http::Response answer(const http::Request& request) const;

  std::map<std::string, Asset, std::less<>> assets_;
};

}  // namespace biroyna

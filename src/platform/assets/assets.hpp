// The style sheets, scripts, fonts and pictures of the pages, as they were put into the program (web/).
//
// All are served from one folder whose name is a hash over all of them: browsers may keep each for ever, and
// a style sheet can name its fonts and pictures relative to itself. Each was compressed once, when it was
// built. Immutable, thread-safe.
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
  // `files` as web/ builds them: "kiosk.css" beside "kiosk.css.br" and "kiosk.css.gz", which are missing or
  // empty where compressing does not pay. Throws std::logic_error for an ending whose type is not known.
  explicit Assets(std::span<const embedded::File> files);

  // "kiosk.css" -> "/assets/5f3c8a1e09b2/kiosk.css". Throws std::logic_error for a name that is none.
  const std::string& address(std::string_view name) const;
  void add_routes(http::Router& router) const;

 private:
  struct Asset {
    std::string address, hash;
    std::string_view content_type, plain, gzip, brotli;
  };
  // What a reader's page of an earlier version of the program asks for leads to the present one.
  http::Response answer(const http::Request& request) const;

  std::map<std::string, Asset, std::less<>> assets_;
};

}  // namespace biroyna

#include "app/ways_on.hpp"

#include <fmt/format.h>

#include "platform/http/uri.hpp"

namespace biroyna {
namespace {

bool only_looks(const http::Request& request) {
  return request.method == http::Method::get || request.method == http::Method::head;
}

// What passes by itself: somebody was too quick, or the program is busy.
bool passes(int status) { return status == 408 || status == 429 || status == 500 || status == 503; }

}  // namespace

std::string_view centre_in(std::string_view path) {
  if (!http::language_of_path(path)) return {};
  const auto begin = path.find('/', 1);
  if (begin == std::string_view::npos) return {};
  const std::string_view rest = path.substr(begin + 1);
  return rest.substr(0, rest.find('/'));
}

std::vector<WayOn> ways_on(const http::Request& request, int status, std::string_view code,
                           const Homes& homes) {
  std::vector<WayOn> ways;
  const bool page = http::language_of_path(request.path).has_value();
  // Each address to which a form is sent leads to the page that has the form.
  if (page && !only_looks(request) && status != 404)
    ways.push_back({passes(status) ? "way.try_again" : "way.back_to_form", request.path});
  else if (page && only_looks(request) && passes(status))
    ways.push_back({"way.try_again", request.target});
  if (code == "not_for_this_role")
    ways.push_back({"account.title", fmt::format("/{}/account", tag(request.language))});
  if (!homes.work.empty()) {
    ways.push_back({"way.work", homes.work});
    return ways;
  }
  if (homes.centre.empty()) {
    ways.push_back({"page.home", fmt::format("/{}", tag(request.language))});
    return ways;
  }
  if (status == 404 || status == 409) {
    ways.push_back({"portal.all_services", homes.centre + "/services"});
    ways.push_back({"nav.my", homes.centre + "/my"});
  }
  ways.push_back({"page.home", homes.centre});
  return ways;
}

}  // namespace biroyna

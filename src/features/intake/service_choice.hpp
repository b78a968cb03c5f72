// Which services an operator can choose from when somebody applies at a window, without markup.
//
// Pure, thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "features/catalogue/catalogue.hpp"

namespace biroyna::intake {

inline constexpr std::size_t kPopularServices = 8;

struct ServiceQuestion {
  std::vector<ServiceId> chosen = {};  // already
  std::string_view text = {};          // as it is searched for; empty: not
  bool all = false;                    // everything that can be applied for
  WindowId window = {};                // of who asks; empty: none
};

struct ServiceChoice {
  enum class Offers : std::uint8_t { popular, found, all };

  std::vector<const catalogue::Service*> chosen;   // in the catalogue's order
  std::vector<const catalogue::Service*> offered;  // besides
  Offers offers = Offers::popular;
  std::vector<const catalogue::Elsewhere*> elsewhere = {};  // of what was searched for
  std::string corrected = {};                               // as of catalogue::Found
};

// `taken_in`: how often each service was taken in of late. A window offers what it serves, the most frequent
// first.
ServiceChoice service_choice(const catalogue::Edition& edition, const ServiceQuestion& question,
                             const std::map<ServiceId, std::int64_t>& taken_in);

}  // namespace biroyna::intake

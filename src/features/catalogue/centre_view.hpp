// What the portal's first page says about the centre itself, in the reader's language and without markup.
//
// Pure, thread-safe.
#pragma once

#include <string>
#include <vector>

#include "features/catalogue/catalogue.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::catalogue {

inline constexpr std::chrono::days kDaysOffShown{30};

struct CentreView {
  std::string now;          // "Open until 18:00"; empty if it does not open within a year
  std::string hours_today;  // "09:00–13:00, 14:00–18:00"; empty on a day off
  std::vector<std::string>
      days_off;  // of the hall, in the next kDaysOffShown: "8 December: Constitution Day"
  std::string address, phone;
};
CentreView centre_view(const Edition& edition, const i18n::Speaker& say, Time now);

}  // namespace biroyna::catalogue

#include "features/catalogue/centre_view.hpp"

#include <fmt/format.h>

#include "features/catalogue/json.hpp"
#include "platform/i18n/sentence.hpp"

namespace biroyna::catalogue {
namespace {

std::string hours_text(const std::vector<Hours>& hours) {
  std::string text;
  for (const auto& [from, to] : hours)
    text += fmt::format("{}{}–{}", text.empty() ? "" : ", ", to_hhmm(from), to_hhmm(to));
  return text;
}

std::string opening_text(const Edition& edition, const i18n::Speaker& say, Time now) {
  const Opening state = opening(edition, now);
  if (!state.changes_at) return {};
  const Day day = edition.zone.day(*state.changes_at);
  const std::string time = to_hhmm(edition.zone.time_of_day(*state.changes_at));
  if (state.open) return say("portal.open_until", {{"time", time}});
  if (day == edition.zone.day(now)) return say("kiosk.opens_today", {{"time", time}});
  return say("kiosk.opens_on", {{"day", i18n::date_in_sentence(say.language(), day)}, {"time", time}});
}

std::vector<std::string> days_off(const Edition& edition, const i18n::Speaker& say, Time now) {
  const Day today = edition.zone.day(now);
  std::vector<std::string> texts;
  for (const Holiday& holiday : edition.catalogue.holidays) {
    const bool soon = today <= holiday.date && holiday.date < today + kDaysOffShown;
    if (!soon || edition.catalogue.calendar.works(holiday.date)) continue;
    texts.push_back(
        say(holiday.expected ? "portal.day_off_expected" : "portal.day_off",
            {{"day", i18n::date(say.language(), holiday.date)}, {"name", holiday.names.in(say.language())}}));
  }
  return texts;
}

}  // namespace

CentreView centre_view(const Edition& edition, const i18n::Speaker& say, Time now) {
  const Centre& centre = edition.catalogue.centre;
  return {.now = opening_text(edition, say, now),
          .hours_today = hours_text(edition.catalogue.calendar.hours(edition.zone.day(now))),
          .days_off = days_off(edition, say, now),
          .address = centre.address.in(say.language()),
          .phone = centre.phone};
}

}  // namespace biroyna::catalogue

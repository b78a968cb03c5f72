#include "features/hall/page_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "platform/i18n/sentence.hpp"

namespace biroyna::hall {
namespace {

int minutes_up(int seconds) { return (seconds + 59) / 60; }

}  // namespace

std::string wait_text(const i18n::Speaker& say, const Forecast& forecast) {
  if (forecast.no_window) return std::string(say("wait.no_window"));
  const int from = minutes_up(forecast.p50_seconds), to = minutes_up(forecast.p90_seconds);
  if (to <= 1) return std::string(say("wait.none"));
  if (from >= to) return say.many("wait.about", to);
  return say("wait.range", {{"from", std::to_string(from)}, {"to", std::to_string(to)}});
}

std::string wait_text(const i18n::Speaker& say, const View& view, const Forecast& forecast) {
  if (closes_before(forecast, view.now, view.closes_at)) return std::string(say("wait.after_closing"));
  return wait_text(say, forecast);
}

std::string closes_before_text(const i18n::Speaker& say, const View& view) {
  return say("wait.closes_before",
             {{"time", view.closes_at ? local_time(view, *view.closes_at) : std::string("–")}});
}

std::string advice_text(const i18n::Speaker& say, const View& view, const Advice& advice) {
  if (advice.closes_before) return closes_before_text(say, view);
  switch (advice.when) {
    case Advice::When::at:
      return say("ticket.be_here_at", {{"time", local_time(view, advice.be_here)}});
    case Advice::When::now:
      return std::string(say("ticket.be_here_now"));
    case Advice::When::unknown:
      break;
  }
  return std::string(say("ticket.no_time_yet"));
}

std::string service_name(const catalogue::Catalogue& catalogue, Language language, const ServiceId& id) {
  const auto* service = catalogue.find(id);
  return service == nullptr ? id.str() : service->names.in(language);
}

std::string window_name(const catalogue::Catalogue& catalogue, Language language, const WindowId& id) {
  const auto* window = catalogue.find(id);
  return window == nullptr ? id.str() : window->names.in(language);
}

std::string minutes_text(const i18n::Speaker& say, Seconds time) {
  return say.many("host.minutes", std::chrono::floor<Minutes>(time).count());
}

std::string state_text(const i18n::Speaker& say, State state) {
  return std::string(say("state." + std::string(name(state))));
}

std::string opening_text(const i18n::Speaker& say, const View& view) {
  const auto& calendar = view.catalogue().calendar;
  const Minutes now = view.edition.zone.time_of_day(view.now);
  const auto& today = calendar.hours(view.day);
  const auto later = std::ranges::find_if(today, [&](const Hours& hours) { return hours.from > now; });
  if (later != today.end()) return say("kiosk.opens_today", {{"time", to_hhmm(later->from)}});
  const auto next = calendar.next_working_day(view.day);
  if (!next) return {};
  return say("kiosk.opens_on", {{"day", i18n::date_in_sentence(say.language(), *next)},
                                {"time", to_hhmm(calendar.hours(*next).front().from)}});
}

std::string local_time(const View& view, Time time) { return to_hhmm(view.edition.zone.time_of_day(time)); }

int minutes_since(Time then, Time now) {
  return static_cast<int>(std::max<std::int64_t>(0, std::chrono::floor<Minutes>(now - then).count()));
}

std::string elapsed(Time since, Time now) {
  const auto seconds = std::max<std::int64_t>(0, std::chrono::duration_cast<Seconds>(now - since).count());
  return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

Language language_of(const Ticket& ticket) {
  return parse_language(ticket.language).value_or(Language::uz_latn);
}

std::string centre_address(Language language, const CentreId& centre) {
  return "/" + std::string(tag(language)) + "/" + centre.str();
}

}  // namespace biroyna::hall

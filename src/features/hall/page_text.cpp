#include "features/hall/page_text.hpp"

#include <fmt/format.h>

#include <algorithm>

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

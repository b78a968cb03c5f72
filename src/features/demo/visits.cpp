#include "features/demo/visits.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <tuple>

namespace biroyna::demo {
namespace {

using catalogue::ApplicantKind;
using catalogue::Channel;

constexpr int kOfLifeEvents = 40, kOnline = 450;  // of a thousand

// Short things are asked for more often than long ones.
std::vector<double> popularity(const std::vector<const catalogue::Service*>& services) {
  std::vector<double> weights;
  for (const auto* service : services)
    weights.push_back(service->at_window ? 4.0 : 20.0 / (4.0 + service->term_working_days));
  return weights;
}

Channel channel_for(const std::vector<const catalogue::Service*>& services, Random& random) {
  const bool online = std::ranges::all_of(
      services, [](const auto* service) { return catalogue::applied_for_online(*service); });
  return online && happens(random, kOnline) ? Channel::online : Channel::window;
}

// A moment of this day at which somebody comes; nothing when the centre is closed, for who comes to it.
std::optional<Time> moment_of(Day day, Channel channel, const catalogue::Edition& edition, Random& random) {
  if (channel == Channel::online) return edition.zone.at(day, Minutes(7 * 60 + below(random, 16 * 60)));
  const auto& hours = edition.catalogue.calendar.hours(day);
  if (hours.empty()) return std::nullopt;
  const auto& range = one_of(random, hours);
  const auto length = static_cast<int>((range.to - range.from).count());
  return edition.zone.at(day, range.from + Minutes(below(random, std::max(1, length - 30))));
}

}  // namespace

std::vector<Visit> visits_of(const Settings& settings, const catalogue::Edition& edition) {
  Random random(settings.seed);
  random.discard(10);
  const Day last = edition.zone.day(settings.until);
  const auto opens_in_time = [&](const catalogue::Service& service) {
    const Day first = last - settings.during + std::chrono::days(1);
    return !service.season || catalogue::open_days(*service.season, first).from <= last;
  };
  std::vector<const catalogue::Service*> services;
  for (const auto& service : edition.catalogue.services) {
    if (!service.form.empty() && opens_in_time(service)) services.push_back(&service);
  }
  if (services.empty()) throw std::runtime_error("no service of this centre can be applied for");
  const std::vector<double> weights = popularity(services);
  std::discrete_distribution<std::size_t> popular(weights.begin(), weights.end());
  std::vector<std::vector<const catalogue::Service*>> life_events;
  for (const auto& event : edition.catalogue.life_events) {
    std::vector<const catalogue::Service*> of_event;
    for (const auto& id : event.services) {
      const auto* service = edition.catalogue.find(id);
      if (service != nullptr && !service->form.empty() && service->for_individuals && opens_in_time(*service))
        of_event.push_back(service);
    }
    if (of_event.size() > 1 && of_event.size() <= cases::kMostServices)
      life_events.push_back(std::move(of_event));
  }

  std::vector<Visit> visits;
  std::size_t left = static_cast<std::size_t>(settings.applications), next = 0;
  while (left > 0) {
    Visit visit{.services = {services[next < services.size() ? next++ : popular(random)]}};
    const auto* event = life_events.empty() ? nullptr : &one_of(random, life_events);
    if (next == services.size() && event != nullptr && event->size() <= left &&
        happens(random, kOfLifeEvents))
      visit.services = *event;
    const auto* first = visit.services.front();
    const bool business = visit.services.size() == 1 && first->for_businesses &&
                          (!first->for_individuals || happens(random, 300));
    visit.kind = business ? ApplicantKind::business : ApplicantKind::individual;
    visit.channel = channel_for(visit.services, random);
    visit.seed = random();
    do {
      const Day day = last - std::chrono::days(below(random, static_cast<int>(settings.during.count())));
      const bool open = std::ranges::all_of(visit.services, [day](const catalogue::Service* service) {
        return !service->season || catalogue::is_open(*service->season, day);
      });
      visit.at = open ? moment_of(day, visit.channel, edition, random).value_or(kNever) : kNever;
    } while (visit.at >= settings.until);
    left -= visit.services.size();
    visits.push_back(std::move(visit));
  }
  std::ranges::sort(visits, {}, [](const Visit& visit) { return std::tuple(visit.at, visit.seed); });
  return visits;
}

}  // namespace biroyna::demo

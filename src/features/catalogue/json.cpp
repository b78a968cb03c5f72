#include "features/catalogue/json.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "platform/json/money.hpp"

namespace biroyna::catalogue {
namespace json = boost::json;
namespace {

json::object names_json(const Names& names) {
  json::object object;
  for (const Language language : kLanguages) object[tag(language)] = names.in(language);
  return object;
}

json::array hours_json(const std::vector<Hours>& hours) {
  json::array array;
  for (const auto& [from, to] : hours) array.push_back({{"from", to_hhmm(from)}, {"to", to_hhmm(to)}});
  return array;
}

json::value money_or_null(std::optional<Tiyin> amount) {
  if (!amount) return nullptr;
  return money_json(*amount);
}

template <class Items>
json::array ids(const Items& items) {
  json::array array;
  for (const auto& id : items) array.emplace_back(id.str());
  return array;
}

}  // namespace

Opening opening(const Edition& edition, Time now) {
  const Calendar& calendar = edition.catalogue.calendar;
  const Day day = edition.zone.day(now);
  const Minutes time = edition.zone.time_of_day(now);
  for (const auto& [from, to] : calendar.hours(day)) {
    if (time < from) return {false, edition.zone.at(day, from)};
    if (time < to) return {true, edition.zone.at(day, to)};
  }
  const auto next = calendar.next_working_day(day);
  if (!next) return {};
  return {false, edition.zone.at(*next, calendar.hours(*next).front().from)};
}

json::object centre_json(const Edition& edition, Time now) {
  const Centre& centre = edition.catalogue.centre;
  const Opening state = opening(edition, now);
  // The hours of the next seven days, holidays and make-up days included.
  const Day today = edition.zone.day(now);
  json::array days;
  for (int i = 0; i < 7; ++i) {
    const Day day = today + std::chrono::days(i);
    const auto weekday = std::chrono::weekday(day).iso_encoding() - 1;
    days.push_back({{"date", to_iso(day)},
                    {"weekday", kWeekdays[weekday]},
                    {"hours", hours_json(edition.catalogue.calendar.hours(day))}});
  }
  json::array days_off;
  for (const Holiday& holiday : edition.catalogue.holidays) {
    if (holiday.date < today) continue;
    days_off.push_back({{"date", to_iso(holiday.date)},
                        {"names", names_json(holiday.names)},
                        {"five_day_week", holiday.five_day_week},
                        {"expected", holiday.expected}});
  }
  json::array languages;
  for (const Language language : kLanguages) languages.emplace_back(tag(language));
  json::object object{{"id", centre.id.str()},
                      {"names", names_json(centre.names)},
                      {"address", names_json(centre.address)},
                      {"phone", centre.phone},
                      {"soato", centre.soato},
                      {"time_zone", centre.zone},
                      {"languages", std::move(languages)},
                      {"default_language", tag(centre.default_language)},
                      {"catalogue_version", edition.catalogue.version},
                      {"open", state.open},
                      {"days", std::move(days)},
                      {"days_off", std::move(days_off)}};
  if (state.changes_at) object[state.open ? "closes_at" : "opens_at"] = to_rfc3339(*state.changes_at);
  return object;
}

json::object service_json(const Catalogue& catalogue, const Service& service, Day today) {
  json::array documents;
  for (const auto& use : service.documents) {
    documents.push_back({{"id", use.type.str()},
                         {"names", names_json(catalogue.find(use.type)->names)},
                         {"if_needed", use.when.has_value()},
                         {"asked_of_registry", !use.step.empty()}});
  }
  json::array steps;
  for (const auto& step : service.steps) {
    json::array after;
    for (const auto& id : step.after) after.emplace_back(id);
    steps.push_back({{"id", step.id},
                     {"department", step.department.str()},
                     {"working_days", step.working_days},
                     {"after", std::move(after)}});
  }
  json::array events;
  for (const auto& event : catalogue.life_events) {
    if (std::ranges::find(event.services, service.id) != event.services.end()) events.emplace_back(event.id);
  }
  json::array recipients;
  if (service.for_individuals) recipients.emplace_back("individual");
  if (service.for_businesses) recipients.emplace_back("business");
  const auto at_window = fee(catalogue, service, today);
  json::object object{{"id", service.id.str()},
                      {"sphere", service.sphere.str()},
                      {"department", service.department.str()},
                      {"group", service.group.str()},
                      {"names", names_json(service.names)},
                      {"summary", names_json(service.summary)},
                      {"who", names_json(service.who)},
                      {"recipients", std::move(recipients)},
                      {"online", service.online},
                      {"presence_required", service.presence_required},
                      {"term_working_days", service.term_working_days},
                      {"fee", money_or_null(at_window)},
                      {"documents", std::move(documents)},
                      {"result", names_json(service.result)},
                      {"steps", std::move(steps)},
                      {"life_events", std::move(events)}};
  if (service.term_note) object["term_note"] = names_json(*service.term_note);
  if (service.fee_note) object["fee_note"] = names_json(*service.fee_note);
  if (applied_for_online(service))
    object["portal_fee"] = money_or_null(portal_fee(catalogue, service, today));
  return object;
}

json::object sphere_json(const Catalogue& catalogue, const Sphere& sphere) {
  return {{"id", sphere.id.str()},
          {"names", names_json(sphere.names)},
          {"services", std::ranges::count(catalogue.services, sphere.id, &Service::sphere)}};
}

json::object department_json(const Catalogue& catalogue, const Department& department) {
  return {{"id", department.id.str()},
          {"sphere", department.sphere.str()},
          {"names", names_json(department.names)},
          {"agency", names_json(department.agency)},
          {"services", std::ranges::count(catalogue.services, department.id, &Service::department)}};
}

json::object life_event_json(const LifeEvent& event) {
  return {{"id", event.id},
          {"names", names_json(event.names)},
          {"summary", names_json(event.summary)},
          {"services", ids(event.services)}};
}

json::object elsewhere_json(const Elsewhere& item) {
  return {{"id", item.id},
          {"names", names_json(item.names)},
          {"where", names_json(item.where)},
          {"link", item.link.empty() ? json::value() : json::value(item.link)}};
}

}  // namespace biroyna::catalogue

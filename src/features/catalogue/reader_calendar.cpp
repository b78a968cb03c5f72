// Which days the hall and the departments work: weeks, days off, make-up days.
#include "features/catalogue/reader_parts.hpp"

namespace biroyna::catalogue {
namespace {

constexpr std::size_t kSaturday = 5;

bool has_five_days(const Calendar::Week& week) { return week[kSaturday].empty(); }

}  // namespace

std::vector<Hours> read_hours(yaml::Node& node, const std::string& key) {
  std::vector<Hours> result;
  for (yaml::Node& item : node.child(key).items()) {
    const std::string text = item.scalar();
    const auto hyphen = text.find('-');
    const auto from = parse_hhmm(text.substr(0, hyphen));
    const auto to = hyphen == std::string::npos ? std::nullopt : parse_hhmm(text.substr(hyphen + 1));
    if (!from || !to)
      item.problem(fmt::format("hours are written like \"09:00-18:00\", not \"{}\"", text));
    else if (*from >= *to)
      item.problem(fmt::format("impossible hours \"{}\": they end before they begin", text));
    else if (!result.empty() && *from < result.back().to) {
      item.problem(fmt::format("impossible hours \"{}\": they begin before the range in front ends", text));
    } else {
      result.push_back({*from, *to});
    }
  }
  return result;
}

Day read_day(yaml::Node& node, const std::string& key) {
  const std::string text = node.text(key);
  const auto parsed = parse_iso_day(text);
  if (!parsed && !text.empty())
    node.problem_at(key, fmt::format("\"{}\" is not a day; write it like 2026-12-08", text));
  return parsed.value_or(Day{});
}

Calendar::Week read_week(yaml::Node& node) {
  Calendar::Week days;
  yaml::Node week = node.child("hours");
  for (std::size_t i = 0; i < kWeekdays.size(); ++i) days[i] = read_hours(week, kWeekdays[i]);
  week.finish();
  return days;
}

Calendar::Week five_days_of(Calendar::Week hall) {
  for (std::size_t day = kSaturday; day < hall.size(); ++day) hall[day].clear();
  return hall;
}

DaysOff read_holidays(yaml::Node& root, Catalogue& catalogue) {
  DaysOff days;
  std::set<Day> known;
  for (yaml::Node& item : root.child("holidays").items()) {
    const Day date = read_day(item, "date");
    if (!known.insert(date).second)
      item.problem_at("date", fmt::format("{} stands here twice", to_iso(date)));
    catalogue.holidays.push_back({date, item.names("names"),
                                  item.has("five_day_week") && item.flag("five_day_week"),
                                  item.has("expected") && item.flag("expected")});
    item.finish();
  }
  for (yaml::Node& item : root.child("working_days").items()) {
    const Day date = read_day(item, "date");
    if (known.contains(date)) item.problem_at("date", fmt::format("{} is a holiday as well", to_iso(date)));
    item.names("names");
    days.working[date] = read_hours(item, "hours");
    item.finish();
  }
  if (root.has("known_until")) catalogue.holidays_known_until = read_day(root, "known_until");
  root.finish();
  for (const Holiday& holiday : catalogue.holidays) {
    days.of_five.insert(holiday.date);
    if (!holiday.five_day_week) days.of_all.insert(holiday.date);
  }
  return days;
}

Calendar DaysOff::with(const Calendar::Week& week) const {
  return {week, has_five_days(week) ? of_five : of_all, working};
}

}  // namespace biroyna::catalogue

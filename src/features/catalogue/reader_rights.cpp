// What a service owes to who applies, beside the decision: to be heard, silence that grants, seasons, waiting
// lists.
#include <algorithm>

#include "features/catalogue/reader_parts.hpp"

namespace biroyna::catalogue {

namespace {

void read_hearing(yaml::Node& root, Service& service) {
  if (!root.has("hearing")) return;
  yaml::Node hearing = root.child("hearing");
  service.hearing_days = static_cast<int>(hearing.integer("working_days", 1, 60));
  if (service.at_window)
    root.problem_at("hearing", "who is at the window while it is decided is heard there");
  hearing.finish();
}

void read_silence(yaml::Node& root, Service& service) {
  if (!root.has("silence")) return;
  yaml::Node silence = root.child("silence");
  service.silence = silence.names("ground");
  if (service.issues.layout != DocumentLayout::permit)
    root.problem_at("silence", "only a permit is granted by silence");
  if (!found_field(service.issues.valid_until).empty())
    root.problem_at("silence", "nobody finds until when it holds: say \"valid_months\" or \"valid_days\"");
  silence.finish();
}

void read_waiting_list(yaml::Node& root, Service& service, const Known& known) {
  if (!root.has("waiting_list")) return;
  yaml::Node list = root.child("waiting_list");
  WaitingList& waiting = service.waiting_list.emplace();
  waiting.by = list.text_if("by").value_or("");
  const auto* field = waiting.by.empty() ? nullptr : known.catalogue.find_field(waiting.by);
  const bool is_one =
      field != nullptr && (field->type == FieldType::choice || field->type == FieldType::number);
  if (!waiting.by.empty() && (!is_one || !is_asked_always(service, waiting.by)))
    list.problem_at("by", "a line is told from others by a choice or a number that the form always asks for");
  if (list.has("first")) {
    for (yaml::Node& item : list.child("first").items()) {
      auto when = expression(item, "when", Type::yes_no, known);
      Names names = item.names("names");
      if (when) waiting.first.push_back({*std::move(when), std::move(names)});
      item.finish();
    }
  }
  list.finish();
}

std::chrono::month_day read_month_day(yaml::Node& node, const std::string& key) {
  const std::string text = node.text(key);
  const auto day = parse_iso_day("2001-" + text);  // no leap year
  if (!day && !text.empty())
    node.problem_at(key, fmt::format("\"{}\" is not a day of each year; write it like 06-20", text));
  const std::chrono::year_month_day date(day.value_or(Day{}));
  return date.month() / date.day();
}

void read_season(yaml::Node& root, Service& service) {
  if (!root.has("season")) return;
  yaml::Node season = root.child("season");
  service.season = {read_month_day(season, "from"), read_month_day(season, "to")};
  season.finish();
}

void read_identity(yaml::Node& root, Service& service) {
  if (!root.has("identity")) return;
  const std::string level = root.text("identity");
  service.needs_zone = level == "zone";
  service.needs_identity = service.needs_zone || level == "visit";
  if (service.needs_zone && service.for_businesses)
    root.problem_at("identity",
                    "a business has no document whose zone could be read: \"zone\" is for individuals");
  if (!service.needs_identity) root.problem_at("identity", "\"identity\" is visit or zone, or is left out");
}

}  // namespace

void read_rights(yaml::Node& root, Service& service, const Known& answers) {
  read_hearing(root, service);
  read_silence(root, service);
  read_waiting_list(root, service, answers);
  read_season(root, service);
  read_identity(root, service);
}

}  // namespace biroyna::catalogue

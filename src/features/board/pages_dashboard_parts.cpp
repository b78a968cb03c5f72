#include "features/board/pages_dashboard_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "features/board/dashboard_view.hpp"
#include "platform/i18n/sentence.hpp"

namespace biroyna::board {
namespace {

using html::make;
using html::to;

// The chart's own units; it is drawn as wide as its place.
constexpr int kWidth = 720, kHeight = 240, kTop = 40, kBottom = 206, kSide = 8;

std::string clock_hour(int hour) { return to_hhmm(Minutes{60 * hour}); }

struct Bar {
  std::string_view look;
  int x = 0, width = 0, count = 0;
};

void draw(Html& out, const Bar& bar, int most) {
  const int height = bar.count * (kBottom - kTop) / most;
  to(out, "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"></rect>", bar.look, bar.x,
     kBottom - height, bar.width, height);
  if (bar.count > 0) {
    to(out, "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>", bar.x + bar.width / 2,
       kBottom - height - 4, bar.count);
  }
}

Html legend(const i18n::Speaker& say) {
  return make(
      "<rect class=\"b-bars__bar--1\" x=\"8\" y=\"4\" width=\"14\" height=\"14\"></rect><text x=\"28\" "
      "y=\"16\">{}</text><rect class=\"b-bars__bar--2\" x=\"248\" y=\"4\" width=\"14\" "
      "height=\"14\"></rect><text x=\"268\" y=\"16\">{}</text>",
      say("dashboard.arrived"), say("dashboard.served"));
}

Html bars(const i18n::Speaker& say, const std::vector<HourFigures>& hours) {
  int most = 1;
  for (const auto& hour : hours) most = std::max({most, hour.arrived, hour.served});
  const int slot = (kWidth - 2 * kSide) / static_cast<int>(std::max<std::size_t>(hours.size(), 6));
  const int width = slot * 2 / 5;
  Html drawn = legend(say);
  int x = kSide;
  for (const auto& hour : hours) {
    draw(drawn, {"b-bars__bar--1", x, width, hour.arrived}, most);
    draw(drawn, {"b-bars__bar--2", x + width, width, hour.served}, most);
    to(drawn, "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>", x + width, kBottom + 20,
       clock_hour(hour.hour));
    x += slot;
  }
  return make(
      "<svg class=\"b-bars\" viewBox=\"{} {} {} {}\" width=\"720\" height=\"240\" role=\"img\" "
      "aria-labelledby=\"hours-caption\">{}<line class=\"b-bars__axis\" x1=\"0\" y1=\"{}\" x2=\"{}\" "
      "y2=\"{}\"></line></svg>",
      0, 0, kWidth, kHeight, drawn, kBottom, kWidth, kBottom);
}

std::string caption(const i18n::Speaker& say, const Trend& trend) {
  constexpr std::string_view kLines[] = {"dashboard.trend_growing", "dashboard.trend_steady",
                                         "dashboard.trend_shrinking"};
  const std::string latest = say(std::string(kLines[static_cast<std::size_t>(trend.line)]),
                                 {{"from", clock_hour(trend.latest.hour)},
                                  {"to", clock_hour(trend.latest.hour + 1)},
                                  {"arrived", i18n::number(trend.latest.arrived)},
                                  {"served", i18n::number(trend.latest.served)}});
  return latest + " " +
         say("dashboard.busiest", {{"from", clock_hour(trend.busiest.hour)},
                                   {"to", clock_hour(trend.busiest.hour + 1)},
                                   {"arrived", i18n::number(trend.busiest.arrived)}});
}

// In the centre's time.
std::string moment(const StaffPage& page, Time time) {
  const Zone& zone = page.view.edition.zone;
  return fmt::format("{}, {}", i18n::date_in_sentence(page.say.language(), zone.day(time)),
                     to_hhmm(zone.time_of_day(time)));
}

}  // namespace

Html restored_notice(const StaffPage& page, const std::vector<audit::Restored>& restores) {
  const auto& say = page.say;
  if (restores.empty())
    return make("<section id=\"restored\" data-live aria-label=\"{}\"></section>", say("restored.title"));
  Html times, steps;
  for (const auto& restored : restores)
    to(times, "<p class=\"govuk-body\">{}</p>",
       say("restored.lost",
           {{"at", moment(page, restored.at)}, {"from", moment(page, restored.taken_until)}}));
  for (const char* step : {"restored.tickets", "restored.applications", "restored.documents",
                           "restored.changes", "restored.rights"})
    to(steps, "<li>{}</li>", say(step));
  return make("<section id=\"restored\" data-live aria-label=\"{}\">{}</section>", say("restored.title"),
              html::inset_text(
                  {.text = make("<h2 class=\"govuk-heading-m\">{}</h2>{}<p class=\"govuk-body\">{}</p><ul "
                                "class=\"govuk-list govuk-list--bullet\">{}</ul><button "
                                "class=\"govuk-button govuk-button--secondary\" form=\"actions\" "
                                "formaction=\"{}\">{}</button>",
                                say("restored.title"), times, say("restored.to_do"), steps,
                                page.root + "/restore-settled", say("restored.settle"))}));
}

Html backup_notice(const StaffPage& page, const backup::Standing& backups) {
  const auto& say = page.say;
  Html alerts;
  const auto alert = [&](const std::string& text) {
    to(alerts,
       "<li class=\"b-alert b-alert--grave\"><span class=\"b-icon b-icon--alert\" "
       "aria-hidden=\"true\"></span><span><span class=\"govuk-visually-hidden\">{}: </span>{} {}</span></li>",
       say("dashboard.alert"), text, say("backup.tell"));
  };
  if (backups.is_old(page.view.now)) alert(say("backup.old", {{"time", moment(page, *backups.last)}}));
  if (backups.misses_changes(page.view.now))
    alert(say("backup.changes_missing", {{"time", moment(page, *backups.changes_missing_since)}}));
  return make("<section id=\"backup\" data-live aria-label=\"{}\">{}</section>", say("backup.title"),
              alerts.empty() ? Html() : make("<ul class=\"b-alerts\">{}</ul>", alerts));
}

Html last_backup(const StaffPage& page, const backup::Standing& backups) {
  return make("<p id=\"last-backup\" class=\"b-stamp\" data-live>{}</p>",
              backups.last ? page.say("backup.last", {{"time", moment(page, *backups.last)}})
                           : std::string(page.say("backup.never")));
}

Html clock_notice(const StaffPage& page, const timekeeping::Standing& clock) {
  const auto& say = page.say;
  if (clock.trusted())
    return make("<section id=\"clock\" data-live aria-label=\"{}\"></section>", say("clock.title"));
  return make(
      "<section id=\"clock\" data-live aria-label=\"{}\"><ul class=\"b-alerts\"><li class=\"b-alert "
      "b-alert--grave\"><span class=\"b-icon b-icon--alert\" aria-hidden=\"true\"></span><span><span "
      "class=\"govuk-visually-hidden\">{}: </span>{} {} <button class=\"b-link\" form=\"actions\" "
      "formaction=\"{}\">{}</button></span></li></ul></section>",
      say("clock.title"), say("dashboard.alert"),
      say("clock.doubted", {{"clock", moment(page, clock.wall)}, {"now", moment(page, clock.now)}}),
      say("clock.means"), page.root + "/confirm-clock", say("clock.confirm"));
}

Html dashboard_figures(const StaffPage& page, const Figures& figures) {
  constexpr std::string_view kLooks[] = {"b-stats__item", "b-stats__item--good", "b-stats__item--alert"};
  Html items;
  for (const auto& tile : dashboard_tiles(page.say, figures, page.view.hall.plan().promise)) {
    to(items, "<div class=\"{}\"><dt>{}</dt><dd>{}{}</dd></div>", kLooks[static_cast<std::size_t>(tile.mark)],
       tile.name, tile.value, tile.detail.empty() ? Html() : make(" <small>{}</small>", tile.detail));
  }
  return make("<dl id=\"figures\" class=\"b-stats\" data-live>{}</dl>", items);
}

Html dashboard_hours(const StaffPage& page, const Figures& figures) {
  const auto& say = page.say;
  if (!figures.trend) {
    return card("hours", say("dashboard.hours"),
                make("<p class=\"govuk-body\">{}</p>", say("dashboard.nobody_came")));
  }
  html::Table table{.rows = {},
                    .head = {{.text = say("dashboard.hour")},
                             {.text = say("dashboard.arrived"), .format = "numeric"},
                             {.text = say("dashboard.served"), .format = "numeric"}},
                    .caption = say("dashboard.hours"),
                    .caption_classes = "govuk-visually-hidden",
                    .first_cell_is_header = true};
  for (const auto& hour : figures.hours) {
    table.rows.push_back({{.text = fmt::format("{}–{}", clock_hour(hour.hour), clock_hour(hour.hour + 1))},
                          {.text = i18n::number(hour.arrived), .format = "numeric"},
                          {.text = i18n::number(hour.served), .format = "numeric"}});
  }
  return card("hours", say("dashboard.hours"),
              make("<figure class=\"b-chart\">{}<figcaption id=\"hours-caption\">{}</figcaption></figure>{}",
                   bars(say, figures.hours), caption(say, *figures.trend),
                   pages::scrolled_table(table, say("dashboard.hours"))));
}

}  // namespace biroyna::board

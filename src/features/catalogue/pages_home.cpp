// The first page of a centre: search, spheres, life events, and the centre itself.
#include <algorithm>

#include "features/catalogue/centre_view.hpp"
#include "features/catalogue/pages_parts.hpp"
#include "platform/i18n/sentence.hpp"
#include "platform/i18n/typed.hpp"

namespace biroyna::catalogue {
namespace {

using html::make;
using html::to;

// The same everywhere, so that a sphere is known again by its sign.
std::string_view icon_of(const SphereId& sphere) {
  constexpr std::pair<std::string_view, std::string_view> kIcons[] = {
      {"social", "family"},          {"education", "school"}, {"culture-sport", "calendar"},
      {"housing-utilities", "home"}, {"health", "health"},    {"business", "business"},
      {"land-property", "land"}};
  const auto found = std::ranges::find(kIcons, std::string_view(sphere.str()),
                                       &std::pair<std::string_view, std::string_view>::first);
  return found == std::end(kIcons) ? "document" : found->second;
}

Html about_centre(const PortalPage& page) {
  const auto& say = page.say;
  const CentreView centre = centre_view(page.edition, say, page.now);
  std::vector<html::SummaryRow> rows = {
      {.key = {.text = say("portal.now")}, .value = {.text = centre.now}},
      {.key = {.text = say("portal.address")}, .value = {.text = centre.address}},
      {.key = {.text = say("portal.phone")},
       .value = {.text = make("<a class=\"govuk-link\" href=\"tel:{}\">{}</a>", centre.phone,
                              i18n::phone(say.language(), centre.phone))}}};
  if (!centre.hours_today.empty())
    rows.insert(rows.begin() + 1,
                {.key = {.text = say("portal.hours_today")}, .value = {.text = centre.hours_today}});
  if (!centre.days_off.empty()) {
    Html days;
    for (const auto& day : centre.days_off) to(days, "{}{}", days.empty() ? make("") : make("<br>"), day);
    rows.insert(rows.end() - 2, {.key = {.text = say("portal.days_off")}, .value = {.text = days}});
  }
  return make(
      "<section class=\"b-card\" aria-labelledby=\"centre-title\"><h2 id=\"centre-title\" "
      "class=\"govuk-heading-m\">{}</h2>{}<p "
      "class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p><p class=\"govuk-body\"><a "
      "class=\"govuk-link\" href=\"{}\">{}</a></p></section>",
      say("portal.centre"), html::summary_list({.rows = std::move(rows)}), page.address("/board"),
      say("portal.board"), page.address("/in-term"), say("portal.in_term"));
}

// What is applied for only at some time of the year, and is now or soon.
Html in_season(const PortalPage& page) {
  constexpr std::chrono::days kSoon{14};
  const auto& say = page.say;
  Html list;
  for (const auto& service : page.catalogue().services) {
    if (!service.season) continue;
    const OpenDays days = open_days(*service.season, page.today);
    if (days.from > page.today + kSoon) continue;
    const bool open = days.from <= page.today;
    to(list, "<li><a class=\"govuk-link\" href=\"{}\">{}</a> <span>{}</span></li>",
       page.address("/services/" + service.id.str()), page.in(service.names),
       say(open ? "portal.in_season_until" : "portal.in_season_from",
           {{"day", i18n::date_in_sentence(say.language(), open ? days.to : days.from)}}));
  }
  if (list.empty()) return {};
  return html::inset_text({.text = make("<h2 class=\"govuk-heading-m\">{}</h2><ul class=\"b-list\">{}</ul>",
                                        say("portal.in_season"), list)});
}

}  // namespace

Html contact(const Edition& edition, const i18n::Speaker& say) {
  const Centre& centre = edition.catalogue.centre;
  return make(
      "<p class=\"govuk-body\"><strong>{}</strong><br>{}<br><a class=\"govuk-link\" "
      "href=\"tel:{}\">{}</a></p>",
      centre.names.in(say.language()), centre.address.in(say.language()), centre.phone,
      i18n::phone(say.language(), centre.phone));
}

Html contacts(const Catalogues& catalogues, const i18n::Speaker& say) {
  constexpr std::size_t kMost = 5;
  const auto all = catalogues.all();
  Html found;
  for (const auto& edition : all)
    if (all.size() <= kMost) found += contact(*edition, say);
  return found;
}

Html home_main(const PortalPage& page) {
  const auto& say = page.say;
  Html spheres;
  for (const auto& sphere : page.catalogue().spheres) {
    const auto services = std::ranges::count(page.catalogue().services, sphere.id, &Service::sphere);
    spheres += tile(page.address(fmt::format("/services?sphere={}", sphere.id.str())), icon_of(sphere.id),
                    page.in(sphere.names), count_of(page, static_cast<std::size_t>(services)));
  }
  return make(
      "<div class=\"b-hero\"><h1 class=\"govuk-heading-xl\">{}</h1><p "
      "class=\"govuk-body-l\">{}</p>{}</div>{}<h2 "
      "class=\"govuk-heading-l\">{}</h2><ul class=\"b-tiles\">{}</ul><h2 "
      "class=\"govuk-heading-l\">{}</h2>{}<p class=\"govuk-body\"><a "
      "class=\"govuk-link\" href=\"{}\">{}</a></p>{}",
      page.in(page.catalogue().centre.names), say("portal.lead"), search_form(page, ""), in_season(page),
      say("portal.by_sphere"), spheres, say("portal.by_life_event"), life_event_tiles(page),
      page.address("/departments"), say("portal.by_department"), about_centre(page));
}

}  // namespace biroyna::catalogue

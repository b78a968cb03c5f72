// Life events: what belongs together, and is begun together.
#include <algorithm>

#include "features/catalogue/pages_parts.hpp"
#include "platform/pages/done.hpp"

namespace biroyna::catalogue {
namespace {

using html::make;
using html::to;

std::string_view icon_of_event(std::string_view event) {
  constexpr std::pair<std::string_view, std::string_view> kIcons[] = {
      {"birth", "family"},  {"child-learns", "school"}, {"studies-abroad", "globe"},
      {"job-loss", "work"}, {"business", "business"},   {"house", "home"},
      {"moving", "land"},   {"retirement", "seat"},     {"disability", "health"}};
  const auto found = std::ranges::find(kIcons, event, &std::pair<std::string_view, std::string_view>::first);
  return found == std::end(kIcons) ? "calendar" : found->second;
}

// Several services of a life event at once: each fact and document is asked once.
Html start_together(const PortalPage& page, const LifeEvent& event) {
  const auto& say = page.say;
  html::Checkboxes choice{.name = "service",
                          .items = {},
                          .fieldset = html::Fieldset{.legend = {.text = say("event.together"),
                                                                .classes = "govuk-fieldset__legend--m"}},
                          .hint = {.text = say("event.together_hint")}};
  for (const auto& id : event.services) {
    const Service* service = page.catalogue().find(id);
    if (service == nullptr || !applied_for_online(*service)) continue;
    choice.items.push_back({.value = id.str(), .text = page.in(service->names)});
  }
  if (choice.items.size() < 2) return {};
  for (const std::string_view known : {"none_chosen", "not_together", "out_of_season"}) {
    if (pages::done_value(page.request, "problem") == known)
      choice.error_message = {.text = say(fmt::format("apply.problem_{}", known)),
                              .visually_hidden_text = say("host.error")};
  }
  return make(
      "<form method=\"post\" action=\"{}\" class=\"b-card\">{}<input type=\"hidden\" name=\"from\" "
      "value=\"{}\">{}{}</form>",
      page.address("/apply"), pages::csrf_field(page.request), event.id, html::checkboxes(choice),
      html::button({.text = say("event.begin")}));
}

}  // namespace

Html life_event_tiles(const PortalPage& page) {
  Html tiles;
  for (const auto& event : page.catalogue().life_events) {
    tiles += tile(page.address("/life-events/" + event.id), icon_of_event(event.id), page.in(event.names),
                  page.in(event.summary));
  }
  return make("<ul class=\"b-tiles\">{}</ul>", tiles);
}

Html life_event_main(const PortalPage& page, const LifeEvent& event) {
  std::vector<const Service*> services;
  services.reserve(event.services.size());
  for (const auto& id : event.services) services.push_back(page.catalogue().find(id));
  return make("{}<p class=\"govuk-body-l\">{}</p>{}{}", heading(page.in(event.names)), page.in(event.summary),
              start_together(page, event), service_list(page, services));
}

}  // namespace biroyna::catalogue

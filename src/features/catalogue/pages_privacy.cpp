// What the centre does with personal data: its own page, and the line before the first answer.
#include "features/catalogue/pages.hpp"
#include "features/catalogue/pages_parts.hpp"
#include "features/catalogue/privacy_view.hpp"

namespace biroyna::catalogue {
namespace {

using html::make;
using html::to;

Html bullets(const std::vector<std::string>& names) {
  Html items;
  for (const auto& name : names) to(items, "<li>{}</li>", name);
  return make("<ul class=\"govuk-list govuk-list--bullet\">{}</ul>", items);
}

Html section(std::string_view title, const Html& text) {
  return make("<h2 class=\"govuk-heading-m\">{}</h2>{}", title, text);
}

Html paragraph(std::string_view text) { return make("<p class=\"govuk-body\">{}</p>", text); }

html::SummaryRow row_of(std::string_view label, html::Content text) {
  return {.key = {.text = label}, .value = {.text = std::move(text)}};
}

// What holds for this service alone.
Html service_part(const PortalPage& page, const Service& service) {
  const auto& say = page.say;
  const ServicePrivacy privacy = service_privacy(page.catalogue(), service, say);
  std::vector<html::SummaryRow> rows = {
      row_of(say("privacy.why"), say("privacy.why_service", {{"service", privacy.name}})),
      row_of(say("privacy.who"), bullets(privacy.departments))};
  if (!privacy.registries.empty())
    rows.push_back(row_of(say("privacy.registries"), bullets(privacy.registries)));
  rows.push_back(row_of(say("privacy.how_long"), kept_text(say, privacy.keep_years)));
  return make(
      "<h2 class=\"govuk-heading-m\">{}</h2>{}<p class=\"govuk-body\"><a class=\"govuk-link\" "
      "href=\"{}\">{}</a></p>",
      privacy.name, html::summary_list({.rows = std::move(rows)}),
      page.address("/services/" + service.id.str()), say("privacy.to_service"));
}

Html services_part(const PortalPage& page, const CentrePrivacy& privacy) {
  const auto& say = page.say;
  Html items;
  for (const auto& service : privacy.services)
    to(items, "<li><a class=\"govuk-link\" href=\"{}\">{}</a> <span>{}</span></li>",
       page.address(service.path), service.name, kept_text(say, service.keep_years));
  return html::details(
      {.summary = say("privacy.by_service"), .text = make("<ul class=\"b-list\">{}</ul>", items)});
}

}  // namespace

Html privacy_main(const PortalPage& page, const Service* service) {
  const auto& say = page.say;
  const CentrePrivacy privacy = centre_privacy(page.catalogue(), say);
  Html kept;
  if (privacy.most_years > 0)
    kept = paragraph(privacy.least_years == privacy.most_years
                         ? kept_text(say, privacy.most_years)
                         : say.many("privacy.kept_between", privacy.most_years,
                                    {{"least", std::to_string(privacy.least_years)}}));
  kept += paragraph(say.many("privacy.unsent", kUnsentKeptDays));
  const Html rights = make(
      "<ul class=\"govuk-list govuk-list--bullet\"><li>{} <a class=\"govuk-link\" "
      "href=\"{}\">{}</a></li><li>{}</li>"
      "<li>{}</li></ul>",
      say("privacy.right_looks"), page.address("/my"), say("nav.my"), say("privacy.right_correct"),
      say("privacy.right_complain"));
  return make("{}<p class=\"govuk-body-l\">{}</p>{}{}{}{}{}{}{}{}", heading(say("privacy.title")),
              say("privacy.lead"), service == nullptr ? Html() : service_part(page, *service),
              section(say("privacy.operator"), contact(page.edition, say)),
              section(say("privacy.why"), paragraph(say("privacy.why_text"))),
              section(say("privacy.who"), paragraph(say("privacy.who_text")) +
                                              html::details({.summary = say("privacy.departments"),
                                                             .text = bullets(privacy.departments)})),
              section(say("privacy.how_long"), kept + services_part(page, privacy)),
              section(say("privacy.stored"), paragraph(say("privacy.stored_text"))),
              section(say("privacy.rights"), rights), paragraph(say("privacy.law")));
}

Html privacy_note(const Edition& edition, const std::vector<const Service*>& services,
                  const i18n::Speaker& say) {
  const ServicePrivacy privacy = privacy_together(edition.catalogue, services, say);
  std::string seen;
  for (const auto& name : privacy.departments) seen += fmt::format("{}{}", seen.empty() ? "" : "; ", name);
  return make("<p class=\"govuk-body\">{} {} {} <a class=\"govuk-link\" href=\"{}\">{}</a></p>",
              say("privacy.note",
                  {{"centre", edition.catalogue.centre.names.in(say.language())}, {"service", privacy.name}}),
              say("privacy.note_seen", {{"departments", seen}}), kept_text(say, privacy.keep_years),
              privacy_address(edition, services, say.language()), say("privacy.note_more"));
}

std::string privacy_address(const Edition& edition, const std::vector<const Service*>& services,
                            Language language) {
  std::string address = fmt::format("/{}/{}/privacy", tag(language), edition.catalogue.centre.id.str());
  if (services.size() == 1) address += "?service=" + services.front()->id.str();
  return address;
}

}  // namespace biroyna::catalogue

// The page of one service.
#include <fmt/ranges.h>

#include <algorithm>

#include "features/catalogue/pages.hpp"
#include "features/catalogue/pages_parts.hpp"
#include "features/catalogue/service_view.hpp"

namespace biroyna::catalogue {
namespace {

using html::make;
using html::to;

Html with_note(std::string_view text, const std::optional<std::string>& note) {
  if (!note) return make("{}", text);
  return make("{}<br><span class=\"govuk-hint\">{}</span>", text, *note);
}

Html fee_text(const i18n::Speaker& say, const ServiceView::Fee& fee) {
  Html text =
      with_note(fee.kind.empty() ? fee.amount : fmt::format("{}: {}", fee.kind, fee.amount), fee.note);
  if (!fee.on_portal.empty()) to(text, "<br>{}: {}", say("service.portal_fee"), fee.on_portal);
  for (const auto& [who, amount] : fee.concessions)
    to(text, "<br><span class=\"govuk-hint\">{}: {}</span>", who, amount);
  if (!fee.back.empty()) to(text, "<br><span class=\"govuk-hint\">{}</span>", fee.back);
  return text;
}

Html list_text(const i18n::Speaker& say, const std::vector<ServiceView::Document>& documents) {
  Html list;
  for (const auto& [name, if_needed] : documents) {
    to(list, "<li>{}{}</li>", name,
       if_needed ? make(" <span class=\"govuk-hint\">({})</span>", say("service.if_needed")) : Html());
  }
  return make("<ul class=\"govuk-list govuk-list--bullet\">{}</ul>", list);
}

Html documents_text(const i18n::Speaker& say, const ServiceView& view) {
  Html text =
      view.documents.empty() ? make("{}", say("service.no_documents")) : list_text(say, view.documents);
  if (!view.documents_spared.empty())
    to(text, "<p class=\"govuk-body govuk-!-margin-top-2 govuk-!-margin-bottom-1\">{}</p>{}",
       say(view.spared_online ? "service.documents_spared_online" : "service.documents_spared"),
       list_text(say, view.documents_spared));
  return text;
}

Html life_events_text(const PortalPage& page, const std::vector<ServiceView::Link>& events) {
  if (events.empty()) return {};
  Html list;
  for (const auto& [name, path] : events)
    to(list, "<li><a class=\"govuk-link\" href=\"{}\">{}</a></li>", page.address(path), name);
  return make("<h2 class=\"govuk-heading-m\">{}</h2><ul class=\"govuk-list\">{}</ul>",
              page.say("service.belongs_to"), list);
}

// Who sees what one answers, with a link to the page that says more.
html::SummaryRow privacy_row(const PortalPage& page, const Service& service) {
  return {.key = {.text = page.say("footer.privacy")},
          .value = {.text = make("<a class=\"govuk-link\" href=\"{}\">{}</a>",
                                 privacy_address(page.edition, {&service}, page.language()),
                                 page.say("privacy.note_more"))}};
}

// A few questions before one applies, which answer whether one may and what it costs.
Html eligibility_link(const PortalPage& page, const Service& service) {
  if (service.form.empty()) return {};
  return make("<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>",
              page.address(fmt::format("/services/{}/eligibility", service.id.str())),
              page.say("eligibility.link"));
}

// Begins an application; nothing is made before it is pressed.
Html start(const PortalPage& page, const ServiceId& service) {
  return make(
      "<form method=\"post\" action=\"{}\">{}<input type=\"hidden\" name=\"service\" value=\"{}\">{}</form>",
      page.address("/apply"), pages::csrf_field(page.request), service.str(),
      html::button({.text = page.say("service.apply"), .is_start_button = true}));
}

// What of it nobody has confirmed yet: for those who edit it.
Html unconfirmed(const PortalPage& page, const Service& service) {
  constexpr std::pair<std::string_view, const char*> kFacts[] = {{"agency", "portal.department"},
                                                                 {"term", "service.term"},
                                                                 {"fee", "service.fee"},
                                                                 {"documents", "service.documents"},
                                                                 {"ground", "result.ground"}};
  if (page.request.principal.role != auth::Role::editor) return {};
  Html list;
  for (const auto& [fact, label] : kFacts) {
    if (std::ranges::find(service.verified_fields, fact) == service.verified_fields.end())
      to(list, "<li>{}</li>", page.say(label));
  }
  if (list.empty()) return {};
  return html::inset_text(
      {.text = make("<p class=\"govuk-body\"><strong>{}</strong></p><ul class=\"govuk-list "
                    "govuk-list--bullet\">{}</ul><p class=\"govuk-hint b-words\">{}</p>",
                    page.say("service.to_be_confirmed"), list, service.source)});
}

}  // namespace

Html service_main(const PortalPage& page, const Service& service) {
  const auto& say = page.say;
  const ServiceView view = service_view(page.catalogue(), service, say, page.today);
  const Html facts = html::summary_list(
      {.rows = {
           {.key = {.text = say("service.who")}, .value = {.text = view.who}},
           {.key = {.text = say("service.documents")}, .value = {.text = documents_text(say, view)}},
           {.key = {.text = say("service.term")}, .value = {.text = with_note(view.term, view.term_note)}},
           {.key = {.text = say("service.fee")}, .value = {.text = fee_text(say, view.fee)}},
           {.key = {.text = say("service.result")}, .value = {.text = view.result}},
           {.key = {.text = say("service.where")}, .value = {.text = view.where}},
           {.key = {.text = say("service.windows")},
            .value = {.text = make("{}", fmt::format("{}", fmt::join(view.windows, ", ")))}},
           {.key = {.text = say("portal.department")},
            .value =
                {.text = make(
                     "<a class=\"govuk-link\" href=\"{}\">{}</a><br><span class=\"govuk-hint\">{}</span>",
                     page.address(view.department.path), view.department.name, view.agency)}},
           privacy_row(page, service)}});
  Html notes;
  for (const auto& note : view.notes) to(notes, "<p class=\"govuk-body\">{}</p>", note);
  return make("{}<p class=\"govuk-body-l\">{}</p>{}{}{}{}{}", heading(view.name), view.summary,
              notes + unconfirmed(page, service), eligibility_link(page, service), facts,
              view.can_apply ? start(page, service.id) : Html(), life_events_text(page, view.life_events));
}

}  // namespace biroyna::catalogue

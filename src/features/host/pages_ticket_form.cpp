#include "features/host/pages_ticket_form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/clean_text.hpp"
#include "core/phone.hpp"
#include "core/text.hpp"
#include "features/catalogue/pages.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/i18n/wrong_fields.hpp"

namespace biroyna::host {
namespace {

using html::make;
using html::to;

constexpr std::size_t kMostSuggested = 12;
constexpr std::size_t kLongestName = 100;
constexpr int kMostPeople = 20;

// The field that a refusal's JSON pointer is about, by its id on the page.
std::string field_id(const FieldError& error) {
  if (error.pointer.starts_with("/services")) return "search";
  return error.pointer.starts_with('/') ? error.pointer.substr(1) : error.pointer;
}

struct Filled {
  const StaffPage& page;
  const TicketDraft& draft;
  const std::vector<FieldError>& errors;

  std::string_view say(const char* key) const { return page.say(key); }
  html::ErrorMessage error(std::string_view id) const {
    const auto found = std::ranges::find(errors, id, field_id);
    if (found == errors.end()) return {.text = "", .visually_hidden_text = ""};
    return {.text = what_is_wrong(*found), .visually_hidden_text = page.say("host.error")};
  }
  std::string what_is_wrong(const FieldError& error) const {
    // Of the errors of this form, only that the centre closes before is about something that was not typed.
    return draft.closes_at.empty() ? i18n::said(page.say, error)
                                   : page.say(error.code, {{"subject", draft.closes_at}});
  }
};

Html summary(const Filled& form) {
  if (form.errors.empty()) return {};
  std::vector<html::ErrorLink> links;
  links.reserve(form.errors.size());
  for (const auto& error : form.errors) {
    links.push_back({.text = form.what_is_wrong(error), .href = "#" + field_id(error)});
  }
  return html::error_summary({.title = form.say("host.problem"), .errors = std::move(links)});
}

Html choice_button(std::string_view what, const ServiceId& service, std::string_view text,
                   std::string_view name) {
  return make(
      "<button class=\"b-link\" name=\"do\" value=\"{}\">{}<span class=\"govuk-visually-hidden\"> "
      "{}</span></button>",
      fmt::format("{}.{}", what, service.str()), text, name);
}

Html chosen(const Filled& form) {
  if (form.draft.services.empty())
    return make("<p class=\"govuk-body\">{}</p>", form.say("host.none_chosen"));
  Html rows;
  for (const auto& service : form.draft.services) {
    const std::string name = form.page.service(service);
    to(rows,
       "<li><input type=\"hidden\" name=\"service\" value=\"{}\"><strong>{}</strong> "
       "<span>{}</span></li>",
       service.str(), name, choice_button("remove", service, form.say("host.remove"), name));
  }
  return make("<h2 class=\"govuk-heading-s\">{}</h2><ol class=\"b-list\">{}</ol>", form.say("host.chosen"),
              rows);
}

Html offered(const Filled& form, const catalogue::Service& service) {
  const std::string& name = service.names.in(form.page.say.language());
  const bool taken = std::ranges::find(form.draft.services, service.id) != form.draft.services.end();
  const Hall& hall = form.page.view.hall;
  if (taken) return make("<li>{} <span>{}</span></li>", name, form.say("host.is_chosen"));
  if (!hall.need_open(service.id))
    return make("<li>{} <span>{}</span></li>", name, form.say("host.is_closed"));
  const std::string wait =
      wait_text(form.page.say, form.page.view, hall.forecast_for(service.id, "none", form.page.view.now));
  const Html button = form.draft.services.size() < kMostNeeds
                          ? choice_button("add", service.id, form.say("host.choose"), name)
                          : Html();
  return make("<li>{} {}<span>{}</span></li>", name, button, wait);
}

Html found(const Filled& form) {
  if (trim(form.draft.search).empty()) return {};
  const auto& catalogue = form.page.view.catalogue();
  const auto searched = form.page.view.edition.search.find(form.draft.search);
  std::vector<const catalogue::Elsewhere*> elsewhere;
  for (const auto& id : searched.elsewhere) elsewhere.push_back(catalogue.find_elsewhere(id));
  const Html not_here = catalogue::elsewhere_list(form.page.say, elsewhere);
  auto services = searched.services;
  if (services.empty())
    return make("<p class=\"govuk-body\" role=\"status\">{}</p>{}", form.say("host.no_match"), not_here);
  services.resize(std::min(services.size(), kMostSuggested));
  Html rows;
  for (const auto& id : services) rows += offered(form, *catalogue.find(id));
  const Html list = make("<h2 class=\"govuk-heading-s\">{}</h2><ul class=\"b-list\">{}</ul>",
                         form.say("host.found_services"), rows);
  return searched.elsewhere_first ? not_here + list : list + not_here;
}

Html all_services(const Filled& form) {
  const auto& catalogue = form.page.view.catalogue();
  Html groups;
  for (const auto& group : catalogue.groups) {
    Html rows;
    for (const auto& service : catalogue.services) {
      if (service.group == group.id) rows += offered(form, service);
    }
    to(groups, "<h2 class=\"govuk-heading-s\">{}</h2><ul class=\"b-list\">{}</ul>",
       group.names.in(form.page.say.language()), rows);
  }
  return html::details({.summary = form.say("host.all_services"), .text = groups});
}

Html needs(const Filled& form) {
  const Html search =
      html::input({.name = "search",
                   .label = {.text = form.say("host.search_service")},
                   .type = "search",
                   .value = form.draft.search,
                   .hint = {.text = form.say("host.search_hint")},
                   .error_message = form.error("search"),
                   .autocomplete = "off",
                   .form_group = {.after_input = make(
                                      "<button class=\"govuk-button govuk-button--secondary\" name=\"do\" "
                                      "value=\"search\">{}</button>",
                                      form.say("host.search"))}});
  return html::fieldset({.legend = {.text = form.say("host.needs"), .classes = "govuk-fieldset__legend--m"},
                         .html = chosen(form) + search + found(form) + all_services(form)});
}

Html priority_and_language(const Filled& form) {
  std::vector<html::Choice> classes, languages;
  for (const auto& priority : form.page.view.catalogue().priorities) {
    // The host cannot choose "booked": only a booking gives it.
    if (priority.id == "booked" && form.draft.visitor_class != "booked") continue;
    const Language language = form.page.say.language();
    classes.push_back({.value = priority.id,
                       .text = priority.names.in(language),
                       .hint = {.text = priority.id == "none" ? "" : priority.ground.in(language)}});
  }
  for (const Language language : kLanguages) {
    languages.push_back({.value = tag(language),
                         .text = i18n::own_name(language),
                         .label_attributes = html::attribute("lang", tag(language))});
  }
  const auto legend = [&](const char* key) {
    return html::Fieldset{.legend = {.text = form.say(key), .classes = "govuk-fieldset__legend--m"}};
  };
  return html::radios({.name = "priority",
                       .items = std::move(classes),
                       .fieldset = legend("host.class"),
                       .value = form.draft.visitor_class,
                       .error_message = form.error("priority"),
                       .classes = "govuk-radios--small"}) +
         html::radios({.name = "language",
                       .items = std::move(languages),
                       .fieldset = legend("host.language"),
                       .value = form.draft.language,
                       .error_message = form.error("language"),
                       .classes = "govuk-radios--small"});
}

Html visitor(const Filled& form) {
  const TicketDraft& draft = form.draft;
  const Html people = html::input({.name = "people",
                                   .label = {.text = form.say("host.people")},
                                   .value = draft.people,
                                   .hint = {.text = form.say("host.people_hint")},
                                   .error_message = form.error("people"),
                                   .inputmode = "numeric",
                                   .classes = "govuk-input--width-3"});
  const Html helper =
      html::checkboxes({.name = "helper",
                        .items = {{.value = "yes", .text = form.say("host.helper"), .checked = draft.helper}},
                        .classes = "govuk-checkboxes--small"});
  const Html name = html::input({.name = "name",
                                 .label = {.text = form.say("host.name")},
                                 .value = draft.name,
                                 .hint = {.text = form.say("host.contact_hint")},
                                 .error_message = form.error("name"),
                                 .autocomplete = "off",
                                 .spellcheck = false});
  const Html phone = html::input({.name = "phone",
                                  .label = {.text = form.say("host.phone")},
                                  .type = "tel",
                                  .value = draft.phone,
                                  .hint = {.text = form.say("host.phone_hint")},
                                  .error_message = form.error("phone"),
                                  .autocomplete = "off",
                                  .classes = "govuk-input--width-20"});
  return people + helper + name + phone;
}

// The only one that gives the ticket. The warned form cannot be sent again as if nothing had been said; where
// another need is chosen, the warning goes.
Html submit_button(const Filled& filled, const TicketForm& form) {
  const bool warned = !filled.draft.closes_at.empty();
  return make(
      "<button class=\"govuk-button b-action--main\" formaction=\"{}\"{}>{}</button>", form.submit,
      warned ? html::attribute("name", "anyway") + html::attribute("value", "yes") : html::Attribute(),
      warned ? std::string(filled.say("host.give_anyway")) : form.button);
}

}  // namespace

TicketDraft draft_of(const http::Fields& form, const catalogue::Catalogue& catalogue) {
  TicketDraft draft;
  for (const auto& [name, value] : form) {
    if (name == "service" && catalogue.find(ServiceId(value)) != nullptr) draft.services.emplace_back(value);
  }
  draft.search = field(form, "search").substr(0, 200);
  draft.visitor_class = field(form, "priority");
  draft.language = field(form, "language");
  draft.people = trim(field(form, "people"));
  draft.helper = field(form, "helper") == "yes";
  draft.name = with_apostrophes(one_line(field(form, "name")));
  draft.phone = phone_from(field(form, "phone"));
  draft.key = field(form, "key");
  draft.anyway = field(form, "anyway") == "yes";
  return draft;
}

TicketDraft draft_of(const Ticket& ticket) {
  TicketDraft draft;
  draft.services = ticket.open;
  draft.visitor_class = ticket.visitor_class;
  draft.language = ticket.language;
  return draft;
}

void choose(TicketDraft& draft, const std::string& pressed) {
  const std::size_t dot = pressed.find('.');
  if (dot == std::string::npos) return;
  const ServiceId service(pressed.substr(dot + 1));
  std::erase(draft.services, service);
  if (!pressed.starts_with("add.")) return;
  draft.search.clear();
  if (draft.services.size() < kMostNeeds) draft.services.push_back(service);
}

int people_of(const TicketDraft& draft) {
  int people = 0;
  const char* end = draft.people.data() + draft.people.size();
  const auto read = std::from_chars(draft.people.data(), end, people);
  const bool whole = read.ec == std::errc() && read.ptr == end;
  return whole && people >= 1 && people <= kMostPeople ? people : 0;
}

std::vector<FieldError> problems_of(const TicketDraft& draft) {
  std::vector<FieldError> errors;
  if (draft.services.empty()) errors.push_back({"/services", "error.no_services"});
  if (!parse_language(draft.language)) errors.push_back({"/language", "host.error_language"});
  if (people_of(draft) == 0) errors.push_back({"/people", "host.error_people"});
  if (length_utf8(draft.name) > kLongestName) errors.push_back({"/name", "host.error_name"});
  if (!draft.phone.empty() && !biroyna::is_phone(draft.phone)) errors.push_back({"/phone", "error.phone"});
  return errors;
}

http::Response show_form(const StaffPage& page, const TicketForm& form, const TicketDraft& draft,
                         const std::vector<FieldError>& errors) {
  const Filled filled{page, draft, errors};
  const Html content = make(
      "{}<h1 class=\"govuk-heading-l\">{}</h1><form class=\"b-ticket-form\" method=\"post\" action=\"{}\" "
      "novalidate>{}<input type=\"hidden\" name=\"key\" value=\"{}\">{}{}{}<div "
      "class=\"govuk-button-group\">{}</div></form>",
      summary(filled), form.title, form.again, csrf_field(page.request),
      draft.key.empty() ? auth::ordered_id() : draft.key, needs(filled), priority_and_language(filled),
      form.new_ticket ? visitor(filled) : Html(), submit_button(filled, form));
  return respond(page, {.title = form.title,
                        .main = content,
                        .breadcrumbs = form.breadcrumbs,
                        .failed = !errors.empty(),
                        .typed_into = true,
                        .status = errors.empty() ? 200 : 422});
}

http::Response show_form(const StaffPage& page, const TicketForm& form, const TicketDraft& draft,
                         const Refusal& refusal) {
  // The form was sent before ("back" in the browser): the host has to see first what it did then.
  if (refusal.code == "key_reused") {
    TicketDraft fresh = draft;
    fresh.key.clear();
    return show_form(page, form, fresh, std::vector<FieldError>{{"/services", "host.error_sent_before"}});
  }
  if (!refusal.fields.empty()) return show_form(page, form, draft, refusal.fields);
  if (refusal.code == "closes_before") {
    TicketDraft warned = draft;
    warned.closes_at = refusal.subject;
    return show_form(page, form, warned, std::vector<FieldError>{{"/services", "refusal.closes_before"}});
  }
  return show_form(page, form, draft, std::vector<FieldError>{{"/services", "refusal." + refusal.code}});
}

}  // namespace biroyna::host

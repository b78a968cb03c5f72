// Where an application at a window begins: for whom it is, if the centre knows them, and for which services.
// Complete without JavaScript.
#include "features/intake/pages_intake.hpp"

#include <fmt/format.h>

#include <functional>
#include <memory>

#include "core/text.hpp"
#include "features/cases/edge.hpp"
#include "features/intake/known_applicant_view.hpp"
#include "features/intake/pages_apply_parts.hpp"
#include "features/intake/service_choice.hpp"
#include "platform/http/uri.hpp"
#include "platform/pages/done.hpp"
#include "platform/pages/forms.hpp"

namespace biroyna::intake {
namespace {

using html::make;
using html::to;
using http::field;

constexpr std::size_t kLongestQuestion = 100;  // characters of what is searched for

std::string question_of(std::string_view typed) {
  std::string text(trim(typed).substr(0, 4 * kLongestQuestion));
  while (length_utf8(text) > kLongestQuestion) text.pop_back();
  return text;
}

// What was settled before the application begins: it goes with every address and form.
struct Beginning {
  std::string ticket, from;  // the visitor's ticket; the application whose applicant is taken over
  std::vector<ServiceId> services = {};

  static Beginning of(const http::Fields& fields) {
    return {field(fields, "ticket").substr(0, 64), field(fields, "from").substr(0, 32), services_in(fields)};
  }
  std::string query() const {
    std::string query;
    const auto add = [&](std::string_view name, std::string_view value) {
      if (!value.empty())
        query += fmt::format("{}{}={}", query.empty() ? '?' : '&', name, http::percent_encode(value));
    };
    add("ticket", ticket);
    add("from", from);
    for (const auto& service : services) add("service", service.str());
    return query;
  }
};

std::string with(const std::string& address, std::string_view name, std::string_view value) {
  return fmt::format("{}{}{}={}", address, address.find('?') == std::string::npos ? '?' : '&', name,
                     http::percent_encode(value));
}

Html hidden(std::string_view name, std::string_view value) {
  return make("<input type=\"hidden\" name=\"{}\" value=\"{}\">", name, value);
}

class IntakePages {
 public:
  IntakePages(const Site& site, Drafts& drafts, cases::Applications& applications,
              cases::GuessThrottle& guess_throttle, const catalogue::Catalogues& catalogues,
              WindowOf window_of)
      : site_(site),
        drafts_(drafts),
        applications_(applications),
        guess_throttle_(guess_throttle),
        catalogues_(catalogues),
        window_of_(std::move(window_of)) {}

  http::Response start(const http::Request& request) const {
    const i18n::Speaker say(request.language);
    const CentreId centre(request.principal.centre);
    const Beginning beginning = Beginning::of(request.query);
    const auto edition = catalogues_.current(centre);
    const StaffId operator_id(request.principal.id);
    const std::string text = question_of(request.query_value("q").value_or(""));
    const auto choice = service_choice(*edition,
                                       {.chosen = beginning.services,
                                        .text = text,
                                        .all = request.query_value("all").has_value(),
                                        .window = window_of_(centre, operator_id)},
                                       drafts_.taken_in(centre));
    const Html main =
        make("{}{}{}{}{}", apply_problem(request), pages::heading(say("intake.title")),
             applicant_part(request, beginning), services_form(request, beginning, choice, text),
             unfinished(drafts_.of(centre, operator_id), edition->catalogue, say));
    return page(request, {.title = std::string(say("intake.title")), .main = main});
  }

  // Searches on with what is chosen, or begins the application.
  http::Response go_on(const http::Request& request) const {
    const http::Fields form = http::form_of(request);
    const Beginning beginning = Beginning::of(form);
    const std::string here = request.path + beginning.query();
    if (!field(form, "find").empty()) return http::see_other(with(here, "q", question_of(field(form, "q"))));
    const auto edition = catalogues_.current(CentreId(request.principal.centre));
    auto [draft, problem] =
        new_draft(*edition, beginning.services, catalogue::Channel::window, request.language, site_.clock());
    if (!problem.empty()) return pages::see_done(with(here, "problem", problem));
    draft.staff = StaffId(request.principal.id);
    draft.ticket = TicketId(beginning.ticket);
    draft = drafts_.begin(std::move(draft), {beginning.from, request.principal.actor()});
    return http::see_other(
        draft_session(request.language, false, std::move(draft), drafts_, catalogues_).next_address({}));
  }

  http::Response ask_applicant(const http::Request& request) const {
    return applicant_page(request, {}, pages::FormErrors(i18n::Speaker(request.language)), {});
  }

  // What is searched for is somebody's name or number: it stands in no address.
  http::Response find_applicant(const http::Request& request) const {
    const i18n::Speaker say(request.language);
    const std::string text = question_of(field(http::form_of(request), "q"));
    if (const auto later = guess_throttle_.may_search(request.principal, text))
      return site_.refused(request, *later);
    const auto known =
        applications_.known_applicants(CentreId(request.principal.centre), text, request.principal.actor());
    pages::FormErrors errors{say};
    if (!known) errors.add(known.error());
    return applicant_page(request, text, errors, known ? found_list(request, *known) : Html());
  }

 private:
  static std::string intake_address(const http::Request& request) {
    return fmt::format("/{}/{}/intake", tag(request.language), request.principal.centre);
  }

  http::Response page(const http::Request& request, pages::Page content) const {
    content.place = site_.place(request.language, CentreId(request.principal.centre));
    if (content.failed) content.status = 422;
    auto response = site_.pages.page(request, content);
    cases::keep_nowhere(response);
    return response;
  }

  // Whose details are taken over, or the way to find them.
  Html applicant_part(const http::Request& request, Beginning beginning) const {
    const i18n::Speaker say(request.language);
    const CentreId centre(request.principal.centre);
    const auto known = drafts_.known_applicant(centre, beginning.from);
    beginning.from.clear();
    const std::string find = intake_address(request) + "/applicant" + beginning.query();
    if (!known)
      return make(
          "<p class=\"govuk-body\">{}</p><p><a class=\"govuk-button govuk-button--secondary\" "
          "role=\"button\" "
          "href=\"{}\">{}</a></p>",
          say("intake.find_hint"), find, say("intake.find_applicant"));
    const auto row = known_applicant_row(*known, *catalogues_.current(centre), say);
    return html::inset_text(
        {.text = make("<p class=\"govuk-body\"><strong>{}</strong>{}{}</p><p class=\"govuk-body\">{}</p><p "
                      "class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>",
                      row.name, row.born.empty() ? "" : ", ", row.born, say("intake.filled_in"), find,
                      say("intake.somebody_else"))});
  }

  static html::Text offers_text(const i18n::Speaker& say, ServiceChoice::Offers offers) {
    switch (offers) {
      case ServiceChoice::Offers::popular:
        return say("intake.popular");
      case ServiceChoice::Offers::found:
        return say("intake.found");
      case ServiceChoice::Offers::all:
        break;
    }
    return say("portal.all_services");
  }

  static Html boxes(const http::Request& request, const std::vector<const catalogue::Service*>& services,
                    const html::Text& legend, std::string_view id_prefix, bool checked) {
    if (services.empty()) return {};
    html::Checkboxes boxes{
        .name = "service",
        .items = {},
        .fieldset = html::Fieldset{.legend = {.text = legend, .classes = "govuk-fieldset__legend--s"}},
        .id_prefix = id_prefix,
        .classes = "govuk-checkboxes--small"};
    for (const auto* service : services)
      boxes.items.push_back(
          {.value = service->id.str(), .text = service->names.in(request.language), .checked = checked});
    return html::checkboxes(boxes);
  }

  static Html search_field(const i18n::Speaker& say, const std::string& text) {
    return make(
        "<div class=\"b-search\"><label class=\"govuk-label govuk-label--m\" for=\"q\">{}</label><div "
        "id=\"q-hint\" class=\"govuk-hint\">{}</div><div class=\"b-search__row\"><input "
        "class=\"govuk-input\" "
        "id=\"q\" name=\"q\" type=\"search\" value=\"{}\" autocomplete=\"off\" maxlength=\"100\" "
        "aria-describedby=\"q-hint\"><button class=\"govuk-button govuk-button--secondary\" name=\"find\" "
        "value=\"yes\">{}</button></div></div>",
        say("intake.search"), say("intake.search_hint"), text, say("portal.search"));
  }

  // What a search that found nothing, or only what is done elsewhere, tells.
  static Html beside_found(const i18n::Speaker& say, const std::string& here, const ServiceChoice& choice) {
    Html told;
    if (!choice.corrected.empty())
      to(told, "<p class=\"govuk-body\">{} <a class=\"govuk-link\" href=\"{}\">{}</a></p>",
         say("portal.meant"), with(here, "q", choice.corrected), choice.corrected);
    if (choice.offers == ServiceChoice::Offers::found && choice.offered.empty())
      to(told, "<p class=\"govuk-body\" role=\"status\">{}</p>", say("portal.nothing_found"));
    for (const auto* elsewhere : choice.elsewhere)
      to(told, "<p class=\"govuk-inset-text\">{}: <strong>{}</strong>. {}</p>", say("portal.elsewhere"),
         elsewhere->names.in(say.language()), elsewhere->where.in(say.language()));
    return told;
  }

  static Html services_form(const http::Request& request, const Beginning& beginning,
                            const ServiceChoice& choice, const std::string& text) {
    const i18n::Speaker say(request.language);
    const std::string here = request.path + beginning.query();
    Html all;
    if (choice.offers != ServiceChoice::Offers::all)
      all = make("<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>",
                 with(here, "all", "yes"), say("portal.all_services"));
    // The key Enter presses the first button: it searches.
    return make("<form method=\"post\" action=\"{}\" novalidate>{}{}{}{}{}{}{}{}{}</form>", request.path,
                pages::csrf_field(request), hidden("ticket", beginning.ticket),
                hidden("from", beginning.from), search_field(say, text),
                boxes(request, choice.chosen, say("intake.chosen"), "chosen", true),
                beside_found(say, here, choice),
                boxes(request, choice.offered, offers_text(say, choice.offers), "service", false), all,
                html::button({.text = say("form.continue")}));
  }

  Html found_list(const http::Request& request, const cases::Applications::KnownApplicants& known) const {
    const i18n::Speaker say(request.language);
    const auto edition = catalogues_.current(CentreId(request.principal.centre));
    Beginning beginning = Beginning::of(request.query);
    std::vector<html::SummaryRow> rows;
    for (const auto& person : known.people) {
      const auto row = known_applicant_row(person, *edition, say);
      beginning.from = row.number;
      Html about;
      for (const auto& text : {row.born, row.identifier, row.phone})
        to(about, "{}{}", about.empty() || text.empty() ? "" : ", ", text);
      to(about, "<br><span class=\"govuk-hint\">{}</span>",
         say("intake.last_applied", {{"service", row.service}, {"day", row.day}}));
      rows.push_back({.key = {.text = row.name},
                      .value = {.text = std::move(about)},
                      .actions = {.items = {{.text = say("intake.take_over"),
                                             .href = intake_address(request) + beginning.query(),
                                             .visually_hidden_text = row.name}}}});
    }
    Html list = make("<p class=\"govuk-body\" role=\"status\">{}</p>",
                     rows.empty() ? std::string(say("intake.nobody_found"))
                                  : say.many("intake.people_found", static_cast<int>(rows.size())));
    if (!rows.empty()) list += html::summary_list({.rows = std::move(rows)});
    if (known.more) to(list, "<p class=\"govuk-body\">{}</p>", say("intake.more_people"));
    return list;
  }

  http::Response applicant_page(const http::Request& request, const std::string& text,
                                const pages::FormErrors& errors, const Html& found) const {
    const i18n::Speaker say(request.language);
    const Beginning beginning = Beginning::of(request.query);
    const std::string back = intake_address(request) + beginning.query();
    const Html main = make(
        "{}{}{}<form method=\"post\" action=\"{}\" role=\"search\" novalidate>{}{}{}</form>{}<p "
        "class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>",
        html::back_link({.text = say("form.back"), .href = back}), errors.summary("q"),
        pages::heading(say("intake.find_applicant")), request.path + beginning.query(),
        pages::csrf_field(request),
        html::input({.name = "q",
                     .label = {.text = say("intake.find_label")},
                     .type = "search",
                     .value = text,
                     .hint = {.text = say("intake.find_field_hint")},
                     .error_message = errors.of("q"),
                     .autocomplete = "off",
                     .spellcheck = false}),
        html::button({.text = say("host.find_button")}), found, back, say("intake.without_applicant"));
    return page(request, {.title = std::string(say("intake.find_applicant")),
                          .main = main,
                          .failed = !errors.empty(),
                          .typed_into = true});
  }

  const Site& site_;
  Drafts& drafts_;
  cases::Applications& applications_;
  cases::GuessThrottle& guess_throttle_;
  const catalogue::Catalogues& catalogues_;
  const WindowOf window_of_;
};

}  // namespace

void add_intake_pages(http::Router& router, const Site& site, Drafts& drafts,
                      cases::Applications& applications, cases::GuessThrottle& guess_throttle,
                      const catalogue::Catalogues& catalogues, WindowOf window_of) {
  const auto own = std::make_shared<const IntakePages>(site, drafts, applications, guess_throttle, catalogues,
                                                       std::move(window_of));
  const std::string intake = "/{lang}/{centre}/intake";
  router.get(intake, kTakesIn, std::bind_front(&IntakePages::start, own));
  router.post(intake, kTakesIn, std::bind_front(&IntakePages::go_on, own));
  router.get(intake + "/applicant", kTakesIn, std::bind_front(&IntakePages::ask_applicant, own));
  router.post(intake + "/applicant", kTakesIn, std::bind_front(&IntakePages::find_applicant, own));
}

}  // namespace biroyna::intake

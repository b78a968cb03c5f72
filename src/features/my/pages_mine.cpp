// My application: found by number and secret, and followed. Complete without JavaScript.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "core/code.hpp"
#include "core/text.hpp"
#include "features/catalogue/pages.hpp"
#include "features/forms/forms.hpp"
#include "features/my/application_page.hpp"
#include "features/my/pages.hpp"
#include "features/my/pages_applicant_view.hpp"
#include "features/my/pages_standing.hpp"
#include "platform/http/multipart.hpp"
#include "platform/i18n/sentence.hpp"
#include "platform/pages/done.hpp"

namespace biroyna::my {
namespace {

using html::make;
using html::to;

class MyPages {
 public:
  MyPages(const Site& site, Applications& applications, const CaseAccess& access,
          documents::Documents& documents, const Looks& looks, const catalogue::Catalogues& catalogues)
      : site_(site),
        applications_(applications),
        access_(access),
        applicants_(site, applications, access),
        documents_(documents),
        looks_(looks),
        catalogues_(catalogues) {}

  http::Response mine(const http::Request& request) const {
    return find_page(request, std::string(request.query_value("number").value_or("")), "", {});
  }

  http::Response find(const http::Request& request) const {
    const http::Fields form = http::form_of(request);
    const std::string number = http::field(form, "number"), secret = http::field(form, "secret");
    Unfound unfound{.no_number = is_blank(number), .no_secret = is_blank(secret)};
    if (unfound.any()) return find_page(request, number, secret, unfound);
    const auto opened = access_.open(request, number, secret);
    if (!opened && opened.error().kind == Refusal::Kind::throttled)
      return site_.refused(request, opened.error());
    const bool theirs = opened && opened->application.centre.str() == request.param("centre") &&
                        came_by_secret(opened->viewer);
    unfound.wrong = !theirs;
    if (!theirs) return find_page(request, number, secret, unfound);
    const Application& application = opened->application;
    Remembered remembered(request);
    const std::string typed = *read_code(secret, kSecretSigns);
    // The same secret opens the applications that were handed in together.
    for (const auto& row : applications_.submission_of(application)) {
      const auto other = applications_.find_undamaged(row.number);
      if (other && opened_by(*other, typed)) remembered = remembered.with(row.number, typed);
    }
    auto response = http::see_other(fmt::format("{}/{}", request.path, application.number));
    remembered.with(application.number, typed).write(response);
    return response;
  }

  static http::Response forget(const http::Request& request) {
    auto response = http::see_other(fmt::format("/{}/{}/my", tag(request.language), request.param("centre")));
    Remembered::forget(response);
    return response;
  }

  http::Response show(const http::Request& request) const {
    auto found = applicants_.open(request, Action::see);
    if (!found) return std::move(found.error());
    const ApplicantView& view = *found;
    note_delivery(view);
    const ApplicationPage page = application_page(
        view.application, *view.edition, applications_.due_times(view.application), view.viewer, view.say);
    const bool no_message = is_message_missing(request) && page.writing == Writing::possible;
    Html summary;
    if (no_message)
      summary = html::error_summary({.title = view.say("host.problem"),
                                     .errors = {{.text = view.say("mine.write_missing"), .href = "#text"}}});
    const Html main = make(
        "{}{}<span class=\"govuk-caption-l\">{}</span><h1 "
        "class=\"govuk-heading-l\">{}</h1>{}{}{}{}{}{}{}{}{}{}",
        html::back_link({.text = view.say("mine.all"), .href = list_address(request)}), summary,
        grouped_code(view.application.number), view.title(), acting_for(view), standing(view, applications_),
        outcome(view, applications_.now()), steps(page, view.say), history(page, view.say),
        messages(page, view), documents(view), others(view), looks(view), actions(page, view));
    return respond(site_, view,
                   {.title = view.title(),
                    .main = main,
                    .failed = no_message,
                    .typed_into = page.writing == Writing::possible});
  }

  http::Response document(const http::Request& request) const {
    auto view = applicants_.open(request, Action::download);
    if (!view) return std::move(view.error());
    for (const auto& version : applications_.documents_of(view->application)) {
      if (version.document.id.str() != request.param("document")) continue;
      auto content = documents::handed_out(documents_, version.document, to_string(view->viewer.actor));
      return content ? *std::move(content) : site_.refused(request, content.error());
    }
    return site_.not_found(request);
  }

 private:
  // Whether this secret opens it, without regard to a signed-in person.
  bool opened_by(const Application& application, std::string_view secret) const {
    return came_by_secret(applications_.viewer({}, application, secret));
  }

  // ---- Finding.

  // Why an application was not found by what was typed.
  struct Unfound {
    bool no_number = false, no_secret = false, wrong = false;
    bool any() const { return no_number || no_secret || wrong; }
  };

  static bool is_blank(std::string_view typed) { return trim(typed).empty(); }

  http::Response find_page(const http::Request& request, const std::string& number, const std::string& secret,
                           const Unfound& unfound) const {
    const CentreId centre(std::string(request.param("centre")));
    const auto edition = catalogues_.current(centre);
    if (!edition) return site_.not_found(request);
    const i18n::Speaker say(request.language);
    Html list;
    const Remembered remembered(request);
    for (const auto& [known, secret] : remembered.all()) {
      const auto application = applications_.find_undamaged(known);
      if (!application || application->centre != centre) continue;
      if (!opened_by(*application, secret)) continue;
      const auto known_edition = applications_.edition(*application);
      to(list, "<li><a class=\"govuk-link\" href=\"{}/{}\">{}</a> {} <span>{}</span></li>", request.path,
         known, known_edition->catalogue.find(application->process.begun.service)->names.in(say.language()),
         own_state_tag(say, application->process.state, application->process.outcome()), grouped_code(known));
    }
    if (!list.empty()) {
      list = make(
          "<ul class=\"b-list\">{}</ul><form method=\"post\" action=\"{}/forget\">{}{}</form><h2 "
          "class=\"govuk-heading-m\">{}</h2>",
          list, request.path, pages::csrf_field(request),
          html::button({.text = say("mine.forget"), .classes = "govuk-button--secondary"}),
          say("mine.another"));
    }
    Html summary;
    std::vector<html::ErrorLink> links;
    const auto wrong_if = [&](bool is, const char* key, const char* field) {
      if (!is) return html::ErrorMessage{.text = "", .visually_hidden_text = ""};
      links.push_back({.text = say(key), .href = fmt::format("#{}", field)});
      return html::ErrorMessage{.text = say(key), .visually_hidden_text = say("host.error")};
    };
    const auto number_error = wrong_if(unfound.no_number || unfound.wrong,
                                       unfound.wrong ? "mine.wrong" : "mine.no_number", "number");
    const auto secret_error = wrong_if(unfound.no_secret, "mine.no_secret", "secret");
    const html::ErrorMessage no_error{.text = "", .visually_hidden_text = ""};
    const bool lost = applications_.was_lost(number);
    if (lost) {
      summary = html::inset_text(
          {.text = make("<p class=\"govuk-body\"><strong>{}</strong></p><p "
                        "class=\"govuk-body\">{}</p>{}",
                        say("lost.title"), say("lost.application"), catalogue::contact(*edition, say))});
    } else if (unfound.any()) {
      summary = html::error_summary({.title = say("host.problem"), .errors = std::move(links)});
    }
    const Html main = make(
        "{}<h1 class=\"govuk-heading-l\">{}</h1>{}<p class=\"govuk-body\">{}</p><form method=\"post\" "
        "action=\"{}\" novalidate>{}{}{}{}</form>",
        summary, say("mine.title"), list, say("mine.how"), request.path, pages::csrf_field(request),
        html::input({.name = "number",
                     .label = {.text = say("mine.number")},
                     .value = number,
                     .hint = {.text = say("mine.number_hint")},
                     .error_message = lost ? no_error : number_error,
                     .autocomplete = "off",
                     .classes = "govuk-input--width-20",
                     .spellcheck = false}),
        html::input({.name = "secret",
                     .label = {.text = say("sent.secret")},
                     .value = secret,
                     .hint = {.text = say("mine.secret_hint")},
                     .error_message = lost ? no_error : secret_error,
                     .autocomplete = "off",
                     .classes = "govuk-input--width-20",
                     .spellcheck = false}),
        html::button({.text = say("mine.open")}));
    auto response = site_.pages.page(request, {.title = std::string(say("mine.title")),
                                               .main = main,
                                               .place = site_.place(request.language, centre),
                                               .failed = unfound.any() && !lost,
                                               .typed_into = true,
                                               .status = lost            ? 404
                                                         : unfound.any() ? 422
                                                                         : 200});
    keep_nowhere(response);
    return response;
  }

  // ---- One application.

  // Whoever opens the page of a decision has received it: from then on the time for a complaint runs.
  void note_delivery(const ApplicantView& view) const {
    const bool theirs = may_receive(view);
    const Case& process = view.process();
    if (view.request.method != http::Method::get || !theirs || process.delivered_at() ||
        !process.allows(EventKind::decision_delivered))
      return;
    applications_.change({.number = view.application.number,
                          .turn = turn_of(view.viewer.actor.kind),
                          .decide =
                              [actor = view.viewer.actor](const Application& application, Time now) {
                                return application.process.deliver(kOpenedOnline, actor, now);
                              }},
                         [](const auto&) {});
  }

  static Html steps(const ApplicationPage& page, const i18n::Speaker& say) {
    constexpr std::string_view kLooks[] = {"b-step--next", "b-step--now", "b-step--done"};
    Html items;
    for (const auto& [look, text] : page.steps)
      to(items, "<li class=\"b-step {}\">{}</li>", kLooks[static_cast<std::size_t>(look)], text);
    if (items.empty()) return {};
    return make("<h2 class=\"govuk-heading-m\">{}</h2><ol class=\"b-steps\">{}</ol>", say("mine.steps"),
                items);
  }

  static Html history(const ApplicationPage& page, const i18n::Speaker& say) {
    Html items;
    for (const auto& [title, day, by, text] : page.history)
      to(items, "<li><strong>{}</strong> <span class=\"govuk-hint\">{}{}{}</span>{}</li>", title, day,
         by.empty() ? "" : ", ", by,
         text.empty() ? Html() : make("<p class=\"govuk-body b-words\">{}</p>", text));
    return make("<h2 class=\"govuk-heading-m\">{}</h2><ol class=\"b-list\">{}</ol>", say("mine.history"),
                items);
  }

  // A message without a word was sent.
  static bool is_message_missing(const http::Request& request) {
    return pages::done_value(request, "problem") == "no_message";
  }

  static Html message_form(const ApplicantView& view) {
    const auto& say = view.say;
    html::ErrorMessage error{.text = "", .visually_hidden_text = ""};
    if (is_message_missing(view.request))
      error = {.text = say("mine.write_missing"), .visually_hidden_text = say("host.error")};
    return html::details(
        {.summary = say("mine.write"),
         .text = make("<form method=\"post\" action=\"{}\">{}{}{}</form>", view.address("message"),
                      pages::csrf_field(view.request),
                      html::textarea({.name = "text",
                                      .label = {.text = say("mine.write_label")},
                                      .rows = 4,
                                      .hint = {.text = say("mine.write_hint")},
                                      .error_message = error,
                                      .attributes = kLongest}),
                      html::button({.text = say("mine.write_send"), .classes = "govuk-button--secondary"})),
         .open = is_message_missing(view.request)});
  }

  // The messages, and a form for the next one.
  static Html messages(const ApplicationPage& page, const ApplicantView& view) {
    const auto& say = view.say;
    Html items;
    for (const auto& [from, day, text] : page.messages)
      to(items,
         "<li><strong>{}</strong> <span class=\"govuk-hint\">{}</span><p class=\"govuk-body "
         "b-words\">{}</p></li>",
         from, day, text);
    Html form;
    if (page.writing == Writing::waits)
      form = make("<p class=\"govuk-body\">{}</p>", say("mine.messages_wait"));
    else if (page.writing == Writing::possible)
      form = message_form(view);
    if (items.empty() && form.empty()) return {};
    if (!items.empty()) items = make("<ol class=\"b-list\">{}</ol>", items);
    return make("<h2 class=\"govuk-heading-m\">{}</h2>{}{}", say("mine.messages"), items, form);
  }

  Html documents(const ApplicantView& view) const {
    const auto& say = view.say;
    Html items;
    const auto documents = applications_.documents_of(view.application);
    for (const auto& version : documents) {
      const auto* type = view.edition->catalogue.find(version.type);
      const std::string title = type == nullptr ? version.type.str() : type->names.in(say.language());
      const Html named = view.may(Action::download) && version.document.state == documents::State::accepted
                             ? make("<a class=\"govuk-link\" href=\"{}\">{}</a>",
                                    view.address("documents/" + version.document.id.str()), title)
                             : make("{}", title);
      Html rejected;
      if (version.document.state == documents::State::rejected)
        rejected = html::tag({.text = say("work.document_rejected"), .classes = "govuk-tag--red"});
      to(items, "<li>{} {} <span>{} · {}{}</span></li>", named, rejected, version.document.name,
         view.day(version.at), version_mark(documents, version, say));
    }
    if (!items.empty())
      items = make("<h2 class=\"govuk-heading-m\">{}</h2><ul class=\"b-list\">{}</ul>", say("mine.documents"),
                   items);
    return items + case_views::spared_list(case_views::spared_lines(view.application, *view.edition, say),
                                           say("mine.spared"));
  }

  // Which of several versions of one document is the newest; empty if there is one.
  static std::string version_mark(const std::vector<documents::Version>& all,
                                  const documents::Version& version, const i18n::Speaker& say) {
    std::int64_t newest = 1;
    for (const auto& other : all) {
      if (other.type == version.type) newest = std::max(newest, other.version);
    }
    if (newest == 1) return {};
    return fmt::format(" · {}",
                       say(version.version == newest ? "mine.version_newest" : "mine.version_earlier"));
  }

  // The applications that were handed in together with this one.
  Html others(const ApplicantView& view) const {
    const auto& say = view.say;
    Html items;
    if (const Mandate* mandate = view.mandate(); mandate != nullptr && mandate->reach == Reach::application)
      return {};
    for (const auto& row : applications_.submission_of(view.application)) {
      if (row.number == view.application.number) continue;
      const auto* service = view.edition->catalogue.find(row.service);
      to(items, "<li><a class=\"govuk-link\" href=\"{}/{}\">{}</a> {}</li>", list_address(view.request),
         row.number, service == nullptr ? row.service.str() : service->names.in(say.language()),
         own_state_tag(say, row.state, row.outcome));
    }
    if (items.empty()) return {};
    return make("<h2 class=\"govuk-heading-m\">{}</h2><ul class=\"b-list\">{}</ul>", say("mine.together"),
                items);
  }

  // Who of the centre has opened it: for the applicant, and for whoever acts for the applicant.
  Html looks(const ApplicantView& view) const {
    if (!view.may(Action::download)) return {};
    const auto& say = view.say;
    const auto lines = look_lines(looks_.of(view.application), *view.edition, say);
    Html items;
    for (const auto& [at, who, what] : lines)
      to(items, "<li>{}<br>{}{}</li>", at, who, what.empty() ? Html() : make("<br>{}", what));
    Html text =
        make("<p class=\"govuk-body\">{}</p>", say(lines.empty() ? "mine.looks_none" : "mine.looks_hint"));
    if (!lines.empty()) to(text, "<ol class=\"b-list\">{}</ol>", items);
    if (lines.size() == Looks::kMost)
      to(text, "<p class=\"govuk-hint\">{}</p>",
         say.many("mine.looks_latest", static_cast<std::int64_t>(lines.size())));
    to(text, "<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>",
       catalogue::privacy_address(*view.edition, {&view.service()}, say.language()),
       say("privacy.note_more"));
    return html::details({.summary = say("mine.looks"), .text = text});
  }

  static Html actions(const ApplicationPage& page, const ApplicantView& view) {
    Html links;
    for (const auto& [below, text] : page.actions)
      to(links, "<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>", view.address(below),
         view.say(std::string(text)));
    return links;
  }

  // For whom a representative acts, and what they may.
  static Html acting_for(const ApplicantView& view) {
    const Mandate* mandate = view.mandate();
    if (mandate == nullptr) return {};
    const auto& say = view.say;
    return html::inset_text(
        {.text = say(mandate->extent == Extent::act ? "mandates.you_act" : "mandates.you_see",
                     {{"name", view.application.applicant.name()},
                      {"day", i18n::date_in_sentence(say.language(), mandate->until)}})});
  }

  const Site& site_;
  Applications& applications_;
  const CaseAccess& access_;
  const ApplicantAccess applicants_;
  documents::Documents& documents_;
  const Looks& looks_;
  const catalogue::Catalogues& catalogues_;
};

}  // namespace

void add_my_pages(http::Router& router, const Site& site, Applications& applications,
                  const CaseAccess& access, documents::Documents& documents, const Looks& looks,
                  const catalogue::Catalogues& catalogues) {
  const auto pages =
      std::make_shared<const MyPages>(site, applications, access, documents, looks, catalogues);
  const auto everyone = auth::Roles::all();
  const std::string mine = "/{lang}/{centre}/my", one = mine + "/{number}";
  router.get(mine, everyone, std::bind_front(&MyPages::mine, pages));
  router.post(mine, everyone, std::bind_front(&MyPages::find, pages));
  router.post(mine + "/forget", everyone, &MyPages::forget);
  router.get(one, everyone, std::bind_front(&MyPages::show, pages));
  router.get(one + "/documents/{document}", everyone, std::bind_front(&MyPages::document, pages));
}

}  // namespace biroyna::my

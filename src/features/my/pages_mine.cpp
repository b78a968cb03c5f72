// My application: found by number and secret, and followed. Complete without JavaScript.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "core/code.hpp"
#include "features/cases/cases.hpp"
#include "features/forms/forms.hpp"
#include "features/my/my.hpp"
#include "features/my/own.hpp"
#include "platform/http/multipart.hpp"

namespace biroyna::my {
namespace {

using html::make;
using html::to;

class MyPages {
 public:
  explicit MyPages(const PagesAround& around) : around_(around) {}

  http::Response mine(const http::Request& request) const {
    return find_page(request, std::string(request.query_value("number").value_or("")), false);
  }

  http::Response find(const http::Request& request) const {
    const http::Fields form = http::form_of(request);
    const std::string number = http::field(form, "number"), secret = http::field(form, "secret");
    const auto opened = around_.access.open(request, number, secret);
    if (!opened && opened.error().kind == Refusal::Kind::throttled)
      return around_.site.refused(request, opened.error());
    const bool theirs = opened && opened->application.centre.str() == request.param("centre") &&
                        came_by_secret(opened->viewer);
    if (!theirs) return find_page(request, number, true);
    const Application& application = opened->application;
    Remembered remembered(request);
    const std::string typed = *read_code(secret, kSecretSigns);
    // The same secret opens what was handed in with it.
    for (const auto& row : around_.applications.submission_of(application)) {
      const auto other = around_.applications.find(row.number);
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
    auto found = own_for(around_, request, Action::see);
    if (!found) return std::move(found.error());
    const Own& own = *found;
    const Html main = make(
        "{}<span class=\"govuk-caption-l\">{}</span><h1 "
        "class=\"govuk-heading-l\">{}</h1>{}{}{}{}{}{}{}{}{}",
        html::back_link({.text = own.say("mine.all"), .href = list_address(request)}),
        grouped_code(own.application.number), own.title(), acting_for(own), standing(own), outcome(own),
        steps(own), history(own), messages(own), documents(own), others(own), actions(own));
    return respond(around_, own, own.title(), main);
  }

  http::Response document(const http::Request& request) const {
    auto own = own_for(around_, request, Action::download);
    if (!own) return std::move(own.error());
    for (const auto& version : around_.applications.documents_of(own->application)) {
      if (version.document.id.str() != request.param("document")) continue;
      auto content = documents::handed_out(around_.documents, version.document, to_string(own->viewer.actor));
      return content ? *std::move(content) : around_.site.refused(request, content.error());
    }
    return around_.site.refused(request, {Refusal::Kind::not_found, "not_found"});
  }

 private:
  // By this secret, whoever else one is.
  bool opened_by(const Application& application, std::string_view secret) const {
    return came_by_secret(around_.applications.viewer({}, application, secret));
  }

  // ---- Finding.

  http::Response find_page(const http::Request& request, const std::string& number, bool wrong) const {
    const CentreId centre(std::string(request.param("centre")));
    const auto edition = around_.catalogues.current(centre);
    if (!edition) return around_.site.refused(request, {Refusal::Kind::not_found, "not_found"});
    const i18n::Speaker say(request.language);
    Html list;
    const Remembered remembered(request);
    for (const auto& [known, secret] : remembered.all()) {
      const auto application = around_.applications.find(known);
      if (!application || application->centre != centre) continue;
      if (!opened_by(*application, secret)) continue;
      const auto of = around_.applications.edition(*application);
      to(list, "<li><a class=\"govuk-link\" href=\"{}/{}\">{}</a> {} <span>{}</span></li>", request.path,
         known, of->catalogue.find(application->process.begun.service)->names.in(say.language()),
         state_tag(say, application->process.state, application->process.outcome()), grouped_code(known));
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
    html::ErrorMessage error{.text = "", .visually_hidden_text = ""};
    if (wrong) {
      summary = html::error_summary(
          {.title = say("host.problem"), .errors = {{.text = say("mine.wrong"), .href = "#number"}}});
      error = {.text = say("mine.wrong"), .visually_hidden_text = say("host.error")};
    }
    const Html main = make(
        "{}<h1 class=\"govuk-heading-l\">{}</h1>{}<p class=\"govuk-body\">{}</p><form method=\"post\" "
        "action=\"{}\" novalidate>{}{}{}{}</form>",
        summary, say("mine.title"), list, say("mine.how"), request.path, pages::csrf_field(request),
        html::input({.name = "number",
                     .label = {.text = say("mine.number")},
                     .value = number,
                     .hint = {.text = say("mine.number_hint")},
                     .error_message = error,
                     .autocomplete = "off",
                     .classes = "govuk-input--width-20",
                     .spellcheck = false}),
        html::input({.name = "secret",
                     .label = {.text = say("sent.secret")},
                     .hint = {.text = say("mine.secret_hint")},
                     .autocomplete = "off",
                     .classes = "govuk-input--width-20",
                     .spellcheck = false}),
        html::button({.text = say("mine.open")}));
    auto response = around_.site.pages.page(request, {.title = std::string(say("mine.title")),
                                                      .main = main,
                                                      .place = around_.site.place(request.language, centre),
                                                      .failed = wrong,
                                                      .status = wrong ? 422 : 200});
    keep_nowhere(response);
    return response;
  }

  // ---- One application.

  Html standing(const Own& own) const {
    const auto& say = own.say;
    std::vector<html::SummaryRow> rows = {
        {.key = {.text = say("mine.state")},
         .value = {.text = state_tag(say, own.process().state, own.process().outcome())}}};
    if (const auto due = around_.applications.due_times(own.application).of_case)
      rows.push_back({.key = {.text = say("mine.until")}, .value = {.text = own.day(*due)}});
    const auto money = [&](const char* key, Tiyin amount) {
      if (amount.amount > 0)
        rows.push_back({.key = {.text = say(key)}, .value = {.text = i18n::money(say.language(), amount)}});
    };
    money("service.fee", own.process().fee);
    if (own.process().paid.amount > 0) money("mine.to_pay", own.process().unpaid());
    Html asked;
    if (const Question* question = own.process().open_question()) {
      Html text = make("<p class=\"govuk-notification-banner__heading\">{}</p>", question->text);
      if (own.may_answer())
        to(text, "<a class=\"govuk-button\" href=\"{}\" role=\"button\">{}</a>", own.address("answer"),
           say("mine.answer"));
      asked = html::notification_banner({.title = say("mine.asked"), .text = text});
    }
    Html pay;
    if (own.process().state == CaseState::awaiting_payment) pay = html::inset_text({.text = say("sent.pay")});
    return asked + html::summary_list({.rows = std::move(rows)}) + pay;
  }

  // The result, and why it was refused.
  Html outcome(const Own& own) const {
    const auto& say = own.say;
    Html all;
    for (const Task& task : own.process().tasks) {
      if (task.kind != catalogue::StepKind::decision || !task.outcome || task.outcome->approved) continue;
      Html ground;
      if (const auto* found = own.edition->catalogue.find_refusal(task.outcome->ground))
        ground = make("<p class=\"govuk-body\"><strong>{}</strong></p><p class=\"govuk-hint\">{}</p>",
                      found->names.in(say.language()), found->ground.in(say.language()));
      all += html::inset_text(
          {.text = make("<h2 class=\"govuk-heading-m\">{}</h2>{}<p "
                        "class=\"govuk-body\">{}</p><p class=\"govuk-body\">{}</p>",
                        say("mine.refused"), ground, task.outcome->explanation, say("mine.appeal"))});
    }
    for (const auto& code : own.process().results) {
      Html download;
      if (own.may(Action::download))
        download = make("<a class=\"govuk-button\" href=\"/api/v1/results/{}/pdf\" role=\"button\">{}</a> ",
                        code, say("mine.download"));
      to(all, "<p class=\"govuk-body\">{}<a class=\"govuk-link\" href=\"/{}/verify/{}\">{}</a></p>", download,
         tag(say.language()), code, say("mine.verify"));
    }
    return all;
  }

  // Who does what until when, in plain words.
  Html steps(const Own& own) const {
    const auto& say = own.say;
    const DueTimes due = around_.applications.due_times(own.application);
    Html items;
    for (std::size_t i = 0; i < own.process().tasks.size(); ++i) {
      const Task& task = own.process().tasks[i];
      if (!task.asked_by.empty()) continue;
      const std::string department = own.department(task.department);
      std::string text;
      std::string_view look = "b-step--next";
      if (task.state == TaskState::done) {
        const bool against = task.outcome && !task.outcome->approved;
        text = say(!against                                     ? "mine.step_done"
                   : task.kind == catalogue::StepKind::decision ? "mine.step_refused"
                                                                : "mine.step_against",
                   {{"department", department}, {"day", task.outcome ? own.day(task.outcome->at) : ""}});
        look = "b-step--done";
      } else if (task.state == TaskState::cancelled || own.process().over()) {
        text = say("mine.step_cancelled", {{"department", department}});
      } else if (task.state == TaskState::waiting) {
        text = say("mine.step_waiting", {{"department", department}});
      } else {
        look = "b-step--now";
        text = due.moments[i] ? say("mine.step_open",
                                    {{"department", department}, {"day", own.day(due.moments[i]->due)}})
                              : say("mine.step_stands", {{"department", department}});
      }
      to(items, "<li class=\"b-step {}\">{}</li>", look, text);
    }
    if (items.empty()) return {};
    return make("<h2 class=\"govuk-heading-m\">{}</h2><ol class=\"b-steps\">{}</ol>", say("mine.steps"),
                items);
  }

  static Html history(const Own& own) {
    const auto& say = own.say;
    Html items;
    for (const Event& event : own.process().timeline) {
      const Told rule = rule_of(event.kind).told;
      const bool told = rule == Told::mandates ? own.may(Action::see_mandates) : rule == Told::history;
      if (!told) continue;
      const Mandate* by = mandate_of(own.application.mandates, event.actor);
      to(items, "<li><strong>{}</strong> <span class=\"govuk-hint\">{}{}{}</span>{}</li>",
         say(fmt::format("event.{}", name(event.kind))), own.day(event.at), by == nullptr ? "" : ", ",
         by == nullptr ? std::string() : mandate_text(say, *by),
         event.text.empty() ? Html() : make("<p class=\"govuk-body\">{}</p>", event.text));
    }
    return make("<h2 class=\"govuk-heading-m\">{}</h2><ol class=\"b-list\">{}</ol>", say("mine.history"),
                items);
  }

  // What was written back and forth, and a form for the next word.
  static Html messages(const Own& own) {
    const auto& say = own.say;
    Html items;
    for (const Event& event : own.process().timeline) {
      if (event.kind != EventKind::message_sent) continue;
      const Mandate* by = mandate_of(own.application.mandates, event.actor);
      const std::string who =
          by != nullptr
              ? mandate_text(say, *by)
              : std::string(say(event.actor.of_applicant() ? "mine.you_wrote" : "mine.centre_wrote"));
      to(items,
         "<li><strong>{}</strong> <span class=\"govuk-hint\">{}</span><p class=\"govuk-body "
         "b-words\">{}</p></li>",
         who, own.day(event.at), event.text);
    }
    Html form;
    if (own.may(Action::write) && own.process().allows(EventKind::message_sent) && !own.process().erased) {
      form = own.process().unanswered() >= kMostUnanswered
                 ? make("<p class=\"govuk-body\">{}</p>", say("mine.messages_wait"))
                 : html::details({.summary = say("mine.write"),
                                  .text = make("<form method=\"post\" action=\"{}\">{}{}{}</form>",
                                               own.address("message"), pages::csrf_field(own.request),
                                               html::textarea({.name = "text",
                                                               .label = {.text = say("mine.write_label")},
                                                               .rows = 4,
                                                               .hint = {.text = say("mine.write_hint")},
                                                               .attributes = kLongest}),
                                               html::button({.text = say("mine.write_send"),
                                                             .classes = "govuk-button--secondary"}))});
    }
    if (items.empty() && form.empty()) return {};
    if (!items.empty()) items = make("<ol class=\"b-list\">{}</ol>", items);
    return make("<h2 class=\"govuk-heading-m\">{}</h2>{}{}", say("mine.messages"), items, form);
  }

  Html documents(const Own& own) const {
    const auto& say = own.say;
    Html items;
    for (const auto& version : around_.applications.documents_of(own.application)) {
      const auto* type = own.edition->catalogue.find(version.type);
      const std::string title = type == nullptr ? version.type.str() : type->names.in(say.language());
      const Html named = own.may(Action::download) && version.document.state == documents::State::accepted
                             ? make("<a class=\"govuk-link\" href=\"{}\">{}</a>",
                                    own.address("documents/" + version.document.id.str()), title)
                             : make("{}", title);
      Html rejected;
      if (version.document.state == documents::State::rejected)
        rejected = html::tag({.text = say("work.document_rejected"), .classes = "govuk-tag--red"});
      to(items, "<li>{} {} <span>{} · {}</span></li>", named, rejected, version.document.name,
         own.day(version.at));
    }
    if (items.empty()) return {};
    return make("<h2 class=\"govuk-heading-m\">{}</h2><ul class=\"b-list\">{}</ul>", say("mine.documents"),
                items);
  }

  // What was handed in together with it.
  Html others(const Own& own) const {
    const auto& say = own.say;
    Html items;
    if (const Mandate* mandate = own.mandate(); mandate != nullptr && mandate->reach == Reach::application)
      return {};
    for (const auto& row : around_.applications.submission_of(own.application)) {
      if (row.number == own.application.number) continue;
      const auto* service = own.edition->catalogue.find(row.service);
      to(items, "<li><a class=\"govuk-link\" href=\"{}/{}\">{}</a> {}</li>", list_address(own.request),
         row.number, service == nullptr ? row.service.str() : service->names.in(say.language()),
         state_tag(say, row.state, row.outcome));
    }
    if (items.empty()) return {};
    return make("<h2 class=\"govuk-heading-m\">{}</h2><ul class=\"b-list\">{}</ul>", say("mine.together"),
                items);
  }

  static Html actions(const Own& own) {
    Html links;
    const auto link = [&](std::string_view rest, std::string_view key) {
      to(links, "<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>", own.address(rest),
         own.say(std::string(key)));
    };
    if (own.may(Action::download)) link("receipt", "mine.receipt");
    if (own.may(Action::give_mandate)) link("mandates", "mandates.link");
    if (own.may(Action::withdraw) && own.process().allows(EventKind::case_withdrawn))
      link("withdraw", "mine.withdraw");
    return links;
  }

  // For whom a representative acts, and what they may.
  static Html acting_for(const Own& own) {
    const Mandate* mandate = own.mandate();
    if (mandate == nullptr) return {};
    const auto& say = own.say;
    return html::inset_text(
        {.text = say(mandate->extent == Extent::act ? "mandates.you_act" : "mandates.you_see",
                     {{"name", own.application.applicant.name()},
                      {"day", i18n::date(say.language(), mandate->until)}})});
  }

  const PagesAround around_;
};

}  // namespace

void add_my_pages(http::Router& router, const PagesAround& around) {
  const auto pages = std::make_shared<const MyPages>(around);
  const auto everyone = auth::Roles::all();
  const std::string mine = "/{lang}/{centre}/my", one = mine + "/{number}";
  router.get(mine, everyone, std::bind_front(&MyPages::mine, pages));
  router.post(mine, everyone, std::bind_front(&MyPages::find, pages));
  router.post(mine + "/forget", everyone, &MyPages::forget);
  router.get(one, everyone, std::bind_front(&MyPages::show, pages));
  router.get(one + "/documents/{document}", everyone, std::bind_front(&MyPages::document, pages));
}

}  // namespace biroyna::my

#include "features/intake/pages_apply_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/code.hpp"
#include "features/forms/forms.hpp"

namespace biroyna::intake {
namespace {

using catalogue::AnswerError;
using catalogue::Service;
using html::make;
using html::to;

// The page's own address, with where one came from.
std::string here(const DraftSession& session, std::string_view page) {
  return session.address(page) + (session.changing ? "?from=check" : "");
}

// Where one began.
std::string before(const DraftSession& session) {
  const std::string centre = fmt::format("/{}/{}", tag(session.say.language()), session.draft.centre.str());
  if (session.at_window()) return centre + "/intake";
  return centre +
         (session.services.size() == 1 ? "/services/" + session.services.front()->id.str() : "/life-events");
}

Html back_link(const DraftSession& session, std::string_view page) {
  const auto pages = session.pages();
  const auto at = std::ranges::find(pages, page);
  if (session.changing && page != kCheck)
    return html::back_link({.text = session.say("form.back"), .href = session.address(kCheck)});
  if (at == pages.begin())
    return html::back_link({.text = session.say("form.back"), .href = before(session)});
  return html::back_link({.text = session.say("form.back"), .href = session.address(*std::prev(at))});
}

Html kept_note(const DraftSession& session) {
  return make("<p class=\"govuk-hint b-kept\">{}</p>", session.say("apply.kept"));
}

// A scanner types the zone; a person may, too.
Html zone_part(const DraftSession& session) {
  const auto& say = session.say;
  return html::details({.summary = say("intake.zone"),
                        .text = html::textarea({.name = "zone",
                                                .label = {.text = say("intake.zone_lines")},
                                                .rows = 3,
                                                .hint = {.text = say("intake.zone_hint")},
                                                .spellcheck = false}) +
                                html::button({.text = say("intake.zone_read"),
                                              .name = "read",
                                              .value = "zone",
                                              .classes = "govuk-button--secondary"}),
                        .open = true});
}

Html document_form(const documents::Documents& documents, const http::Request& request,
                   const DraftSession& session, const forms::Topic& topic, const forms::FormView& view) {
  const auto& say = session.say;
  const std::string type = topic.document.str(), title = session.title_of(topic);
  const auto held = session.draft.documents.find(topic.document);
  Html state;
  if (held != session.draft.documents.end()) {
    if (const auto document = documents.find(held->second))
      state = make("<p class=\"govuk-body\">{} <strong>{}</strong></p>",
                   html::tag({.text = say(fmt::format("document.{}", documents::name(document->state))),
                              .classes = document->state == documents::State::rejected ? "govuk-tag--red"
                                                                                       : "govuk-tag--green"}),
                   document->name);
  }
  const Html field = forms::upload_field({.name = "file",
                                          .id = session.at_window() ? "file-" + type : "file",
                                          .label = title,
                                          .heading = !session.at_window(),
                                          .hint = std::string(say("document.hint")),
                                          .state = state,
                                          .error = error_text(view, "/documents/" + type),
                                          .error_word = std::string(say("host.error"))});
  return make("<form method=\"post\" action=\"{}\" enctype=\"multipart/form-data\" novalidate>{}{}{}</form>",
              session.address("documents/" + type), pages::csrf_field(request), field,
              html::button({.text = say(session.at_window() ? "document.attach" : "form.continue"),
                            .classes = session.at_window() ? "govuk-button--secondary" : ""}));
}

std::string applicant_text(const DraftSession& session, std::string_view part) {
  const forms::Applicant& one = session.draft.applicant;
  if (part == "kind") return std::string(session.say(fmt::format("kind.{}", catalogue::name(one.kind))));
  if (part == "language") return std::string(i18n::own_name(one.language));
  return forms::applicant_text(one, part, session.say.language());
}

Html summary(const documents::Documents& documents, const DraftSession& session, const forms::Topic& topic) {
  const auto& say = session.say;
  const std::string change = session.address(session.page_of(topic)) + "?from=check";
  std::vector<html::SummaryRow> rows;
  const auto row = [&](const std::string& key, std::string value) {
    rows.push_back(
        {.key = {.text = key},
         .value = {.text = value.empty() ? std::string(say("check.left_out")) : std::move(value)}});
  };
  for (const auto& part : topic.applicant)
    row(std::string(say(fmt::format("field.{}", part))), applicant_text(session, part));
  for (const auto& [field, required] : topic.fields) {
    const auto& value = catalogue::look_up(session.draft.answers, field->id);
    row(field->label.in(say.language()),
        value.is_nothing() ? std::string()
                           : forms::answer_text(session.catalogue(), *field, value, say.language()));
  }
  if (!topic.document.empty()) {
    const auto held = session.draft.documents.find(topic.document);
    const auto document = held == session.draft.documents.end() ? std::nullopt : documents.find(held->second);
    row(std::string(say("check.file")),
        document ? (document->name.empty() ? "✓" : document->name) : std::string());
  }
  const std::string title = session.title_of(topic);
  return html::summary_list(
      {.rows = std::move(rows),
       .card = html::SummaryCard{
           .title = title,
           .actions = {
               .items = {{.text = say("check.change"), .href = change, .visually_hidden_text = title}}}}});
}

// What each service costs and how long it takes.
Html costs(const Drafts& drafts, const DraftSession& session) {
  const auto& say = session.say;
  const auto facts = drafts.facts_of(session.draft);
  std::vector<html::SummaryRow> rows;
  for (const Service* service : session.services) {
    const auto fee = catalogue::fee_due(session.catalogue(), *service, session.draft.answers, facts);
    std::string cost(say("service.fee_unknown"));
    if (fee) cost = fee->amount == 0 ? std::string(say("service.free")) : i18n::money(say.language(), *fee);
    const std::string term = service->term_working_days == 0
                                 ? std::string(say("service.at_once"))
                                 : say.many("service.working_days", service->term_working_days);
    rows.push_back({.key = {.text = service->names.in(say.language())},
                    .value = {.text = fmt::format("{}, {}", cost, term)}});
  }
  return make("<h2 class=\"govuk-heading-m\">{}</h2>{}", say("check.costs"),
              html::summary_list({.rows = std::move(rows)}));
}

}  // namespace

Html apply_problem(const http::Request& request) {
  const i18n::Speaker say(request.language);
  const auto code = request.query_value("problem").value_or("");
  for (const std::string_view known : {"none_chosen", "not_together", "zone"}) {
    if (code == known)
      return html::notification_banner({.title = say("host.problem"),
                                        .text = say(fmt::format("apply.problem_{}", known)),
                                        .role = "alert"});
  }
  return {};
}

Shown asked_page(const documents::Documents& documents, const http::Request& request,
                 const DraftSession& session, std::string_view page, const std::vector<AnswerError>& errors) {
  const auto topics = session.topics_on(page);
  const auto& say = session.say;
  const bool failed = !errors.empty();
  forms::FormView view{session.catalogue(), say, session.draft.applicant, session.draft.answers, errors};
  std::string title = session.title_of(*topics.front());
  if (page == kForm) title = say("intake.form");
  if (page == kDocuments) title = say("service.documents");

  Html inside, forms;
  const bool asks_documents = !topics.front()->document.empty();
  if (asks_documents) {
    for (const forms::Topic* topic : topics)
      forms += document_form(documents, request, session, *topic, view);
    if (session.at_window())
      forms += make("<p><a class=\"govuk-button\" href=\"{}\" role=\"button\">{}</a></p>",
                    session.address(kCheck), say("form.continue"));
  } else {
    const bool single =
        topics.size() == 1 && topics.front()->fields.size() + topics.front()->applicant.size() == 1;
    view.alone = single;
    for (const forms::Topic* topic : topics) {
      if (page == kForm) to(inside, "<h2 class=\"govuk-heading-m\">{}</h2>", session.title_of(*topic));
      for (const auto& part : topic->applicant) inside += applicant_field(view, part);
      for (const auto& field : topic->fields) inside += answer_field(view, field);
    }
    // Where the only field's label is the heading, it is the page's title.
    forms = make(
        "<form method=\"post\" action=\"{}\" novalidate>{}{}{}{}{}</form>", here(session, page),
        pages::csrf_field(request), single ? Html() : make("<h1 class=\"govuk-heading-l\">{}</h1>", title),
        page == kForm ? zone_part(session) : Html(), inside, html::button({.text = say("form.continue")}));
  }
  if (asks_documents && session.at_window())
    forms = make("<h1 class=\"govuk-heading-l\">{}</h1><p class=\"govuk-body\">{}</p>{}", title,
                 say("intake.documents"), forms);
  const Html main =
      make("{}{}{}<p class=\"govuk-caption-l\">{}</p>{}{}", back_link(session, page), apply_problem(request),
           error_summary(view), session.names(), forms, session.at_window() ? Html() : kept_note(session));
  return {title, main, failed};
}

Shown check_page(const Drafts& drafts, const documents::Documents& documents, const http::Request& request,
                 const DraftSession& session, bool refused) {
  const auto& say = session.say;
  Html errors;
  if (refused && !session.conversation.errors.empty()) {
    std::vector<html::ErrorLink> links;
    const forms::FormView view{session.catalogue(), say, session.draft.applicant, session.draft.answers,
                               session.conversation.errors};
    for (const auto& topic : session.conversation.topics) {
      for (const auto& error : session.conversation.errors_of(topic))
        links.push_back(
            {.text = fmt::format("{}: {}", asked_text(view, error.pointer), error_text(view, error.pointer)),
             .href = session.address(session.page_of(topic)) + "?from=check"});
    }
    errors = html::error_summary({.title = say("host.problem"), .errors = std::move(links)});
  }
  Html lists;
  for (const auto& topic : session.conversation.topics) lists += summary(documents, session, topic);
  const Html main = make(
      "{}{}<p class=\"govuk-caption-l\">{}</p><h1 class=\"govuk-heading-l\">{}</h1>{}{}<p "
      "class=\"govuk-body\">{}</p><form method=\"post\" action=\"{}\" novalidate>{}{}</form>{}",
      back_link(session, kCheck), errors, session.names(), say("check.title"), lists, costs(drafts, session),
      say(session.at_window() ? "check.declare_window" : "check.declare"), session.address(kCheck),
      pages::csrf_field(request),
      html::button(
          {.text = say(session.at_window() ? "check.take_in" : "check.send"), .prevent_double_click = true}),
      session.at_window() ? Html() : kept_note(session));
  return {std::string(say("check.title")), main, !errors.empty()};
}

std::string follow_address(const Site& site, const DraftSession& session) {
  return fmt::format("{}/{}/{}/my?number={}", site.public_url, tag(session.say.language()),
                     session.draft.centre.str(), session.draft.numbers.front());
}

Html receipt(const cases::Applications& applications, const DraftSession& session,
             const std::string& secret) {
  const auto& say = session.say;
  const std::string centre = fmt::format("/{}/{}", tag(say.language()), session.draft.centre.str());
  std::vector<html::SummaryRow> rows;
  bool to_pay = false;
  for (const auto& number : session.draft.numbers) {
    const auto application = applications.find(number);
    if (!application) continue;
    to_pay = to_pay || application->process.state == cases::CaseState::awaiting_payment;
    const auto edition = applications.edition(*application);
    const auto due = applications.due_times(*application).of_case;
    const auto& service =
        edition->catalogue.find(application->process.begun.service)->names.in(say.language());
    const std::string link = session.at_window() ? fmt::format("{}/cases/{}", centre, number)
                                                 : fmt::format("{}/my/{}", centre, number);
    Html value = make("<a class=\"govuk-link b-code\" href=\"{}\">{}</a>", link, grouped_code(number));
    if (due)
      to(value, "<br><span class=\"govuk-hint\">{}</span>",
         say("sent.until", {{"day", i18n::date(say.language(), edition->zone.day(*due))}}));
    to(value, "<br><a class=\"govuk-link b-noprint\" href=\"{}/receipt\">{}</a>", link, say("mine.receipt"));
    rows.push_back({.key = {.text = service}, .value = {.text = std::move(value)}});
  }
  rows.push_back({.key = {.text = say("sent.secret")},
                  .value = {.text = make("<span class=\"b-code\">{}</span>", grouped_code(secret))}});
  const Html panel = html::panel(
      {.title = say("sent.title"), .text = make("{}", grouped_code(session.draft.numbers.front()))});
  Html pay;
  if (to_pay) pay = html::inset_text({.text = say("sent.pay")});
  Html next = make("<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>", centre + "/my",
                   say("sent.follow"));
  if (session.at_window()) {
    next = make(
        "<p class=\"b-noprint\"><a class=\"govuk-button\" href=\"{}\" role=\"button\">{}</a></p><p "
        "class=\"govuk-body b-noprint\">{}</p>",
        centre + "/console", say("sent.to_window"), say("sent.print"));
  }
  return make(
      "{}{}<p class=\"govuk-body\">{}</p>{}<p class=\"govuk-body\">{}</p><img class=\"b-qr\" src=\"{}\" "
      "alt=\"{}\" width=\"160\" height=\"160\">{}",
      panel, html::summary_list({.rows = std::move(rows)}), say("sent.keep"), pay, say("sent.scan"),
      session.address("qr"), say("sent.qr"), next);
}

}  // namespace biroyna::intake

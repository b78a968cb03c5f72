#include "features/intake/pages_apply_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/code.hpp"
#include "features/catalogue/pages.hpp"
#include "features/forms/edge.hpp"
#include "features/forms/forms.hpp"
#include "features/intake/check_page.hpp"
#include "features/intake/pages_earlier.hpp"
#include "platform/pages/done.hpp"

namespace biroyna::intake {
namespace {

using catalogue::AnswerError;
using catalogue::Service;
using html::make;
using html::to;

constexpr std::string_view kLanguageKept = "main";  // where the page goes on after it: its top

// The page's own address, with where one came from.
std::string here(const DraftSession& session, std::string_view page) {
  return session.address(page) + (session.changing ? "?from=check" : "");
}

// The page from which the draft was begun.
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

// Without scripts the languages of the header are links, which keep nothing: here they store what was typed.
Html languages_that_keep(const DraftSession& session, std::string_view page) {
  const auto& say = session.say;
  Html buttons;
  for (const Language language : kLanguages) {
    if (language == say.language()) continue;
    to(buttons,
       " <button class=\"b-link\" name=\"more\" value=\"{}\" formaction=\"{}\" lang=\"{}\">{}</button>",
       kLanguageKept, draft_address(language, session.draft, page), tag(language), i18n::own_name(language));
  }
  return make("<noscript><p class=\"govuk-body\">{}:{}</p></noscript>", say("page.languages"), buttons);
}

Html kept_note(const DraftSession& session) {
  if (session.draft.id.empty()) return {};  // nothing is kept yet
  return make("<p class=\"govuk-hint b-kept\">{}</p>", session.say("apply.kept"));
}

static_assert(kDraftsKept == std::chrono::days(catalogue::kUnsentKeptDays));

// Before the first answer: who is responsible for the data, and who sees it. An operator unfolds it, and has
// the page in each language to show.
Html privacy_part(const DraftSession& session, std::string_view page) {
  const auto pages = session.pages();
  if (pages.empty() || page != pages.front()) return {};
  const auto& say = session.say;
  const Html note = catalogue::privacy_note(*session.edition, session.services, say);
  if (!session.at_window()) return make("<div class=\"govuk-inset-text\">{}</div>", note);
  Html links;
  for (const Language language : kLanguages)
    to(links, "<li><a class=\"govuk-link\" href=\"{}\" lang=\"{}\">{}</a></li>",
       catalogue::privacy_address(*session.edition, session.services, language), tag(language),
       i18n::own_name(language));
  return html::details({.summary = say("privacy.note_window"),
                        .text = make("{}<ul class=\"govuk-list\">{}</ul>", note, links)});
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
                   const DraftSession& session, const forms::Topic& topic, const forms::FormView& view,
                   const EarlierDocuments& earlier) {
  const auto& say = session.say;
  const std::string type = topic.document.str(), title = session.title_of(topic);
  const auto held = session.draft.documents.find(topic.document);
  Html state;
  std::string held_sha256;
  if (held != session.draft.documents.end()) {
    if (const auto document = documents.find(held->second)) {
      held_sha256 = document->sha256;
      state = make("<p class=\"govuk-body\">{} <strong>{}</strong></p>",
                   html::tag({.text = say(fmt::format("document.{}", documents::name(document->state))),
                              .classes = document->state == documents::State::rejected ? "govuk-tag--red"
                                                                                       : "govuk-tag--green"}),
                   document->name);
    }
  }
  state += offers_of(session, offered(earlier, topic.document, held_sha256), title);
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

// What another tab has stored on this page, question by question.
Html stored_meanwhile(const DraftSession& newer, std::string_view page) {
  const auto& say = newer.say;
  const Language language = say.language();
  std::vector<html::SummaryRow> rows;
  const auto row = [&](std::string_view asked, std::string answer) {
    if (answer.empty()) answer = say("check.left_out");
    rows.push_back({.key = {.text = asked}, .value = {.text = answer}});
  };
  for (const forms::Topic* topic : newer.topics_on(page)) {
    for (const auto& part : topic->applicant) {
      if (part != "kind" && part != "language")
        row(say(fmt::format("field.{}", part)), forms::applicant_text(newer.draft.applicant, part, language));
    }
    for (const auto& [field, required] : topic->fields) {
      const auto& value = catalogue::look_up(newer.draft.answers, field->id);
      row(field->label.in(language), value.is_nothing()
                                         ? std::string()
                                         : forms::answer_text(newer.catalogue(), *field, value, language));
    }
  }
  return html::notification_banner(
      {.title = say("host.problem"),
       .text = make("<p class=\"govuk-notification-banner__heading\">{}</p>{}", say("apply.stored_meanwhile"),
                    html::summary_list({.rows = std::move(rows)})),
       .role = "alert"});
}

html::SummaryRow summary_row(const CheckRow& row, std::string_view left_out) {
  return {.key = {.text = row.question},
          .value = {.text = row.answer.empty() ? std::string(left_out) : row.answer}};
}

Html check_card(const CheckCard& card, const i18n::Speaker& say) {
  std::vector<html::SummaryRow> rows;
  for (const auto& row : card.rows) rows.push_back(summary_row(row, say("check.left_out")));
  return html::summary_list(
      {.rows = std::move(rows),
       .card = html::SummaryCard{
           .title = card.title, .actions = {.items = {{.text = say("check.change"), .href = card.change}}}}});
}

Html check_costs(const CheckPage& page, const i18n::Speaker& say) {
  std::vector<html::SummaryRow> rows;
  for (const auto& cost : page.costs) rows.push_back(summary_row(cost, {}));
  return make("<h2 class=\"govuk-heading-m\">{}</h2>{}", say("check.costs"),
              html::summary_list({.rows = std::move(rows)}));
}

Html check_errors(const CheckPage& page, const i18n::Speaker& say) {
  if (page.errors.empty()) return {};
  std::vector<html::ErrorLink> links;
  for (const auto& error : page.errors) links.push_back({.text = error.text, .href = error.change});
  return html::error_summary({.title = say("host.problem"), .errors = std::move(links)});
}

// Applications of the same person for the same, that are worked on. Only the staff are told: whoever types
// somebody's number online shall not learn what they have applied for.
std::vector<cases::CaseRow> already_asked(const cases::Applications& applications,
                                          const DraftSession& session) {
  if (!session.at_window()) return {};
  auto rows = applications.of_person(session.draft.centre, session.draft.applicant);
  std::erase_if(rows, [&](const cases::CaseRow& row) {
    const bool same =
        std::ranges::any_of(session.services, [&](const auto* one) { return one->id == row.service; });
    return !same || row.outcome || row.state == cases::CaseState::withdrawn ||
           row.state == cases::CaseState::closed;
  });
  return rows;
}

}  // namespace

Html apply_problem(const http::Request& request) {
  const i18n::Speaker say(request.language);
  const auto code = pages::done_value(request, "problem").value_or("");
  for (const std::string_view known : {"none_chosen", "not_together", "out_of_season", "zone"}) {
    if (code == known)
      return html::notification_banner({.title = say("host.problem"),
                                        .text = say(fmt::format("apply.problem_{}", known)),
                                        .role = "alert"});
  }
  return {};
}

Html unfinished(const std::vector<Draft>& drafts, const catalogue::Catalogue& catalogue,
                const i18n::Speaker& say) {
  Html list;
  for (const Draft& draft : drafts) {
    to(list, "<li><a class=\"govuk-link\" href=\"{}\">{}</a> <span>{}</span></li>",
       draft_address(say.language(), draft), service_names(catalogue, draft, say.language()),
       draft.applicant.name());
  }
  if (list.empty()) return {};
  return make("<h2 class=\"govuk-heading-m\">{}</h2><ul class=\"b-list\">{}</ul>", say("intake.unfinished"),
              list);
}

std::vector<ServiceId> services_in(const http::Fields& fields) {
  std::vector<ServiceId> services;
  for (const auto& [name, value] : fields) {
    if (name == "service") services.emplace_back(value);
  }
  return services;
}

void read_page(const http::Fields& form, const std::vector<const forms::Topic*>& topics, Draft& draft) {
  for (const forms::Topic* topic : topics) {
    read_applicant(form, topic->applicant, draft.applicant);
    read_answers(form, topic->fields, draft.answers);
  }
}

void read_carried(const http::Fields& form, const catalogue::Catalogue& catalogue, Draft& draft) {
  std::vector<forms::AskedField> asked;
  for (const auto& id : draft.services) {
    for (const auto& page : catalogue.find(id)->form) {
      for (const auto& use : page.fields) {
        const bool there = std::ranges::any_of(form, [&](const auto& one) {
          return one.first == use.field || one.first.starts_with(use.field + ".");
        });
        if (there) asked.push_back({catalogue.find_field(use.field), use.required});
      }
    }
  }
  read_applicant(form, {"kind", "birth_date"}, draft.applicant);
  read_answers(form, asked, draft.answers);
}

// What the address says is wrong: a file that was too large to be read, or the answers themselves.
std::vector<AnswerError> errors_of_address(const http::Request& request, const DraftSession& session,
                                           std::string_view page) {
  if (request.query_value("problem") == "document_too_large") {
    for (const forms::Topic* topic : session.topics_on(page)) {
      if (!topic->document.empty())
        return {{"/documents/" + topic->document.str(), "error.document_too_large"}};
    }
  }
  return request.query_value("checked") ? session.errors_on(page) : std::vector<AnswerError>();
}

Shown asked_page(const documents::Documents& documents, const http::Request& request,
                 const DraftSession& session, std::string_view page, const std::vector<AnswerError>& errors,
                 const EarlierDocuments& earlier, const DraftSession* newer) {
  const auto topics = session.topics_on(page);
  const auto& say = session.say;
  const bool failed = !errors.empty() || newer != nullptr;
  forms::FormView view{session.catalogue(), say, session.draft.applicant, session.draft.answers, errors};
  std::string title = session.title_of(*topics.front());
  if (page == kForm) title = say("intake.form");
  if (page == kDocuments) title = say("service.documents");

  Html inside, forms;
  const bool asks_documents = !topics.front()->document.empty();
  if (asks_documents) {
    for (const forms::Topic* topic : topics)
      forms += document_form(documents, request, session, *topic, view, earlier);
    if (session.at_window())
      forms += make("<p><a class=\"govuk-button\" href=\"{}\" role=\"button\">{}</a></p>",
                    session.address(kCheck), say("form.continue"));
  } else {
    Html pass;
    if (session.at_window()) pass = make("<input type=\"hidden\" name=\"pass\" value=\"{}\">", session.pass);
    const DraftSession& stored = newer == nullptr ? session : *newer;
    if (!stored.draft.id.empty())
      to(pass, "<input type=\"hidden\" name=\"seen\" value=\"{}\">",
         seen_mark(stored.draft, stored.topics_on(page)));
    const bool single =
        topics.size() == 1 && topics.front()->fields.size() + topics.front()->applicant.size() == 1;
    view.alone = single;
    for (const forms::Topic* topic : topics) {
      if (page == kForm) to(inside, "<h2 class=\"govuk-heading-m\">{}</h2>", session.title_of(*topic));
      for (const auto& part : topic->applicant) inside += applicant_field(view, part);
      for (const auto& field : topic->fields) inside += answer_field(view, field);
    }
    // Where the only field's label is the heading, it is the page's title.
    forms = make("<form method=\"post\" action=\"{}\" novalidate>{}{}{}{}{}{}{}</form>", here(session, page),
                 pages::csrf_field(request), pass,
                 single ? Html() : make("<h1 class=\"govuk-heading-l\">{}</h1>", title),
                 privacy_part(session, page), page == kForm ? zone_part(session) : Html(), inside,
                 html::button({.text = say("form.continue")}) + languages_that_keep(session, page));
  }
  if (asks_documents && session.at_window())
    forms = make("<h1 class=\"govuk-heading-l\">{}</h1><p class=\"govuk-body\">{}</p>{}", title,
                 say("intake.documents"), forms);
  const Html main =
      make("{}{}{}<p class=\"govuk-caption-l\">{}</p>{}{}", back_link(session, page), apply_problem(request),
           newer == nullptr ? error_summary(view) : stored_meanwhile(*newer, page), session.names(), forms,
           session.at_window() ? Html() : kept_note(session));
  return {title, main, failed};
}

Shown shown_check(const Drafts& drafts, const documents::Documents& documents,
                  const cases::Applications& applications, const http::Request& request,
                  const DraftSession& session, bool refused) {
  std::map<DocumentTypeId, std::string> file_names;
  for (const auto& [type, id] : session.draft.documents) {
    if (const auto document = documents.find(id)) file_names.emplace(type, document->name);
  }
  const auto& say = session.say;
  const CheckPage page = check_page(session, file_names, drafts.facts_of(session.draft));
  const Html errors = refused ? check_errors(page, say) : Html();
  Html cards;
  for (const auto& row : already_asked(applications, session)) {
    const auto* service = session.edition->catalogue.find(row.service);
    cards += html::inset_text(
        {.text = say("check.already",
                     {{"number", grouped_code(row.number)},
                      {"service", service == nullptr ? row.service.str() : service->names.in(say.language())},
                      {"state", say(fmt::format("state.{}", name(row.state)))}})});
  }
  for (const auto& warning : page.warnings) cards += html::inset_text({.text = warning});
  for (const auto& card : page.cards) cards += check_card(card, say);
  const Html main = make(
      "{}{}<p class=\"govuk-caption-l\">{}</p><h1 class=\"govuk-heading-l\">{}</h1>{}{}<p "
      "class=\"govuk-body\">{}</p><form method=\"post\" action=\"{}\" novalidate>{}{}</form>{}",
      back_link(session, kCheck), errors, session.names(), say("check.title"), cards, check_costs(page, say),
      page.declaration, session.address(kCheck), pages::csrf_field(request),
      html::button({.text = page.sending, .prevent_double_click = true}),
      session.at_window() ? Html() : kept_note(session));
  return {std::string(say("check.title")), main, !errors.empty()};
}

}  // namespace biroyna::intake

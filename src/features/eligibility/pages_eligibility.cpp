// The questions stand on one page. What further answers make necessary is asked on the same page again, with
// what was answered. Answers come by POST, so that they stand in no address.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "core/address.hpp"
#include "core/rate_limit.hpp"
#include "features/catalogue/pages.hpp"
#include "features/eligibility/outcome_view.hpp"
#include "features/eligibility/pages.hpp"
#include "features/forms/edge.hpp"
#include "features/forms/forms.hpp"

namespace biroyna::eligibility {
namespace {

using html::make;
using html::to;
using Errors = std::vector<catalogue::AnswerError>;

// More of one client are not counted.
constexpr RateLimit::Rule kCounted{20, Minutes(1)};
constexpr std::string_view kBirthDate = "/applicant/birth_date";

// A part is called with its whole: "The child: Date of birth".
Questions named(Questions questions, const i18n::Speaker& say) {
  for (auto& question : questions.fields) {
    if (question.part.empty()) continue;
    std::string& label = question.field.label.in(say.language());
    label = fmt::format("{}: {}", label, say(fmt::format("field.{}", question.part)));
  }
  return questions;
}

// What somebody has answered, for one request.
struct Asked {
  const http::Request& request;
  const catalogue::Edition& edition;
  const Service& service;
  i18n::Speaker say;
  Time now;
  Questions questions;
  forms::Applicant applicant = {};
  Answers by_name = {}, answers = {};  // the same, as asked here and as in the form

  Facts facts() const {
    return forms::facts_of(applicant, catalogue::Channel::window, edition.zone.day(now));
  }
  std::vector<const Question*> fields() const { return asked_now(service, questions, answers, facts()); }
  std::string address(std::string_view rest) const {
    return fmt::format("/{}/{}{}", tag(say.language()), edition.catalogue.centre.id.str(), rest);
  }
};

Asked asked_of(const http::Request& request, const catalogue::Edition& edition, const Service& service,
               Time now) {
  const i18n::Speaker say(request.language);
  Asked asked{.request = request,
              .edition = edition,
              .service = service,
              .say = say,
              .now = now,
              .questions = named(questions_of(edition.catalogue, service), say)};
  if (!service.for_individuals) asked.applicant.kind = catalogue::ApplicantKind::business;
  return asked;
}

void read(const http::Fields& form, Asked& asked) {
  if (asked.questions.kind) read_applicant(form, {"kind"}, asked.applicant);
  if (asked.questions.birth_date) read_applicant(form, {"birth_date"}, asked.applicant);
  std::vector<forms::AskedField> fields;
  for (const auto& question : asked.questions.fields) fields.push_back({&question.field, question.required});
  read_answers(form, fields, asked.by_name);
  asked.answers = as_in_form(asked.by_name);
}

// Whether the page that was answered had this question.
bool was_shown(const http::Fields& form, const Question& question) {
  return std::ranges::any_of(
      form, [&](const auto& one) { return one.first == "shown" && one.second == question.field.id; });
}

Errors errors_of(const Asked& asked, const std::vector<const Question*>& shown) {
  Errors errors;
  if (asked.questions.birth_date) {
    for (const auto& error : forms::check(asked.applicant, asked.facts().today)) {
      if (error.pointer == kBirthDate && error.code != "error.too_young")
        errors.push_back({error.pointer, error.code});
    }
    if (!asked.applicant.birth_date && errors.empty())
      errors.push_back({std::string(kBirthDate), "error.required"});
  }
  std::ranges::move(check(asked.edition.catalogue, asked.service, shown, asked.by_name, asked.facts()),
                    std::back_inserter(errors));
  return errors;
}

// What was answered, for the forms of the next page.
Html hidden_answers(const Asked& asked) {
  Html fields;
  for (const auto& [name, value] : http::form_of(asked.request)) {
    const bool of_questions = std::ranges::any_of(asked.questions.fields, [&](const Question& question) {
      return name == question.field.id || name.starts_with(question.field.id + ".");
    });
    const bool of_applicant =
        (asked.questions.kind && name == "kind") || (asked.questions.birth_date && name == "birth_date");
    if (of_questions || of_applicant || name == "shown")
      to(fields, "<input type=\"hidden\" name=\"{}\" value=\"{}\">", name, value);
  }
  return fields;
}

class EligibilityPages {
 public:
  EligibilityPages(const Site& site, const catalogue::Catalogues& catalogues, db::Db& db,
                   audit::EventLog& log)
      : site_(site), catalogues_(catalogues), consultations_(db, log, site.clock) {}

  http::Response ask(const http::Request& request) const {
    return with(request, [&](Asked& asked) {
      return asked.questions.empty() ? result(asked) : questions(asked, {}, false);
    });
  }

  http::Response answer(const http::Request& request) const {
    return with(request, [&](Asked& asked) {
      const http::Fields form = http::form_of(request);
      read(form, asked);
      if (const bool more = !http::field(form, "more").empty(); more || !http::field(form, "again").empty())
        return questions(asked, {}, false);
      std::vector<const Question*> shown, fresh;
      for (const Question* question : asked.fields())
        (was_shown(form, *question) ? shown : fresh).push_back(question);
      if (Errors errors = errors_of(asked, shown); !errors.empty()) return questions(asked, errors, false);
      const bool may = outcome_of(asked.edition.catalogue, asked.service, asked.answers, asked.facts()).may();
      if (may && !fresh.empty()) return questions(asked, {}, true);
      count(asked, may);
      return result(asked);
    });
  }

 private:
  http::Response with(const http::Request& request,
                      const std::function<http::Response(Asked&)>& answer) const {
    const auto edition = catalogues_.current(CentreId(std::string(request.param("centre"))));
    if (!edition) return site_.not_found(request);
    const auto* service = edition->catalogue.find(ServiceId(std::string(request.param("service"))));
    if (service == nullptr || service->form.empty()) return site_.not_found(request);
    Asked asked = asked_of(request, *edition, *service, site_.clock());
    return answer(asked);
  }

  void count(const Asked& asked, bool may) const {
    if (!counted_.take(client_of(asked.request.peer), kCounted, asked.now))
      consultations_.count(asked.edition.catalogue.centre.id, asked.service.id, may);
  }

  // `more`: the answers have led to further questions.
  http::Response questions(const Asked& asked, const Errors& errors, bool more) const {
    const auto& say = asked.say;
    const forms::FormView view{asked.edition.catalogue, say, asked.applicant, asked.answers, errors};
    Html fields;
    if (asked.questions.kind) fields += applicant_field(view, "kind");
    if (asked.questions.birth_date) fields += applicant_field(view, "birth_date");
    for (const Question* question : asked.fields()) {
      to(fields, "<input type=\"hidden\" name=\"shown\" value=\"{}\">", question->field.id);
      fields += answer_field(view, {&question->field, question->required});
    }
    Html told = make("<p class=\"govuk-body\">{}</p>", say("eligibility.lead"));
    if (more) told = make("<p class=\"govuk-inset-text\" role=\"status\">{}</p>", say("eligibility.more"));
    const std::string name = asked.service.names.in(say.language());
    const Html main = make(
        "{}<p class=\"govuk-caption-l\">{}</p><h1 class=\"govuk-heading-l\">{}</h1>{}<form method=\"post\" "
        "action=\"{}\" novalidate>{}{}{}</form>",
        error_summary(view), name, say("eligibility.title"), told,
        asked.address(eligibility_path(asked.service.id)), pages::csrf_field(asked.request), fields,
        html::button({.text = say("eligibility.check")}));
    return respond(asked, main, !errors.empty(), true);
  }

  http::Response result(const Asked& asked) const {
    const auto& say = asked.say;
    const Outcome outcome = outcome_of(asked.edition.catalogue, asked.service, asked.answers, asked.facts());
    const OutcomeView view = outcome_view(asked.edition, asked.service, outcome, say, asked.now);
    const Html main = make("<p class=\"govuk-caption-l\">{}</p><h1 class=\"govuk-heading-l\">{}</h1>{}{}{}{}",
                           asked.service.names.in(say.language()), heading(asked, view),
                           view.may ? what_it_takes(view, say) : why_not(asked, view), advice_note(view, say),
                           onward(asked, view), answered(asked));
    return respond(asked, main, false, false);
  }

  static std::string_view heading(const Asked& asked, const OutcomeView& view) {
    if (asked.questions.empty()) return asked.say("eligibility.what_it_takes");
    if (!view.may) return asked.say("eligibility.no");
    return view.closed ? asked.say("eligibility.not_now") : asked.say("eligibility.yes");
  }

  static html::SummaryRow row_of(std::string_view label, html::Content text) {
    return {.key = {.text = label}, .value = {.text = std::move(text)}};
  }

  static Html what_it_takes(const OutcomeView& view, const i18n::Speaker& say) {
    Html documents;
    for (const auto& document : view.documents) to(documents, "<li>{}</li>", document);
    documents = documents.empty() ? make("{}", say("service.no_documents"))
                                  : make("<ul class=\"govuk-list govuk-list--bullet\">{}</ul>", documents);
    if (!view.documents_spared.empty()) {
      Html spared;
      for (const auto& document : view.documents_spared) to(spared, "<li>{}</li>", document);
      to(documents, "{}<ul class=\"govuk-list govuk-list--bullet\">{}</ul>", say("service.documents_spared"),
         spared);
    }
    Html fee = make("<strong>{}</strong>", view.fee);
    if (!view.fee_share.empty()) to(fee, "<br><span class=\"govuk-hint\">{}</span>", view.fee_share);
    if (!view.concession.empty()) to(fee, "<br>{}: {}", say("mine.concession"), view.concession);
    if (!view.portal_fee.empty())
      to(fee, "<br>{}: <strong>{}</strong>", say("service.portal_fee"), view.portal_fee);
    Html notes;
    for (const auto& note : view.notes) to(notes, "<p class=\"govuk-body\">{}</p>", note);
    std::vector<html::SummaryRow> rows = {row_of(say("service.documents"), std::move(documents)),
                                          row_of(say("service.fee"), std::move(fee))};
    if (!view.due.empty())
      rows.push_back(row_of(say(view.paid ? "eligibility.due_paid" : "eligibility.due"),
                            make("<strong>{}</strong>", view.due)));
    rows.push_back(row_of(say("service.where"), view.where));
    return notes + html::summary_list({.rows = std::move(rows)});
  }

  static Html why_not(const Asked& asked, const OutcomeView& view) {
    const auto& say = asked.say;
    Html reasons;
    for (const auto& reason : view.reasons)
      to(reasons, "<p class=\"govuk-body\"><strong>{}</strong></p>", reason);
    Html others;
    for (const auto& [name, path] : view.others)
      to(others, "<li><a class=\"govuk-link\" href=\"{}\">{}</a></li>", asked.address(path), name);
    for (const auto& [name, where, link] : view.elsewhere) {
      const Html named =
          link.empty() ? make("{}", name) : make("<a class=\"govuk-link\" href=\"{}\">{}</a>", link, name);
      to(others, "<li>{} <span>{}</span></li>", named, where);
    }
    if (!others.empty())
      others = make("<h2 class=\"govuk-heading-m\">{}</h2><ul class=\"b-list\">{}</ul>",
                    say("eligibility.but"), others);
    return html::inset_text({.text = reasons}) + others;
  }

  // Goes with the page onto paper.
  static Html answered(const Asked& asked) {
    const auto& say = asked.say;
    std::vector<html::SummaryRow> rows;
    if (asked.questions.kind)
      rows.push_back(
          row_of(say("question.applicant"), say(fmt::format("kind.{}", name(asked.applicant.kind)))));
    if (asked.questions.birth_date)
      rows.push_back(
          row_of(say("field.birth_date"), applicant_text(asked.applicant, "birth_date", say.language())));
    for (const Question* question : asked.fields()) {
      const auto answer = asked.by_name.find(question->field.id);
      if (answer != asked.by_name.end())
        rows.push_back(row_of(
            question->field.label.in(say.language()),
            forms::answer_text(asked.edition.catalogue, question->field, answer->second, say.language())));
    }
    if (rows.empty()) return {};
    return make(
        "<h2 class=\"govuk-heading-m\">{}</h2>{}<form class=\"b-noprint\" method=\"post\" "
        "action=\"{}\">{}{}{}</form>",
        say("eligibility.answers"), html::summary_list({.rows = std::move(rows)}),
        asked.address(eligibility_path(asked.service.id)), pages::csrf_field(asked.request),
        hidden_answers(asked),
        html::button({.text = say("eligibility.change"),
                      .name = "again",
                      .value = "yes",
                      .classes = "govuk-button--secondary"}));
  }

  static Html advice_note(const OutcomeView& view, const i18n::Speaker& say) {
    return make("<p class=\"govuk-body\">{}</p>",
                say("eligibility.advice", {{"department", view.department}}));
  }

  static Html onward(const Asked& asked, const OutcomeView& view) {
    const auto& say = asked.say;
    // What was answered goes into the application.
    Html carried;
    if (!asked.questions.empty())
      carried = make("<input type=\"hidden\" name=\"carry\" value=\"yes\">{}", hidden_answers(asked));
    Html apply;
    if (view.may && view.can_apply)
      apply = make(
          "<form method=\"post\" action=\"{}\">{}<input type=\"hidden\" name=\"service\" value=\"{}\">"
          "{}{}</form>",
          asked.address("/apply"), pages::csrf_field(asked.request), asked.service.id.str(), carried,
          html::button({.text = say("service.apply"), .is_start_button = true}));
    return make(
        "<div class=\"b-noprint\">{}<p class=\"govuk-body\"><a class=\"govuk-link\" "
        "href=\"{}\">{}</a></p></div>",
        apply, asked.address("/services/" + asked.service.id.str()), say("privacy.to_service"));
  }

  http::Response respond(const Asked& asked, const Html& main, bool failed, bool typed_into) const {
    const std::string name = asked.service.names.in(asked.say.language());
    return site_.pages.page(
        asked.request,
        {.title = fmt::format("{} – {}", asked.say("eligibility.title"), name),
         .main = main,
         .place = site_.place(asked.say.language(), asked.edition.catalogue.centre.id),
         .breadcrumbs = {{.text = asked.say("portal.home"), .href = asked.address("")},
                         {.text = asked.say("portal.services_title"), .href = asked.address("/services")},
                         {.text = name, .href = asked.address("/services/" + asked.service.id.str())}},
         .failed = failed,
         .typed_into = typed_into,
         .status = failed ? 422 : 200});
  }

  const Site& site_;
  const catalogue::Catalogues& catalogues_;
  mutable Consultations consultations_;
  mutable RateLimit counted_;
};

}  // namespace

void add_pages(http::Router& router, const Site& site, const catalogue::Catalogues& catalogues, db::Db& db,
               audit::EventLog& log) {
  const auto pages = std::make_shared<const EligibilityPages>(site, catalogues, db, log);
  const std::string address = "/{lang}/{centre}/services/{service}/eligibility";
  router.get(address, auth::Roles::all(), std::bind_front(&EligibilityPages::ask, pages));
  router.post(address, auth::Roles::all(), std::bind_front(&EligibilityPages::answer, pages));
}

}  // namespace biroyna::eligibility

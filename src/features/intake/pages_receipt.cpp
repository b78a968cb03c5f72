// After an application was handed in: what the applicant takes home, and where the operator goes on.
#include <fmt/format.h>

#include "core/code.hpp"
#include "features/intake/pages_apply_parts.hpp"
#include "features/intake/receipt_view.hpp"

namespace biroyna::intake {
namespace {

using html::make;
using html::to;

// At a window it is for the applicant, not for the operator.
Language language_of_receipt(const DraftSession& session) {
  return session.at_window() ? session.draft.applicant.language : session.say.language();
}

std::vector<cases::Application> handed_in(const cases::Applications& applications,
                                          const DraftSession& session) {
  std::vector<cases::Application> found;
  for (const auto& number : session.draft.numbers) {
    if (auto application = applications.find(number)) found.push_back(*std::move(application));
  }
  return found;
}

html::SummaryRow row_of(std::string_view label, html::Content text) {
  return {.key = {.text = label}, .value = {.text = std::move(text)}};
}

Html follow_link(const DraftSession& session) {
  return make("<p class=\"govuk-body b-noprint\"><a class=\"govuk-link\" href=\"/{}/{}/my\">{}</a></p>",
              tag(session.say.language()), session.draft.centre.str(), session.say("sent.follow"));
}

// To the applicant's own page of an application.
Html own_links(const DraftSession& session, const std::string& number) {
  const std::string page =
      fmt::format("/{}/{}/my/{}", tag(session.say.language()), session.draft.centre.str(), number);
  return make(
      "<a class=\"govuk-link b-code\" href=\"{}\">{}</a><br><a class=\"govuk-link b-noprint\" "
      "href=\"{}/receipt\">{}</a>",
      page, grouped_code(number), page, session.say("mine.receipt"));
}

// The applications with their pages, for who took them in; on no paper.
Html for_operator(const DraftSession& session) {
  const auto& say = session.say;
  const std::string centre = fmt::format("/{}/{}", tag(say.language()), session.draft.centre.str());
  Html list;
  for (const auto& number : session.draft.numbers)
    to(list,
       "<li><a class=\"govuk-link b-code\" href=\"{}/cases/{}\">{}</a>, <a class=\"govuk-link\" "
       "href=\"{}/cases/{}/receipt\">{}</a></li>",
       centre, number, grouped_code(number), centre, number, say("mine.receipt"));
  return make(
      "<div class=\"b-noprint\"><ul class=\"govuk-list\">{}</ul><p class=\"govuk-body\">{}</p><p><a "
      "class=\"govuk-button\" href=\"{}/console\" role=\"button\">{}</a></p></div>",
      list, say("sent.print"), centre, say("sent.to_window"));
}

}  // namespace

std::string follow_address(const Site& site, const DraftSession& session) {
  return fmt::format("{}?number={}",
                     residents_address(site.public_url, language_of_receipt(session), session.draft.centre),
                     session.draft.numbers.front());
}

Html receipt(const Site& site, const cases::Applications& applications, const DraftSession& session,
             const std::string& secret) {
  const Language language = language_of_receipt(session);
  const i18n::Speaker say(language);
  std::vector<html::SummaryRow> rows;
  bool to_pay = false;
  for (const auto& application : handed_in(applications, session)) {
    to_pay = to_pay || application.process.state == cases::CaseState::awaiting_payment;
    const auto due = applications.due_times(application);
    const std::size_t first = rows.size();
    for (const auto& [label, text] : receipt_rows(application, *applications.edition(application), due, say))
      rows.push_back(row_of(label, text));
    if (!session.at_window()) rows[first].value.text = own_links(session, application.number);
  }
  html::Content code = make("<span class=\"b-code\">{}</span>", grouped_code(secret));
  if (secret.empty()) code = say("sent.secret_shown");
  rows.push_back(row_of(say("sent.secret"), std::move(code)));
  rows.push_back(
      row_of(say("sent.where"), residents_address(site.public_url, language, session.draft.centre)));
  Html pay;
  if (to_pay) pay = html::inset_text({.text = say("sent.pay")});
  const Html panel = html::panel(
      {.title = session.say("sent.title"), .text = make("{}", grouped_code(session.draft.numbers.front()))});
  const Html sheet = make(
      "<section class=\"b-sheet\" lang=\"{}\" aria-labelledby=\"sheet\"><h2 id=\"sheet\" "
      "class=\"govuk-heading-m\">{}</h2>{}<p class=\"govuk-body\">{}</p>{}<p "
      "class=\"govuk-body\">{}</p><img class=\"b-qr\" src=\"{}\" alt=\"{}\" width=\"160\" "
      "height=\"160\"></section>",
      tag(language), say("sent.sheet"), html::summary_list({.rows = std::move(rows)}), say("sent.keep"), pay,
      say("sent.scan"), session.address("qr"), say("sent.qr"));
  return make("<div class=\"b-noprint\">{}</div>{}{}", panel,
              session.at_window() ? for_operator(session) : Html(), sheet) +
         (session.at_window() ? Html() : follow_link(session));
}

Html shown_before(const DraftSession& session) {
  const auto& say = session.say;
  return make(
      "<h1 class=\"govuk-heading-l\">{}</h1><p class=\"govuk-body\">{}</p><p class=\"govuk-body\"><a "
      "class=\"govuk-link\" href=\"/{}/{}/my\">{}</a></p>",
      say("sent.title"), say("sent.shown_before"), tag(say.language()), session.draft.centre.str(),
      say("sent.follow"));
}

}  // namespace biroyna::intake

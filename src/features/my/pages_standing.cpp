#include "features/my/pages_standing.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "platform/i18n/sentence.hpp"

namespace biroyna::my {
namespace {

using html::make;
using html::to;

// A ground of refusal and its law.
Html ground_text(const ApplicantView& view, const std::string& ground, const std::string& point) {
  const auto* found = view.edition->catalogue.find_refusal(ground);
  if (found == nullptr) return {};
  const Language language = view.say.language();
  return make("<p class=\"govuk-body\"><strong>{}</strong></p><p class=\"govuk-hint\">{}</p>",
              found->names.in(language), law_of(view.service(), *found, point, language));
}

Html question_text(const ApplicantView& view, const Question& question) {
  const auto& say = view.say;
  Html text = intended_refusal(view, question);
  to(text, "<p class=\"{} b-words\">{}</p>",
     question.ground.empty() ? "govuk-notification-banner__heading" : "govuk-body", question.text);
  if (question.until)
    to(text, "<p class=\"govuk-body\">{}</p>",
       say(question.ground.empty() ? "mine.answer_by" : "mine.answer_intended_by",
           {{"day", view.day(*question.until)}}));
  if (view.may_answer())
    to(text, "<a class=\"govuk-button\" href=\"{}\" role=\"button\">{}</a>", view.address("answer"),
       say("mine.answer"));
  return html::notification_banner(
      {.title = say(question.ground.empty() ? "mine.asked" : "mine.refusal_intended"), .text = text});
}

// What they have to do, and until when it can wait.
Html to_do(const ApplicantView& view, const Applications& applications, const char* text) {
  const auto& say = view.say;
  Html all = make("<p class=\"govuk-body\">{}</p>", say(text));
  if (const auto until = applications.due_times(view.application).of_applicant)
    to(all, "<p class=\"govuk-body\"><strong>{}</strong></p>",
       say("mine.waits_until", {{"day", view.day(*until)}}));
  return html::inset_text({.text = std::move(all)});
}

Html inset(std::string_view text) { return html::inset_text({.text = make("{}", text)}); }

// Their place in line, and by which rules.
Html place_in_line(const ApplicantView& view, int ahead) {
  const auto& say = view.say;
  Html text = make("<h2 class=\"govuk-heading-m\">{}</h2><p class=\"govuk-body\">{}</p>",
                   say("mine.place_in_line", {{"n", i18n::number(ahead + 1)}}), say("mine.place_says"));
  const auto& list = view.service().waiting_list;
  Html rules;
  if (list) {
    for (const auto& rule : list->first) to(rules, "<li>{}</li>", rule.names.in(say.language()));
  }
  if (!rules.empty())
    to(text, "<p class=\"govuk-body\">{}</p><ol class=\"govuk-list govuk-list--number\">{}</ol>",
       say("mine.place_rules"), rules);
  return html::inset_text({.text = std::move(text)});
}

// What they wait for, or what waits for them.
Html waited_for(const ApplicantView& view, const Applications& applications) {
  switch (view.process().state) {
    case CaseState::awaiting_payment:
      return to_do(view, applications, "sent.pay");
    case CaseState::awaiting_visit:
      return to_do(view, applications, "mine.come_once");
    case CaseState::awaiting_turn:
      if (const auto ahead = applications.ahead(view.application)) return place_in_line(view, *ahead);
      break;
    default:
      break;
  }
  return {};
}

// From when on a complaint is in time.
Html complaint_until(const ApplicantView& view, Time now) {
  auto delivered = view.process().delivered_at();
  if (!delivered && may_receive(view)) delivered = now;  // by this very page
  if (!delivered) return make("<p class=\"govuk-body\">{}</p>", view.say("appeal.not_received"));
  const Day day = view.edition->zone.day(*delivered);
  const Language language = view.say.language();
  return make(
      "<p class=\"govuk-body\">{}</p>",
      view.say("appeal.received",
               {{"day", i18n::date_in_sentence(language, day)},
                {"until",
                 i18n::date_in_sentence(
                     language, day + std::chrono::days(view.edition->catalogue.appeal.complaint_days))}}));
}

}  // namespace

bool may_receive(const ApplicantView& view) {
  const bool theirs = view.viewer.party == Party::applicant || view.viewer.party == Party::representative;
  return theirs && !view.process().forwarded && view.request.principal.role == auth::Role::anonymous;
}

Html intended_refusal(const ApplicantView& view, const Question& question) {
  if (question.ground.empty()) return {};
  return make("<p class=\"govuk-notification-banner__heading\">{}</p>{}",
              view.say("mine.refusal_intended_says"), ground_text(view, question.ground, question.point));
}

Html standing(const ApplicantView& view, const Applications& applications) {
  const auto& say = view.say;
  const Case& process = view.process();
  std::vector<html::SummaryRow> rows = {
      {.key = {.text = say("mine.state")},
       .value = {.text = own_state_tag(say, process.state, process.outcome())}}};
  const auto row = [&](const char* key, const std::string& text) {
    rows.push_back({.key = {.text = say(key)}, .value = {.text = text}});
  };
  if (const auto until = until_text(say, view.edition->zone, applications.due_times(view.application));
      !until.empty())
    row("mine.until", until);
  const auto money = [&](const char* key, Tiyin amount) {
    if (amount.amount > 0) row(key, i18n::money(say.language(), amount));
  };
  money("service.fee", process.fee);
  if (const auto* concession = view.edition->catalogue.find_concession(process.concession))
    row("mine.concession", concession->names.in(say.language()));
  if (process.paid.amount > 0) money("mine.to_pay", process.unpaid());
  money("mine.to_return", process.to_return());
  const Question* question = process.open_question();
  return (question == nullptr ? Html() : question_text(view, *question)) +
         html::summary_list({.rows = std::move(rows)}) + waited_for(view, applications);
}

Html outcome(const ApplicantView& view, Time now) {
  const auto& say = view.say;
  const Case& process = view.process();
  Html all;
  if (process.silent) all += inset(say("mine.by_silence"));
  for (const Task& task : process.tasks) {
    if (task.kind != catalogue::StepKind::decision || !task.outcome || task.outcome->approved) continue;
    all += html::inset_text(
        {.text = make("<h2 class=\"govuk-heading-m\">{}</h2>{}<p class=\"govuk-body b-words\">{}</p>",
                      say("mine.refused"), ground_text(view, task.outcome->ground, task.outcome->point),
                      task.outcome->explanation)});
  }
  if (may_be_appealed(process))
    all += html::inset_text(
        {.text = make("<h2 class=\"govuk-heading-m\">{}</h2>{}<p class=\"govuk-body\">{}</p>",
                      say("appeal.title"), complaint_until(view, now),
                      appeal_text(*view.edition, view.service(), say.language()))});
  for (const auto& code : process.results) {
    Html download;
    if (view.may(Action::download))
      download = make("<a class=\"govuk-button\" href=\"/api/v1/results/{}/pdf\" role=\"button\">{}</a> ",
                      code, say("mine.download"));
    to(all, "<p class=\"govuk-body\">{}<a class=\"govuk-link\" href=\"/{}/verify/{}\">{}</a></p>", download,
       tag(say.language()), code, say("mine.verify"));
  }
  return all;
}

}  // namespace biroyna::my

#include "features/my/application_page.hpp"

#include <fmt/format.h>

#include "features/case_views/case_views.hpp"
#include "platform/i18n/sentence.hpp"

namespace biroyna::my {
namespace {

using case_views::department_name;
using case_views::mandate_of;
using case_views::mandate_text;

// The application with what its texts need.
struct Subject {
  const Application& application;
  const catalogue::Edition& edition;
  const Viewer& viewer;
  const i18n::Speaker& say;

  const Case& process() const { return application.process; }
  bool may(Action action) const { return cases::may(viewer, action, process()); }
  std::string day(Time time) const { return i18n::date(say.language(), edition.zone.day(time)); }
  std::string day_in_sentence(Time time) const {
    return i18n::date_in_sentence(say.language(), edition.zone.day(time));
  }
};

// Who does it until when.
StepLine step_line(const Subject& subject, const Task& task, const std::optional<Moments>& moments) {
  const auto& say = subject.say;
  // Whom it is asked of: a registry, until a person takes it.
  const bool of_registry = task.kind == catalogue::StepKind::automatic && task.assignee.empty();
  const std::string department =
      of_registry ? catalogue::registry_name(say, task.external)
                  : department_name(subject.edition.catalogue, task.department, say.language());
  if (of_registry && (task.state == TaskState::done || task.state == TaskState::open))
    return {task.state == TaskState::done ? StepLine::Look::done : StepLine::Look::now,
            say(task.state == TaskState::done ? "mine.registry_done" : "mine.registry_asked",
                {{"registry", department}})};
  if (task.state == TaskState::done) {
    const bool against = task.outcome && !task.outcome->approved;
    const bool decides = task.outcome && task.kind == catalogue::StepKind::decision;
    const char* key = decides   ? against ? "mine.step_refused" : "mine.step_granted"
                      : against ? "mine.step_against"
                                : "mine.step_done";
    const std::string day = task.outcome ? subject.day_in_sentence(task.outcome->at) : "";
    return {StepLine::Look::done, say(key, {{"department", department}, {"day", day}})};
  }
  if (task.state == TaskState::cancelled || subject.process().over())
    return {StepLine::Look::next, say("mine.step_cancelled", {{"department", department}})};
  if (task.state == TaskState::waiting)
    return {StepLine::Look::next, say("mine.step_waiting", {{"department", department}})};
  if (!moments) return {StepLine::Look::now, say("mine.step_stands", {{"department", department}})};
  return {StepLine::Look::now, say("mine.step_open", {{"department", department},
                                                      {"day", subject.day_in_sentence(moments->due)}})};
}

bool is_told(const Subject& subject, const Event& event) {
  const Told told = rule_of(event.kind).told;
  return told == Told::mandates ? subject.may(Action::see_mandates) : told == Told::history;
}

HistoryLine history_line(const Subject& subject, const Event& event) {
  const Mandate* by = mandate_of(subject.application.mandates, event.actor);
  std::string text = event.text;
  if (event.kind == EventKind::case_forwarded) text = fmt::format("{}: {}", event.reference, event.text);
  if (event.due && event.kind == EventKind::term_moved)
    text = subject.say("work.until_now", {{"day", subject.day(*event.due)}});
  return {std::string(subject.say(fmt::format("event.{}", name(event.kind)))), subject.day(event.at),
          by == nullptr ? std::string() : mandate_text(subject.say, *by), std::move(text)};
}

MessageLine message_line(const Subject& subject, const Event& event) {
  const Mandate* by = mandate_of(subject.application.mandates, event.actor);
  const char* key = event.actor.of_applicant() ? "mine.you_wrote" : "mine.centre_wrote";
  return {by != nullptr ? mandate_text(subject.say, *by) : std::string(subject.say(key)),
          subject.day(event.at), event.text};
}

Writing writing_of(const Subject& subject) {
  const Case& process = subject.process();
  if (!subject.may(Action::write) || !process.allows(EventKind::message_sent) || process.erased)
    return Writing::impossible;
  return process.unanswered() >= kMostUnanswered ? Writing::waits : Writing::possible;
}

std::vector<ActionLink> actions_of(const Subject& subject) {
  std::vector<ActionLink> links;
  if (subject.may(Action::download)) links.push_back({"receipt", "mine.receipt"});
  if (subject.may(Action::give_mandate)) links.push_back({"mandates", "mandates.link"});
  if (subject.may(Action::withdraw) && subject.process().allows(EventKind::case_withdrawn))
    links.push_back({"withdraw", "mine.withdraw"});
  return links;
}

// For which departments, or for the centre, and as what.
std::string who_looked(const case_views::Look& look, const catalogue::Edition& edition,
                       const i18n::Speaker& say) {
  std::string who;
  for (const auto& department : look.departments)
    who += fmt::format("{}{}", who.empty() ? "" : "; ",
                       department_name(edition.catalogue, department, say.language()));
  if (who.empty()) who = edition.catalogue.centre.names.in(say.language());
  if (look.by_program) return fmt::format("{} – {}", who, say("mine.look_program"));
  return look.role ? fmt::format("{} – {}", who, staff::role_text(say, *look.role)) : who;
}

}  // namespace

std::vector<LookLine> look_lines(const std::vector<case_views::Look>& looks,
                                 const catalogue::Edition& edition, const i18n::Speaker& say) {
  std::vector<LookLine> lines;
  for (const auto& look : looks) {
    std::string what;
    if (!look.document.empty()) {
      const auto* type = edition.catalogue.find(look.document);
      what = say("mine.look_document",
                 {{"document", type == nullptr ? look.document.str() : type->names.in(say.language())}});
    }
    lines.push_back(
        {case_views::time_text(say, edition.zone, look.at), who_looked(look, edition, say), std::move(what)});
  }
  return lines;
}

ApplicationPage application_page(const Application& application, const catalogue::Edition& edition,
                                 const DueTimes& due, const Viewer& viewer, const i18n::Speaker& say) {
  const Subject subject{application, edition, viewer, say};
  const Case& process = application.process;
  ApplicationPage page;
  for (std::size_t i = 0; i < process.tasks.size(); ++i) {
    const Task& task = process.tasks[i];
    if (task.asked_by.empty()) page.steps.push_back(step_line(subject, task, due.moments[i]));
  }
  for (const Event& event : process.timeline) {
    if (is_told(subject, event)) page.history.push_back(history_line(subject, event));
    if (event.kind == EventKind::message_sent) page.messages.push_back(message_line(subject, event));
  }
  page.writing = writing_of(subject);
  page.actions = actions_of(subject);
  return page;
}

}  // namespace biroyna::my

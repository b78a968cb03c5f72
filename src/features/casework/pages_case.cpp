// The page of a case for the staff: what is known, what happened, and the forms of commands.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <memory>

#include "core/code.hpp"
#include "features/casework/pages_case_parts.hpp"
#include "features/casework/pages_preview.hpp"
#include "features/forms/edge.hpp"
#include "platform/pages/done.hpp"

namespace biroyna::casework {
namespace {

using html::make;
using html::to;

// Nothing is wrong with the order: whoever saw what it would issue wants to change it.
const Refusal kToChange{Refusal::Kind::invalid, {}};

bool is_refused(const Returned* returned) { return returned != nullptr && !returned->refusal.code.empty(); }

int number_of(const std::string& text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

CommandInput read_input(const http::Fields& form, const Command& command) {
  CommandInput input;
  const auto text = [&](InputField field) {
    return command.takes(field) ? http::field(form, name(field)) : std::string();
  };
  input.text = text(InputField::text);
  input.ground = text(InputField::ground);
  input.point = text(InputField::point);
  input.receipt = text(InputField::receipt).substr(0, kMostReceipt);
  input.addressee = text(InputField::addressee);
  input.original = text(InputField::original);
  input.place = text(InputField::place);
  input.department = DepartmentId(text(InputField::department));
  input.assignee = StaffId(text(InputField::assignee));
  input.working_days = number_of(text(InputField::working_days));
  if (command.takes(InputField::marked)) {
    for (const auto& [field, value] : form) {
      if (field == name(InputField::marked)) input.marked.push_back(value);
    }
  }
  return input;
}

Html outcome(const std::optional<OutcomeView>& outcome) {
  if (!outcome) return {};
  Html more = make("<p class=\"govuk-body\"><strong>{}</strong> {}, {}</p>", outcome->decision, outcome->by,
                   outcome->at);
  if (!outcome->ground.empty())
    to(more, "<p class=\"govuk-body\">{}<br><span class=\"govuk-hint\">{}</span></p>", outcome->ground,
       outcome->law);
  if (!outcome->explanation.empty()) to(more, "<p class=\"govuk-body b-words\">{}</p>", outcome->explanation);
  return more;
}

Html findings(const std::vector<FindingView>& findings) {
  if (findings.empty()) return {};
  std::vector<html::SummaryRow> rows;
  for (const auto& [label, text] : findings)
    rows.push_back({.key = {.text = label}, .value = {.text = text}});
  return html::summary_list({.rows = std::move(rows)});
}

Html step(const CaseView& view, const StepView& step, const std::optional<Moments>& moments) {
  Html facts;
  if (step.has_deadline)
    to(facts, "<p class=\"govuk-body\">{}: {}</p>", view.say("work.due"),
       due_text(view, *view.edition, moments ? std::optional(moments->due) : std::nullopt,
                urgency(moments, view.now)));
  for (const auto& note : step.notes) to(facts, "<p class=\"govuk-body\">{}</p>", note);
  return make("<li><h3 class=\"govuk-heading-s\">{} {}</h3><p class=\"govuk-hint\">{}, {}</p>{}{}{}</li>",
              step.department, html::tag({.text = step.state}), step.kind, step.length, facts,
              findings(step.findings), outcome(step.outcome));
}

Html steps(const CaseView& view) {
  const auto& tasks = view.process().tasks;
  std::vector<integrations::Registries::Asking> asking;
  if (std::ranges::find(tasks, StepKind::automatic, &Task::kind) != tasks.end())
    asking = view.registries.asking(view.application.centre, view.application.number);
  Html all;
  for (std::size_t i = 0; i < tasks.size(); ++i)
    all += step(view, step_view(view.reading(), tasks[i], asking), view.due.moments[i]);
  return make("<h2 class=\"govuk-heading-m\">{}</h2><ol class=\"b-list\">{}</ol>", view.say("work.steps"),
              all);
}

// All forms of this person: of the tasks, each below its department, and of the application. Empty if there
// are none.
Html actions(const CaseView& view, const Returned* returned) {
  Html all;
  for (const Task& task : view.process().tasks) {
    const Html forms = order_forms(view, &task, returned);
    if (!forms.empty())
      to(all, "<h3 class=\"govuk-heading-s\">{}</h3>{}",
         department_name(view.edition->catalogue, task.department, view.say.language()), forms);
  }
  const Html of_case = order_forms(view, nullptr, returned);
  if (!of_case.empty())
    to(all, "<h3 class=\"govuk-heading-s\">{}</h3>{}", view.say("work.with_the_case"), of_case);
  if (all.empty()) return {};
  return make(
      "<section class=\"b-case__actions\" id=\"actions\" aria-labelledby=\"actions-title\"><h2 "
      "class=\"govuk-heading-m\" id=\"actions-title\">{}</h2>{}</section>",
      view.say("work.actions"), all);
}

// Whether the form of the refused order is still on the page.
bool still_offered(const CaseView& view, const Order& order) {
  const Task* task = order.task.empty() ? nullptr : view.process().find(order.task);
  return offered(*order.command, view.viewer, view.process(), task);
}

std::string refusal_text(const CaseView& view, const Refusal& refusal) {
  if (refusal.code == "other_assignee")
    return view.say("work.taken_by", {{"name", view.name_of(StaffId(refusal.subject))}});
  const std::string state = "state." + refusal.subject;
  const bool known = i18n::has(view.say.language(), state);
  return view.say("refusal." + refusal.code,
                  {{"subject", known ? view.say(state) : std::string_view(refusal.subject)}});
}

// What others did since the person opened the page, and the person's text if its form is gone.
Html conflict(const CaseView& view, const Returned& returned) {
  const auto& say = view.say;
  const auto seen = static_cast<std::size_t>(returned.order.version.value_or(view.process().version));
  Html text =
      make("<p class=\"govuk-notification-banner__heading\">{}</p>", refusal_text(view, returned.refusal));
  if (seen < view.process().timeline.size())
    to(text, "<p class=\"govuk-body\">{}</p>{}", say("work.since_then"), case_events(view, seen));
  if (still_offered(view, returned.order))
    to(text, "<p class=\"govuk-body\">{}</p>", say("work.words_kept"));
  else if (!returned.order.input.text.empty())
    to(text, "<p class=\"govuk-body\">{}</p><p class=\"govuk-body b-words\">{}</p>", say("work.your_words"),
       returned.order.input.text);
  return html::notification_banner({.title = say("host.problem"), .text = text, .role = "alert"});
}

Html mistakes(const CaseView& view, const Returned& returned) {
  std::vector<html::ErrorLink> links;
  std::optional<FindingsForm> form;
  if (const Task* task = view.process().find(returned.order.task))
    form.emplace(view, *returned.order.command, *task, &returned);
  for (const auto& error : returned.refusal.fields) {
    if (const auto pointer = finding_pointer(error.pointer); !pointer.empty() && form) {
      links.push_back(
          {.text = forms::named_error(form->shown(), pointer), .href = "#" + forms::field_name(pointer)});
      continue;
    }
    links.push_back({.text = field_error_text(view.say, error),
                     .href = "#" + field_id(returned.order, std::string_view(error.pointer).substr(1))});
  }
  return html::error_summary({.title = view.say("host.problem"), .errors = std::move(links)});
}

// What was done, as a sentence: "work.done_hand_on" of the command "hand-on".
std::string done_key(std::string_view command) {
  std::string key = fmt::format("work.done_{}", command);
  std::ranges::replace(key, '-', '_');
  return key;
}

Html on_top(const CaseView& view, const Returned* returned) {
  if (returned != nullptr && !is_refused(returned)) return {};
  if (returned != nullptr)
    return returned->refusal.fields.empty() ? conflict(view, *returned) : mistakes(view, *returned);
  const std::string_view name = pages::done_value(view.request).value_or("");
  const Command* on_task = find_command(Target::task, name);
  const Command* done = on_task == nullptr ? find_command(Target::application, name) : on_task;
  if (done == nullptr) return {};
  return html::notification_banner(
      {.title = view.say("account.done"), .text = view.say(done_key(done->name)), .success = true});
}

// That it is kept although its time of keeping is over.
Html erasure_hold(const CaseView& view) {
  if (!view.process().erasure_held) return {};
  return make("<p class=\"govuk-inset-text\">{}</p>", view.say("work.erasure_is_held"));
}

http::Response case_page(const CaseView& view, const Returned* returned) {
  const auto& say = view.say;
  const std::string number = grouped_code(view.application.number);
  const bool refused = is_refused(returned);
  const Html doing = actions(view, returned);
  Html main = make("{}<h1 class=\"govuk-heading-l\"><span class=\"govuk-caption-l\">{}</span>{}</h1>{}{}",
                   on_top(view, returned), number, view.title(), erasure_hold(view), case_question(view));
  if (!doing.empty())
    to(main, "<p class=\"govuk-body b-case__shortcut\"><a class=\"govuk-link\" href=\"#actions\">{}</a></p>",
       say("work.actions"));
  const Html facts = make("{}{}{}", case_facts(view), case_mandates(view), case_answers(view));
  const Html course = make("{}{}{}{}{}", steps(view), case_results(view), case_messages(view),
                           case_others(view) + case_of_person(view), case_history(view));
  // What was applied for, the documents and what can be done stand side by side where there is room.
  to(main,
     "<div class=\"b-case\"><div class=\"b-case__facts\">{}</div><div "
     "class=\"b-case__documents\">{}</div>{}<div class=\"b-case__course\">{}</div></div>",
     facts,
     case_documents(view, view.applications.documents_of(view.application)) +
         case_views::spared_list(case_views::spared_lines(view.application, *view.edition, view.say),
                                 view.say("spared.title")),
     doing, course);
  return view.respond({.title = fmt::format("{} – {}", number, view.title()),
                       .main = main,
                       .breadcrumbs = {{.text = say("work.title"), .href = view.address("worklist")}},
                       .failed = refused,
                       .typed_into = !doing.empty(),
                       .status = refused ? http::status_of(returned->refusal.kind) : 200});
}

// Refusals that a person can correct on the page.
bool is_corrected_on_page(Refusal::Kind kind) {
  return kind == Refusal::Kind::conflict || kind == Refusal::Kind::stale || kind == Refusal::Kind::invalid;
}

class CasePages {
 public:
  CasePages(const Site& site, Applications& applications, const CaseAccess& access,
            const documents::Documents& documents, const integrations::Registries& registries)
      : site_(site),
        applications_(applications),
        access_(access),
        documents_(documents),
        registries_(registries) {}

  http::Response show(const http::Request& request) const {
    const auto application = visible(request);
    return application ? page(request, *application, nullptr) : site_.not_found(request);
  }

  void order_case(const http::Request& request, http::Reply reply) const {
    run(request, std::move(reply), Target::application);
  }
  void order_task(const http::Request& request, http::Reply reply) const {
    run(request, std::move(reply), Target::task);
  }

 private:
  http::Response page(const http::Request& request, const Application& application,
                      const Returned* returned) const {
    return case_page({site_, applications_, documents_, registries_, request, application}, returned);
  }

  std::optional<Application> visible(const http::Request& request) const {
    auto opened = access_.open(request, request.param("number"), {});
    if (!opened || !may(opened->viewer, Action::see_work, opened->application.process)) return std::nullopt;
    return std::move(opened->application);
  }

  void run(const http::Request& request, http::Reply reply, Target target) const {
    const Command* command = find_command(target, request.param("command"));
    const auto application = visible(request);
    if (command == nullptr || !application) return reply.send(site_.not_found(request));
    const http::Fields form = http::form_of(request);
    Order order{.command = command,
                .number = std::string(request.param("number")),
                .task = std::string(request.param("task")),
                .input = read_input(form, *command),
                .repeat = repeat_of(request, http::field(form, "key"))};
    if (const int version = number_of(http::field(form, "version")); version > 0) order.version = version;
    if (const Task* task = application->process.find(order.task))
      read_findings(form, *application, *task, order);
    auto change = change_of(applications_, {request.principal, {}}, order);
    const bool more = !http::field(form, "more").empty();  // rows of a group
    if (more || !http::field(form, "back").empty()) return reply.send(came_back(request, {order, kToChange}));
    if (http::field(form, "confirmed").empty()) {
      if (const auto sheet = applications_.preview(change)) return reply.send(preview(request, form, *sheet));
    }
    applications_.change(std::move(change), [this, &request, reply,
                                             order](const Result<Executed<Applications::Changed>>& changed) {
      if (!changed) return reply.send(came_back(request, {order, changed.error()}));
      reply.send(pages::see_done(fmt::format("/{}/{}/cases/{}?done={}", tag(request.language),
                                             request.principal.centre, changed->value.application.number,
                                             order.command->name)));
    });
  }

  // What stood on the page and was left empty is nothing.
  void read_findings(const http::Fields& form, const Application& application, const Task& task,
                     Order& order) const {
    std::vector<forms::AskedField> asked;
    for (const auto* use : findings_asked(applications_, application, *order.command, task, {}, true)) {
      const auto* field = applications_.edition(application)->catalogue.find_field(use->field);
      const bool shown = std::ranges::any_of(form, [&](const auto& one) {
        return one.first == use->field || one.first.starts_with(use->field + ".");
      });
      if (field == nullptr || !shown) continue;
      order.input.findings.insert_or_assign(use->field, catalogue::Value());
      asked.push_back({field, use->required});
    }
    catalogue::Answers typed;
    forms::read_answers(form, asked, typed);
    for (auto& [field, value] : typed) order.input.findings.insert_or_assign(field, std::move(value));
  }

  http::Response preview(const http::Request& request, const http::Fields& form,
                         const pdf::Sheet& sheet) const {
    const auto application = visible(request);
    if (!application) return site_.not_found(request);
    return preview_page({site_, applications_, documents_, registries_, request, *application}, form, sheet);
  }

  // Shows the page again with everything that was written.
  http::Response came_back(const http::Request& request, const Returned& returned) const {
    if (!is_corrected_on_page(returned.refusal.kind)) return site_.refused(request, returned.refusal);
    const auto application = visible(request);
    return application ? page(request, *application, &returned) : site_.not_found(request);
  }

  const Site& site_;
  Applications& applications_;
  const CaseAccess& access_;
  const documents::Documents& documents_;
  const integrations::Registries& registries_;
};

}  // namespace

void add_case_pages(http::Router& router, const Site& site, Applications& applications,
                    const CaseAccess& access, const documents::Documents& documents,
                    const integrations::Registries& registries) {
  const auto pages = std::make_shared<const CasePages>(site, applications, access, documents, registries);
  router.get("/{lang}/{centre}/cases/{number}", kWorkers, std::bind_front(&CasePages::show, pages));
  const auto post = [&](std::string pattern,
                        void (CasePages::*handle)(const http::Request&, http::Reply) const) {
    router.add({http::Method::post, std::move(pattern), kWorkers, http::Where::pool,
                std::bind_front(handle, pages)});
  };
  post("/{lang}/{centre}/cases/{number}/{command}", &CasePages::order_case);
  post("/{lang}/{centre}/cases/{number}/{task}/{command}", &CasePages::order_task);
}

}  // namespace biroyna::casework

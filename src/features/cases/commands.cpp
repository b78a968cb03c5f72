#include "features/cases/commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/clean_text.hpp"
#include "features/cases/commands_findings.hpp"
#include "features/cases/commands_identity.hpp"

namespace biroyna::cases {
namespace {

using Kind = Refusal::Kind;
using enum InputField;

constexpr std::array<std::string_view, kInputFields> kInputFieldNames = {
    "ground", "point",        "marked", "department", "assignee", "receipt",   "addressee", "original",
    "place",  "working_days", "text",   "applicant",  "answers",  "documents", "findings"};

constexpr Target kCase = Target::application;
constexpr Target kTask = Target::task;
constexpr int kDaysForAnOpinion = 3;

// Whether a refusal of this task is for the head of its department alone, and this is not them.
bool is_kept_for_head(const Case& subject, std::string_view id, const Viewer& viewer) {
  const Task* task = subject.find(id);
  return task != nullptr && task->refusal_by_head && !viewer.leads;
}

// 0 for what is no number.
std::size_t number_in(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

// In the order in which a page offers them. What a command needs, who may and what it causes stands here
// alone.
constexpr Command kCommands[] = {
    {.name = "claim",
     .target = kTask,
     .action = Action::work,
     .causes = EventKind::task_claimed,
     .holder = Holder::nobody,
     .decide = [](const Case& c, const Order& o, const Viewer& by,
                  Time now) { return c.claim(o.task, by.staff, now, by.stands_in_for); }},
    {.name = "approve",
     .target = kTask,
     .action = Action::work,
     .causes = EventKind::task_decided,
     .optional = {text, findings},
     .decide = [](const Case& c, const Order& o, const Viewer& by,
                  Time now) { return c.approve(o.task, by.staff, o.input.text, now, o.input.findings); }},
    {.name = "record",
     .target = kTask,
     .action = Action::work,
     .causes = EventKind::findings_recorded,
     .required = {findings},
     .holder = Holder::oneself_also_done,
     .decide = [](const Case& c, const Order& o, const Viewer& by,
                  Time now) { return c.record(o.task, by.staff, o.input.findings, now); }},
    {.name = "ask",
     .target = kTask,
     .action = Action::work,
     .causes = EventKind::applicant_asked,
     .required = {text},
     .optional = {marked, working_days},
     .working_days = kDaysForAnAnswer,
     .decide =
         [](const Case& c, const Order& o, const Viewer& by, Time now) {
           return c.ask_applicant(o.task, by.staff, o.input.marked, o.input.text, now, o.input.working_days);
         }},
    {.name = "intend-refusal",
     .target = kTask,
     .action = Action::work,
     .causes = EventKind::refusal_intended,
     .required = {ground, text},
     .optional = {point},
     .decide =
         [](const Case& c, const Order& o, const Viewer& by, Time now) {
           return c.intend_refusal(o.task, by.staff, o.input.ground, o.input.text, now, o.input.point);
         }},
    {.name = "propose-refusal",
     .target = kTask,
     .action = Action::work,
     .causes = EventKind::refusal_proposed,
     .required = {ground, text},
     .optional = {point},
     .decide = [](const Case& c, const Order& o, const Viewer& by, Time now) -> Case::Decided {
       if (!is_kept_for_head(c, o.task, by)) return refuse(Kind::conflict, "refuses_oneself");
       return c.propose_refusal(o.task, by.staff, o.input.ground, o.input.text, now, o.input.point);
     }},
    {.name = "refuse",
     .target = kTask,
     .action = Action::work,
     .causes = EventKind::task_decided,
     .required = {ground, text},
     .optional = {point},
     .decide = [](const Case& c, const Order& o, const Viewer& by, Time now) -> Case::Decided {
       if (is_kept_for_head(c, o.task, by)) return refuse(Kind::conflict, "head_refuses");
       return c.refuse(o.task, by.staff, o.input.ground, o.input.text, now, o.input.point);
     }},
    {.name = "ask-department",
     .target = kTask,
     .action = Action::work,
     .causes = EventKind::department_asked,
     .required = {department, text},
     .optional = {working_days},
     .working_days = kDaysForAnOpinion,
     .decide =
         [](const Case& c, const Order& o, const Viewer& by, Time now) {
           return c.ask_department(o.task, by.staff, o.input.department, o.input.working_days, o.input.text,
                                   now);
         }},
    {.name = "hand-on",
     .target = kTask,
     .action = Action::hand_on,
     .causes = EventKind::task_handed_on,
     .required = {assignee},
     .holder = Holder::oneself_or_nobody,
     .decide = [](const Case& c, const Order& o, const Viewer& by,
                  Time now) { return c.hand_on(o.task, o.input.assignee, by.actor, now); }},
    {.name = "forward",
     .target = kTask,
     .action = Action::work,
     .causes = EventKind::case_forwarded,
     .required = {addressee, text},
     .decide = [](const Case& c, const Order& o, const Viewer& by, Time now) -> Case::Decided {
       if (is_kept_for_head(c, o.task, by)) return refuse(Kind::conflict, "head_refuses");
       return c.forward(o.task, by.staff, o.input.addressee, o.input.text, now);
     }},
    {.name = "release",
     .target = kTask,
     .action = Action::work,
     .causes = EventKind::task_released,
     .decide = [](const Case& c, const Order& o, const Viewer& by,
                  Time now) { return c.release(o.task, by.staff, now); }},

    {.name = "pay",
     .target = kCase,
     .action = Action::take_payment,
     .causes = EventKind::fee_paid,
     .required = {receipt},
     .decide = [](const Case& c, const Order& o, const Viewer& by,
                  Time now) { return c.pay(o.input.receipt, by.actor, now); }},
    {.name = "return-fee",
     .target = kCase,
     .action = Action::take_payment,
     .causes = EventKind::fee_returned,
     .required = {receipt},
     .decide = [](const Case& c, const Order& o, const Viewer& by,
                  Time now) { return c.return_fee(o.input.receipt, by.actor, now); }},
    {.name = "confirm-identity",
     .target = kCase,
     .action = Action::confirm_identity,
     .causes = EventKind::identity_confirmed,
     .optional = {text},
     .decide = [](const Case& c, const Order& o, const Viewer& by,
                  Time now) { return c.confirm_identity(by.actor, now, !o.input.text.empty()); }},
    {.name = "hand-over",
     .target = kCase,
     .action = Action::hand_over,
     .causes = EventKind::result_handed_over,
     .decide = [](const Case& c, const Order&, const Viewer& by,
                  Time now) { return c.hand_over(by.actor, now); }},
    {.name = "post",
     .target = kCase,
     .action = Action::hand_over,
     .causes = EventKind::decision_delivered,
     .decide = [](const Case& c, const Order&, const Viewer& by,
                  Time now) { return c.deliver(kPosted, by.actor, now); }},
    {.name = "take-original",
     .target = kCase,
     .action = Action::hand_over,
     .causes = EventKind::original_taken,
     .required = {original, place},
     .decide = [](const Case& c, const Order& o, const Viewer& by,
                  Time now) { return c.take_original(o.input.original, o.input.place, by.actor, now); }},
    {.name = "return-original",
     .target = kCase,
     .action = Action::hand_over,
     .causes = EventKind::original_returned,
     .required = {original},
     .decide = [](const Case& c, const Order& o, const Viewer& by,
                  Time now) { return c.return_original(number_in(o.input.original), by.actor, now); }},
    {.name = "note",
     .target = kCase,
     .action = Action::note,
     .causes = EventKind::noted,
     .required = {text},
     .decide = [](const Case& c, const Order& o, const Viewer& by,
                  Time now) { return c.note(o.input.text, by.actor, now); }},
    {.name = "answer",
     .target = kCase,
     .action = Action::answer,
     .causes = EventKind::applicant_answered,
     .optional = {text, applicant, answers, documents},
     .decide = [](const Case& c, const Order& o, const Viewer& by,
                  Time now) { return c.answer(by.actor, now, o.input.text); }},
    {.name = "message",
     .target = kCase,
     .action = Action::write,
     .causes = EventKind::message_sent,
     .required = {text},
     .decide = [](const Case& c, const Order& o, const Viewer& by,
                  Time now) { return c.write(o.input.text, by.actor, now); }},
    {.name = "extend",
     .target = kCase,
     .action = Action::extend,
     .causes = EventKind::term_extended,
     .required = {working_days, text},
     .decide = [](const Case& c, const Order& o, const Viewer& by,
                  Time now) { return c.extend(o.input.working_days, o.input.text, by.actor, now); }},
    {.name = "reopen",
     .target = kCase,
     .action = Action::reopen,
     .causes = EventKind::case_reopened,
     .required = {text},
     .decide = [](const Case& c, const Order& o, const Viewer& by,
                  Time now) { return c.reopen(o.input.text, by.actor, now); }},
    {.name = "hold-erasure",
     .target = kCase,
     .action = Action::hold_erasure,
     .causes = EventKind::erasure_held,
     .required = {text},
     .decide = [](const Case& c, const Order& o, const Viewer& by,
                  Time now) { return c.hold_erasure(o.input.text, by.actor, now); }},
    {.name = "allow-erasure",
     .target = kCase,
     .action = Action::hold_erasure,
     .causes = EventKind::erasure_allowed,
     .required = {text},
     .decide = [](const Case& c, const Order& o, const Viewer& by,
                  Time now) { return c.allow_erasure(o.input.text, by.actor, now); }},
    {.name = "withdraw",
     .target = kCase,
     .action = Action::withdraw,
     .causes = EventKind::case_withdrawn,
     .decide = [](const Case& c, const Order&, const Viewer& by,
                  Time now) { return c.withdraw(by.actor, now); }},
    {.name = "close",
     .target = kCase,
     .action = Action::close,
     .causes = EventKind::case_closed,
     .optional = {text},
     .decide = [](const Case& c, const Order& o, const Viewer& by,
                  Time now) { return c.close(o.input.text, by.actor, now); }},
};

// By right, whatever the state.
bool permitted(const Command& command, const Viewer& viewer, const Case& subject, const Task* task) {
  if (task == nullptr) return may(viewer, command.action, subject);
  if (command.action == Action::work) return may_work_on(viewer, subject, *task);
  return may(viewer, command.action, subject) &&
         (viewer.party == Party::head || may_work_on(viewer, subject, *task));
}

// Whether the task is with whom it has to be; a head disposes of everybody's.
bool held_rightly(const Command& command, const Viewer& viewer, const Task& task) {
  const bool own = task.state == TaskState::claimed && !viewer.staff.empty() && task.assignee == viewer.staff;
  const bool nobodys = task.state == TaskState::open;
  switch (command.holder) {
    case Holder::nobody:
      return nobodys || may_take_over(viewer, task);
    case Holder::oneself:
      return own;
    case Holder::oneself_also_done:
      return own || done_by(task, viewer.staff);
    case Holder::oneself_or_nobody:
      return own || nobodys || (viewer.party == Party::head && task.state == TaskState::claimed);
  }
  return false;
}

bool is_empty(const CommandInput& input, InputField field) {
  switch (field) {
    case text:
      return many_lines(input.text).empty();
    case ground:
      return input.ground.empty();
    case receipt:
      return many_lines(input.receipt).empty();
    case addressee:
      return many_lines(input.addressee).empty();
    case original:
      return many_lines(input.original).empty();
    case place:
      return many_lines(input.place).empty();
    case department:
      return input.department.empty();
    case assignee:
      return input.assignee.empty();
    case working_days:
      return input.working_days == 0;
    case findings:
      return input.findings.empty();
    default:
      return false;
  }
}

std::vector<FieldError> missing(const Order& order) {
  std::vector<FieldError> errors;
  for (int i = 0; i < kInputFields; ++i) {
    const auto field = static_cast<InputField>(i);
    if (order.command->required.contains(field) && is_empty(order.input, field))
      errors.push_back(
          {"/" + std::string(name(field)), field == working_days ? "error.out_of_range" : "error.required"});
  }
  return errors;
}

bool may_be_marked(const std::vector<std::string>& known, const std::string& mark) {
  return std::ranges::any_of(known, [&](const std::string& one) {
    return mark == one || (one.starts_with(kAnswerMark) && lies_in(mark, one));
  });
}

// What names something that the centre does not have.
std::vector<FieldError> unknown(const Applications& applications, const Order& order,
                                const std::vector<staff::Person>& people, const Application& application,
                                const Task* task) {
  const auto edition = applications.edition(application);
  const auto& service = *edition->catalogue.find(application.process.begun.service);
  const CommandInput& input = order.input;
  std::vector<FieldError> errors;
  if (!input.ground.empty() && std::ranges::find(service.refusals, input.ground) == service.refusals.end())
    errors.push_back({"/ground", "error.unknown_ground"});
  if (!input.department.empty() && edition->catalogue.find(input.department) == nullptr)
    errors.push_back({"/department", "error.unknown_department"});
  const auto known =
      input.marked.empty() ? std::vector<std::string>{} : markable(service, application.applicant.kind);
  if (!std::ranges::all_of(input.marked, [&](const auto& mark) { return may_be_marked(known, mark); }))
    errors.push_back({"/marked", "error.unknown_mark"});
  if (task != nullptr && !input.assignee.empty()) {
    const auto colleagues = colleagues_for(people, *task);
    if (std::ranges::find(colleagues, input.assignee, &staff::Person::id) == colleagues.end())
      errors.push_back({"/assignee", "error.unknown_colleague"});
  }
  return errors;
}

}  // namespace

std::string_view name(InputField field) { return kInputFieldNames[static_cast<std::size_t>(field)]; }

std::span<const Command> commands() { return kCommands; }

const Command* find_command(Target target, std::string_view name) {
  const auto* found = std::ranges::find_if(
      kCommands, [&](const Command& command) { return command.target == target && command.name == name; });
  return found == std::end(kCommands) ? nullptr : found;
}

// Of the ways to a refusal only that is offered which is the next: that the applicant is told, that it is
// proposed to the head, that it is refused.
bool is_next_to_a_refusal(const Command& command, const Viewer& viewer, const Case& subject,
                          const Task& task) {
  const bool hears = subject.begun.hearing_days > 0 && task.kind == StepKind::decision;
  const bool heard = !hears || subject.was_heard(task);
  const bool for_head = is_kept_for_head(subject, task.id, viewer);
  if (command.causes == EventKind::case_forwarded) return task.kind == StepKind::decision && !for_head;
  if (command.causes == EventKind::refusal_intended) return hears;
  if (command.causes == EventKind::refusal_proposed) return heard && for_head;
  if (command.required.contains(ground)) return heard && !for_head;
  return true;
}

bool offered(const Command& command, const Viewer& viewer, const Case& subject, const Task* task) {
  if ((command.target == Target::task) != (task != nullptr)) return false;
  if (!permitted(command, viewer, subject, task) || !subject.allows(command.causes)) return false;
  if (command.causes == EventKind::term_extended && subject.term.extended_by > 0) return false;
  if (command.causes == EventKind::erasure_held && (subject.erasure_held || subject.erased)) return false;
  if (command.causes == EventKind::erasure_allowed && !subject.erasure_held) return false;
  if (command.causes == EventKind::fee_returned && subject.to_return().amount == 0) return false;
  if (command.causes == EventKind::original_returned && !subject.keeps_originals()) return false;
  if (command.causes == EventKind::original_taken && subject.erased) return false;
  if (command.causes == EventKind::identity_confirmed &&
      (subject.identified || !subject.begun.needs_identity))
    return false;
  if (command.causes == EventKind::decision_delivered && subject.delivered_at()) return false;
  if (task != nullptr && !is_next_to_a_refusal(command, viewer, subject, *task)) return false;
  return task == nullptr || held_rightly(command, viewer, *task);
}

Case::Decided decide(const Applications& applications, const Order& order,
                     const std::vector<staff::Person>& people, const Viewer& by,
                     const Application& application, Time now) {
  const Command& command = *order.command;
  const Case& process = application.process;
  const bool on_task = command.target == Target::task;
  const Task* task = on_task ? process.find(order.task) : nullptr;
  if (!may(by, on_task ? Action::see_work : Action::see, process) || (on_task && task == nullptr))
    return refuse(Kind::not_found, "not_found");
  if (!permitted(command, by, process, task)) return refuse(Kind::forbidden, "forbidden");
  if (auto errors = missing(order); !errors.empty()) return invalid(std::move(errors));
  if (auto errors = unknown(applications, order, people, application, task); !errors.empty())
    return invalid(std::move(errors));
  if (command.causes == EventKind::identity_confirmed && !order.input.text.empty()) {
    auto errors = faults_of_zone(order.input.text, application.applicant, applications.today(application));
    if (!errors.empty()) return invalid(std::move(errors));
  }
  // The case itself says so of all other commands; it does not know a head from a specialist.
  if (command.action == Action::hand_on && task->state == TaskState::claimed &&
      !held_rightly(command, by, *task))
    return refuse(Kind::conflict, "other_assignee", task->assignee.str());
  if (!command.takes(findings)) return command.decide(process, order, by, now);
  const auto whole = with_all_findings(applications, order, application, *task);
  if (whole) return command.decide(process, *whole, by, now);
  // That it cannot be done at all is said first.
  auto as_it_is = command.decide(process, order, by, now);
  return as_it_is ? tl::unexpected(whole.error()) : std::move(as_it_is);
}

Applications::Change change_of(const Applications& applications, Credentials by, Order order) {
  Applications::Change change{.number = order.number,
                              .repeat = std::move(order.repeat),
                              .turn = turn_of(by.principal.actor().kind),
                              .decide = {},
                              .applicant = order.input.applicant,
                              .answers = order.input.answers,
                              .documents = order.input.documents,
                              .version = order.version};
  // Read before the job, which must not.
  auto stands_in_for = applications.viewer(by.principal).stands_in_for;
  std::vector<staff::Person> people;
  if (!order.input.assignee.empty()) people = applications.people(CentreId(by.principal.centre));
  change.decide = [&applications, order = std::move(order), people = std::move(people), by = std::move(by),
                   stands_in_for = std::move(stands_in_for)](const Application& application, Time now) {
    Viewer viewer = viewer_of(by.principal, application, by.secret, applications.today(application));
    if (!viewer.staff.empty()) viewer.stands_in_for = stands_in_for;
    return decide(applications, order, people, viewer, application, now);
  };
  return change;
}

std::vector<staff::Person> colleagues_for(std::vector<staff::Person> people, const Task& task) {
  std::erase_if(people, [&](const staff::Person& person) {
    const bool may = task.role == kByHead ? person.role == auth::Role::department_head
                                          : auth::kOfDepartments.contains(person.role);
    return !person.active || !may ||
           std::ranges::find(person.departments, task.department) == person.departments.end();
  });
  return people;
}

}  // namespace biroyna::cases

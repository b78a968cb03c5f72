#include "features/applications/commands.hpp"

#include <algorithm>
#include <array>

namespace biroyna::applications {
namespace {

using Kind = Refusal::Kind;
using enum Input;

constexpr std::array<std::string_view, kInputs> kInputNames = {
    "ground",       "marked", "department", "assignee", "receipt",
    "working_days", "text",   "applicant",  "answers",  "documents"};

constexpr Target kCase = Target::application;
constexpr Target kTask = Target::task;
constexpr Holder kOneself = Holder::oneself;
constexpr int kDaysForAnOpinion = 3;

// In the order in which a page offers them. What a command needs, who may and what it causes stands here
// alone.
constexpr Command kCommands[] = {
    {"claim",
     kTask,
     Action::work,
     EventKind::task_claimed,
     {},
     {},
     Holder::nobody,
     0,
     [](const Case& c, const Order& o, const Orderer& by, Time now) {
       return c.claim(o.task, by.staff, now, by.stands_in_for);
     }},
    {"approve",
     kTask,
     Action::work,
     EventKind::task_decided,
     {},
     {text},
     kOneself,
     0,
     [](const Case& c, const Order& o, const Orderer& by, Time now) {
       return c.approve(o.task, by.staff, o.words.text, now);
     }},
    {"ask",
     kTask,
     Action::work,
     EventKind::applicant_asked,
     {text},
     {marked},
     kOneself,
     0,
     [](const Case& c, const Order& o, const Orderer& by, Time now) {
       return c.ask_applicant(o.task, by.staff, o.words.marked, o.words.text, now);
     }},
    {"refuse",
     kTask,
     Action::work,
     EventKind::task_decided,
     {ground, text},
     {},
     kOneself,
     0,
     [](const Case& c, const Order& o, const Orderer& by, Time now) {
       return c.refuse(o.task, by.staff, o.words.ground, o.words.text, now);
     }},
    {"ask-department",
     kTask,
     Action::work,
     EventKind::department_asked,
     {department, text},
     {working_days},
     kOneself,
     kDaysForAnOpinion,
     [](const Case& c, const Order& o, const Orderer& by, Time now) {
       return c.ask_department(o.task, by.staff, o.words.department, o.words.working_days, o.words.text, now);
     }},
    {"hand-on",
     kTask,
     Action::hand_on,
     EventKind::task_handed_on,
     {assignee},
     {},
     Holder::oneself_or_nobody,
     0,
     [](const Case& c, const Order& o, const Orderer& by, Time now) {
       return c.hand_on(o.task, o.words.assignee, by.actor, now);
     }},
    {"release",
     kTask,
     Action::work,
     EventKind::task_released,
     {},
     {},
     kOneself,
     0,
     [](const Case& c, const Order& o, const Orderer& by, Time now) {
       return c.release(o.task, by.staff, now);
     }},

    {"pay",
     kCase,
     Action::take_payment,
     EventKind::fee_paid,
     {receipt},
     {},
     kOneself,
     0,
     [](const Case& c, const Order& o, const Orderer& by, Time now) {
       return c.pay(o.words.receipt, by.actor, now);
     }},
    {"hand-over",
     kCase,
     Action::hand_over,
     EventKind::result_handed_over,
     {},
     {},
     kOneself,
     0,
     [](const Case& c, const Order&, const Orderer& by, Time now) { return c.hand_over(by.actor, now); }},
    {"note",
     kCase,
     Action::note,
     EventKind::noted,
     {text},
     {},
     kOneself,
     0,
     [](const Case& c, const Order& o, const Orderer& by, Time now) {
       return c.note(o.words.text, by.actor, now);
     }},
    {"answer",
     kCase,
     Action::answer,
     EventKind::applicant_answered,
     {},
     {text, applicant, answers, documents},
     kOneself,
     0,
     [](const Case& c, const Order& o, const Orderer& by, Time now) {
       return c.answer(by.actor, now, o.words.text);
     }},
    {"message",
     kCase,
     Action::write,
     EventKind::message_sent,
     {text},
     {},
     kOneself,
     0,
     [](const Case& c, const Order& o, const Orderer& by, Time now) {
       return c.write(o.words.text, by.actor, now);
     }},
    {"extend",
     kCase,
     Action::extend,
     EventKind::term_extended,
     {text},
     {working_days},
     kOneself,
     0,
     [](const Case& c, const Order& o, const Orderer& by, Time now) {
       return c.extend(o.words.working_days, o.words.text, by.actor, now);
     }},
    {"reopen",
     kCase,
     Action::reopen,
     EventKind::case_reopened,
     {text},
     {},
     kOneself,
     0,
     [](const Case& c, const Order& o, const Orderer& by, Time now) {
       return c.reopen(o.words.text, by.actor, now);
     }},
    {"withdraw",
     kCase,
     Action::withdraw,
     EventKind::case_withdrawn,
     {},
     {},
     kOneself,
     0,
     [](const Case& c, const Order&, const Orderer& by, Time now) { return c.withdraw(by.actor, now); }},
    {"close",
     kCase,
     Action::close,
     EventKind::case_closed,
     {},
     {text},
     kOneself,
     0,
     [](const Case& c, const Order& o, const Orderer& by, Time now) {
       return c.close(o.words.text, by.actor, now);
     }},
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
    case Holder::oneself_or_nobody:
      return own || nobodys || (viewer.party == Party::head && task.state == TaskState::claimed);
  }
  return false;
}

bool is_empty(const Words& words, Input input) {
  switch (input) {
    case text:
      return words.text.empty();
    case ground:
      return words.ground.empty();
    case receipt:
      return words.receipt.empty();
    case department:
      return words.department.empty();
    case assignee:
      return words.assignee.empty();
    default:
      return false;
  }
}

std::vector<FieldError> missing(const Order& order) {
  std::vector<FieldError> errors;
  for (int i = 0; i < kInputs; ++i) {
    const auto input = static_cast<Input>(i);
    if (order.command->required.contains(input) && is_empty(order.words, input))
      errors.push_back({"/" + std::string(name(input)), "error.required"});
  }
  return errors;
}

bool may_be_marked(const std::vector<std::string>& known, const std::string& mark) {
  return std::ranges::any_of(known, [&](const std::string& one) {
    return mark == one || (one.starts_with(kAnswerMark) && lies_in(mark, one));
  });
}

// What names something that the centre does not have.
std::vector<FieldError> unknown(const Surroundings& around, const Order& order,
                                const std::vector<Colleague>& people, const Application& application,
                                const Task* task) {
  const auto edition = around.applications.edition(application);
  const auto& service = *edition->catalogue.find(application.process.begun.service);
  const Words& words = order.words;
  std::vector<FieldError> errors;
  if (!words.ground.empty() && std::ranges::find(service.refusals, words.ground) == service.refusals.end())
    errors.push_back({"/ground", "error.unknown_ground"});
  if (!words.department.empty() && edition->catalogue.find(words.department) == nullptr)
    errors.push_back({"/department", "error.unknown_department"});
  const auto known =
      words.marked.empty() ? std::vector<std::string>{} : markable(service, application.applicant.kind);
  if (!std::ranges::all_of(words.marked, [&](const auto& mark) { return may_be_marked(known, mark); }))
    errors.push_back({"/marked", "error.unknown_mark"});
  if (task != nullptr && !words.assignee.empty()) {
    const auto colleagues = colleagues_for(people, *task);
    if (std::ranges::find(colleagues, words.assignee, &Colleague::id) == colleagues.end())
      errors.push_back({"/assignee", "error.unknown_colleague"});
  }
  return errors;
}

}  // namespace

std::string_view name(Input input) { return kInputNames[static_cast<std::size_t>(input)]; }

std::span<const Command> commands() { return kCommands; }

const Command* find_command(Target target, std::string_view name) {
  const auto* found = std::ranges::find_if(
      kCommands, [&](const Command& command) { return command.target == target && command.name == name; });
  return found == std::end(kCommands) ? nullptr : found;
}

bool offered(const Command& command, const Viewer& viewer, const Case& subject, const Task* task) {
  if ((command.target == Target::task) != (task != nullptr)) return false;
  if (!permitted(command, viewer, subject, task) || !subject.allows(command.causes)) return false;
  if (command.causes == EventKind::term_extended && subject.term.extended_by > 0) return false;
  return task == nullptr || held_rightly(command, viewer, *task);
}

Case::Decided decide(const Surroundings& around, const Order& order, const std::vector<Colleague>& people,
                     const Viewer& viewer, const Orderer& by, const Application& application, Time now) {
  const Command& command = *order.command;
  const Case& process = application.process;
  const bool on_task = command.target == Target::task;
  const Task* task = on_task ? process.find(order.task) : nullptr;
  if (!may(viewer, on_task ? Action::see_work : Action::see, process) || (on_task && task == nullptr))
    return refuse(Kind::not_found, "not_found");
  if (!permitted(command, viewer, process, task)) return refuse(Kind::forbidden, "forbidden");
  if (auto errors = missing(order); !errors.empty()) return invalid(std::move(errors));
  if (auto errors = unknown(around, order, people, application, task); !errors.empty())
    return invalid(std::move(errors));
  // The case itself says so of all other commands; it does not know a head from a specialist.
  if (command.action == Action::hand_on && task->state == TaskState::claimed &&
      !held_rightly(command, viewer, *task))
    return refuse(Kind::conflict, "other_assignee", task->assignee.str());
  return command.decide(process, order, by, now);
}

Applications::Change change_of(const Surroundings& around, Sender sender, Order order) {
  Applications::Change change{.number = order.number,
                              .key = order.key,
                              .decide = {},
                              .applicant = order.words.applicant,
                              .answers = order.words.answers,
                              .papers = order.words.papers,
                              .version = order.version,
                              .answer = {}};
  // Read before the job, which must not.
  auto stands_in_for = around.applications.viewer(sender.principal).stands_in_for;
  std::vector<Colleague> people;
  if (!order.words.assignee.empty()) people = around.people(CentreId(sender.principal.centre));
  change.decide = [&around, order = std::move(order), people = std::move(people), sender = std::move(sender),
                   stands_in_for = std::move(stands_in_for)](const Application& application, Time now) {
    Viewer viewer =
        viewer_of(sender.principal, application, sender.secret, around.applications.today(application));
    if (!viewer.staff.empty()) viewer.stands_in_for = stands_in_for;
    const Orderer by{actor_of(viewer, sender.principal), viewer.staff, viewer.stands_in_for};
    return decide(around, order, people, viewer, by, application, now);
  };
  return change;
}

Sender sender_of(const http::Request& request) {
  return {request.principal, std::string(secret_of(request))};
}

std::vector<Colleague> colleagues_for(std::vector<Colleague> people, const Task& task) {
  std::erase_if(people, [&](const Colleague& person) {
    const bool may = task.role == kByHead ? person.role == auth::Role::department_head
                                          : auth::kOfDepartments.contains(person.role);
    return !person.active || !may ||
           std::ranges::find(person.departments, task.department) == person.departments.end();
  });
  return people;
}

}  // namespace biroyna::applications

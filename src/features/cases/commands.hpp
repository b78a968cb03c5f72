// What may be ordered on an application and on its tasks: one table, from which the API and the pages take
// what an order carries, who may give it and what it does.
//
// Stateless, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/enum_set.hpp"
#include "features/cases/service.hpp"

namespace biroyna::cases {

// What an order carries besides its name, in the order in which one thinks of it: what or who, then why. Each
// has a field of this name.
enum class InputField : std::uint8_t {
  ground,
  point,
  marked,
  department,
  assignee,
  receipt,
  addressee,
  original,
  place,
  working_days,
  text,
  applicant,
  answers,
  documents,
  findings,
};
inline constexpr int kInputFields = 15;
using InputFields = EnumSet<InputField, kInputFields>;
std::string_view name(InputField field);  // "working_days"

inline constexpr std::size_t kMostReceipt = 100;  // characters of a receipt's number

struct CommandInput {
  std::string text = {}, ground = {}, point = {}, receipt = {}, addressee = {};
  std::string original = {};  // what is taken into keeping; of what is given back its number, from 1
  std::string place = {};     // where it lies
  std::vector<std::string> marked = {};  // "answers/child", "documents/identity", "applicant/phone"
  DepartmentId department = {};
  int working_days = 0;
  StaffId assignee = {};
  forms::ApplicantParts applicant = {};  // that are told anew
  catalogue::Answers answers = {};       // of the fields that are answered anew
  Attachments documents = {};
  catalogue::Answers findings = {};  // that are made or made anew; one that is nothing is taken back
};

enum class Target : std::uint8_t { application, task };
// Who has the task that an order is about.
enum class Holder : std::uint8_t { nobody, oneself, oneself_also_done, oneself_or_nobody };

struct Command;

struct Order {
  const Command* command = nullptr;
  std::string number;     // however it is written
  std::string task = {};  // of one on a task
  CommandInput input = {};
  std::optional<std::int64_t> version = {};  // of the case, as the person saw it
  Idempotency repeat = {};
};

struct Command {
  std::string_view name;  // the end of its address: "hand-over"
  Target target;
  Action action;
  EventKind causes;
  InputFields required = {}, optional = {};
  Holder holder = Holder::oneself;  // of a task
  int working_days = 0;             // when nothing else is said
  Case::Decided (*decide)(const Case& subject, const Order& order, const Viewer& by, Time now);

  bool takes(InputField field) const { return (required | optional).contains(field); }
};

std::span<const Command> commands();
const Command* find_command(Target target, std::string_view name);

// Whether this viewer may give the order now: by right, and as the case stands. `task` of a command on one.
bool offered(const Command& command, const Viewer& viewer, const Case& subject, const Task* task = nullptr);

// Decides an order as the case stands. Refusals: not_found for whoever may not see the work, forbidden,
// invalid with the fields that lack or are unknown, and those of domain_case.hpp. `people` work in the
// centre.
Case::Decided decide(const Applications& applications, const Order& order,
                     const std::vector<staff::Person>& people, const Viewer& by,
                     const Application& application, Time now);
// The findings that this order on a task may bring (domain_findings.hpp). Empty where it brings none. Of the
// edition that the application began with.
// `typed`: with what is being filled in. `possible`: whatever their conditions.
std::vector<const catalogue::FindingUse*> findings_asked(const Applications& applications,
                                                         const Application& application,
                                                         const Command& command, const Task& task,
                                                         const catalogue::Answers& typed = {},
                                                         bool possible = false);
// The change that carries it out. `applications` must outlive it.
Applications::Change change_of(const Applications& applications, Credentials by, Order order);

// To whom a task may be handed on of these people: the active specialists of its department.
std::vector<staff::Person> colleagues_for(std::vector<staff::Person> people, const Task& task);

}  // namespace biroyna::cases

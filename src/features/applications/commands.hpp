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
#include "features/applications/applications.hpp"

namespace biroyna::applications {

// What an order carries besides its name, in the order in which one thinks of it: what or who, then why. Each
// has a field of this name.
enum class Input : std::uint8_t {
  ground,
  marked,
  department,
  assignee,
  receipt,
  working_days,
  text,
  applicant,
  answers,
  documents,
};
inline constexpr int kInputs = 10;
using Inputs = EnumSet<Input, kInputs>;
std::string_view name(Input input);  // "working_days"

inline constexpr std::size_t kMostReceipt = 100;  // characters of a receipt's number

struct Words {
  std::string text = {}, ground = {}, receipt = {};
  std::vector<std::string> marked = {};  // "answers/child", "documents/identity", "applicant/phone"
  DepartmentId department = {};
  int working_days = 0;
  StaffId assignee = {};
  forms::ApplicantParts applicant = {};  // that are told anew
  catalogue::Answers answers = {};       // of the fields that are answered anew
  Papers papers = {};
};

enum class Target : std::uint8_t { application, task };
// Who has the task that an order is about.
enum class Holder : std::uint8_t { nobody, oneself, oneself_or_nobody };

struct Command;

struct Order {
  const Command* command = nullptr;
  std::string number;     // however it is written
  std::string task = {};  // of one on a task
  Words words = {};
  std::optional<std::int64_t> version = {};  // of the case, as the person saw it
  std::string key = {};
};

// Who orders, as the event log and the tasks name them.
struct Orderer {
  std::string actor;
  StaffId staff;
  std::vector<StaffId> stands_in_for = {};
};

struct Command {
  std::string_view name;  // the end of its address: "hand-over"
  Target target;
  Action action;
  EventKind causes;
  Inputs required, optional;
  Holder holder;     // of a task
  int working_days;  // when nothing else is said
  Case::Decided (*decide)(const Case& subject, const Order& order, const Orderer& by, Time now);

  bool takes(Input input) const { return (required | optional).contains(input); }
};

std::span<const Command> commands();
const Command* find_command(Target target, std::string_view name);

// Whether this viewer may give the order now: by right, and as the case stands. `task` of a command on one.
bool offered(const Command& command, const Viewer& viewer, const Case& subject, const Task* task = nullptr);

// Decides an order as the case stands. Refusals: not_found for whoever may not see the work, forbidden,
// invalid with the fields that lack or are unknown, and those of domain_case.hpp. `people` work in the
// centre.
Case::Decided decide(const Surroundings& around, const Order& order, const std::vector<Colleague>& people,
                     const Viewer& viewer, const Orderer& by, const Application& application, Time now);
// The change that carries it out; how it is answered is the caller's. `around` must outlive it.
Applications::Change change_of(const Surroundings& around, Sender by, Order order);
// Who sent a request, as the API has it.
Sender sender_of(const http::Request& request);

// To whom a task may be handed on of these people: the active specialists of its department.
std::vector<Colleague> colleagues_for(std::vector<Colleague> people, const Task& task);

}  // namespace biroyna::applications

// The forms of commands. Each is made from its command's row, with what was written if it was refused.
#include <fmt/format.h>

#include <algorithm>

#include "features/casework/pages_case_parts.hpp"
#include "features/forms/forms.hpp"
#include "platform/i18n/wrong_fields.hpp"

namespace biroyna::casework {

using html::make;
using html::to;

namespace {

// How a command's form looks. Keys of messages; `folded`: closed until somebody opens it.
struct Look {
  std::string_view command;
  const char* button;
  const char* text;  // the label of what is written
  const char* says;  // before the form; null: nothing
  std::string_view classes;
  bool folded;
};
constexpr Look kLooks[] = {
    {"claim", "work.claim", nullptr, nullptr, "", false},
    {"approve", "work.approve", "work.note", nullptr, "", false},
    {"record", "work.record", nullptr, "work.record_says", "govuk-button--secondary", true},
    {"ask", "work.ask", "work.what_to_ask", "work.ask_says", "govuk-button--secondary", true},
    {"intend-refusal", "work.intend_refusal", "work.why", "work.intend_refusal_says",
     "govuk-button--secondary", true},
    {"propose-refusal", "work.propose_refusal", "work.why", "work.propose_refusal_says",
     "govuk-button--secondary", true},
    {"refuse", "work.refuse", "work.why", nullptr, "govuk-button--warning", true},
    {"ask-department", "work.ask_department", "work.what_to_ask_department", nullptr,
     "govuk-button--secondary", true},
    {"hand-on", "work.hand_on", nullptr, nullptr, "govuk-button--secondary", true},
    {"forward", "work.forward", "work.why_for_applicant", "work.forward_says", "govuk-button--secondary",
     true},
    {"release", "work.release", nullptr, nullptr, "govuk-button--secondary", false},
    {"pay", "work.pay", nullptr, "work.pay_says", "", false},
    {"return-fee", "work.return_fee", nullptr, "work.return_fee_says", "", false},
    {"confirm-identity", "work.confirm_identity", "work.zone", "work.confirm_identity_says", "", false},
    {"hand-over", "work.hand_over", nullptr, "work.hand_over_says", "", false},
    {"post", "work.post", nullptr, "work.post_says", "govuk-button--secondary", true},
    {"take-original", "work.take_original", nullptr, "work.take_original_says", "govuk-button--secondary",
     true},
    {"return-original", "work.return_original", nullptr, "work.return_original_says",
     "govuk-button--secondary", true},
    {"note", "work.add_note", "work.note_words", "work.note_says", "govuk-button--secondary", true},
    {"message", "work.message", "work.message_words", "work.message_says", "govuk-button--secondary", true},
    {"extend", "work.extend", "work.why_for_applicant", "work.extend_says", "govuk-button--secondary", true},
    {"reopen", "work.reopen", "work.reopen_why", "work.reopen_says", "govuk-button--warning", true},
    {"hold-erasure", "work.hold_erasure", "work.reopen_why", "work.hold_erasure_says",
     "govuk-button--secondary", true},
    {"allow-erasure", "work.allow_erasure", "work.reopen_why", "work.allow_erasure_says",
     "govuk-button--secondary", true},
    {"withdraw", "work.withdraw", nullptr, "work.withdraw_says", "govuk-button--warning", true},
    {"close", "work.close", "work.why_for_applicant", "work.close_says", "govuk-button--warning", true},
};

const Look* look_of(const Command& command) {
  const auto* found = std::ranges::find(kLooks, command.name, &Look::command);
  return found == std::end(kLooks) ? nullptr : found;  // the applicant's own: they have pages for it
}

// One form and its command.
struct Form {
  const CaseView& view;
  const Command& command;
  const Look& look;
  const Task* task;
  const Returned* returned;  // null when it is shown for the first time
  Order order;               // as it is filled in

  std::string id(InputField field) const { return field_id(order, name(field)); }
  html::ErrorMessage error(InputField field) const {
    if (returned != nullptr) {
      for (const auto& wrong : returned->refusal.fields) {
        if (wrong.pointer == "/" + std::string(name(field)))
          return {.text = field_error_text(view.say, wrong), .visually_hidden_text = view.say("host.error")};
      }
    }
    return {.text = "", .visually_hidden_text = ""};
  }
};

Html grounds(const Form& form) {
  const Language language = form.view.say.language();
  std::vector<html::Choice> items;
  for (const auto& id : form.view.service.refusals) {
    if (const auto* ground = form.view.edition->catalogue.find_refusal(id))
      items.push_back(
          {.value = id, .text = ground->names.in(language), .hint = {.text = ground->ground.in(language)}});
  }
  return html::radios({.name = "ground",
                       .items = std::move(items),
                       .fieldset = html::Fieldset{.legend = {.text = form.view.say("work.ground"),
                                                             .classes = "govuk-fieldset__legend--s"}},
                       .value = form.order.input.ground,
                       .id_prefix = form.id(InputField::ground),
                       .error_message = form.error(InputField::ground),
                       .classes = "govuk-radios--small"});
}

// The marks that this case allows: what was answered or asked for.
Html marks(const Form& form) {
  const CaseView& view = form.view;
  const Language language = view.say.language();
  const auto& marked = form.order.input.marked;
  std::vector<html::Choice> items;
  for (const auto& mark : markable(view.service, view.application.applicant.kind)) {
    html::Choice item{.value = mark,
                      .text = view.mark_text(mark),
                      .checked = std::ranges::find(marked, mark) != marked.end()};
    if (const auto part = marked_part(mark); !part.empty()) {
      const std::string told = applicant_text(view.application.applicant, part, language);
      if (told.empty()) continue;
      item.hint = {.text = told};
    }
    if (mark.starts_with(kAnswerMark)) {
      const auto* field =
          view.edition->catalogue.find_field(std::string_view(mark).substr(kAnswerMark.size()));
      const auto answer =
          field == nullptr ? view.application.answers.end() : view.application.answers.find(field->id);
      if (answer == view.application.answers.end()) continue;
      item.hint = {.text = forms::answer_text(view.edition->catalogue, *field, answer->second, language)};
    }
    items.push_back(std::move(item));
  }
  if (items.empty()) return {};
  return html::checkboxes({.name = "marked",
                           .items = std::move(items),
                           .fieldset = html::Fieldset{.legend = {.text = view.say("work.mark"),
                                                                 .classes = "govuk-fieldset__legend--s"}},
                           .id_prefix = form.id(InputField::marked),
                           .error_message = form.error(InputField::marked),
                           .classes = "govuk-checkboxes--small"});
}

Html select(const Form& form, InputField field, const char* label, std::vector<html::SelectItem> items,
            const std::string& value) {
  items.insert(items.begin(), {.text = form.view.say("work.choose"), .value = ""});
  return html::select({.name = name(field),
                       .label = {.text = form.view.say(label)},
                       .items = std::move(items),
                       .id = form.id(field),
                       .value = value,
                       .error_message = form.error(field)});
}

Html departments(const Form& form) {
  std::vector<html::SelectItem> items;
  for (const auto& department : form.view.edition->catalogue.departments) {
    if (form.task == nullptr || department.id != form.task->department)
      items.push_back({.text = department.names.in(form.view.say.language()), .value = department.id.str()});
  }
  return select(form, InputField::department, "work.which_department", std::move(items),
                form.order.input.department.str());
}

std::vector<html::SelectItem> others_for(const Form& form) {
  std::vector<html::SelectItem> items;
  for (const auto& person : colleagues_for(form.view.applications.people(form.view.centre), *form.task)) {
    if (person.id != form.task->assignee) items.push_back({.text = person.name, .value = person.id.str()});
  }
  return items;
}

Html colleagues(const Form& form) {
  std::vector<html::SelectItem> items = others_for(form);
  return select(form, InputField::assignee, "work.to_whom", std::move(items),
                form.order.input.assignee.str());
}

// What the step has to find. It can be saved before it is decided on; that button comes first, so that Enter
// decides nothing.
Html findings(const Form& form) {
  const FindingsForm shown(form.view, form.command, *form.task, form.returned);
  if (shown.empty()) return {};
  Html fields;
  for (const auto& asked : shown.asked) fields += forms::answer_field(shown.shown(), asked);
  if (form.command.name == "approve")
    to(fields,
       "<button type=\"submit\" class=\"govuk-button govuk-button--secondary\" formaction=\"{}\">{}</button>",
       fmt::format("{}/{}/record", form.view.case_address(form.view.application.number), form.task->id),
       form.view.say("work.record"));
  return html::fieldset(
      {.legend = {.text = form.view.say("work.findings"), .classes = "govuk-fieldset__legend--s"},
       .html = std::move(fields)});
}

// What is taken, in words; of what is given back, which of those that are kept.
Html original(const Form& form) {
  if (form.command.causes == EventKind::original_taken)
    return html::input({.name = "original",
                        .label = {.text = form.view.say("work.original")},
                        .id = form.id(InputField::original),
                        .value = form.order.input.original,
                        .error_message = form.error(InputField::original),
                        .autocomplete = "off"});
  std::vector<html::SelectItem> items;
  const auto& originals = form.view.process().originals;
  for (std::size_t i = 0; i < originals.size(); ++i) {
    if (!originals[i].returned)
      items.push_back({.text = fmt::format("{} ({})", originals[i].what, originals[i].place),
                       .value = std::to_string(i + 1)});
  }
  return select(form, InputField::original, "work.which_original", std::move(items),
                form.order.input.original);
}

Html field(const Form& form, InputField field) {
  const auto& say = form.view.say;
  const CommandInput& input = form.order.input;
  switch (field) {
    case InputField::ground:
      return grounds(form);
    case InputField::marked:
      return marks(form);
    case InputField::department:
      return departments(form);
    case InputField::assignee:
      return colleagues(form);
    case InputField::working_days:
      return html::input(
          {.name = "working_days",
           .label = {.text = say("work.working_days")},
           .id = form.id(field),
           .value = input.working_days > 0 ? std::to_string(input.working_days) : std::string(),
           .error_message = form.error(field),
           .inputmode = "numeric",
           .classes = "govuk-input--width-3"});
    case InputField::point:
      return html::input({.name = "point",
                          .label = {.text = say("work.point")},
                          .id = form.id(field),
                          .value = input.point,
                          .hint = {.text = say("work.point_hint")},
                          .error_message = form.error(field),
                          .autocomplete = "off",
                          .classes = "govuk-input--width-20"});
    case InputField::receipt:
      return html::input({.name = "receipt",
                          .label = {.text = say("work.receipt")},
                          .id = form.id(field),
                          .value = input.receipt,
                          .error_message = form.error(field),
                          .autocomplete = "off",
                          .classes = "govuk-input--width-20"});
    case InputField::addressee:
      return html::input({.name = "addressee",
                          .label = {.text = say("work.addressee")},
                          .id = form.id(field),
                          .value = input.addressee,
                          .hint = {.text = say("work.addressee_hint")},
                          .error_message = form.error(field),
                          .autocomplete = "off"});
    case InputField::original:
      return original(form);
    case InputField::place:
      return html::input({.name = "place",
                          .label = {.text = say("work.place")},
                          .id = form.id(field),
                          .value = input.place,
                          .hint = {.text = say("work.place_hint")},
                          .error_message = form.error(field),
                          .autocomplete = "off",
                          .classes = "govuk-input--width-20"});
    case InputField::text:
      return html::textarea({.name = "text",
                             .label = {.text = say(form.look.text)},
                             .id = form.id(field),
                             .value = input.text,
                             .rows = 3,
                             .error_message = form.error(field)});
    case InputField::applicant:
    case InputField::answers:
    case InputField::documents:
      break;  // they have a page of their own
    case InputField::findings:
      return findings(form);
  }
  return {};
}

// To approve is to grant what is applied for where the step decides, and to agree where it gives an opinion.
const char* button_of(const Form& form) {
  const bool decides = form.task != nullptr && form.task->kind == catalogue::StepKind::decision;
  return decides && form.command.name == "approve" ? "work.grant" : form.look.button;
}

Html form_of(const Form& form) {
  const auto& say = form.view.say;
  const std::string_view button = say(button_of(form));
  std::string action = form.view.case_address(form.view.application.number);
  if (form.task != nullptr) action += "/" + form.task->id;
  if (form.command.takes(InputField::assignee) && others_for(form).empty())
    return html::details({.summary = button,
                          .text = make("<p class=\"govuk-body\">{}</p>", say("work.nobody_else")),
                          .open = form.returned != nullptr});
  Html inside;
  if (form.look.says != nullptr) to(inside, "<p class=\"govuk-hint\">{}</p>", say(form.look.says));
  if (form.command.takes(InputField::findings)) inside += field(form, InputField::findings);
  for (int i = 0; i < kInputFields; ++i) {
    const auto one = static_cast<InputField>(i);
    if (form.command.takes(one) && one != InputField::findings) inside += field(form, one);
  }
  Html made = make(
      "<form method=\"post\" action=\"{}\" novalidate>{}<input type=\"hidden\" name=\"version\" "
      "value=\"{}\">{}"
      "{}</form>",
      fmt::format("{}/{}", action, form.command.name), pages::order_fields(form.view.request),
      form.view.process().version, inside, html::button({.text = button, .classes = form.look.classes}));
  if (!form.look.folded) return made;
  return html::details({.summary = button, .text = made, .open = form.returned != nullptr});
}

}  // namespace

std::string finding_pointer(std::string_view pointer) {
  constexpr std::string_view kFindings = "/findings/";
  return pointer.starts_with(kFindings) ? fmt::format("/answers/{}", pointer.substr(kFindings.size()))
                                        : std::string();
}

FindingsForm::FindingsForm(const CaseView& its_view, const Command& command, const Task& task,
                           const Returned* returned)
    : view(its_view), values(task.findings) {
  const auto typed = returned == nullptr ? catalogue::Answers() : returned->order.input.findings;
  for (const auto* use : findings_asked(view.applications, view.application, command, task, typed)) {
    if (const auto* field = view.edition->catalogue.find_field(use->field))
      asked.push_back({field, use->required});
    const auto& known = catalogue::look_up(view.application.answers, use->prefill);
    if (returned == nullptr && !use->prefill.empty() && !known.is_nothing())
      values.try_emplace(use->field, known);
  }
  if (returned == nullptr) return;
  for (const auto& [field, value] : returned->order.input.findings) values.insert_or_assign(field, value);
  auto facts = view.applications.facts_of(view.application);
  facts.findings = with_findings(std::move(facts.findings), values);
  const auto broken =
      catalogue::broken_finding_rules(view.edition->catalogue, view.service, view.application.answers, facts);
  for (const auto& wrong : returned->refusal.fields) {
    auto pointer = finding_pointer(wrong.pointer);
    if (pointer.empty()) continue;
    const auto rule = std::ranges::find(broken, wrong.pointer, &catalogue::AnswerError::pointer);
    errors.push_back({std::move(pointer), wrong.code, rule == broken.end() ? std::nullopt : rule->says});
  }
}

std::string field_id(const Order& order, std::string_view field) {
  return fmt::format("{}-{}-{}", order.task.empty() ? "case" : order.task, order.command->name, field);
}

std::string field_error_text(const i18n::Speaker& say, const FieldError& error) {
  return i18n::said(say, error);
}

namespace {

// A refusal begins with what was proposed, or with what the applicant was told.
void begin_with_reasons(const Task& task, const Case& process, CommandInput& input) {
  if (task.proposed) {
    input.ground = task.proposed->ground;
    input.point = task.proposed->point;
    input.text = task.proposed->explanation;
    return;
  }
  for (const Question& question : process.questions) {
    if (question.task != task.id || !process.was_heard(task, question.ground) || question.ground.empty())
      continue;
    input.ground = question.ground;
    input.point = question.point;
    input.text = question.text;
  }
}

}  // namespace

Html order_forms(const CaseView& view, const Task* task, const Returned* returned) {
  const std::string on = task == nullptr ? std::string() : task->id;
  Html forms;
  for (const Command& command : commands()) {
    const Look* look = look_of(command);
    if (look == nullptr || !offered(command, view.viewer, view.process(), task)) continue;
    // Where the task can still be done, what was found is saved in the same form.
    if (command.name == "record" &&
        (task->state != TaskState::done ||
         findings_asked(view.applications, view.application, command, *task).empty()))
      continue;
    const bool saved = returned != nullptr && returned->order.command->name == "record" &&
                       command.name == "approve" && returned->order.task == on;
    const Returned* own = returned != nullptr && (saved || returned->is(command, on)) ? returned : nullptr;
    Form form{view, command, *look, task, own, {.command = &command, .number = {}, .task = on}};
    form.order.input.working_days = command.working_days;
    if (task != nullptr && command.takes(InputField::point))
      begin_with_reasons(*task, view.process(), form.order.input);
    if (own != nullptr) form.order.input = own->order.input;
    forms += form_of(form);
  }
  return forms;
}

}  // namespace biroyna::casework

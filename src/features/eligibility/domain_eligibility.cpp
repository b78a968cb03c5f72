#include "features/eligibility/domain_eligibility.hpp"

#include <algorithm>
#include <set>

#include "features/forms/domain_applicant.hpp"

namespace biroyna::eligibility {
namespace {

using catalogue::Field;
using catalogue::FieldType;
using catalogue::FieldUse;

constexpr char kInstead = '~';  // of a dot

using NameSet = std::set<std::string, std::less<>>;

std::string_view field_of(std::string_view name) { return name.substr(0, name.find('.')); }

void add_names(const std::optional<catalogue::Expression>& expression, NameSet& names) {
  if (!expression) return;
  for (auto& name : names_in(*expression)) {
    if (catalogue::found_field(name).empty()) names.insert(std::move(name));
  }
}

// What the outcome depends on, before it is looked on what that depends.
NameSet deciding_names(const Catalogue& catalogue, const Service& service) {
  NameSet names;
  for (const auto& rule : service.rules) add_names(rule.must, names);
  for (const auto& document : service.documents) add_names(document.when, names);
  for (const auto& step : service.steps) add_names(step.when, names);
  add_names(service.fee_formula, names);
  for (const auto& concession : catalogue.concessions) {
    if (catalogue::may_have(concession, service)) add_names(concession.when, names);
  }
  return names;
}

bool names_field(const NameSet& names, std::string_view field) {
  return std::ranges::any_of(names, [&](const std::string& name) { return field_of(name) == field; });
}

// With what says whether one of them is asked.
NameSet needed_names(const Catalogue& catalogue, const Service& service) {
  NameSet names = deciding_names(catalogue, service);
  for (std::size_t before = 0; before != names.size();) {
    before = names.size();
    for (const auto& page : service.form) {
      for (const auto& use : page.fields) {
        if (!names_field(names, use.field)) continue;
        add_names(page.when, names);
        add_names(use.when, names);
      }
    }
  }
  return names;
}

// The parts of the field that are named; nothing where it is named as a whole alone.
std::vector<std::string> parts_named(const NameSet& names, std::string_view field) {
  std::vector<std::string> parts;
  for (const auto& name : names) {
    if (name.size() > field.size() && field_of(name) == field) parts.push_back(name.substr(field.size() + 1));
  }
  return parts;
}

// A part as a question of its own. Its label is that of the whole: pages say of which part.
Question part_question(const Field& field, const std::string& part, bool required) {
  Field asked{.id = field.id + "." + part, .label = field.label};
  for (const auto& one : catalogue::parts_of(field.type)) {
    if (one.id == part) asked.type = one.type;
  }
  return {.of = field.id, .part = part, .field = std::move(asked), .required = required};
}

// Says nothing of who somebody is.
bool is_plain(const Field& field) {
  return field.type == FieldType::choice || field.type == FieldType::yes_no ||
         field.type == FieldType::number;
}

// A group with the numbers that are named; one that is only counted with what names nobody.
Question group_question(const Field& field, const std::vector<std::string>& named, bool required) {
  Question question{.of = field.id, .field = field, .required = required};
  std::erase_if(question.field.fields, [&](const Field& one) {
    return named.empty() ? !is_plain(one) : std::ranges::find(named, one.id) == named.end();
  });
  if (question.field.fields.empty()) question.field.fields = field.fields;
  return question;
}

void add_questions(const Field& field, bool required, const NameSet& names,
                   std::vector<Question>& questions) {
  std::vector<std::string> parts = parts_named(names, field.id);
  if (field.type == FieldType::group) return questions.push_back(group_question(field, parts, required));
  if (field.type == FieldType::person && parts.empty()) parts.emplace_back("birth_date");
  if (parts.empty()) return questions.push_back({.of = field.id, .field = field, .required = required});
  for (const auto& part : parts) questions.push_back(part_question(field, part, required));
}

}  // namespace

Questions questions_of(const Catalogue& catalogue, const Service& service) {
  const NameSet names = needed_names(catalogue, service);
  Questions questions{.kind = service.for_individuals && service.for_businesses,
                      .birth_date = names.contains("applicant.birth_date"),
                      .fields = {}};
  for (const auto& page : service.form) {
    for (const auto& use : page.fields) {
      const Field* field = catalogue.find_field(use.field);
      if (field != nullptr && names_field(names, use.field))
        add_questions(*field, use.required, names, questions.fields);
    }
  }
  return questions;
}

std::vector<const Question*> asked_now(const Service& service, const Questions& questions,
                                       const Answers& answers, const Facts& facts) {
  std::set<std::string_view> asked;
  for (const auto& page : catalogue::asked(service, answers, facts)) {
    for (const FieldUse* use : page.fields) asked.insert(use->field);
  }
  std::vector<const Question*> now;
  for (const auto& question : questions.fields) {
    if (asked.contains(question.of)) now.push_back(&question);
  }
  return now;
}

Answers as_in_form(const Answers& by_name) {
  Answers answers;
  for (const auto& [name, value] : by_name) {
    const auto dot = name.find('.');
    if (dot == std::string::npos) {
      answers.insert_or_assign(name, value);
      continue;
    }
    catalogue::Value& whole = answers[name.substr(0, dot)];
    if (whole.parts() == nullptr) whole = Answers();
    std::get<Answers>(whole.data).insert_or_assign(name.substr(dot + 1), value);
  }
  return answers;
}

std::vector<catalogue::AnswerError> check(const Catalogue& catalogue, const Service& service,
                                          const std::vector<const Question*>& asked, const Answers& by_name,
                                          const Facts& facts) {
  // The questions as a form of their own; a part of a fact is a fact there, so its name has no dot.
  Catalogue fields;
  fields.districts = catalogue.districts;
  Service form;
  form.form.push_back({.id = {}, .title = {}});
  Answers answers;
  for (const Question* question : asked) {
    Field field = question->field;
    std::ranges::replace(field.id, '.', kInstead);
    if (const auto answer = by_name.find(question->field.id); answer != by_name.end())
      answers.insert_or_assign(field.id, answer->second);
    form.form.front().fields.push_back({.field = field.id, .required = question->required});
    fields.fields.push_back(std::move(field));
  }
  auto errors = catalogue::check(fields, form, answers, facts);
  for (auto& error : errors) std::ranges::replace(error.pointer, kInstead, '.');
  if (!errors.empty() || !catalogue::broken_rules(catalogue, service, as_in_form(by_name), facts).empty())
    return errors;
  // No rule says that somebody has to be born.
  for (const Question* question : asked) {
    const auto answer = by_name.find(question->field.id);
    if (question->part != "birth_date" || answer == by_name.end()) continue;
    const auto* text = answer->second.text();
    const auto day = text == nullptr ? std::nullopt : parse_iso_day(*text);
    if (day && *day > facts.today)
      errors.push_back({"/answers/" + question->field.id, "error.in_the_future"});
  }
  return errors;
}

Outcome outcome_of(const Catalogue& catalogue, const Service& service, const Answers& answers, Facts facts) {
  Outcome outcome;
  const bool business = facts.applicant_kind == catalogue::ApplicantKind::business;
  outcome.not_for_kind = business ? !service.for_businesses : !service.for_individuals;
  outcome.too_young = !business && facts.applicant_birth_date &&
                      catalogue::age_on(facts.today, *facts.applicant_birth_date) < forms::kYoungestApplicant;
  outcome.closed = service.season && !catalogue::is_open(*service.season, facts.today);
  facts.channel = catalogue::Channel::window;
  outcome.broken = catalogue::broken_rules(catalogue, service, answers, facts);
  outcome.documents = catalogue::documents_needed(service, answers, facts);
  for (const auto* use : catalogue::documents_spared(service, answers, facts))
    outcome.documents_spared.push_back(use->type);
  outcome.concession = catalogue::concession_for(catalogue, service, answers, facts);
  outcome.share = catalogue::fee_share(service, answers, facts);
  outcome.at_window = catalogue::fee_due(catalogue, service, answers, facts);
  outcome.steps = catalogue::applicable_steps(service, answers, facts);
  if (catalogue::applied_for_online(service)) {
    facts.channel = catalogue::Channel::online;
    outcome.on_portal = catalogue::fee_due(catalogue, service, answers, facts);
  }
  return outcome;
}

}  // namespace biroyna::eligibility

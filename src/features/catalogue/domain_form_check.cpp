// Whether answers are right: each by its type, then the rules between them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/clean_text.hpp"
#include "core/text.hpp"
#include "core/typed_day.hpp"
#include "features/catalogue/domain_form.hpp"
#include "features/catalogue/domain_identifiers.hpp"

namespace biroyna::catalogue {
namespace {

constexpr std::string_view kRoot = "/answers/";
constexpr Day kOldest = std::chrono::sys_days(std::chrono::year(1900) / 1 / 1);
constexpr Day kLatest = std::chrono::sys_days(std::chrono::year(2200) / 1 / 1);

// A key as a part of an RFC 6901 pointer.
std::string escaped(std::string_view key) {
  std::string out;
  for (const char c : key) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return out;
}

std::string pointer_to(std::string_view fact) {
  std::string path(fact);
  std::ranges::replace(path, '.', '/');
  return std::string(kRoot) + path;
}

bool is_empty(const Value& value) {
  return value.is_nothing() || (value.text() != nullptr && value.text()->empty()) ||
         (value.list() != nullptr && value.list()->empty());
}

bool has_control_character(std::string_view text, bool lines) {
  return std::ranges::any_of(text, [&](char c) {
    const auto code = static_cast<unsigned char>(c);
    return (code < 0x20 && !(lines && c == '\n')) || code == 0x7f;
  });
}

// "birth_certificate_number": whatever its series looks like, it has a digit.
bool is_document_number(const Field& field) {
  return field.type == FieldType::text && field.id.ends_with("_number");
}

bool is_name_part(std::string_view part) {
  return part == "family_name" || part == "given_name" || part == "middle_name";
}

class AnswerChecker {
 public:
  explicit AnswerChecker(const Facts& facts) : facts_(facts) {}
  std::vector<AnswerError> found;

  void field(const Field& field, bool required, const Value& value, const std::string& at) {
    if (is_empty(value)) {
      if (required) wrong(at, "error.required");
      return;
    }
    switch (field.type) {
      case FieldType::number:
        return number(field, value, at);
      case FieldType::choice:
        if (value.text() == nullptr ||
            std::ranges::find(field.choices, *value.text(), &Choice::id) == field.choices.end())
          wrong(at, "error.not_a_choice");
        return;
      case FieldType::person:
      case FieldType::address:
        return record(field, value, at);
      case FieldType::group:
        return group(field, value, at);
      default:
        plain(field.type, field.longest, field.lines, value, at);
        if (is_document_number(field) && value.text() != nullptr && !has_digit(*value.text()))
          wrong(at, "error.no_digit");
    }
  }

 private:
  void wrong(const std::string& at, const char* code) { found.push_back({at, code}); }

  void plain(FieldType type, std::size_t longest, bool lines, const Value& value, const std::string& at) {
    if (type == FieldType::yes_no || type == FieldType::consent) {
      if (value.flag() == nullptr)
        wrong(at, "error.not_flag");
      else if (type == FieldType::consent && !*value.flag())
        wrong(at, "error.consent");
      return;
    }
    const std::string* text = value.text();
    if (text == nullptr) return wrong(at, "error.not_text");
    switch (type) {
      case FieldType::date: {
        const auto day = parse_iso_day(*text);
        if (!day)
          wrong(at, day_fault(*text));
        else if (*day < kOldest)
          wrong(at, "error.before_1900");
        else if (*day >= kLatest)
          wrong(at, "error.not_a_date");
        return;
      }
      case FieldType::phone:
        if (!is_phone(*text)) wrong(at, "error.phone");
        return;
      case FieldType::pinfl:
        if (!is_pinfl(*text)) wrong(at, pinfl_fault(*text));
        return;
      case FieldType::tin:
        if (!is_tin(*text)) wrong(at, "error.not_a_tin");
        return;
      case FieldType::passport:
        if (!is_passport(*text)) wrong(at, "error.not_a_passport");
        return;
      default:
        break;
    }
    if (!is_utf8(*text) || has_control_character(*text, lines))
      wrong(at, "error.not_text");
    else if (length_utf8(*text) > longest)
      wrong(at, "error.too_long");
    else if (!unprintable_in(*text).empty())
      wrong(at, "error.unprintable");
  }

  void number(const Field& field, const Value& value, const std::string& at) {
    const auto* not_one = field.decimals == 0 ? "error.not_whole" : "error.not_a_number";
    if (value.number() == nullptr || !std::isfinite(*value.number())) return wrong(at, not_one);
    const double number = *value.number();
    if (number < field.least) return wrong(at, "error.too_small");
    if (number > field.most) return wrong(at, "error.too_large");
    const double scaled = number * std::pow(10, field.decimals);
    if (std::abs(scaled - std::round(scaled)) > 1e-6 * std::max(1.0, std::abs(scaled) * 1e-9))
      wrong(at, field.decimals == 0 ? "error.not_whole" : "error.too_many_decimals");
  }

  void record(const Field& field, const Value& value, const std::string& at) {
    const Answers* parts = value.parts();
    if (parts == nullptr) return wrong(at, "error.not_parts");
    std::set<std::string_view> known;
    for (const auto& part : parts_of(field.type)) {
      known.insert(part.id);
      const std::string here = fmt::format("{}/{}", at, part.id);
      const Value& one = look_up(*parts, part.id);
      if (is_empty(one)) {
        if (part.required) wrong(here, "error.required");
        continue;
      }
      plain(part.type, part.longest, false, one, here);
      if (is_name_part(part.id) && one.text() != nullptr && !is_name(*one.text()))
        wrong(here, "error.not_a_name");
      if (part.id == "district" && one.text() != nullptr && !is_district(*one.text()))
        wrong(here, "error.not_a_district");
      if (part.id == "birth_date" && one.text() != nullptr) {
        if (const auto day = parse_iso_day(*one.text()); day && *day > facts_.today)
          wrong(here, "error.in_the_future");
      }
    }
    only_known(*parts, known, at);
  }

  void group(const Field& field, const Value& value, const std::string& at) {
    const auto* items = value.list();
    if (items == nullptr) return wrong(at, "error.not_list");
    if (items->size() < field.fewest_items) wrong(at, "error.too_few");
    if (items->size() > field.most_items) return wrong(at, "error.too_many");
    std::set<std::string_view> known;
    for (const auto& one : field.fields) known.insert(one.id);
    for (std::size_t i = 0; i < items->size(); ++i) {
      const std::string item = fmt::format("{}/{}", at, i);
      for (const auto& one : field.fields)
        this->field(one, one.required, look_up((*items)[i], one.id), fmt::format("{}/{}", item, one.id));
      only_known((*items)[i], known, item);
    }
  }

  void only_known(const Answers& parts, const std::set<std::string_view>& known, const std::string& at) {
    for (const auto& [key, part] : parts) {
      if (!known.contains(key)) wrong(fmt::format("{}/{}", at, escaped(key)), "error.unknown_field");
    }
  }

  const Facts& facts_;
};

// The facts that a rule cannot do without: those that it does not only ask given() of.
void gather_needed(const Expression& part, std::vector<const Expression*>& needed) {
  if (part.op == Op::name) needed.push_back(&part);
  if (part.op == Op::call && part.name == "given") return;
  for (const auto& operand : part.operands) gather_needed(operand, needed);
}

std::string_view field_of(std::string_view fact) { return fact.substr(0, fact.find('.')); }

class FormCheck {
 public:
  FormCheck(const Catalogue& catalogue, const Service& service, const Answers& answers, const Facts& facts)
      : catalogue_(catalogue),
        service_(service),
        counted_(relevant(service, answers, facts)),
        pages_(asked(service, answers, facts)),
        facts_(facts) {}

  // Of one page, or of all.
  std::vector<AnswerError> check(std::optional<std::size_t> only) const {
    AnswerChecker checker(facts_);
    std::set<std::string_view> here;
    for (const auto& page : pages_) {
      if (only && page.page != *only) continue;
      for (const FieldUse* use : page.fields) {
        here.insert(use->field);
        if (const Field* field = catalogue_.find_field(use->field))
          checker.field(*field, use->required, look_up(counted_, use->field),
                        std::string(kRoot) + use->field);
      }
    }
    std::set<std::string, std::less<>> mistaken;
    for (const auto& error : checker.found) {
      const std::string_view rest = std::string_view(error.pointer).substr(kRoot.size());
      mistaken.emplace(rest.substr(0, rest.find('/')));
    }
    for (const auto& rule : service_.rules) {
      if (here.contains(field_of(rule.at)) && breaks(rule, mistaken))
        checker.found.push_back({pointer_to(rule.at), "error.rule", rule.says});
    }
    return std::move(checker.found);
  }

  std::vector<const Rule*> broken() const {
    std::set<std::string_view> here;
    for (const auto& page : pages_) {
      for (const FieldUse* use : page.fields) here.insert(use->field);
    }
    std::vector<const Rule*> rules;
    for (const auto& rule : service_.rules) {
      if (here.contains(field_of(rule.at)) && breaks(rule, {})) rules.push_back(&rule);
    }
    return rules;
  }

  std::vector<AnswerError> broken_between_findings() const {
    std::vector<AnswerError> errors;
    for (const auto& rule : service_.finding_rules) {
      if (breaks(rule, {}))
        errors.push_back({fmt::format("/findings/{}", found_field(rule.at)), "error.rule", rule.says});
    }
    return errors;
  }

 private:
  // A rule is held against facts that are there and right; of the others enough is said already.
  bool breaks(const Rule& rule, const std::set<std::string, std::less<>>& mistaken) const {
    for (const auto& name : names_in(rule.must)) {
      if (mistaken.contains(field_of(name))) return false;
    }
    std::vector<const Expression*> needed;
    gather_needed(rule.must, needed);
    for (const Expression* name : needed) {
      const std::string_view field = field_of(name->name);
      const bool there = is_group(field) ? !look_up(counted_, field).is_nothing()
                                         : !evaluate(*name, counted_, facts_).is_nothing();
      if (!there) return false;
    }
    return !holds(rule.must, counted_, facts_);
  }
  // Of a group "children.income" is no answer of its own.
  bool is_group(std::string_view id) const {
    const Field* field = catalogue_.find_field(id);
    return field != nullptr && field->type == FieldType::group;
  }

  const Catalogue& catalogue_;
  const Service& service_;
  const Answers counted_;
  const std::vector<AskedPage> pages_;
  const Facts& facts_;
};

}  // namespace

std::vector<AnswerError> check(const Catalogue& catalogue, const Service& service, const Answers& answers,
                               const Facts& facts) {
  return FormCheck(catalogue, service, answers, facts).check(std::nullopt);
}

std::vector<AnswerError> check_page(const Catalogue& catalogue, const Service& service,
                                    const Answers& answers, const Facts& facts, std::size_t page) {
  return FormCheck(catalogue, service, answers, facts).check(page);
}

std::vector<const Rule*> broken_rules(const Catalogue& catalogue, const Service& service,
                                      const Answers& answers, const Facts& facts) {
  return FormCheck(catalogue, service, answers, facts).broken();
}

std::vector<AnswerError> broken_finding_rules(const Catalogue& catalogue, const Service& service,
                                              const Answers& answers, const Facts& facts) {
  return FormCheck(catalogue, service, answers, facts).broken_between_findings();
}

std::vector<AnswerError> unknown_answers(const Service& service, const Answers& answers) {
  std::vector<AnswerError> unknown;
  for (const auto& [id, value] : answers) {
    const bool known = std::ranges::any_of(service.form, [&](const FormPage& page) {
      return std::ranges::find(page.fields, id, &FieldUse::field) != page.fields.end();
    });
    if (!known) unknown.push_back({std::string(kRoot) + escaped(id), "error.unknown_field"});
  }
  return unknown;
}

std::vector<AnswerError> check_findings(const Catalogue& catalogue,
                                        const std::vector<const FindingUse*>& asked, const Answers& found,
                                        const Facts& facts) {
  constexpr std::string_view kFindings = "/findings/";
  AnswerChecker checker(facts);
  for (const FindingUse* use : asked) {
    if (const Field* field = catalogue.find_field(use->field))
      checker.field(*field, use->required, look_up(found, use->field), std::string(kFindings) + use->field);
  }
  for (const auto& [id, value] : found) {
    if (std::ranges::find(asked, id, &FindingUse::field) == asked.end())
      checker.found.push_back({std::string(kFindings) + escaped(id), "error.unknown_field"});
  }
  return std::move(checker.found);
}

std::vector<FieldError> field_errors(const std::vector<AnswerError>& errors) {
  std::vector<FieldError> fields;
  fields.reserve(errors.size());
  for (const auto& error : errors) fields.push_back({error.pointer, error.code});
  return fields;
}

}  // namespace biroyna::catalogue

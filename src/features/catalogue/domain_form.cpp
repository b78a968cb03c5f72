#include "features/catalogue/domain_form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

namespace biroyna::catalogue {
namespace {

constexpr double kMostShare = 1000;  // as for a share that is written without a formula

// Walks the form in its order, so that a condition sees only answers that count and stand before it.
template <class OnPage, class OnField>
Answers walk(const Service& service, const Answers& answers, const Facts& facts, OnPage&& on_page,
             OnField&& on_field) {
  Answers counted;
  for (std::size_t page = 0; page < service.form.size(); ++page) {
    if (!holds(service.form[page].when, counted, facts)) continue;
    on_page(page);
    for (const auto& use : service.form[page].fields) {
      if (!holds(use.when, counted, facts)) continue;
      on_field(use);
      if (const auto found = answers.find(use.field); found != answers.end() && !found->second.is_nothing())
        counted.insert(*found);
    }
  }
  return counted;
}

Type type_for(FieldType type) {
  switch (type) {
    case FieldType::number:
      return Type::number;
    case FieldType::date:
      return Type::date;
    case FieldType::yes_no:
    case FieldType::consent:
      return Type::yes_no;
    case FieldType::person:
    case FieldType::address:
      return Type::record;
    case FieldType::group:
      return Type::group;
    default:
      return Type::text;
  }
}

bool applies(const Step& step, const Answers& counted, const Facts& facts) {
  return step.connected && holds(step.when, counted, facts);
}

bool is_asked_of_registry(const Service& service, const DocumentUse& use, const Answers& counted,
                          const Facts& facts) {
  const auto step = std::ranges::find(service.steps, use.step, &Step::id);
  return step != service.steps.end() && applies(*step, counted, facts);
}

}  // namespace

std::vector<AskedPage> asked(const Service& service, const Answers& answers, const Facts& facts) {
  std::vector<AskedPage> pages;
  walk(
      service, answers, facts, [&](std::size_t page) { pages.push_back({page, {}}); },
      [&](const FieldUse& use) { pages.back().fields.push_back(&use); });
  std::erase_if(pages, [](const AskedPage& page) { return page.fields.empty(); });
  return pages;
}

bool is_asked(const Service& service, std::string_view field) {
  return std::ranges::any_of(service.form, [&](const FormPage& page) {
    return std::ranges::find(page.fields, field, &FieldUse::field) != page.fields.end();
  });
}

Answers relevant(const Service& service, const Answers& answers, const Facts& facts) {
  return walk(service, answers, facts, [](std::size_t) {}, [](const FieldUse&) {});
}

std::vector<DocumentTypeId> documents_needed(const Service& service, const Answers& answers,
                                             const Facts& facts) {
  const Answers counted = relevant(service, answers, facts);
  std::vector<DocumentTypeId> documents;
  for (const auto& use : service.documents) {
    if (holds(use.when, counted, facts) && !is_asked_of_registry(service, use, counted, facts))
      documents.push_back(use.type);
  }
  return documents;
}

std::vector<const DocumentUse*> documents_spared(const Service& service, const Answers& answers,
                                                 const Facts& facts) {
  const Answers counted = relevant(service, answers, facts);
  std::vector<const DocumentUse*> documents;
  for (const auto& use : service.documents) {
    if (holds(use.when, counted, facts) && is_asked_of_registry(service, use, counted, facts))
      documents.push_back(&use);
  }
  return documents;
}

std::optional<double> fee_share(const Service& service, const Answers& answers, const Facts& facts) {
  if (!service.fee_formula) return service.fee_bhm;
  const Value share = evaluate(*service.fee_formula, relevant(service, answers, facts), facts);
  if (share.number() == nullptr || *share.number() > kMostShare) return std::nullopt;
  return std::max(*share.number(), 0.0);
}

std::optional<Tiyin> fee_due(const Catalogue& catalogue, const Service& service, const Answers& answers,
                             const Facts& facts) {
  const auto share = fee_share(service, answers, facts);
  if (!share) return std::nullopt;
  if (*share == 0) return Tiyin{0};
  const auto base = base_amount(catalogue, facts.today);
  if (!base) return std::nullopt;
  const Concession* concession = concession_for(catalogue, service, answers, facts);
  const double portal = facts.channel == Channel::online ? catalogue.portal_factor : 1;
  const double less = concession == nullptr ? 1 : concession->factor;
  return share_of(*base, *share * (catalogue.concessions_on_portal ? portal * less : std::min(portal, less)));
}

bool may_have(const Concession& concession, const Service& service) {
  if (!concession.when) return false;
  const auto names = names_in(*concession.when);
  return std::ranges::any_of(names, [&](const std::string& name) {
    if (const auto found = found_field(name); !found.empty())
      return step_that_finds(service, found) != nullptr;
    return is_asked(service, std::string_view(name).substr(0, name.find('.')));
  });
}

const Concession* concession_for(const Catalogue& catalogue, const Service& service, const Answers& answers,
                                 const Facts& facts) {
  const Answers counted = relevant(service, answers, facts);
  const Concession* best = nullptr;
  for (const Concession& concession : catalogue.concessions) {
    if (!may_have(concession, service) || !holds(concession.when, counted, facts)) continue;
    if (best == nullptr || concession.factor < best->factor) best = &concession;
  }
  return best;
}

std::optional<PlaceInLine> place_in_line(const Service& service, const Answers& answers, const Facts& facts) {
  if (!service.waiting_list) return std::nullopt;
  const Answers counted = relevant(service, answers, facts);
  PlaceInLine place;
  const Value& line = look_up(counted, service.waiting_list->by);
  if (line.text() != nullptr) place.line = *line.text();
  if (line.number() != nullptr) place.line = fmt::format("{}", *line.number());
  const auto& rules = service.waiting_list->first;
  const auto first =
      std::ranges::find_if(rules, [&](const auto& rule) { return holds(rule.when, counted, facts); });
  place.rank = static_cast<int>(first - rules.begin());
  return place;
}

std::vector<Step> applicable_steps(const Service& service, const Answers& answers, const Facts& facts) {
  const Answers counted = relevant(service, answers, facts);
  // What is waited for in place of `after`: each step that applies, and the predecessors of each that does
  // not.
  const std::function<void(const std::vector<std::string>&, std::vector<std::string>&)> gather =
      [&](const std::vector<std::string>& after, std::vector<std::string>& waited_for) {
        for (const auto& id : after) {
          const auto step = std::ranges::find(service.steps, id, &Step::id);
          if (step == service.steps.end() || std::ranges::find(waited_for, id) != waited_for.end()) continue;
          if (applies(*step, counted, facts))
            waited_for.push_back(id);
          else
            gather(step->after, waited_for);
        }
      };
  std::vector<Step> steps;
  for (const auto& step : service.steps) {
    if (!applies(step, counted, facts)) continue;
    steps.push_back(step);
    steps.back().after.clear();
    gather(step.after, steps.back().after);
  }
  return steps;
}

std::vector<const FindingUse*> findings_of(const Step& step, const Answers& answers, const Facts& facts) {
  std::vector<const FindingUse*> uses;
  for (const auto& use : step.findings) {
    if (holds(use.when, answers, facts)) uses.push_back(&use);
  }
  return uses;
}

const Step* step_that_finds(const Service& service, std::string_view field) {
  const auto found = std::ranges::find_if(service.steps, [&](const Step& step) {
    return std::ranges::find(step.findings, field, &FindingUse::field) != step.findings.end();
  });
  return found == service.steps.end() ? nullptr : &*found;
}

std::vector<std::string_view> findings_issued(const Service& service) {
  std::vector<std::string_view> fields;
  const auto add = [&](std::string_view name) {
    const auto field = found_field(name);
    if (!field.empty() && std::ranges::find(fields, field) == fields.end()) fields.push_back(field);
  };
  if (service.issues.facts) std::ranges::for_each(*service.issues.facts, add);
  if (service.issues.sentence) {
    for (const auto& fact : facts_in(service.issues.sentence->in(Language::uz_latn))) add(fact);
  }
  add(service.issues.valid_until);
  add(service.issues.about);
  return fields;
}

Scope scope_of(const std::vector<const Field*>& fields) {
  Scope scope = built_in_scope();
  for (const Field* field : fields) {
    Declared declared{type_for(field->type)};
    for (const auto& choice : field->choices) declared.one_of.push_back(choice.id);
    scope.insert_or_assign(field->id, std::move(declared));
    for (const auto& part : parts_of(field->type)) {
      scope.insert_or_assign(field->id + "." + std::string(part.id), Declared{type_for(part.type)});
    }
    for (const auto& one : field->fields) {
      if (one.type == FieldType::number)
        scope.insert_or_assign(field->id + "." + one.id, Declared{Type::column});
    }
  }
  return scope;
}

}  // namespace biroyna::catalogue

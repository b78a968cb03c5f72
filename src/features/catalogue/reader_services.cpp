// services/*.yaml: what a service is, and the route of its applications.
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <functional>
#include <span>
#include <utility>

#include "features/catalogue/domain_right_answers.hpp"
#include "features/catalogue/reader_parts.hpp"

namespace biroyna::catalogue {
namespace {

// Who may work on a step, within its department.
constexpr std::array<std::string_view, 2> kRoles = {"specialist", "head"};

void read_texts(yaml::Node& root, Service& service) {
  service.names = root.names("names");
  service.summary = root.names("summary");
  service.who = root.names("who");
  service.keywords = read_keywords(root);
}

void read_recipients(yaml::Node& root, Service& service) {
  const auto recipients = root.texts("recipients");
  service.for_individuals = std::ranges::find(recipients, "individual") != recipients.end();
  service.for_businesses = std::ranges::find(recipients, "business") != recipients.end();
  if (recipients.empty() ||
      recipients.size() != std::size_t{service.for_individuals} + service.for_businesses) {
    root.problem_at("recipients", "\"recipients\" lists individual, business or both");
  }
}

void read_term(yaml::Node& root, Service& service) {
  yaml::Node term = root.child("term");
  service.term_working_days = static_cast<int>(term.integer("working_days", 0, 1000));
  if (term.has("note")) service.term_note = term.names("note");
  term.finish();
}

// Whether there is a fee when the application is handed in, before any step has found anything.
bool is_told_before_findings(const Catalogue& catalogue, const Service& service) {
  const auto names = names_in(*service.fee_formula);
  if (std::ranges::none_of(names, [](const auto& name) { return !found_field(name).empty(); })) return true;
  constexpr Day kAnyDay{std::chrono::year(2026) / 1 / 5};
  const Facts facts{.today = kAnyDay, .applicant_birth_date = kAnyDay - std::chrono::days(40 * 365)};
  const auto answers = right_answers(catalogue, service, facts, 1);
  return !answers || fee_share(service, *answers, facts);
}

void read_fee(yaml::Node& root, Service& service, const Known& known) {
  yaml::Node fee = root.child("fee");
  if (fee.has("formula"))
    service.fee_formula = expression(fee, "formula", Type::number, known);
  else
    service.fee_bhm = fee.number("bhm", 0, 1000);
  if (service.fee_formula && !is_told_before_findings(known.catalogue, service))
    fee.problem_at("formula", "while nothing is found yet, this gives no number: ask given() before");
  if (fee.has("note")) service.fee_note = fee.names("note");
  if (fee.has("kind")) {
    const auto kind = parse_fee_kind(fee.text("kind"));
    if (!kind) fee.problem_at("kind", "a fee's kind is fee, state_duty or contract");
    service.fee_kind = kind.value_or(FeeKind::fee);
  }
  if (fee.has("back_when_refused")) service.fee_back = fee.flag("back_when_refused");
  fee.finish();
}

// The answers that a registry is told: no more than it needs (Law on personal data, ZRU-547).
std::vector<std::string> read_tells(yaml::Node& node, const Service& service) {
  if (!node.has("tells")) return {};
  auto told = node.texts("tells");
  for (const auto& field : told) {
    if (!is_asked(service, field))
      node.problem_at("tells", fmt::format("the form does not ask for \"{}\"", field));
  }
  return told;
}

// Steps that ask registries for documents have ids of their own kind.
constexpr std::string_view kRegistryStep = "registry-";

// The step that asks the registry for what the document says. Whoever decides during the visit has it in
// hand.
void ask_registry(yaml::Node& item, Service& service, DocumentUse& use, const Catalogue& catalogue) {
  Step step{.id = fmt::format("{}{}", kRegistryStep, use.type.str()),
            .department = service.department,
            .after = {},
            .kind = StepKind::automatic,
            .when = use.when,
            .external = item.text("registry")};
  step.tells = read_tells(item, service);
  if (!step.external.empty() && !is_slug(step.external))
    item.problem_at("registry", fmt::format("\"{}\" is not the id of a registry", step.external));
  if (!catalogue.is_connected(step.external) || (service.at_window && !service.online)) return;
  if (service.at_window) {
    Expression online = *parse_expression("channel == 'online'");
    if (step.when)
      step.when = Expression{
          .op = Op::and_, .literal = {}, .name = {}, .operands = {std::move(online), *std::move(step.when)}};
    else
      step.when = std::move(online);
  }
  use.step = step.id;
  service.steps.push_back(std::move(step));
}

// Behind what the service lists stand the files of its form.
void read_documents(yaml::Node& root, Service& service, const Known& known) {
  const auto files = std::exchange(service.documents, {});
  std::vector<DocumentTypeId> ids;
  for (yaml::Node& item : root.child("documents").items()) {
    const bool is_map = item.has("id");
    ids.emplace_back(is_map ? item.text("id") : item.scalar());
    check_reference(item, ids, known.catalogue.find(ids.back()) != nullptr, "document", ids.back().str());
    DocumentUse use{ids.back()};
    if (is_map) {
      use.when = expression_if(item, "when", Type::yes_no, known);
      if (item.has("registry")) ask_registry(item, service, use, known.catalogue);
      if (item.has("step")) use.step = item.text("step");
      item.finish();
    }
    service.documents.push_back(std::move(use));
  }
  for (const auto& file : files) {
    if (std::ranges::find(ids, file.type) != ids.end())
      root.problem_at("documents",
                      fmt::format("document \"{}\" is asked in the form already", file.type.str()));
    service.documents.push_back(file);
  }
}

void read_minutes(yaml::Node& root, Service& service) {
  yaml::Node minutes = root.child("service_minutes");
  service.median_minutes = minutes.number("median", 0.5, 240);
  service.p90_minutes = minutes.number("p90", 0.5, 480);
  if (service.p90_minutes < service.median_minutes)
    minutes.problem_at("p90", "\"p90\" must not be less than \"median\"");
  minutes.finish();
}

bool is_slug_or_word(std::string_view name) {
  return std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

// A fact of the form with which a finding's form begins.
std::string read_prefill(yaml::Node& entry, const Field* finding, const Service& service,
                         const Catalogue& catalogue) {
  const std::string name = entry.text("prefill");
  const Field* field = is_asked(service, name) ? catalogue.find_field(name) : nullptr;
  if (field == nullptr)
    entry.problem_at("prefill", fmt::format("the form does not ask for \"{}\"", name));
  else if (finding != nullptr && field->type != finding->type)
    entry.problem_at("prefill", fmt::format("\"{}\" is of another type", name));
  return name;
}

// What a step finds, without conditions. A fact is known from one place, so that its name says which it is.
std::vector<FindingUse> read_findings(std::vector<yaml::Node>& entries, const Step& step,
                                      const Service& service, const Catalogue& catalogue) {
  std::vector<FindingUse> findings;
  for (yaml::Node& entry : entries) {
    FindingUse use;
    use.field = id_of(entry);
    const Field* field = catalogue.find_field(use.field);
    if (!use.field.empty() && field == nullptr) entry.problem(fmt::format("unknown field \"{}\"", use.field));
    if (field != nullptr && field->type == FieldType::consent)
      entry.problem(fmt::format("a consent is given by who applies: \"{}\" cannot be found", use.field));
    if (is_asked(service, use.field))
      entry.problem(fmt::format("field \"{}\" is asked in the form already", use.field));
    if (step_that_finds(service, use.field) != nullptr ||
        std::ranges::find(findings, use.field, &FindingUse::field) != findings.end())
      entry.problem(fmt::format("field \"{}\" is found twice", use.field));
    if (entry.has("required")) use.required = entry.flag("required");
    if (entry.has("from")) {
      use.from = entry.text("from");
      if (!is_slug_or_word(use.from))
        entry.problem_at("from", "a name in the registry's answer has letters, digits, \"-\" and \"_\"");
      if (step.kind != StepKind::automatic)
        entry.problem_at("from", "only a registry's answer has names of its own");
    }
    if (entry.has("prefill")) use.prefill = read_prefill(entry, field, service, catalogue);
    findings.push_back(std::move(use));
  }
  return findings;
}

// A step and its list of findings, whose conditions are read when it is known what is found before.
struct StepNodes {
  yaml::Node step;
  std::vector<yaml::Node> findings;
};

void read_conditions(StepNodes& nodes, Step& step, Known known) {
  step.when = expression_if(nodes.step, "when", Type::yes_no, known);
  nodes.step.finish();
  auto use = step.findings.begin();
  for (yaml::Node& entry : nodes.findings) {
    use->when = expression_if(entry, "when", Type::yes_no, known);
    if (entry.has("id")) entry.finish();
    learn(known.asked, known.catalogue.find_field(use->field), kFindingPrefix);
    ++use;
  }
}

// `whole`: who works on it, and what comes of it, must be said.
Step read_step(StepNodes& nodes, Ids& ids, const Service& service, const Catalogue& catalogue, bool whole) {
  yaml::Node& item = nodes.step;
  Step step{slug_id(item, ids), reference<DepartmentId>(catalogue, item, "department"),
            static_cast<int>(item.integer("working_days", 0, 1000)), item.texts("after")};
  if (whole || item.has("kind")) {
    const std::string kind = item.text("kind");
    const auto parsed = parse_step_kind(kind);
    if (!parsed && !kind.empty())
      item.problem_at("kind",
                      fmt::format("a step's kind is decision, opinion or automatic, not \"{}\"", kind));
    step.kind = parsed.value_or(StepKind::decision);
  }
  if (step.id.starts_with(kRegistryStep))
    item.problem_at("id", fmt::format("steps that begin with \"{}\" come from documents", kRegistryStep));
  const bool automatic = step.kind == StepKind::automatic;
  if ((whole && !automatic) || item.has("role")) {
    step.role = item.text("role");
    if (!step.role.empty() && std::ranges::find(kRoles, step.role) == kRoles.end())
      item.problem_at("role",
                      fmt::format("unknown role \"{}\"; known are {}", step.role, fmt::join(kRoles, ", ")));
  }
  if (automatic || item.has("external")) {
    step.external = item.text("external");
    if (!step.external.empty() && !is_slug(step.external))
      item.problem_at("external", fmt::format("\"{}\" is not the id of a registry", step.external));
    if (!automatic) item.problem_at("external", "only an automatic step asks a registry");
    step.connected = catalogue.is_connected(step.external);
    if (item.has("tells")) step.tells = read_tells(item, service);
  }
  if (item.has("findings")) {
    nodes.findings = item.child("findings").items();
    step.findings = read_findings(nodes.findings, step, service, catalogue);
  }
  const Department* department = catalogue.find(step.department);
  step.refusal_by_head =
      department != nullptr && department->refusals_by_head && step.kind == StepKind::decision;
  return step;
}

// The case must end with somebody's decision, whatever was answered and wherever it is.
void check_decisions(const yaml::Node& steps, const std::vector<Step>& all) {
  const auto decides = [](const Step& step) { return step.kind == StepKind::decision && !step.when; };
  if (std::ranges::none_of(all, decides)) {
    steps.problem("a service needs a step of the kind decision that has no condition");
    return;
  }
  std::set<std::string> leading;  // steps that a decision waits for, directly or not
  const std::function<void(const Step&)> gather = [&](const Step& step) {
    for (const auto& before : step.after) {
      const auto found = std::ranges::find(all, before, &Step::id);
      if (found != all.end() && leading.insert(before).second) gather(*found);
    }
  };
  for (const auto& step : all) {
    if (decides(step)) gather(step);
  }
  for (const auto& step : all) {
    if (!decides(step) && !leading.contains(step.id))
      steps.problem(fmt::format("no decision without a condition waits for step \"{}\"", step.id));
  }
}

// What is known when this step begins: the answers, and the findings of the steps that it waits for.
Known known_before(const Step& step, const Service& service, const Known& answers) {
  Known known = answers;
  std::set<std::string> seen;
  const std::function<void(const Step&)> gather = [&](const Step& later) {
    for (const auto& before : later.after) {
      const auto found = std::ranges::find(service.steps, before, &Step::id);
      if (found == service.steps.end() || !seen.insert(before).second) continue;
      for (const auto& use : found->findings)
        learn(known.asked, known.catalogue.find_field(use.field), kFindingPrefix);
      gather(*found);
    }
  };
  gather(step);
  return known;
}

// Whether only registries are asked before it.
bool is_first(const Step& step, std::span<const Step> steps) {
  return std::ranges::all_of(step.after, [&](const std::string& before) {
    const auto found = std::ranges::find(steps, before, &Step::id);
    return before.starts_with(kRegistryStep) || found == steps.end() || found->kind == StepKind::automatic;
  });
}

// What a registry would say that the centre cannot ask is found by whoever decides.
void find_without_registries(std::vector<Step>& steps) {
  const auto decides = std::ranges::find_if(
      steps, [](const Step& step) { return step.kind == StepKind::decision && !step.when; });
  if (decides == steps.end()) return;
  for (Step& step : steps) {
    if (step.connected) continue;
    for (FindingUse& use : step.findings) {
      use.from.clear();
      decides->findings.push_back(std::move(use));
    }
    step.findings.clear();
  }
}

void read_steps(yaml::Node& root, Service& service, Known& known, bool whole) {
  yaml::Node steps = root.child("steps");
  Ids ids;
  std::vector<StepNodes> nodes;
  // Before all others, the registries are asked for what documents say.
  const auto of_documents = static_cast<std::ptrdiff_t>(service.steps.size());
  for (yaml::Node& item : steps.items()) {
    nodes.push_back({std::move(item), {}});
    service.steps.push_back(read_step(nodes.back(), ids, service, known.catalogue, whole));
  }
  const std::span all(service.steps);
  const auto own = all.subspan(static_cast<std::size_t>(of_documents));
  for (std::size_t i = 0; i < nodes.size(); ++i)
    read_conditions(nodes[i], own[i], known_before(own[i], service, known));
  for (const Step& asking : all.first(static_cast<std::size_t>(of_documents))) {
    ids.insert(asking.id);
    for (Step& step : own) {
      if (step.kind != StepKind::automatic && is_first(step, own)) step.after.push_back(asking.id);
    }
  }
  for (const auto& step : service.steps) {
    for (const auto& use : step.findings)
      learn(known.asked, known.catalogue.find_field(use.field), kFindingPrefix);
  }
  if (service.steps.empty()) {
    steps.problem("a service needs at least one step");
    return;
  }
  for (const auto& step : service.steps) {
    for (const auto& before : step.after) {
      if (!ids.contains(before))
        steps.problem(fmt::format("step \"{}\" waits for an unknown step \"{}\"", step.id, before));
    }
  }
  for (const auto& use : service.documents) {
    const auto asks = std::ranges::find(service.steps, use.step, &Step::id);
    if (!use.step.empty() && (asks == service.steps.end() || asks->kind != StepKind::automatic))
      root.problem_at("documents", fmt::format("document \"{}\": \"{}\" is no automatic step of the service",
                                               use.type.str(), use.step));
  }
  if (const auto way = circle(service.steps); !way.empty()) {
    steps.problem(fmt::format("the steps wait for each other in a circle: {}", fmt::join(way, " → ")));
    return;
  }
  if (const int days = longest_way(service.steps); days > service.term_working_days) {
    steps.problem(
        fmt::format("the steps take {} working days, the term is {}", days, service.term_working_days));
  }
  check_decisions(steps, service.steps);
  find_without_registries(service.steps);
}

void read_finding_rules(yaml::Node& root, Service& service, const Known& known) {
  for (yaml::Node& item : root.child("finding_rules").items()) {
    auto must = expression(item, "must", Type::yes_no, known);
    Rule rule{{}, item.text("at"), item.names("says")};
    if (!rule.at.empty() && step_that_finds(service, found_field(rule.at)) == nullptr)
      item.problem_at("at", fmt::format("\"{}\" is found by no step of this service", rule.at));
    item.finish();
    if (!must) continue;
    rule.must = *std::move(must);
    service.finding_rules.push_back(std::move(rule));
  }
}

void read_refusals_of(yaml::Node& root, Service& service, const Catalogue& catalogue) {
  yaml::Node list = root.child("refusals");
  for (yaml::Node& item : list.items()) {
    service.refusals.push_back(item.scalar());
    const std::string& id = service.refusals.back();
    check_reference(item, service.refusals, catalogue.find_refusal(id) != nullptr, "refusal", id);
  }
  if (root.has("refusals") && service.refusals.empty()) list.problem("a service names at least one refusal");
}

}  // namespace

void read_service(const std::string& file, yaml::Node& root, Catalogue& catalogue, Origin origin) {
  Ids ids;
  Service service;
  service.id = id<ServiceId>(root, ids);
  const auto expected = [&](std::string_view folder) {
    return fmt::format("{}{}{}", folder, service.id.str(), kExtension);
  };
  if (!service.id.empty() && file != expected(kServicesFolder) && file != expected(kOptionalFolder))
    root.problem_at("id", fmt::format("this service belongs into {}", expected(kServicesFolder)));
  service.sphere = reference<SphereId>(catalogue, root, "sphere");
  service.department = reference<DepartmentId>(catalogue, root, "department");
  service.group = reference<GroupId>(catalogue, root, "group");
  read_texts(root, service);
  read_recipients(root, service);
  service.online = root.flag("online");
  service.presence_required = root.flag("presence_required");

  const bool whole = origin == Origin::folder || root.has("form");
  const auto is_read = [&](const char* key) { return whole || root.has(key); };
  Known known{catalogue};
  if (whole) read_form(root, service, known);
  const Known answers = known;
  read_term(root, service);
  if (root.has("at_window")) service.at_window = root.flag("at_window");
  read_documents(root, service, known);
  service.result = root.names("result");
  read_minutes(root, service);
  read_steps(root, service, known, whole);
  read_fee(root, service, known);
  if (root.has("finding_rules")) read_finding_rules(root, service, known);
  if (is_read("issues")) read_issues(root, service, catalogue, origin);
  if (is_read("ground")) service.ground = root.names("ground");
  if (is_read("refusals")) read_refusals_of(root, service, catalogue);
  if (is_read("keep_years")) service.keep_years = static_cast<int>(root.integer("keep_years", 1, 100));
  const auto by_people = [](const Step& step) { return step.kind != StepKind::automatic; };
  if (service.at_window && std::ranges::count_if(service.steps, by_people) > 1)
    root.problem_at("at_window", "only a service of which people do one step is done at the window at once");
  read_rights(root, service, answers);

  if (root.has("authority")) service.authority = root.names("authority");
  service.verified = root.text_if("verified").value_or("");
  if (root.has("verified_fields")) service.verified_fields = root.texts("verified_fields");
  service.source = root.text_if("source").value_or("");
  root.finish();
  if (catalogue.find(service.id) == nullptr) catalogue.services.push_back(std::move(service));
}

}  // namespace biroyna::catalogue

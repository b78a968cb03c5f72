// services/*.yaml: what a service is, and the route of its applications.
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <functional>
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

// Behind what the service lists stand the files of its form.
void read_documents(yaml::Node& root, Service& service, const Known& known) {
  const auto files = std::exchange(service.documents, {});
  std::vector<DocumentTypeId> ids;
  for (yaml::Node& item : root.child("documents").items()) {
    const bool conditional = item.has("id");
    ids.emplace_back(conditional ? item.text("id") : item.scalar());
    check_reference(item, ids, known.catalogue.find(ids.back()) != nullptr, "document", ids.back().str());
    service.documents.push_back(
        {ids.back(), conditional ? expression_if(item, "when", Type::yes_no, known) : std::nullopt});
    if (conditional) item.finish();
  }
  for (const auto& file : files) {
    if (std::ranges::find(ids, file.type) != ids.end())
      root.problem_at("documents",
                      fmt::format("document \"{}\" is asked in the form already", file.type.str()));
    service.documents.push_back(file);
  }
}

// A field that the form asks for.
bool is_asked(const Service& service, std::string_view field) {
  return std::ranges::any_of(service.form, [&](const FormPage& page) {
    return std::ranges::find(page.fields, field, &FieldUse::field) != page.fields.end();
  });
}

// What applicants have a right to beside the decision itself.
void read_hearing(yaml::Node& root, Service& service) {
  if (!root.has("hearing")) return;
  yaml::Node hearing = root.child("hearing");
  service.hearing_days = static_cast<int>(hearing.integer("working_days", 1, 60));
  if (service.at_window)
    root.problem_at("hearing", "who is at the window while it is decided is heard there");
  hearing.finish();
}

void read_silence(yaml::Node& root, Service& service) {
  if (!root.has("silence")) return;
  yaml::Node silence = root.child("silence");
  service.silence = silence.names("ground");
  if (service.issues.layout != DocumentLayout::permit)
    root.problem_at("silence", "only a permit is granted by silence");
  if (!found_field(service.issues.valid_until).empty())
    root.problem_at("silence", "nobody finds until when it holds: say \"valid_months\" or \"valid_days\"");
  silence.finish();
}

void read_waiting_list(yaml::Node& root, Service& service, const Known& known) {
  if (!root.has("waiting_list")) return;
  yaml::Node list = root.child("waiting_list");
  WaitingList& waiting = service.waiting_list.emplace();
  waiting.by = list.text_if("by").value_or("");
  const auto* field = waiting.by.empty() ? nullptr : known.catalogue.find_field(waiting.by);
  const bool is_one =
      field != nullptr && (field->type == FieldType::choice || field->type == FieldType::number);
  if (!waiting.by.empty() && (!is_one || !is_asked(service, waiting.by)))
    list.problem_at("by", "a line is told from others by a choice or a number that the form asks for");
  if (list.has("first")) {
    for (yaml::Node& item : list.child("first").items()) {
      auto when = expression(item, "when", Type::yes_no, known);
      Names names = item.names("names");
      if (when) waiting.first.push_back({*std::move(when), std::move(names)});
      item.finish();
    }
  }
  list.finish();
}

std::chrono::month_day read_month_day(yaml::Node& node, const std::string& key) {
  const std::string text = node.text(key);
  const auto day = parse_iso_day("2001-" + text);  // no leap year
  if (!day && !text.empty())
    node.problem_at(key, fmt::format("\"{}\" is not a day of each year; write it like 06-20", text));
  const std::chrono::year_month_day date(day.value_or(Day{}));
  return date.month() / date.day();
}

void read_season(yaml::Node& root, Service& service) {
  if (!root.has("season")) return;
  yaml::Node season = root.child("season");
  service.season = {read_month_day(season, "from"), read_month_day(season, "to")};
  season.finish();
}

void read_identity(yaml::Node& root, Service& service) {
  if (!root.has("identity")) return;
  service.needs_identity = root.text("identity") == "visit";
  if (!service.needs_identity) root.problem_at("identity", "\"identity\" is visit, or is left out");
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

void read_steps(yaml::Node& root, Service& service, Known& known, bool whole) {
  yaml::Node steps = root.child("steps");
  Ids ids;
  std::vector<StepNodes> nodes;
  for (yaml::Node& item : steps.items()) {
    nodes.push_back({std::move(item), {}});
    service.steps.push_back(read_step(nodes.back(), ids, service, known.catalogue, whole));
  }
  for (std::size_t i = 0; i < nodes.size(); ++i)
    read_conditions(nodes[i], service.steps[i], known_before(service.steps[i], service, known));
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
  if (const auto way = circle(service.steps); !way.empty()) {
    steps.problem(fmt::format("the steps wait for each other in a circle: {}", fmt::join(way, " → ")));
    return;
  }
  if (const int days = longest_way(service.steps); days > service.term_working_days) {
    steps.problem(
        fmt::format("the steps take {} working days, the term is {}", days, service.term_working_days));
  }
  check_decisions(steps, service.steps);
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

// The field that the form asks for, or that a step finds; null, and a problem, for any other name.
const Field* known_field(const yaml::Node& node, const Service& service, const Catalogue& catalogue,
                         const std::string& name) {
  if (const auto field = found_field(name); !field.empty()) {
    if (step_that_finds(service, field) != nullptr) return catalogue.find_field(field);
    node.problem(fmt::format("no step finds \"{}\"", field));
    return nullptr;
  }
  if (is_asked(service, name)) return catalogue.find_field(name);
  if (!name.empty()) node.problem(fmt::format("the form does not ask for \"{}\"", name));
  return nullptr;
}

// Whether a field is required, whatever else was answered or found.
bool is_always_known(const Service& service, std::string_view field) {
  const auto always = [&](const auto& holder, const auto& uses) {
    const auto use =
        std::ranges::find(uses, field, [](const auto& one) { return std::string_view(one.field); });
    return use != uses.end() && !holder.when && !use->when && use->required;
  };
  return std::ranges::any_of(service.form, [&](const FormPage& page) { return always(page, page.fields); }) ||
         std::ranges::any_of(service.steps, [&](const Step& step) { return always(step, step.findings); });
}

void read_facts(yaml::Node& issues, Service& service, const Catalogue& catalogue) {
  service.issues.about = issues.text_if("about").value_or("");
  const Field* person = known_field(issues, service, catalogue, service.issues.about);
  if (person != nullptr && person->type != FieldType::person)
    issues.problem_at("about", fmt::format("\"{}\" is no person", person->id));
  else if (person != nullptr && !found_field(service.issues.about).empty() &&
           !is_always_known(service, person->id))
    issues.problem_at("about", fmt::format("\"{}\" is not always known", person->id));
  auto& facts = service.issues.facts.emplace();
  for (yaml::Node& item : issues.child("facts").items()) {
    facts.push_back(item.scalar());
    known_field(item, service, catalogue, facts.back());
    if (std::ranges::count(facts, facts.back()) > 1)
      item.problem(fmt::format("the fact \"{}\" stands here twice", facts.back()));
  }
}

void read_validity(yaml::Node& issues, Service& service, const Catalogue& catalogue) {
  Issue& issue = service.issues;
  if (issues.has("valid_months"))
    issue.valid_months = static_cast<int>(issues.integer("valid_months", 1, 1200));
  if (issues.has("valid_days")) issue.valid_days = static_cast<int>(issues.integer("valid_days", 1, 1000));
  issue.valid_until = issues.text_if("valid_until").value_or("");
  const Field* day = known_field(issues, service, catalogue, issue.valid_until);
  if (day != nullptr && day->type != FieldType::date)
    issues.problem_at("valid_until", fmt::format("\"{}\" is no date", day->id));
  else if (day != nullptr && !is_always_known(service, day->id))
    issues.problem_at("valid_until", fmt::format("\"{}\" is not always known", day->id));
  const int ways = int{issue.valid_months.has_value()} + int{issue.valid_days.has_value()} +
                   int{!issue.valid_until.empty()};
  if (ways > 1) issues.problem("a document is valid for months, for days or until a day, by one of them");
}

void read_issues(yaml::Node& root, Service& service, const Catalogue& catalogue, Origin origin) {
  yaml::Node issues = root.child("issues");
  if (origin == Origin::stored && issues.has("template")) {
    service.issues.layout =
        parse_document_layout(issues.text("template")).value_or(DocumentLayout::certificate);
  } else {
    service.issues.document = issues.text("document");
    const IssuedDocument* document = catalogue.find_issued(service.issues.document);
    if (document != nullptr)
      service.issues.layout = document->layout;
    else if (!service.issues.document.empty())
      issues.problem_at("document", fmt::format("unknown document \"{}\"", service.issues.document));
    read_facts(issues, service, catalogue);
  }
  read_validity(issues, service, catalogue);
  issues.finish();
}

}  // namespace

void read_issued_document(yaml::Node& node, Ids& ids, Catalogue& catalogue) {
  IssuedDocument document{.id = slug_id(node, ids), .names = {}, .intro = {}};
  const std::string layout = node.text("layout");
  const auto parsed = parse_document_layout(layout);
  if (!parsed && !layout.empty()) node.problem_at("layout", fmt::format("unknown layout \"{}\"", layout));
  document.layout = parsed.value_or(DocumentLayout::certificate);
  document.names = node.names("names");
  document.intro = node.names("intro");
  catalogue.issued_documents.push_back(std::move(document));
}

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
  read_documents(root, service, known);
  service.result = root.names("result");
  read_minutes(root, service);
  read_steps(root, service, known, whole);
  read_fee(root, service, known);
  if (is_read("issues")) read_issues(root, service, catalogue, origin);
  if (is_read("ground")) service.ground = root.names("ground");
  if (is_read("refusals")) read_refusals_of(root, service, catalogue);
  if (is_read("keep_years")) service.keep_years = static_cast<int>(root.integer("keep_years", 1, 100));
  if (root.has("at_window")) service.at_window = root.flag("at_window");
  const auto by_people = [](const Step& step) { return step.kind != StepKind::automatic; };
  if (service.at_window && std::ranges::count_if(service.steps, by_people) > 1)
    root.problem_at("at_window", "only a service of which people do one step is done at the window at once");
  read_hearing(root, service);
  read_silence(root, service);
  read_waiting_list(root, service, answers);
  read_season(root, service);
  read_identity(root, service);

  root.text_if("verified");
  if (root.has("verified_fields")) root.texts("verified_fields");
  root.text_if("source");
  root.finish();
  if (catalogue.find(service.id) == nullptr) catalogue.services.push_back(std::move(service));
}

}  // namespace biroyna::catalogue

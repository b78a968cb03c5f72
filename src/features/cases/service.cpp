#include "features/cases/service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>
#include <stdexcept>

#include "core/code.hpp"
#include "features/cases/automatic.hpp"
#include "features/cases/codec.hpp"
#include "features/cases/domain_correction.hpp"
#include "features/cases/domain_findings.hpp"
#include "features/cases/proof.hpp"
#include "features/cases/result_text.hpp"
#include "features/cases/store.hpp"
#include "features/cases/store_lines.hpp"
#include "features/cases/store_mandates.hpp"
#include "features/forms/forms.hpp"
#include "platform/auth/secrets.hpp"

namespace biroyna::cases {
namespace {

using Kind = Refusal::Kind;

// A code of so many signs, the check sign included.
std::string code_from(std::string_view random, std::size_t signs) {
  const auth::Digest digest = auth::sha256(random);
  return make_code(std::span(digest).first(signs - 1));
}

// What is wrong with an application as it stands.
std::vector<FieldError> faults(const catalogue::Catalogue& catalogue, const catalogue::Service& service,
                               const NewApplication& application, const catalogue::Facts& facts) {
  std::vector<FieldError> errors = faults_of_applicant({&service}, application.applicant, facts);
  const auto add = [&](const std::vector<catalogue::AnswerError>& wrong) {
    std::ranges::move(catalogue::field_errors(wrong), std::back_inserter(errors));
  };
  add(catalogue::unknown_answers(service, application.answers));
  const std::set<DocumentTypeId> documents = types_of(application.documents);
  add(forms::faults_of_answers(catalogue, service, {application.applicant, application.answers, documents},
                               facts));
  add(forms::unknown_documents(service, documents));
  return errors;
}

}  // namespace

// What is remembered of a command that made or changed an application: its number, and the secret that is
// told once.
struct Applications::Opening {
  std::string number, secret;
  std::optional<Application> application;  // not of a repeat

  std::string to_text() const { return number + ' ' + secret; }
  static Opening from_text(std::string_view text) {
    const auto space = text.find(' ');
    return {std::string(text.substr(0, space)), std::string(text.substr(space + 1)), std::nullopt};
  }
  std::string subject() const { return subject_of(number); }
};

struct Applications::Prepared {
  catalogue::EditionPtr edition;
  NewApplication application;
  CaseStart start = {};
  std::optional<catalogue::PlaceInLine> place = {};
};

Applications::Applications(db::Db& db, audit::EventLog& log, catalogue::Catalogues& catalogues,
                           const staff::Staff& staff, documents::Documents& documents,
                           results::Results& results, Commands& commands, Clock clock)
    : db_(db),
      log_(log),
      catalogues_(catalogues),
      staff_(staff),
      documents_(documents),
      results_(results),
      commands_(commands),
      clock_(std::move(clock)),
      numbers_(staff.secrets()),
      watch_(db, clock_, [this](db::Tx& tx, const CentreId& centre, const std::string& number) {
        look_after(tx, centre, number);
      }) {}

Result<Applications::Prepared> Applications::prepare(const NewApplication& requested,
                                                     catalogue::Channel channel) const {
  Prepared prepared{.edition = catalogues_.current(requested.centre), .application = requested};
  if (!prepared.edition) return refuse(Kind::not_found, "not_found");
  const catalogue::Catalogue& catalogue = prepared.edition->catalogue;
  const catalogue::Service* service = catalogue.find(requested.service);
  if (service == nullptr) return invalid({{"/service", "error.unknown_service"}});
  if (service->form.empty()) return refuse(Kind::conflict, "not_applied_for");
  if (channel == catalogue::Channel::online && !catalogue::applied_for_online(*service))
    return refuse(Kind::conflict, "not_online");
  const Day today = prepared.edition->zone.day(clock_());
  if (service->season && !catalogue::is_open(*service->season, today))
    return refuse(Kind::conflict, "out_of_season",
                  to_iso(catalogue::open_days(*service->season, today).from));
  NewApplication& application = prepared.application;
  application.applicant = normalised(application.applicant);
  application.answers = catalogue::normalised(catalogue, application.answers);
  const catalogue::Facts facts = forms::facts_of(application.applicant, channel, today);
  if (auto errors = faults(catalogue, *service, application, facts); !errors.empty())
    return invalid(std::move(errors));
  application.answers = catalogue::relevant(*service, application.answers, facts);
  Asked asked = asked_by(catalogue, *service, application.answers, facts);
  if (!asked.fee) return refuse(Kind::conflict, "fee_unknown");
  prepared.start = {.number = {},
                    .service = service->id,
                    .catalogue_version = catalogue.version,
                    .channel = std::string(name(channel)),
                    .route = std::move(asked.route),
                    .working_days = service->term_working_days,
                    .fee = *asked.fee,
                    .concession = std::move(asked.concession),
                    .at_window = service->at_window,
                    .hearing_days = service->hearing_days,
                    .silence = service->silence.has_value(),
                    .needs_identity = service->needs_identity,
                    .needs_zone = service->needs_zone,
                    .fee_back = service->fee_back,
                    .days_to_pay = catalogue.days_to_pay,
                    .days_to_visit = catalogue.days_to_visit};
  prepared.place = catalogue::place_in_line(*service, application.answers, facts);
  return prepared;
}

std::function<void(db::Tx&)> Applications::hold(const CentreId& centre) const {
  return [this, centre](db::Tx& tx) { log_.lock_head(tx, centre); };
}

void Applications::carry_out(db::Tx& tx, Application& application, const std::vector<Event>& events,
                             bool with_documents) {
  for (const Event& event : events) {
    application.process.apply(event);
    log_last_event(tx, application, with_documents);
  }
}

void Applications::log_last_event(db::Tx& tx, Application& application, bool with_documents) {
  if (!with_documents) return cases::log_last_event(tx, log_, application);
  const auto documents = documents_.of_case(tx, application.centre, application.number);
  cases::log_last_event(tx, log_, application, &documents);
}

// What follows from what happened: the result is issued. Registries are asked by who follows the events.
void Applications::settle(db::Tx& tx, Application& application) {
  if (!is_decision(application.process.state)) return;
  const std::string code = issue(tx, application);
  carry_out(tx, application, application.process.issue(code, kProgram, clock_()).value());
}

results::NewResult Applications::result_for(const Application& application) const {
  const auto edition = this->edition(application);
  results::NewResult result = result_of(*edition, application, clock_());
  result.edition = edition;
  if (!application.process.results.empty()) result.supersedes = application.process.results.back();
  return result;
}

std::string Applications::issue(db::Tx& tx, const Application& application) {
  results::NewResult result = result_for(application);
  auto issued = results_.issue(tx, result);
  if (!issued && !result.supersedes.empty()) {
    // The one before was revoked by hand: this one stands for itself.
    result.supersedes.clear();
    issued = results_.issue(tx, result);
  }
  if (!issued) throw std::runtime_error("a result cannot be issued: " + issued.error().code);
  return issued->code;
}

// In a minute with very many of them, one of any minute.
std::string Applications::unused_number(db::Tx& tx, Time now) const {
  constexpr int kTries = 20;
  for (int i = 0;; ++i) {
    std::string number = i < kTries ? numbers_.make(now) : code_from(auth::random_id(), kNumberSigns);
    if (claim_number(tx, number)) return number;
  }
}

Application Applications::create(db::Tx& tx, Prepared prepared, const Actor& actor, std::string_view secret,
                                 std::string submission, Time now) {
  const NewApplication& requested = prepared.application;
  Application application;
  application.number = prepared.start.number.empty() ? unused_number(tx, now) : prepared.start.number;
  application.centre = requested.centre;
  application.submission = submission.empty() ? application.number : std::move(submission);
  application.secret_sha256 = auth::hash_token(secret);
  application.ticket = requested.ticket;
  application.applicant = requested.applicant;
  application.answers = requested.answers;
  application.edition = prepared.edition;
  application.place = std::move(prepared.place);
  prepared.start.number = application.number;
  prepared.start.waits_for_turn =
      application.place && line_is_closed(tx, requested.centre, requested.service, application.place->line);
  application.process = Case::submitted(std::move(prepared.start), actor, now);
  for (const auto& [type, document] : requested.documents) {
    auto attached =
        documents_.attach(tx, document, requested.centre, application.number, type, to_string(actor));
    if (attached) continue;
    Refusal refusal = std::move(attached.error());
    if (refusal.kind == Kind::not_found)
      refusal = {Kind::invalid, "invalid", {{"/documents/" + type.str(), "error.document_not_uploaded"}}};
    throw RefusedAfterWriting(std::move(refusal));
  }
  log_last_event(tx, application, true);
  settle(tx, application);
  add(tx, application, due_times_of(application.process, *prepared.edition, *prepared.edition), now);
  return application;
}

// Whoever knows the id of a document may not make it theirs, and read it: it is handed in once, for what goes
// in together. The staff may use what the centre has.
std::vector<FieldError> Applications::documents_of_others(
    db::Tx& tx, const CentreId& centre, const std::map<DocumentTypeId, documents::DocumentId>& documents,
    const std::string& submission, const Actor& actor) const {
  if (!actor.of_applicant()) return {};
  std::vector<FieldError> errors;
  for (const auto& [type, document] : documents) {
    const bool of_others =
        std::ranges::any_of(documents_.cases_of(tx, centre, document), [&](const auto& number) {
          const auto other = cases::find(tx, number);
          return submission.empty() || !other || other->submission != submission;
        });
    if (of_others) errors.push_back({"/documents/" + type.str(), "error.document_not_uploaded"});
  }
  return errors;
}

void Applications::submit(NewApplication requested, const auth::Principal& by, Idempotency repeat,
                          Done done) {
  const bool at_window = takes_in(by, requested.centre);
  Commands::Order order{.centre = requested.centre,
                        .repeat = std::move(repeat),
                        .turn = turn_of(by.actor().kind),
                        .hold = hold(requested.centre)};
  auto job = [this, all = std::vector{std::move(requested)},
              channel = at_window ? catalogue::Channel::window : catalogue::Channel::online,
              actor = at_window ? by.actor() : kApplicant](db::Tx& tx) -> Result<Opening> {
    Opening made{.number = {}, .secret = new_secret(), .application = {}};
    auto submitted = submit(tx, all, channel, actor, made.secret);
    if (!submitted) return tl::unexpected(std::move(submitted.error()));
    made.application = std::move(submitted->front());
    made.number = made.application->number;
    return made;
  };
  run(std::move(order), std::move(job), std::move(done));
}

Result<Application> Applications::submit(db::Tx& tx, const NewApplication& requested,
                                         catalogue::Channel channel, const Actor& actor,
                                         const std::string& number, std::string submission) {
  auto prepared = prepare(requested, channel);
  if (!prepared) return tl::unexpected(std::move(prepared.error()));
  prepared->start.number = number;
  return create(tx, *std::move(prepared), actor, new_secret(), std::move(submission), clock_());
}

Result<std::vector<Application>> Applications::submit(db::Tx& tx,
                                                      const std::vector<NewApplication>& requested,
                                                      catalogue::Channel channel, const Actor& actor,
                                                      std::string_view secret) {
  // All of them are right before the first is written.
  std::vector<Prepared> all;
  for (const auto& one : requested) {
    auto prepared = prepare(one, channel);
    if (!prepared) return tl::unexpected(std::move(prepared.error()));
    if (auto errors = documents_of_others(tx, one.centre, one.documents, {}, actor); !errors.empty())
      return invalid(std::move(errors));
    all.push_back(*std::move(prepared));
  }
  const Time now = clock_();
  std::vector<Application> made;
  for (auto& prepared : all) {
    std::string submission = made.empty() ? std::string() : made.front().number;
    made.push_back(create(tx, std::move(prepared), actor, secret, std::move(submission), now));
  }
  return made;
}

bool takes_in(const auth::Principal& principal, const CentreId& centre) {
  return principal.role == auth::Role::operator_ && principal.centre == centre.str();
}

std::string secret_from(std::string_view unguessable) { return code_from(unguessable, kSecretSigns); }

std::string new_secret() { return secret_from(auth::random_id()); }

void Applications::change(Change change, Done done) {
  const auto number = read_code(change.number, kNumberSigns);
  std::optional<CentreId> centre;
  if (number) centre = db_.reading([&](db::Tx& tx) { return centre_of(tx, *number); });
  if (!centre) return done(refuse(Kind::not_found, "not_found"));
  change.number = *number;
  Commands::Order order{
      .centre = *centre, .repeat = std::move(change.repeat), .turn = change.turn, .hold = hold(*centre)};
  auto job = [this, change = std::move(change)](db::Tx& tx) -> Result<Opening> {
    auto changed = this->change(tx, change);
    if (!changed) return tl::unexpected(std::move(changed.error()));
    return Opening{.number = changed->number, .secret = change.secret, .application = *std::move(changed)};
  };
  run(std::move(order), std::move(job), std::move(done));
}

void Applications::run(Commands::Order order, std::function<Result<Opening>(db::Tx&)> job, Done done) {
  auto read = [this, done = std::move(done)](Result<Executed<Opening>> made) {
    if (!made) return done(tl::unexpected(std::move(made.error())));
    auto& [opening, replayed] = *made;
    // What is only remembered is read as it now stands.
    auto application = opening.application ? std::move(opening.application) : find(opening.number);
    if (!application) return done(refuse(Kind::not_found, "not_found"));
    done(Executed<Changed>{{*std::move(application), std::move(opening.secret)}, replayed});
  };
  commands_.run<Opening>(std::move(order), std::move(job), std::move(read));
}

Result<Application> Applications::change(db::Tx& tx, const Change& change) {
  auto application = find(tx, change.number);
  if (!application) return refuse(Kind::not_found, "not_found");
  const Time now = clock_();
  // What was not decided in term is granted from then on, whatever is ordered later and whoever looked
  // meanwhile.
  if (grant_by_silence(tx, *application, now)) update(tx, *application, due_times(*application), now);
  auto events = change.decide(*application, now);
  // Who may not do it is not told either that the case has changed.
  const bool may_not =
      !events && (events.error().kind == Kind::not_found || events.error().kind == Kind::forbidden);
  if (!may_not && change.version && *change.version != application->process.version)
    return refuse(Kind::stale, "case_changed", application->number);
  if (!events) return tl::unexpected(std::move(events.error()));
  say_until_when(*application, *events);
  follow_findings(*application, *events, now);
  std::optional<Asked> changed;
  if (std::ranges::find(*events, EventKind::applicant_answered, &Event::kind) != events->end()) {
    auto corrected = correct(tx, *application, change);
    if (!corrected) return tl::unexpected(std::move(corrected.error()));
    application->answers = std::move(corrected->answers);
    if (application->applicant != corrected->applicant) {
      application->applicant = std::move(corrected->applicant);
      update_applicant(tx, *application);
    }
    changed = std::move(corrected->changed);
  }
  const Actor actor = events->empty() ? kProgram : events->front().actor;
  if (auto errors =
          documents_of_others(tx, application->centre, change.documents, application->submission, actor);
      !errors.empty())
    throw RefusedAfterWriting(Refusal{Kind::invalid, "invalid", std::move(errors)});
  for (const auto& [type, document] : change.documents) {
    if (auto attached =
            documents_.attach(tx, document, application->centre, application->number, type, to_string(actor));
        !attached)
      throw RefusedAfterWriting(std::move(attached.error()));
  }
  carry_out(tx, *application, *events, !change.documents.empty());
  if (changed) {
    carry_out(tx, *application,
              application->process
                  .change_route(std::move(changed->route), *changed->fee, now, std::move(changed->concession))
                  .value());
  }
  keep_mandates(tx, *application, *events, change.mandate ? &*change.mandate : nullptr);
  carry_out(tx, *application, absent_assignees(tx, *application, *events, now));
  settle(tx, *application);
  follow_calendar(tx, *application, now);
  update(tx, *application, due_times(*application), now);
  return *std::move(application);
}

std::vector<catalogue::AnswerError> Applications::faults_of_answer(
    const Application& application, const forms::Applicant& applicant, const catalogue::Answers& answers,
    const std::vector<documents::Version>& documents, std::set<DocumentTypeId> provided) const {
  const auto edition = this->edition(application);
  const auto& service = *edition->catalogue.find(application.process.begun.service);
  std::set<DocumentTypeId> had;
  for (const auto& version : documents) had.insert(version.type);
  return correction_errors(edition->catalogue, service,
                           {application.applicant, applicant, application.answers, answers, std::move(had),
                            std::move(provided), application.process.open_question()->marked},
                           facts_of(application, applicant));
}

// The answers as they are when the applicant has answered, and what is then asked for if that is something
// else.
Result<Applications::Corrected> Applications::correct(db::Tx& tx, const Application& application,
                                                      const Change& change) const {
  const auto edition = this->edition(application);
  const catalogue::Catalogue& catalogue = edition->catalogue;
  const auto& service = *catalogue.find(application.process.begun.service);
  forms::Applicant applicant = with_parts(application.applicant, change.applicant);
  const catalogue::Facts facts = facts_of(application, applicant);
  catalogue::Answers answers = application.answers;
  for (const auto& [field, value] : change.answers) answers.insert_or_assign(field, value);
  std::erase_if(answers, [](const auto& answer) { return answer.second.is_nothing(); });
  answers = catalogue::normalised(catalogue, answers);
  auto errors = catalogue::field_errors(faults_of_answer(
      application, applicant, answers, documents_.of_case(tx, application.centre, application.number),
      types_of(change.documents)));
  if (!errors.empty()) return invalid(std::move(errors));
  answers = catalogue::relevant(service, answers, facts);
  const Asked before = asked_by(catalogue, service, application.answers, facts_of(application));
  Asked after = asked_by(catalogue, service, answers, facts);
  if (!after.fee) return refuse(Kind::conflict, "fee_unknown");
  Corrected corrected{std::move(applicant), std::move(answers), {}};
  if (before != after) corrected.changed = std::move(after);
  return corrected;
}

void Applications::note_export(const CentreId& centre, const Actor& actor, std::string_view list,
                               std::string_view filter, std::size_t rows) {
  const std::string subject = fmt::format("list:{}", list),
                    data = fmt::format(R"({{"of":"{}","rows":{}}})", filter, rows), by = to_string(actor);
  db_.write_and_wait(
      [&](db::Tx& tx) { log_.append(tx, centre, {clock_(), "list_exported", subject, by, data}); });
}

bool Applications::tick() { return watch_.tick(); }

std::set<DocumentTypeId> types_of(const Attachments& attachments) {
  std::set<DocumentTypeId> types;
  for (const auto& [type, document] : attachments) types.insert(type);
  return types;
}

}  // namespace biroyna::cases

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <set>
#include <stdexcept>

#include "features/integrations/codec.hpp"
#include "features/integrations/line.hpp"
#include "platform/auth/secrets.hpp"

namespace biroyna::integrations {
namespace json = boost::json;
namespace {

using Kind = Refusal::Kind;
using Mode = RegistrySettings::Mode;

bool goes_into_a_header(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
}

// The question that asks the same, unless its case has taken it back.
std::optional<QuestionId> same_of(const std::vector<StoredQuestion>& before, const Question& question) {
  const std::string hash = sha256_of(question.body);
  const auto same = std::ranges::find_if(before, [&](const StoredQuestion& one) {
    return one.body_sha256 == hash && one.state != State::cancelled;
  });
  return same == before.end() ? std::nullopt : std::optional(same->id);
}

}  // namespace

std::string sha256_of(std::string_view text) { return auth::to_hex(auth::sha256(text)); }

Asked asked(const StoredQuestion& question) {
  return {question.id,   question.centre, question.registry,   question.case_number,
          question.step, question.key,    question.body_sha256};
}

DeadLetter letter_of(const StoredQuestion& question) {
  return {asked(question), question.fault.value_or(Fault{}), question.attempts, question.asked_at,
          question.changed_at};
}

std::string fault_data(const Fault& fault, int attempts) {
  json::object data{{"reason", name(fault.reason)}, {"attempts", attempts}};
  if (fault.reason == Reason::status) data["status"] = fault.status;
  return json::serialize(data);
}

Registries::Registries(db::Db& db, audit::EventLog& log, std::vector<RegistrySettings> settings, Clock clock)
    : db_(db), log_(log), clock_(std::move(clock)) {
  for (auto& one : settings) lines_.push_back(std::make_unique<Line>(std::move(one)));
}

Registries::~Registries() = default;

void Registries::handle(Handlers handlers) { handlers_ = std::move(handlers); }

Registries::Line* Registries::line_of(const RegistryId& registry) const {
  for (const auto& line : lines_) {
    if (line->id == registry) return line.get();
  }
  return nullptr;
}

std::vector<RegistryId> Registries::called() const {
  std::vector<RegistryId> ids;
  for (const auto& line : lines_) {
    if (line->settings.mode == Mode::call) ids.push_back(line->id);
  }
  return ids;
}

bool Registries::is_polled(const RegistryId& registry) const {
  const Line* line = line_of(registry);
  return line != nullptr && line->settings.mode == Mode::poll;
}

void Registries::write_event(db::Tx& tx, std::string_view kind, const StoredQuestion& question,
                             std::string_view actor, std::string_view data) {
  json::object all = json::parse(data).as_object();
  all["registry"] = question.registry.str();
  all["case"] = question.case_number;
  all["step"] = question.step;
  log_.append(tx, question.centre,
              {.at = clock_(),
               .kind = kind,
               .subject = "question:" + question.id.str(),
               .actor = actor,
               .data = json::serialize(all)});
}

QuestionId Registries::ask(db::Tx& tx, const Question& question) {
  if (!is_json_object(question.body)) throw std::logic_error("a question is a JSON object");
  if (!goes_into_a_header(question.case_number) || !goes_into_a_header(question.asked_for))
    throw std::logic_error("a case's number and a person's are printable ASCII");
  const std::string hash = sha256_of(question.body);
  log_.lock_head(tx, question.centre);
  if (const auto known = find_by_key(tx, question.centre, question.key)) {
    if (known->registry != question.registry || known->body_sha256 != hash)
      throw std::logic_error("the key of another question");
    return known->id;
  }
  const Time now = clock_();
  const StoredQuestion stored{.id = QuestionId(auth::ordered_id()),
                              .centre = question.centre,
                              .registry = question.registry,
                              .key = question.key,
                              .case_number = question.case_number,
                              .step = question.step,
                              .asked_for = question.asked_for,
                              .body = question.body,
                              .body_sha256 = hash,
                              .asked_at = now,
                              .due_at = now,
                              .changed_at = now};
  add_question(tx, stored);
  write_event(tx, "registry_asked", stored, "", json::serialize(json::object{{"sha256", hash}}));
  return stored.id;
}

void Registries::cancel(db::Tx& tx, const CentreId& centre, const QuestionId& id, std::string_view actor) {
  log_.lock_head(tx, centre);
  const auto question = find_question(tx, centre, id);
  if (!question || !set_cancelled(tx, centre, id, clock_())) return;
  write_event(tx, "registry_cancelled", *question, actor, "{}");
}

void Registries::reconcile(db::Tx& tx, const CentreId& centre, const std::string& case_number,
                           std::vector<Question> asked, std::vector<Question> kept, std::string_view actor) {
  log_.lock_head(tx, centre);
  std::set<QuestionId> needed;
  for (Question& question : asked) {
    const auto before = asked_under(tx, centre, case_number, question.key);
    if (const auto same = same_of(before, question)) {
      needed.insert(*same);
      continue;
    }
    // What was corrected, also back to what it was, is a question of its own.
    if (!before.empty()) question.key += fmt::format(":{}", before.size());
    needed.insert(ask(tx, question));
  }
  for (const Question& question : kept) {
    if (const auto same = same_of(asked_under(tx, centre, case_number, question.key), question))
      needed.insert(*same);
  }
  for (const auto& question : unanswered(tx, centre, case_number)) {
    if (!needed.contains(question.id)) cancel(tx, centre, question.id, actor);
  }
}

void Registries::forget(db::Tx& tx, const CentreId& centre, std::string_view case_number,
                        std::string_view actor) {
  for (const auto& id : questions_of(tx, centre, case_number)) cancel(tx, centre, id, actor);
  forget_asked(tx, centre, case_number);
}

Result<void> Registries::retry(db::Tx& tx, const CentreId& centre, const QuestionId& id,
                               std::string_view actor) {
  log_.lock_head(tx, centre);
  const auto question = find_question(tx, centre, id);
  if (!question) return refuse(Kind::not_found, "not_found");
  if (!set_waiting_again(tx, centre, id, clock_())) return refuse(Kind::conflict, "letter_not_dead");
  write_event(tx, "registry_retried", *question, actor, "{}");
  return {};
}

Result<void> Registries::give_up(db::Tx& tx, const CentreId& centre, const QuestionId& id,
                                 std::string_view actor) {
  log_.lock_head(tx, centre);
  const auto question = find_question(tx, centre, id);
  if (!question) return refuse(Kind::not_found, "not_found");
  if (question->state != State::failed || !set_given_up(tx, centre, id, clock_()))
    return refuse(Kind::conflict, "letter_not_dead");
  if (handlers_.on_given_up) handlers_.on_given_up(tx, asked(*question));
  write_event(tx, "registry_given_up", *question, actor,
              fault_data(question->fault.value_or(Fault{}), question->attempts));
  return {};
}

std::vector<DeadLetter> Registries::dead_letters(const CentreId& centre, std::string_view after,
                                                 std::int64_t limit) const {
  std::vector<DeadLetter> letters;
  for (const auto& question :
       db_.reading([&](db::Tx& tx) { return integrations::dead_letters(tx, centre, {}, after, limit); }))
    letters.push_back(letter_of(question));
  return letters;
}

std::vector<Registries::Asking> Registries::asking(const CentreId& centre,
                                                   std::string_view case_number) const {
  const auto questions = db_.reading([&](db::Tx& tx) { return unanswered(tx, centre, case_number); });
  std::vector<Asking> found;
  for (const auto& question : questions) {
    const Line* line = line_of(question.registry);
    found.push_back({question.registry, line == nullptr ? std::nullopt : line->settings.names, question.step,
                     question.state == State::failed, question.asked_at});
  }
  return found;
}

std::optional<DeadLetter> Registries::dead_letter(const CentreId& centre, const QuestionId& id) const {
  const auto question = db_.reading([&](db::Tx& tx) { return find_question(tx, centre, id); });
  if (!question || question->state != State::failed) return std::nullopt;
  return letter_of(*question);
}

}  // namespace biroyna::integrations

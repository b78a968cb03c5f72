// What is done with answers, whichever way they came, and agencies that fetch their questions.
#include <boost/json.hpp>

#include "features/integrations/codec.hpp"
#include "features/integrations/line.hpp"

namespace biroyna::integrations {
namespace json = boost::json;
namespace {

using Kind = Refusal::Kind;

}  // namespace

std::string words_of(const Answer& answer) {
  std::string words = answer.comment;
  boost::system::error_code error;
  const json::value data = json::parse(answer.data, error);
  if (error || !data.is_object()) return words;
  for (const auto& [key, value] : data.as_object()) {
    if (value.is_null()) continue;
    if (!words.empty()) words += '\n';
    words += std::string(key) + ": " +
             (value.is_string() ? std::string(value.as_string()) : json::serialize(value));
  }
  return words;
}

bool Registries::take(db::Tx& tx, const StoredQuestion& question, const Believed& believed,
                      std::string_view body, std::string_view actor) {
  log_.lock_head(tx, question.centre);
  const std::string hash = sha256_of(body);
  const Time now = clock_();
  if (handlers_.is_wanted && !handlers_.is_wanted(tx, asked(question))) {
    if (set_cancelled(tx, question.centre, question.id, now))
      write_event(tx, "registry_cancelled", question, actor, "{}");
    return false;
  }
  // The body is what was sent; the row's hash was made when it was asked.
  if (sha256_of(question.body) != question.body_sha256) return false;
  if (!set_answered(tx, question.centre, question.id, hash, now)) return false;
  if (handlers_.on_answer)
    handlers_.on_answer(tx, {asked(question), believed.outcome, believed.comment, believed.data, now});
  write_event(tx, "registry_answered", question, actor,
              json::serialize(json::object{{"outcome", name(believed.outcome)}, {"sha256", hash}}));
  return true;
}

std::vector<Registries::Fetched> Registries::fetch(const CentreId& centre, const RegistryId& registry,
                                                   std::string_view after, std::int64_t limit,
                                                   std::string_view actor) {
  const auto questions =
      db_.reading([&](db::Tx& tx) { return open_questions(tx, centre, registry, after, limit); });
  std::vector<Fetched> fetched;
  bool news = false;
  for (const auto& question : questions) {
    news = news || question.state == State::waiting;
    fetched.push_back({question.id, encode(question)});
  }
  if (!news) return fetched;
  db_.write_and_wait([&](db::Tx& tx) {
    log_.lock_head(tx, centre);
    for (const auto& question : questions) {
      if (set_fetched(tx, centre, question.id, clock_()))
        write_event(tx, "registry_fetched", question, actor, "{}");
    }
  });
  return fetched;
}

Result<void> Registries::take_answer(db::Tx& tx, const CentreId& centre, const RegistryId& registry,
                                     const QuestionId& id, std::string_view body, std::string_view actor) {
  auto received = decode(body);
  if (!received || !received->is_object) return refuse(Kind::malformed, "malformed");
  const auto question = find_question(tx, centre, id);
  if (!question || question->registry != registry) return refuse(Kind::not_found, "not_found");
  if (!received->id) received->id = id.str();  // the address names it
  std::vector<FieldError> wrong;
  if (*received->id != id.str()) wrong.push_back({"/id", "error.other_question"});
  if (!parse_outcome(received->outcome.value_or(""))) wrong.push_back({"/outcome", "error.unknown_finding"});
  if (!received->data_is_object) wrong.push_back({"/data", "error.not_object"});
  for (const auto& field : received->ill_typed) {
    const bool known = field == "id" || field == "outcome" || field == "comment";
    wrong.push_back({"/" + field, known ? "error.not_text" : "error.unknown_field"});
  }
  const auto believed = believe(id, *received);
  if (wrong.empty() && !believed) wrong.push_back({"/comment", "error.too_long"});
  if (!wrong.empty()) return invalid(std::move(wrong));
  if (question->state == State::answered) {
    if (question->answer_sha256 == sha256_of(body)) return {};
    return refuse(Kind::conflict, "already_answered");
  }
  if (!take(tx, *question, *believed, body, actor)) return refuse(Kind::conflict, "answer_not_wanted");
  if (Line* line = line_of(registry)) ++line->answered;
  return {};
}

}  // namespace biroyna::integrations

#include "features/integrations/store.hpp"

#include <fmt/format.h>

namespace biroyna::integrations {
namespace {

constexpr std::string_view kColumns =
    "SELECT centre_id, question_id, registry, ask_key, case_number, step, asked_for, body, body_sha256, "
    "state, attempts, asked_at_ms, due_at_ms, changed_at_ms, reason, status, answer_sha256 "
    "FROM registry_questions";

StoredQuestion question_of(const db::Row& row) {
  const auto text = [&](int column) { return std::string(row.text(column)); };
  StoredQuestion question{.id = QuestionId(text(1)),
                          .centre = CentreId(text(0)),
                          .registry = RegistryId(text(2)),
                          .key = text(3),
                          .case_number = text(4),
                          .step = text(5),
                          .asked_for = text(6),
                          .body = text(7),
                          .body_sha256 = text(8),
                          .state = parse_state(row.text(9)).value_or(State::failed),
                          .attempts = static_cast<int>(row.integer(10)),
                          .asked_at = from_ms(row.integer(11)),
                          .due_at = from_ms(row.integer(12)),
                          .changed_at = from_ms(row.integer(13)),
                          .answer_sha256 = text(16)};
  if (const auto reason = parse_reason(row.text(14)))
    question.fault = Fault{*reason, static_cast<int>(row.integer(15))};
  return question;
}

// "'waiting', 'sent'": the states that a step leads out of.
std::string leading(Step step) {
  std::string list;
  for (const State state : kStates) {
    if (next(state, step)) list += fmt::format("{}'{}'", list.empty() ? "" : ", ", name(state));
  }
  return list;
}

std::vector<StoredQuestion> listed(db::Tx& tx, std::string_view condition, const CentreId& centre,
                                   const RegistryId& registry, std::string_view after, std::int64_t limit) {
  std::vector<StoredQuestion> questions;
  tx.each(fmt::format("{} WHERE centre_id = $1 AND {} AND (registry = $2 OR $2 = '') AND question_id > $3 "
                      "ORDER BY question_id LIMIT $4",
                      kColumns, condition),
          {centre.str(), registry.str(), after, limit},
          [&](const db::Row& row) { questions.push_back(question_of(row)); });
  return questions;
}

}  // namespace

void add_question(db::Tx& tx, const StoredQuestion& question) {
  tx.exec(
      "INSERT INTO registry_questions (centre_id, question_id, registry, ask_key, case_number, step, "
      "asked_for, body, body_sha256, state, attempts, asked_at_ms, due_at_ms, changed_at_ms, reason, status, "
      "answer_sha256) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12, $13, '', 0, '')",
      {question.centre.str(), question.id.str(), question.registry.str(), question.key, question.case_number,
       question.step, question.asked_for, question.body, question.body_sha256, name(question.state),
       to_ms(question.asked_at), to_ms(question.due_at), to_ms(question.changed_at)});
}

std::optional<StoredQuestion> find_question(db::Tx& tx, const CentreId& centre, const QuestionId& id) {
  return tx.first(fmt::format("{} WHERE centre_id = $1 AND question_id = $2", kColumns),
                  {centre.str(), id.str()}, question_of);
}

std::optional<StoredQuestion> find_by_key(db::Tx& tx, const CentreId& centre, std::string_view key) {
  return tx.first(fmt::format("{} WHERE centre_id = $1 AND ask_key = $2", kColumns), {centre.str(), key},
                  question_of);
}

std::optional<StoredQuestion> first_due(db::Tx& tx, const RegistryId& registry, Time now) {
  return tx.first(fmt::format("{} WHERE registry = $1 AND state IN ({}) AND due_at_ms <= $2 "
                              "ORDER BY due_at_ms, question_id LIMIT 1",
                              kColumns, leading(Step::send)),
                  {registry.str(), to_ms(now)}, question_of);
}

bool begin_attempt(db::Tx& tx, const StoredQuestion& seen, Time now, Time lost_at) {
  return tx.exec(fmt::format("UPDATE registry_questions SET state = 'sent', attempts = attempts + 1, "
                             "due_at_ms = $5, changed_at_ms = $6 WHERE centre_id = $1 AND question_id = $2 "
                             "AND attempts = $3 AND due_at_ms = $4 AND state IN ({})",
                             leading(Step::send)),
                 {seen.centre.str(), seen.id.str(), std::int64_t{seen.attempts}, to_ms(seen.due_at),
                  to_ms(lost_at), to_ms(now)}) == 1;
}

bool end_attempt(db::Tx& tx, const StoredQuestion& attempt, State to, const Fault& fault, Time now,
                 Time due_at) {
  const Step step = to == State::failed ? Step::die : Step::put_off;
  return tx.exec(fmt::format("UPDATE registry_questions SET state = $4, reason = $5, status = $6, "
                             "due_at_ms = $7, changed_at_ms = $8 WHERE centre_id = $1 AND question_id = $2 "
                             "AND attempts = $3 AND state IN ({})",
                             leading(step)),
                 {attempt.centre.str(), attempt.id.str(), std::int64_t{attempt.attempts}, name(to),
                  name(fault.reason), std::int64_t{fault.status}, to_ms(due_at), to_ms(now)}) == 1;
}

bool set_answered(db::Tx& tx, const CentreId& centre, const QuestionId& id, std::string_view answer_sha256,
                  Time now) {
  return tx.exec(fmt::format("UPDATE registry_questions SET state = 'answered', body = '', "
                             "answer_sha256 = $3, changed_at_ms = $4 WHERE centre_id = $1 AND "
                             "question_id = $2 AND state IN ({})",
                             leading(Step::answer)),
                 {centre.str(), id.str(), answer_sha256, to_ms(now)}) == 1;
}

bool set_cancelled(db::Tx& tx, const CentreId& centre, const QuestionId& id, Time now) {
  return tx.exec(fmt::format("UPDATE registry_questions SET state = 'cancelled', body = '', "
                             "changed_at_ms = $3 WHERE centre_id = $1 AND question_id = $2 AND state IN ({})",
                             leading(Step::cancel)),
                 {centre.str(), id.str(), to_ms(now)}) == 1;
}

bool set_given_up(db::Tx& tx, const CentreId& centre, const QuestionId& id, Time now) {
  return tx.exec(fmt::format("UPDATE registry_questions SET state = 'given_up', body = '', "
                             "changed_at_ms = $3 WHERE centre_id = $1 AND question_id = $2 AND state IN ({})",
                             leading(Step::give_up)),
                 {centre.str(), id.str(), to_ms(now)}) == 1;
}

std::vector<StoredQuestion> asked_under(db::Tx& tx, const CentreId& centre, std::string_view case_number,
                                        std::string_view key) {
  std::vector<StoredQuestion> found;
  const std::string below = std::string(key) + ':';
  tx.each(fmt::format("{} WHERE centre_id = $1 AND case_number = $2", kColumns), {centre.str(), case_number},
          [&](const db::Row& row) {
            StoredQuestion question = question_of(row);
            if (question.key == key || question.key.starts_with(below)) found.push_back(std::move(question));
          });
  return found;
}

std::vector<QuestionId> questions_of(db::Tx& tx, const CentreId& centre, std::string_view case_number) {
  std::vector<QuestionId> ids;
  tx.each("SELECT question_id FROM registry_questions WHERE centre_id = $1 AND case_number = $2",
          {centre.str(), case_number},
          [&](const db::Row& row) { ids.emplace_back(std::string(row.text(0))); });
  return ids;
}

void forget_asked(db::Tx& tx, const CentreId& centre, std::string_view case_number) {
  tx.exec("UPDATE registry_questions SET asked_for = '', body = '' WHERE centre_id = $1 AND case_number = $2",
          {centre.str(), case_number});
}

bool set_waiting_again(db::Tx& tx, const CentreId& centre, const QuestionId& id, Time now) {
  return tx.exec(fmt::format("UPDATE registry_questions SET state = 'waiting', attempts = 0, due_at_ms = $3, "
                             "changed_at_ms = $3 WHERE centre_id = $1 AND question_id = $2 AND state IN ({})",
                             leading(Step::retry)),
                 {centre.str(), id.str(), to_ms(now)}) == 1;
}

bool set_fetched(db::Tx& tx, const CentreId& centre, const QuestionId& id, Time now) {
  return tx.exec(
             "UPDATE registry_questions SET state = 'sent', attempts = attempts + 1, changed_at_ms = $3 "
             "WHERE centre_id = $1 AND question_id = $2 AND state = 'waiting'",
             {centre.str(), id.str(), to_ms(now)}) == 1;
}

std::vector<StoredQuestion> open_questions(db::Tx& tx, const CentreId& centre, const RegistryId& registry,
                                           std::string_view after, std::int64_t limit) {
  return listed(tx, "state IN ('waiting', 'sent')", centre, registry, after, limit);
}

std::vector<StoredQuestion> dead_letters(db::Tx& tx, const CentreId& centre, const RegistryId& registry,
                                         std::string_view after, std::int64_t limit) {
  return listed(tx, "state = 'failed'", centre, registry, after, limit);
}

std::vector<StoredQuestion> unanswered(db::Tx& tx, const CentreId& centre, std::string_view case_number) {
  std::vector<StoredQuestion> questions;
  tx.each(
      fmt::format("{} WHERE centre_id = $1 AND case_number = $2 AND state IN ('waiting', 'sent', 'failed') "
                  "ORDER BY question_id",
                  kColumns),
      {centre.str(), case_number}, [&](const db::Row& row) { questions.push_back(question_of(row)); });
  return questions;
}

std::vector<Load> loads(db::Tx& tx, const CentreId& centre) {
  std::vector<Load> found;
  tx.each(
      "SELECT registry, SUM(CASE state WHEN 'failed' THEN 0 ELSE 1 END), "
      "SUM(CASE state WHEN 'failed' THEN 1 ELSE 0 END), "
      "MIN(CASE state WHEN 'failed' THEN NULL ELSE asked_at_ms END) "
      "FROM registry_questions WHERE (centre_id = $1 OR $1 = '') AND state IN ('waiting', 'sent', 'failed') "
      "GROUP BY registry ORDER BY registry",
      {centre.str()}, [&](const db::Row& row) {
        Load load{RegistryId(std::string(row.text(0))), row.integer(1), row.integer(2)};
        if (!row.is_null(3)) load.oldest = from_ms(row.integer(3));
        found.push_back(std::move(load));
      });
  return found;
}

}  // namespace biroyna::integrations

// The table of questions. Every change of state names the states it leads out of (see domain.hpp), so that
// whoever comes second changes nothing and is told so.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"
#include "features/integrations/domain.hpp"
#include "platform/db/db.hpp"

namespace biroyna::integrations {

struct StoredQuestion {
  QuestionId id;
  CentreId centre;
  RegistryId registry;
  std::string key;
  std::string case_number, step;
  std::string asked_for;    // the person on whose behalf, as X-Road-UserId has it; may be empty
  std::string body;         // JSON; empty once nobody needs it
  std::string body_sha256;  // hex
  State state = State::waiting;
  int attempts = 0;  // since it was asked, or asked again by a person
  Time asked_at{}, due_at{}, changed_at{};
  std::optional<Fault> fault = {};  // of the last attempt
  std::string answer_sha256 = {};   // hex, of the body that answered it
};

void add_question(db::Tx& tx, const StoredQuestion& question);
std::optional<StoredQuestion> find_question(db::Tx& tx, const CentreId& centre, const QuestionId& id);
std::optional<StoredQuestion> find_by_key(db::Tx& tx, const CentreId& centre, std::string_view key);

// The one of a registry that is due first, in any centre.
std::optional<StoredQuestion> first_due(db::Tx& tx, const RegistryId& registry, Time now);
// False when another program was quicker: it is as `seen` no longer.
bool begin_attempt(db::Tx& tx, const StoredQuestion& seen, Time now, Time lost_at);
// Of an attempt that still runs.
bool end_attempt(db::Tx& tx, const StoredQuestion& attempt, State to, const Fault& fault, Time now,
                 Time due_at);
// Forgets what was asked.
bool set_answered(db::Tx& tx, const CentreId& centre, const QuestionId& id, std::string_view answer_sha256,
                  Time now);
bool set_cancelled(db::Tx& tx, const CentreId& centre, const QuestionId& id, Time now);
bool set_given_up(db::Tx& tx, const CentreId& centre, const QuestionId& id, Time now);
bool set_waiting_again(db::Tx& tx, const CentreId& centre, const QuestionId& id, Time now);
// All of a case.
std::vector<QuestionId> questions_of(db::Tx& tx, const CentreId& centre, std::string_view case_number);
// Everything that was asked under this key, or under one that begins with it and a colon, in any state.
std::vector<StoredQuestion> asked_under(db::Tx& tx, const CentreId& centre, std::string_view case_number,
                                        std::string_view key);
// Those of a case that are open or dead.
std::vector<StoredQuestion> unanswered(db::Tx& tx, const CentreId& centre, std::string_view case_number);
// For whom they were asked, and what.
void forget_asked(db::Tx& tx, const CentreId& centre, std::string_view case_number);
// The agency has fetched it.
bool set_fetched(db::Tx& tx, const CentreId& centre, const QuestionId& id, Time now);

// In the order of their ids, after `after`.
std::vector<StoredQuestion> open_questions(db::Tx& tx, const CentreId& centre, const RegistryId& registry,
                                           std::string_view after, std::int64_t limit);
// Of one registry, or of all where it is empty.
std::vector<StoredQuestion> dead_letters(db::Tx& tx, const CentreId& centre, const RegistryId& registry,
                                         std::string_view after, std::int64_t limit);

struct Load {
  RegistryId registry;
  std::int64_t open = 0, dead = 0;
  std::optional<Time> oldest = {};  // of the open ones
};
// Only registries with questions that are open or dead; of one centre, or of all where it is empty.
std::vector<Load> loads(db::Tx& tx, const CentreId& centre);

}  // namespace biroyna::integrations

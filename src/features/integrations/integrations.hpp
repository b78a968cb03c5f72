// Questions to the registries of agencies. A step of a case asks. The program calls the registry, or the
// registry fetches the question. The answer goes back to the step.
//
// A question is written in the transaction of the step that asks it, sent at least once (with the same
// Idempotency-Key each time), and its answer is handed over exactly once, in the transaction that marks it
// answered. A question that cannot be answered becomes a dead letter, which a person repeats or gives up. A
// registry that fails often is paused for a while (domain_breaker.hpp), by each server for itself.
//
// Thread-safe after handle().
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "features/audit/audit.hpp"
#include "features/integrations/domain.hpp"
#include "features/integrations/domain_breaker.hpp"
#include "features/integrations/domain_retry.hpp"
#include "platform/auth/principal.hpp"
#include "platform/commands/commands.hpp"
#include "platform/config/registries.hpp"
#include "platform/db/db.hpp"
#include "platform/metrics/metrics.hpp"

namespace biroyna::integrations {

struct StoredQuestion;

// Those who see to what cannot be answered.
inline constexpr auth::Roles kOverseers = {auth::Role::head, auth::Role::administrator};

struct Question {
  CentreId centre;
  RegistryId registry;
  std::string case_number;
  std::string step;
  std::string body;            // a JSON object: what the registry is asked
  std::string key;             // of the asking: the same key in a centre is the same question
  std::string asked_for = {};  // the person on whose behalf, for X-Road-UserId; may be empty
};

// What answers, dead letters and questions that were given up have in common.
struct Asked {
  QuestionId id;
  CentreId centre;
  RegistryId registry;
  std::string case_number, step, key;
  std::string body_sha256;  // hex, of what the registry was asked
};
struct Answer : Asked {
  Outcome outcome = Outcome::unknown;
  std::string comment;  // for people, in the agency's words; may be empty
  std::string data;     // a JSON object
  Time at{};
};
// Comment and data as people read them: a line for each part of the data.
std::string words_of(const Answer& answer);
struct DeadLetter : Asked {
  Fault fault;
  int attempts = 0;
  Time asked_at{}, failed_at{};
};

// Called inside the transaction, possibly twice, on any thread. An exception repeats the whole step later.
struct Handlers {
  // Whether the case still asks this. An answer that is not wanted is set aside: its question is cancelled.
  // Empty: every answer is wanted.
  std::function<bool(db::Tx&, const Asked&)> is_wanted = {};
  std::function<void(db::Tx&, const Answer&)> on_answer;
  std::function<void(db::Tx&, const DeadLetter&)> on_dead;
  std::function<void(db::Tx&, const Asked&)> on_given_up;  // by a person: there will be no answer
};

class Registries {
 public:
  Registries(db::Db& db, audit::EventLog& log, std::vector<RegistrySettings> settings, Clock clock);
  ~Registries();

  // Before anything is asked or worked on.
  void handle(Handlers handlers);

  // The same key answers the first question's id and writes nothing. A registry that is not set up is asked
  // when it is. Throws std::logic_error for a body that is no JSON object, a case number or person that is
  // not printable ASCII, and the key of another question.
  QuestionId ask(db::Tx& tx, const Question& question);
  // What is not answered yet will not be; its case needs it no more.
  void cancel(db::Tx& tx, const CentreId& centre, const QuestionId& id, std::string_view actor);
  // What a case asks, as it now stands. Each of `asked` is asked once; when the question of its key had
  // another body, this is a new question. What else the case has asked and is not answered is cancelled, but
  // for `kept`.
  void reconcile(db::Tx& tx, const CentreId& centre, const std::string& case_number,
                 std::vector<Question> asked, std::vector<Question> kept, std::string_view actor);
  // The case is erased: what is not answered is cancelled, and for whom anything was asked is forgotten.
  void forget(db::Tx& tx, const CentreId& centre, std::string_view case_number, std::string_view actor);

  // Asks the question of a called registry that is due first, and takes its answer. False when none is due,
  // or the registry is being left alone. Throws db::Unavailable. A stop ends a waiting call; its question is
  // asked again later.
  bool work(const RegistryId& registry, const std::stop_token& stop = {});
  std::vector<RegistryId> called() const;  // those that work() is for

  // For agencies that fetch. Each question as JSON (docs/integrators.md), in the order of their ids, after
  // `after`; what is shown for the first time is noted with who fetched it.
  struct Fetched {
    QuestionId id;
    std::string json;
  };
  std::vector<Fetched> fetch(const CentreId& centre, const RegistryId& registry, std::string_view after,
                             std::int64_t limit, std::string_view actor);
  bool is_polled(const RegistryId& registry) const;
  // Refusals: not_found; already_answered and answer_not_wanted (409); wrong fields. The same answer again
  // changes nothing.
  Result<void> take_answer(db::Tx& tx, const CentreId& centre, const RegistryId& registry,
                           const QuestionId& id, std::string_view body, std::string_view actor);

  // For people. Refusals: not_found; letter_not_dead (409: somebody was quicker).
  Result<void> retry(db::Tx& tx, const CentreId& centre, const QuestionId& id, std::string_view actor);
  Result<void> give_up(db::Tx& tx, const CentreId& centre, const QuestionId& id, std::string_view actor);
  std::vector<DeadLetter> dead_letters(const CentreId& centre, std::string_view after,
                                       std::int64_t limit) const;
  std::optional<DeadLetter> dead_letter(const CentreId& centre, const QuestionId& id) const;

  // What a case has asked and is not answered.
  struct Asking {
    RegistryId registry;
    std::optional<Names> names = {};
    std::string step;
    bool dead = false;
    Time asked_at{};
  };
  std::vector<Asking> asking(const CentreId& centre, std::string_view case_number) const;

  struct Standing {
    RegistryId id;
    std::optional<Names> names = {};
    std::optional<RegistrySettings::Mode> mode = {};  // empty if it is not set up
    BreakerState breaker = BreakerState::closed;
    std::int64_t open = 0, dead = 0;
    std::optional<Time> oldest = {};  // when the oldest open question was asked
  };
  // Of every registry that is set up or has questions, by id.
  std::vector<Standing> standing(const CentreId& centre) const;
  std::vector<metrics::Figure> figures() const;

  // Takes the centre for this transaction (see Commands::Order).
  void hold(db::Tx& tx, const CentreId& centre) { log_.lock_head(tx, centre); }

 private:
  struct Line;
  Line* line_of(const RegistryId& registry) const;
  void write_event(db::Tx& tx, std::string_view kind, const StoredQuestion& question, std::string_view actor,
                   std::string_view data);
  std::optional<StoredQuestion> begin(Line& line, Time now);
  bool take(db::Tx& tx, const StoredQuestion& question, const Believed& believed, std::string_view body,
            std::string_view actor);
  void end(Line& line, const StoredQuestion& question, const Fault& fault,
           std::optional<Milliseconds> retry_after);

  db::Db& db_;
  audit::EventLog& log_;
  Clock clock_;
  Handlers handlers_;
  std::vector<std::unique_ptr<Line>> lines_;
};

// One thread for each called registry, so that a slow one keeps no other waiting. Ends them when destroyed.
class Workers {
 public:
  explicit Workers(Registries& registries);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

 private:
  struct Threads;
  std::unique_ptr<Threads> threads_;
};

}  // namespace biroyna::integrations

// Questions to the registries of agencies: how each goes from being asked to its answer, which answers are
// believed, and what a failure means.
//
// Invariants
//  (1) A question is answered once: nothing leads out of `answered`.
//  (2) An answer is believed only when it names the very question and has the known shape.
//  (3) A question fails for good only where a person can see it and repeat it.
// Pure, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "core/id.hpp"

namespace biroyna::integrations {

using RegistryId = Id<struct RegistryTag>;
using QuestionId = Id<struct QuestionTag>;

enum class State : std::uint8_t {
  waiting,  // to be sent, or fetched
  sent,     // is being asked; or was fetched by the agency
  answered,
  failed,     // a dead letter: a person decides
  cancelled,  // its case needs the answer no more
  given_up,   // by a person
};
inline constexpr State kStates[] = {State::waiting, State::sent,      State::answered,
                                    State::failed,  State::cancelled, State::given_up};
std::string_view name(State state);
std::optional<State> parse_state(std::string_view name);

enum class Step : std::uint8_t { send, put_off, answer, die, retry, cancel, give_up };
inline constexpr Step kSteps[] = {Step::send,  Step::put_off, Step::answer, Step::die,
                                  Step::retry, Step::cancel,  Step::give_up};
// Empty if the step is not possible in this state.
std::optional<State> next(State state, Step step);

// Why a question has no answer.
enum class Reason : std::uint8_t {
  unreachable,
  timeout,
  too_large,
  status,  // the registry answered with this status and no answer
  not_json,
  wrong_shape,
  other_question,  // the answer is to another question
  not_taken,       // the answer was right, but taking it into the case failed
};
inline constexpr Reason kReasons[] = {Reason::unreachable,    Reason::timeout,  Reason::too_large,
                                      Reason::status,         Reason::not_json, Reason::wrong_shape,
                                      Reason::other_question, Reason::not_taken};
std::string_view name(Reason reason);
std::optional<Reason> parse_reason(std::string_view name);

struct Fault {
  Reason reason = Reason::unreachable;
  int status = 0;  // of Reason::status
  friend bool operator==(const Fault&, const Fault&) = default;
};

// What a fault means.
struct Consequence {
  bool again = false;            // the same question may yet be answered; else it is a dead letter at once
  bool registry_is_ill = false;  // counts for the breaker
  friend bool operator==(const Consequence&, const Consequence&) = default;
};
// Invalid answers are not retried, and neither are questions that the registry refuses as wrong.
Consequence consequence_of(const Fault& fault);

// The registry's answer.
enum class Outcome : std::uint8_t { confirmed, denied, unknown };
std::string_view name(Outcome outcome);
std::optional<Outcome> parse_outcome(std::string_view name);

inline constexpr std::size_t kLongestComment = 1000;       // characters
inline constexpr std::size_t kLargestAnswer = 256 * 1024;  // bytes

// An answer as it came, as far as it could be read.
struct Received {
  bool is_object = false;
  std::optional<std::string> id, outcome, comment;
  std::string data = "{}";  // JSON
  bool data_is_object = true;
  std::vector<std::string> ill_typed = {};  // known fields of another type, and unknown fields
};

struct Believed {
  Outcome outcome = Outcome::unknown;
  std::string comment;  // may be empty
  std::string data;     // a JSON object
  friend bool operator==(const Believed&, const Believed&) = default;
};
tl::expected<Believed, Reason> believe(const QuestionId& question, const Received& received);

}  // namespace biroyna::integrations

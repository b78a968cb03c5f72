#include "features/integrations/domain.hpp"

#include <algorithm>
#include <array>

#include "core/enum_names.hpp"
#include "core/text.hpp"

namespace biroyna::integrations {
namespace {

constexpr std::array<std::string_view, 6> kStateNames = {"waiting", "sent",      "answered",
                                                         "failed",  "cancelled", "given_up"};
constexpr std::array<std::string_view, 8> kReasonNames = {"unreachable",    "timeout",  "too_large",
                                                          "status",         "not_json", "wrong_shape",
                                                          "other_question", "not_taken"};
constexpr std::array<std::string_view, 3> kOutcomeNames = {"confirmed", "denied", "unknown"};

struct Way {
  State from;
  Step step;
  State to;
};
constexpr Way kWays[] = {
    {State::waiting, Step::send, State::sent},
    {State::waiting, Step::answer, State::answered},  // the answer to a send that was taken for lost
    {State::waiting, Step::cancel, State::cancelled},
    {State::sent, Step::send, State::sent},  // the one who sent it is gone
    {State::sent, Step::put_off, State::waiting},
    {State::sent, Step::answer, State::answered},
    {State::sent, Step::die, State::failed},
    {State::sent, Step::cancel, State::cancelled},
    {State::failed, Step::retry, State::waiting},
    {State::failed, Step::cancel, State::cancelled},
    {State::failed, Step::give_up, State::given_up},
};

// The statuses that speak of this question and not of the registry or the way to it.
constexpr int kOfTheQuestion[] = {400, 409, 410, 413, 415, 422};

constexpr bool kAgain = true, kIll = true;

}  // namespace

std::string_view name(State state) { return kStateNames[static_cast<std::size_t>(state)]; }
std::optional<State> parse_state(std::string_view text) { return enum_named<State>(kStateNames, text); }
std::string_view name(Reason reason) { return kReasonNames[static_cast<std::size_t>(reason)]; }
std::optional<Reason> parse_reason(std::string_view text) { return enum_named<Reason>(kReasonNames, text); }
std::string_view name(Outcome outcome) { return kOutcomeNames[static_cast<std::size_t>(outcome)]; }
std::optional<Outcome> parse_outcome(std::string_view text) {
  return enum_named<Outcome>(kOutcomeNames, text);
}

std::optional<State> next(State state, Step step) {
  for (const Way& way : kWays) {
    if (way.from == state && way.step == step) return way.to;
  }
  return std::nullopt;
}

Consequence consequence_of(const Fault& fault) {
  switch (fault.reason) {
    case Reason::unreachable:
    case Reason::timeout:
      return {kAgain, kIll};
    case Reason::status:
      if (std::ranges::find(kOfTheQuestion, fault.status) != std::end(kOfTheQuestion))
        return {!kAgain, !kIll};
      return {kAgain, kIll};
    case Reason::too_large:
    case Reason::not_json:
    case Reason::wrong_shape:
    case Reason::other_question:
      return {!kAgain, kIll};
    case Reason::not_taken:
      return {kAgain, !kIll};
  }
  return {};
}

tl::expected<Believed, Reason> believe(const QuestionId& question, const Received& received) {
  if (!received.is_object) return tl::unexpected(Reason::wrong_shape);
  if (!received.id) return tl::unexpected(Reason::wrong_shape);
  // Before its shape: the answer to another question says nothing, however well it is formed.
  if (*received.id != question.str()) return tl::unexpected(Reason::other_question);
  const auto outcome = parse_outcome(received.outcome.value_or(""));
  const std::string comment = received.comment.value_or("");
  if (!outcome || !received.data_is_object || !received.ill_typed.empty() || !is_utf8(comment) ||
      length_utf8(comment) > kLongestComment)
    return tl::unexpected(Reason::wrong_shape);
  return Believed{*outcome, comment, received.data};
}

}  // namespace biroyna::integrations

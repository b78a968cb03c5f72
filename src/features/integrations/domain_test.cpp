#include "features/integrations/domain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace biroyna::integrations {
namespace {

using ::testing::UnorderedElementsAre;

std::set<std::string> ways_out(State state) {
  std::set<std::string> ways;
  for (const Step step : kSteps) {
    constexpr std::string_view kNames[] = {"send", "put_off", "answer", "die", "retry", "cancel", "give_up"};
    if (const auto to = next(state, step))
      ways.insert(std::string(kNames[static_cast<std::size_t>(step)]) + " " + std::string(name(*to)));
  }
  return ways;
}

TEST(QuestionStates, LeadWhereTheTableSays) {
  EXPECT_THAT(ways_out(State::waiting),
              UnorderedElementsAre("send sent", "answer answered", "cancel cancelled"));
  EXPECT_THAT(ways_out(State::sent), UnorderedElementsAre("send sent", "put_off waiting", "answer answered",
                                                          "die failed", "cancel cancelled"));
  EXPECT_THAT(ways_out(State::failed),
              UnorderedElementsAre("retry waiting", "cancel cancelled", "give_up given_up"));
  EXPECT_TRUE(ways_out(State::answered).empty()) << "answered once";
  EXPECT_TRUE(ways_out(State::cancelled).empty());
  EXPECT_TRUE(ways_out(State::given_up).empty());
}

RC_GTEST_PROP(QuestionStates, AreAnsweredAtMostOnce, (const std::vector<unsigned>& numbers)) {
  State state = State::waiting;
  int answered = 0;
  for (const unsigned number : numbers) {
    const Step step = kSteps[number % std::size(kSteps)];
    const auto to = next(state, step);
    if (!to) continue;
    answered += *to == State::answered;
    RC_ASSERT(state != State::answered && state != State::cancelled && state != State::given_up);
    state = *to;
  }
  RC_ASSERT(answered <= 1);
}

TEST(Names, ComeBackAsTheyWent) {
  for (const State state : kStates) EXPECT_EQ(parse_state(name(state)), state);
  for (const Reason reason : kReasons) EXPECT_EQ(parse_reason(name(reason)), reason);
  for (const Outcome outcome : {Outcome::confirmed, Outcome::denied, Outcome::unknown})
    EXPECT_EQ(parse_outcome(name(outcome)), outcome);
  EXPECT_EQ(parse_state("asleep"), std::nullopt);
  EXPECT_EQ(parse_reason(""), std::nullopt);
  EXPECT_EQ(parse_outcome("Confirmed"), std::nullopt);
}

TEST(Faults, HaveTheirConsequences) {
  struct Case {
    Fault fault;
    bool again, ill;
  };
  const Case cases[] = {{{Reason::unreachable}, true, true},   {{Reason::timeout}, true, true},
                        {{Reason::too_large}, false, true},    {{Reason::not_json}, false, true},
                        {{Reason::wrong_shape}, false, true},  {{Reason::other_question}, false, true},
                        {{Reason::not_taken}, true, false},    {{Reason::status, 202}, true, true},
                        {{Reason::status, 302}, true, true},   {{Reason::status, 401}, true, true},
                        {{Reason::status, 403}, true, true},   {{Reason::status, 404}, true, true},
                        {{Reason::status, 429}, true, true},   {{Reason::status, 500}, true, true},
                        {{Reason::status, 503}, true, true},   {{Reason::status, 400}, false, false},
                        {{Reason::status, 409}, false, false}, {{Reason::status, 422}, false, false}};
  for (const auto& [fault, again, ill] : cases) {
    EXPECT_EQ(consequence_of(fault), (Consequence{again, ill})) << name(fault.reason) << " " << fault.status;
  }
}

Received right() {
  return {
      .is_object = true, .id = "q1", .outcome = "denied", .comment = "No such child", .data = R"({"a":1})"};
}

TEST(Answers, AreBelievedWhenTheyNameTheQuestionAndHaveTheShape) {
  const auto believed = believe(QuestionId("q1"), right());
  ASSERT_TRUE(believed);
  EXPECT_EQ(*believed, (Believed{Outcome::denied, "No such child", R"({"a":1})"}));
}

TEST(Answers, AreNotBelievedOtherwise) {
  struct Case {
    const char* what;
    void (*lie)(Received&);
    Reason reason;
  };
  const Case cases[] = {
      {"no object", [](Received& r) { r.is_object = false; }, Reason::wrong_shape},
      {"no id", [](Received& r) { r.id.reset(); }, Reason::wrong_shape},
      {"another id", [](Received& r) { r.id = "q2"; }, Reason::other_question},
      {"another id and shape", [](Received& r) { r.id = "q2", r.outcome.reset(); }, Reason::other_question},
      {"empty id", [](Received& r) { r.id = ""; }, Reason::other_question},
      {"no outcome", [](Received& r) { r.outcome.reset(); }, Reason::wrong_shape},
      {"unknown outcome", [](Received& r) { r.outcome = "yes"; }, Reason::wrong_shape},
      {"data is a list", [](Received& r) { r.data_is_object = false; }, Reason::wrong_shape},
      {"unknown field", [](Received& r) { r.ill_typed = {"colour"}; }, Reason::wrong_shape},
      {"comment too long", [](Received& r) { r.comment = std::string(kLongestComment + 1, 'x'); },
       Reason::wrong_shape},
  };
  for (const auto& [what, lie, reason] : cases) {
    Received received = right();
    lie(received);
    const auto believed = believe(QuestionId("q1"), received);
    ASSERT_FALSE(believed) << what;
    EXPECT_EQ(believed.error(), reason) << what;
  }
}

}  // namespace
}  // namespace biroyna::integrations

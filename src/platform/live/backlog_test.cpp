#include "platform/live/backlog.hpp"

#include <gmock/gmock.h>

namespace biroyna::live {
namespace {

Message numbered(std::int64_t seq) {
  return {seq, "ticket_called", "{\"n\":" + std::to_string(seq) + "}", "{\"staff\":true}"};
}
Text framed(const Message& message, Audience audience) { return joined(std::span(&message, 1), audience); }

Backlog with(std::size_t kept, std::initializer_list<std::int64_t> seqs) {
  Backlog backlog(kept);
  for (const auto seq : seqs) backlog.add(numbered(seq));
  return backlog;
}

TEST(Frame, IsAServerSentEvent) {
  const Message called{42, "ticket_called", R"({"number":"A001"})", R"({"ticket":"x"})"};
  EXPECT_EQ(*framed(called, Audience::everyone),
            "id: 42\nevent: ticket_called\ndata: {\"number\":\"A001\"}\n\n");
  EXPECT_EQ(*framed(called, Audience::staff), "id: 42\nevent: ticket_called\ndata: {\"ticket\":\"x\"}\n\n");
}

TEST(Frame, TellsNothingToAnAudienceWithoutText) {
  const Message noted{1, "ticket_noted", "", "{}"};
  EXPECT_EQ(framed(noted, Audience::everyone), nullptr);
  EXPECT_NE(framed(noted, Audience::staff), nullptr);
}

TEST(Frame, ANoticeHasNoNumber) { EXPECT_EQ(*notice("reset"), "event: reset\ndata: {}\n\n"); }

TEST(Joined, TellsEachAudienceWhatIsForIt) {
  const std::vector<Message> messages = {{1, "a", "{}", ""}, {2, "b", "{}", "{}"}};
  EXPECT_EQ(*joined(messages, Audience::staff), *framed(messages[1], Audience::staff));
  EXPECT_EQ(*joined(messages, Audience::everyone, 1), *framed(messages[1], Audience::everyone));
  EXPECT_EQ(*joined(messages, Audience::everyone),
            *framed(messages[0], Audience::everyone) + *framed(messages[1], Audience::everyone));
  EXPECT_EQ(joined(messages, Audience::everyone, 2), nullptr);
}

TEST(Backlog, KnowsNothingBeforeItsFirstMessage) {
  EXPECT_FALSE(Backlog(3).covers(0));
  const Backlog backlog = with(3, {10});
  EXPECT_FALSE(backlog.covers(8));
  EXPECT_TRUE(backlog.covers(9));
  EXPECT_TRUE(backlog.covers(11));
}

TEST(Backlog, ForgetsTheOldest) {
  const Backlog backlog = with(2, {10, 20, 30});
  EXPECT_FALSE(backlog.covers(9));
  EXPECT_TRUE(backlog.covers(10));
  EXPECT_EQ(*backlog.after(10, Audience::everyone),
            *framed(numbered(20), Audience::everyone) + *framed(numbered(30), Audience::everyone));
}

TEST(Backlog, ContinuesALogUnlessItForgotWhatCameLater) {
  EXPECT_TRUE(Backlog(2).continues(0));
  EXPECT_TRUE(with(2, {10, 20}).continues(5));
  EXPECT_FALSE(with(2, {10, 20, 30}).continues(9));
  EXPECT_TRUE(with(2, {10, 20, 30}).continues(10));
}

TEST(Backlog, TakesEachNumberOnce) {
  Backlog backlog = with(3, {10});
  EXPECT_FALSE(backlog.add(numbered(10)));
  EXPECT_FALSE(backlog.add(numbered(9)));
  EXPECT_TRUE(backlog.add(numbered(11)));
}

}  // namespace
}  // namespace biroyna::live

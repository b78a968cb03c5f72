#include "platform/live/backlog.hpp"

#include <gmock/gmock.h>

namespace biroyna::live {
namespace {

Framed framed(std::int64_t seq) {
  return frame({seq, "ticket_called", "{\"n\":" + std::to_string(seq) + "}", "{\"staff\":true}"});
}

Backlog with(std::size_t kept, std::initializer_list<std::int64_t> seqs) {
  Backlog backlog(kept);
  for (const auto seq : seqs) backlog.add(framed(seq));
  return backlog;
}

TEST(Frame, IsAServerSentEvent) {
  const Framed framed = frame({42, "ticket_called", R"({"number":"A001"})", R"({"ticket":"x"})"});
  EXPECT_EQ(*framed.for_everyone, "id: 42\nevent: ticket_called\ndata: {\"number\":\"A001\"}\n\n");
  EXPECT_EQ(*framed.for_staff, "id: 42\nevent: ticket_called\ndata: {\"ticket\":\"x\"}\n\n");
}

TEST(Frame, TellsNothingToAnAudienceWithoutText) {
  const Framed framed = frame({1, "ticket_noted", "", "{}"});
  EXPECT_EQ(framed.for_everyone, nullptr);
  EXPECT_NE(framed.for_staff, nullptr);
}

TEST(Frame, ANoticeHasNoNumber) { EXPECT_EQ(*notice("reset"), "event: reset\ndata: {}\n\n"); }

TEST(Joined, SharesWhatIsAlone) {
  const std::vector<Framed> messages = {frame({1, "a", "{}", ""}), frame({2, "b", "{}", "{}"})};
  EXPECT_EQ(joined(messages, Audience::staff), messages[1].for_staff);
  EXPECT_EQ(joined(messages, Audience::everyone, 1), messages[1].for_everyone);
  EXPECT_EQ(*joined(messages, Audience::everyone), *messages[0].for_everyone + *messages[1].for_everyone);
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
  EXPECT_EQ(*backlog.after(10, Audience::everyone), *framed(20).for_everyone + *framed(30).for_everyone);
}

TEST(Backlog, ContinuesALogUnlessItForgotWhatCameLater) {
  EXPECT_TRUE(Backlog(2).continues(0));
  EXPECT_TRUE(with(2, {10, 20}).continues(5));
  EXPECT_FALSE(with(2, {10, 20, 30}).continues(9));
  EXPECT_TRUE(with(2, {10, 20, 30}).continues(10));
}

TEST(Backlog, TakesEachNumberOnce) {
  Backlog backlog = with(3, {10});
  EXPECT_FALSE(backlog.add(framed(10)));
  EXPECT_FALSE(backlog.add(framed(9)));
  EXPECT_TRUE(backlog.add(framed(11)));
}

}  // namespace
}  // namespace biroyna::live

#include "features/queue/domain_numbers.hpp"

#include <gmock/gmock.h>

#include <set>

#include "features/queue/domain_test_hall.hpp"

namespace biroyna::queue {
namespace {

using namespace std::chrono_literals;
using testing::TestHall;

constexpr Milliseconds kNineOfDay = 9h;

std::string number_of_next(TestHall& t, const std::string& service = "birth") {
  const Ticket* ticket = t.hall.find(t.take({service}));
  return ticket == nullptr ? std::string() : ticket->number;
}

TEST(TicketNumbers, AreCountedByLetter) {
  TestHall t;
  EXPECT_EQ(number_of_next(t), "A001");
  EXPECT_EQ(number_of_next(t), "A002");
  EXPECT_EQ(number_of_next(t, "pension"), "B001");
}

TEST(TicketNumbers, GoOnAfterARestoreBeyondWhatMayBePrinted) {
  TestHall t;
  EXPECT_EQ(number_of_next(t), "A001");
  t.keep(t.hall.skip_numbers(t.now, kNineOfDay, t.now));
  EXPECT_EQ(t.hall.numbers_skipped_at(), t.now);
  EXPECT_EQ(number_of_next(t), "");
  EXPECT_EQ(t.refused, "busy") << "no moment has passed";
  t.wait(2s);
  EXPECT_EQ(number_of_next(t), "A42401") << "a second past nine: 10000 + 9 × 3600 + 1";
  EXPECT_EQ(number_of_next(t), "A42402");
  EXPECT_EQ(number_of_next(t), "A424001") << "more than one a second: by tenths";
  EXPECT_EQ(number_of_next(t, "pension"), "B42401");
  EXPECT_EQ(t.replayed().describe(), t.hall.describe());
}

// The first ticket after a start is what the hall hears of the restore with.
TEST(TicketNumbers, AreThereAtOnceWhenTheRestoreWasASecondAgo) {
  TestHall t;
  t.keep(t.hall.skip_numbers(t.now - 1s, kNineOfDay - 1s, t.now));
  EXPECT_EQ(number_of_next(t), "A42400");
  EXPECT_EQ(number_of_next(t), "A423991") << "by tenths of the second that has passed";
  t.wait(1h);
  EXPECT_EQ(number_of_next(t), "A42401");
  EXPECT_EQ(t.replayed().describe(), t.hall.describe());
}

// Noon's copy is put back twice, and knows of neither what was printed nor of the other restore.
TEST(TicketNumbers, RepeatNoneAfterTwoRestoresOfOneCopyInADay) {
  TestHall copy;
  for (int i = 0; i < 5; ++i) copy.take({"birth"});
  std::set<std::string> printed;
  Time now = copy.now;
  for (int restore = 0; restore < 3; ++restore) {
    TestHall hall;
    hall.events.clear();
    hall.hall = copy.replayed();
    hall.now = now + 1s;
    if (restore > 0)
      hall.keep(hall.hall.skip_numbers(hall.now, kNineOfDay + (hall.now - copy.now), hall.now));
    hall.wait(1s);
    for (int i = 0; i < 30; ++i) {
      TakeTicket command;
      command.id = TicketId("new" + std::to_string(i));
      command.services = {ServiceId("birth")};
      const auto taken = hall.keep(hall.hall.take(command, hall.now));
      ASSERT_FALSE(taken.empty()) << hall.refused;
      EXPECT_TRUE(printed.insert(taken.front().number).second) << taken.front().number;
    }
    now = hall.now;
  }
}

}  // namespace
}  // namespace biroyna::queue

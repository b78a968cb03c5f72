// What the host may do with a ticket in each state, and who is set aside until when.
#include "features/host/host_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/queue/domain_test_hall.hpp"

namespace biroyna::host {
namespace {

using queue::testing::TestHall;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class HostViewTest : public ::testing::Test {
 protected:
  std::vector<std::string_view> offered(const TicketId& ticket) const {
    auth::Principal host;
    host.role = auth::Role::host;
    host.id = "madina";
    std::vector<std::string_view> paths;
    for (const auto& action : ticket_actions(t.hall, *t.hall.find(ticket), host, t.now)) {
      if (!action.refusal) paths.push_back(action.path);
    }
    return paths;
  }

  TestHall t;
  const StaffId at = TestHall::at("1");
};

TEST_F(HostViewTest, ATicketsPageOffersWhatItsStateAllows) {
  t.open("1");
  const TicketId ticket = t.take({"birth"});
  EXPECT_THAT(offered(ticket), ElementsAre("change", "cancel"));
  t.call_next("1");
  EXPECT_THAT(offered(ticket), ElementsAre("no-show", "cancel"));
  t.keep(t.hall.no_show(ticket, at, t.now));
  EXPECT_THAT(offered(ticket), ElementsAre("change", "return", "cancel"));
  t.keep(t.hall.cancel(ticket, at, t.now));
  EXPECT_THAT(offered(ticket), IsEmpty());
}

TEST_F(HostViewTest, WhoDidNotComeMayReturnForAWhileAndTheParkedUntilTheCentreCloses) {
  t.open("1");
  const TicketId parked = t.take({"birth"}), missed = t.take({"birth"});
  t.call_next("1");
  t.start(parked);
  t.keep(t.hall.park(parked, at, t.now));
  t.call_next("1");
  t.keep(t.hall.no_show(missed, at, t.now));
  const auto found = set_aside(t.hall);
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].ticket->id, missed);
  EXPECT_EQ(found[0].until, t.now + t.hall.plan().no_show_return);
  EXPECT_EQ(found[1].ticket->id, parked);
  EXPECT_EQ(found[1].until, std::nullopt);
}

}  // namespace
}  // namespace biroyna::host

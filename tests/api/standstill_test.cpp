// Another server, or the database, that stands still holds nobody up for long.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <thread>

#include "tests/support/json.hpp"
#include "tests/support/program.hpp"

namespace biroyna::testing {
namespace {

using namespace std::chrono_literals;

constexpr const char* kTicketsOfTheHall = "/api/v1/centres/sergeli/tickets";
constexpr const char* kOneTicket = R"({"services":["kindergarten-referral"]})";
constexpr auto kPatienceWithAnother = 10s;  // twice what is promised: the machine may have other things to do

TEST(Standstill, AServerThatStandsStillInAWriteDoesNotStopTheOther) {
  const Installation centre{db::testing::kPostgresqlIcu};
  Server still(centre), other(centre);
  Api kiosk(other.port(), centre.token("host"));
  ASSERT_EQ(kiosk.post(kTicketsOfTheHall, kOneTicket).status, 201);
  for (int round = 0; round < 6; ++round) {
    std::atomic<bool> enough = false;
    std::atomic<int> taken = 0;
    std::vector<std::thread> crowd;
    for (int i = 0; i < 8; ++i) {
      crowd.emplace_back([&] {
        Api api(still.port(), centre.token("host"));
        while (!enough) taken += api.post(kTicketsOfTheHall, kOneTicket).status == 201 ? 1 : 0;
      });
    }
    while (taken < 20) std::this_thread::yield();
    ::kill(still.pid(), SIGSTOP);
    const auto begin = std::chrono::steady_clock::now();
    int status = 0;
    while ((status = kiosk.post(kTicketsOfTheHall, kOneTicket).status) == 503 &&
           std::chrono::steady_clock::now() - begin < 4 * kPatienceWithAnother) {
    }
    EXPECT_EQ(status, 201) << round;
    EXPECT_LT(std::chrono::steady_clock::now() - begin, kPatienceWithAnother) << round;
    enough = true;
    ::kill(still.pid(), SIGCONT);
    for (auto& one : crowd) one.join();
  }
  EXPECT_EQ(other.terminate(), 0);
  EXPECT_EQ(still.terminate(), 0);
}

}  // namespace
}  // namespace biroyna::testing

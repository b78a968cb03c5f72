#include "features/sessions/domain.hpp"

#include <gtest/gtest.h>

namespace biroyna::sessions {
namespace {

const Time kNow = *parse_rfc3339("2026-11-23T04:00:00Z");

TEST(Sessions, EndWhenUnusedAndWhenOld) {
  struct Case {
    std::chrono::minutes age, idle;
    bool over;
  };
  constexpr std::chrono::minutes kDay{24 * 60};
  for (const auto& [age, idle, over] :
       {Case{Minutes(0), Minutes(0), false}, Case{kDay, Minutes(719), false}, Case{kDay, Minutes(720), true},
        Case{7 * kDay - Minutes(1), Minutes(0), false}, Case{7 * kDay, Minutes(0), true}}) {
    EXPECT_EQ(session_over(kNow - age, kNow - idle, kNow), over) << age.count() << " " << idle.count();
  }
}

}  // namespace
}  // namespace biroyna::sessions

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

TEST(Sessions, SayRoughlyWhereTheyBegan) {
  struct Case {
    const char *user_agent, *browser;
  };
  for (const auto& [user_agent, browser] :
       {Case{"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
             "Firefox, Windows"},
        Case{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
             "Chrome/142.0.0.0 "
             "Safari/537.36 Edg/142.0.0.0",
             "Edge, Windows"},
        Case{"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/138.0.0.0 YaBrowser/25.8 Safari/537.36",
             "Yandex, Windows"},
        Case{"Mozilla/5.0 (Linux; Android 15; SM-A155F) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile "
             "Safari/537.36",
             "Chrome, Android"},
        Case{"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 "
             "Mobile/15E148 Safari/604.1",
             "Safari, iPhone"},
        Case{"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 "
             "Safari/605.1.15",
             "Safari, macOS"},
        Case{"Mozilla/5.0 (X11; Linux x86_64) Something", "Linux"}, Case{"curl/8.5.0", ""}, Case{"", ""},
        Case{"<script>Firefox/</script>", "Firefox"}}) {
    EXPECT_EQ(browser_of(user_agent), browser) << user_agent;
  }
}

}  // namespace
}  // namespace biroyna::sessions

#include "platform/log/summed.hpp"

#include <gmock/gmock.h>

namespace biroyna::log {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class SummedWarnings : public ::testing::Test {
 protected:
  template <class Do>
  static std::string said(Do something) {
    ::testing::internal::CaptureStderr();
    something();
    return ::testing::internal::GetCapturedStderr();
  }
  static constexpr SummedWarning::Time kStart{1h};
  SummedWarning warning{"accept_failed"};
};

TEST_F(SummedWarnings, AreALineAtOnceThenOneInTenSeconds) {
  EXPECT_THAT(said([&] { warning.happened("full", kStart); }), HasSubstr(R"("times":1)"));
  EXPECT_THAT(said([&] {
                for (int i = 0; i < 200; ++i) warning.happened("full", kStart + i * 50ms - 1ms);
              }),
              IsEmpty());
  const std::string line = said([&] { warning.happened("fuller", kStart + 10s); });
  EXPECT_THAT(line, HasSubstr(R"("times":201)"));
  EXPECT_THAT(line, HasSubstr("fuller"));
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
}

TEST_F(SummedWarnings, TellOfTheLastOnes) {
  said([&] {
    warning.happened("full", kStart);
    warning.happened("full", kStart + 1s);
  });
  EXPECT_THAT(said([&] { warning.tell(kStart + 9s); }), IsEmpty());
  EXPECT_THAT(said([&] { warning.tell(kStart + 10s); }), HasSubstr(R"("times":1)"));
  EXPECT_THAT(said([&] { warning.tell(kStart + 30s); }), IsEmpty());
}

}  // namespace
}  // namespace biroyna::log

#include "features/documents/domain.hpp"

#include <gtest/gtest.h>

namespace biroyna::documents {
namespace {

using namespace std::chrono_literals;

constexpr Time kNow = from_ms(1'750'000'000'000);

TEST(Documents, StatesHaveNames) {
  for (const auto state : {State::queued, State::scanning, State::accepted, State::rejected})
    EXPECT_EQ(state_of(name(state)), state);
  EXPECT_THROW(state_of("lost"), std::invalid_argument);
}

TEST(Documents, AFailedScanIsTriedAgainLaterAndLater) {
  EXPECT_EQ(wait_after(1), 5s);
  EXPECT_EQ(wait_after(2), 10s);
  EXPECT_EQ(wait_after(7), 320s);
  EXPECT_EQ(wait_after(8), 600s);
  EXPECT_EQ(wait_after(1'000'000), 600s);
}

TEST(Documents, NamesAreMadeHarmless) {
  EXPECT_EQ(clean_name("tugʻilganlik.pdf"), "tugʻilganlik.pdf");
  EXPECT_EQ(clean_name("C:\\documents\\a b.pdf"), "a b.pdf");
  EXPECT_EQ(clean_name("../../etc/passwd"), "passwd");
  EXPECT_EQ(clean_name("a\r\nSet-Cookie: b\x7f.pdf"), "aSet-Cookie: b.pdf");
  EXPECT_EQ(clean_name("\xff.pdf"), "");
  EXPECT_EQ(clean_name(" / "), "");
  EXPECT_EQ(clean_name(std::string(200, 'a')).size(), 120u);
  std::string long_name;
  for (int i = 0; i < 130; ++i) long_name += "ў";
  EXPECT_EQ(clean_name(long_name), long_name.substr(0, 240));
}

TEST(Uploads, AreAHundredAnHourAndHalfAGigabyte) {
  RateLimit documents;
  for (std::size_t i = 0; i < 100; ++i) EXPECT_FALSE(documents.take("a", kUploads, kNow + i * 1s, 1));
  EXPECT_EQ(documents.take("a", kUploads, kNow + 30min, 1), 30min);
  EXPECT_FALSE(documents.take("a", kUploads, kNow + 1h, 1)) << "the first one is over";

  RateLimit bytes;
  EXPECT_FALSE(bytes.take("a", kUploads, kNow, 500'000'000));
  EXPECT_EQ(bytes.take("a", kUploads, kNow + 59min, 1), 1min);
}

}  // namespace
}  // namespace biroyna::documents

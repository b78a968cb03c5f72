#include <gmock/gmock.h>

#include "core/time.hpp"

namespace biroyna {
namespace {

// An offset or a leap second may lead out of the years that can be written with four digits.
TEST(Rfc3339, ATimeWhoseYearHasNotFourDigitsInUtcIsNotRead) {
  EXPECT_EQ(parse_rfc3339("0000-01-01T00:00:00+00:01"), std::nullopt);
  EXPECT_EQ(parse_rfc3339("9999-12-31T23:59:00-00:01"), std::nullopt);
  EXPECT_EQ(parse_rfc3339("9999-12-31T23:59:60Z"), std::nullopt);
  EXPECT_EQ(to_rfc3339(*parse_rfc3339("0000-01-01T00:01:00+00:01")), "0000-01-01T00:00:00.000Z");
  EXPECT_EQ(to_rfc3339(*parse_rfc3339("9999-12-31T23:58:59-00:01")), "9999-12-31T23:59:59.000Z");
}

}  // namespace
}  // namespace biroyna

#include "features/casework/last_worklists.hpp"

#include <gtest/gtest.h>

namespace biroyna::casework {
namespace {

TEST(LastWorklists, FiltersAreThereAgainWhenOneComesBack) {
  LastWorklists last;
  EXPECT_EQ(last.of("a"), "");
  last.note("a", "view=mine");
  last.note("b", "view=open&q=karim");
  last.note("a", "view=overdue");
  EXPECT_EQ(last.of("a"), "view=overdue");
  EXPECT_EQ(last.of("b"), "view=open&q=karim");
}

TEST(LastWorklists, WithoutASessionNothingIsRemembered) {
  LastWorklists last;
  last.note("", "view=mine");
  EXPECT_EQ(last.of(""), "");
}

TEST(LastWorklists, OnlyTheLatestSessionsAreRemembered) {
  LastWorklists last;
  last.note("first", "view=mine");
  last.note("second", "view=mine");
  for (std::size_t i = 0; i + 2 < LastWorklists::kMost; ++i)
    last.note("session " + std::to_string(i), "view=open");
  last.note("first", "view=overdue");
  last.note("one more", "view=open");
  EXPECT_EQ(last.of("first"), "view=overdue");
  EXPECT_EQ(last.of("second"), "");
}

}  // namespace
}  // namespace biroyna::casework

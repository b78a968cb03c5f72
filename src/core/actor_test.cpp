#include "core/actor.hpp"

#include <gtest/gtest.h>

namespace biroyna {
namespace {

TEST(Actor, IsReadAsItIsWritten) {
  for (const Actor& actor : {Actor{}, Actor{ActorKind::visitor}, Actor{ActorKind::staff, "4f"},
                             Actor{ActorKind::device, "kiosk:1"}, Actor{ActorKind::applicant},
                             Actor{ActorKind::representative, "x"}}) {
    EXPECT_EQ(parse_actor(to_string(actor)), actor) << to_string(actor);
  }
  EXPECT_EQ(to_string(Actor{ActorKind::staff, "4f"}), "staff:4f");
}

TEST(Actor, OfAnotherTextIsNone) {
  for (const char* text : {"", "staff", "staff:", "Staff:4f", "program:1", "applicant:1", "head:4f"})
    EXPECT_FALSE(parse_actor(text)) << text;
}

}  // namespace
}  // namespace biroyna

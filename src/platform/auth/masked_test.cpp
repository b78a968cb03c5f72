#include "platform/auth/masked.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace biroyna::auth {
namespace {

const Digest kSecret = sha256("a secret"), kOther = sha256("another");

TEST(Masked, IsAnotherTextEachTimeAndTheSameSecret) {
  std::set<std::string> seen, halves;
  for (int i = 0; i < 1000; ++i) {
    const std::string text = masked(kSecret);
    EXPECT_EQ(text.size(), 128u);
    EXPECT_TRUE(seen.insert(text).second);
    EXPECT_TRUE(halves.insert(text.substr(0, 64)).second);
    EXPECT_TRUE(halves.insert(text.substr(64)).second);
    EXPECT_TRUE(is_masked(text, kSecret));
    EXPECT_FALSE(is_masked(text, kOther));
  }
}

TEST(Masked, OfAnotherShapeIsNone) {
  const std::string text = masked(kSecret);
  for (const std::string& wrong : {std::string(), to_hex(kSecret), text.substr(1), text + "0",
                                   "g" + text.substr(1), text.substr(0, 64), std::string(128, ' ')})
    EXPECT_FALSE(is_masked(wrong, kSecret)) << wrong;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = changed[i] == '0' ? '1' : '0';
    EXPECT_FALSE(is_masked(changed, kSecret)) << i;
  }
}

}  // namespace
}  // namespace biroyna::auth

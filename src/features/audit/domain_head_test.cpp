#include "features/audit/domain_head.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace biroyna::audit {
namespace {

TEST(NotedHeads, AreReadAsTheyWereWritten) {
  const std::string hash(64, 'a');
  const std::vector<NotedHead> heads = {{CentreId("sergeli"), 1234, hash}, {CentreId("chilonzor"), 1, hash}};
  EXPECT_EQ(to_text(parse_heads(to_text(heads))), to_text(heads));
  EXPECT_EQ(parse_heads("# of the 30th of November\n\n  sergeli  7 " + hash + "\r\n").size(), 1u);
  EXPECT_TRUE(parse_heads("").empty());
}

TEST(NotedHeads, WhatIsNoneIsNamed) {
  const std::string hash(64, 'a');
  for (const std::string& wrong : std::vector<std::string>{
           "sergeli", "sergeli 7", "sergeli x " + hash, "sergeli 0 " + hash, "sergeli -1 " + hash,
           "sergeli 7 " + hash.substr(1), "sergeli 7 " + hash + " more", "7 " + hash,
           "sergeli 7 " + std::string(64, 'A')})
    EXPECT_THROW(parse_heads("# first\n" + wrong), std::runtime_error) << wrong;
}

}  // namespace
}  // namespace biroyna::audit

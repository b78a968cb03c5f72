#include "platform/antivirus/clamd.hpp"

#include <gmock/gmock.h>

#include "platform/antivirus/testing/clamd_stand_in.hpp"

namespace biroyna {
namespace {

using testing::ClamdStandIn;
using ::testing::HasSubstr;

std::optional<std::string> scan(const std::string& address, const std::string& content) {
  return Clamd(address).scan([&](const Clamd::Out& out) {
    for (std::size_t at = 0; at < content.size(); at += 1000) out(std::string_view(content).substr(at, 1000));
    out({});
  });
}
std::string complaint(const std::string& address) {
  try {
    scan(address, "a letter");
  } catch (const Clamd::Unreachable& unreachable) {
    return unreachable.what();
  }
  return {};
}

TEST(Clamd, TellsGoodFromBad) {
  ClamdStandIn daemon;
  const std::string letter(100'000, 'x');
  EXPECT_EQ(scan(daemon.address(), letter), std::nullopt);
  EXPECT_EQ(daemon.last_content(), letter);
  EXPECT_EQ(scan(daemon.address(), letter + "VIRUS"), "Test.Virus-1");
  EXPECT_EQ(scan(daemon.address(), ""), std::nullopt);
}

TEST(Clamd, WhatDoesNotAnswerDecidesNothing) {
  std::string gone;
  {
    ClamdStandIn daemon(ClamdStandIn::Mood::hangs_up);
    gone = daemon.address();
    EXPECT_NE(complaint(daemon.address()), "");
    daemon.set(ClamdStandIn::Mood::complains);
    EXPECT_THAT(complaint(daemon.address()), HasSubstr("size limit"));
  }
  EXPECT_THAT(complaint(gone), HasSubstr("cannot be asked"));
  EXPECT_THAT(complaint("/nonexistent/clamd.ctl"), HasSubstr("/nonexistent/clamd.ctl"));
}

TEST(Clamd, KnowsAddresses) {
  for (const char* right : {"/run/clamav/clamd.ctl", "127.0.0.1:3310", "localhost:3310", "[::1]:3310"})
    EXPECT_TRUE(Clamd::is_address(right)) << right;
  for (const char* wrong :
       {"", "clamd", ":3310", "host:", "host:port", "host:123456", "host:99999", "host:0"}) {
    EXPECT_FALSE(Clamd::is_address(wrong)) << wrong;
    EXPECT_THROW(Clamd{wrong}, std::invalid_argument) << wrong;
  }
}

}  // namespace
}  // namespace biroyna

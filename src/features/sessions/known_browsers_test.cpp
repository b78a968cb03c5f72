#include "features/sessions/known_browsers.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace biroyna::sessions {
namespace {

const auth::CheckedSecrets kSecrets(auth::sha256("a key")), kOthers(auth::sha256("another key"));

TEST(KnownBrowsers, ABrowserIsKnownForTheAccountsThatWereSignedInToInIt) {
  const std::string one = remember_in_browser(kSecrets, "", "aziza");
  EXPECT_EQ(known_browser(kSecrets, one, "aziza"), one.substr(0, one.find('.')));
  EXPECT_EQ(known_browser(kSecrets, one, "bobur"), "");
  EXPECT_EQ(known_browser(kOthers, one, "aziza"), "") << "of another installation";
  const std::string both = remember_in_browser(kSecrets, one, "bobur");
  EXPECT_EQ(known_browser(kSecrets, both, "bobur"), known_browser(kSecrets, both, "aziza"));
  EXPECT_FALSE(known_browser(kSecrets, both, "aziza").empty());
  EXPECT_EQ(remember_in_browser(kSecrets, both, "bobur"), both) << "again changes nothing";
  EXPECT_NE(remember_in_browser(kSecrets, "", "aziza"), one) << "another browser";
}

TEST(KnownBrowsers, TheNameAloneOrAnothersCheckProvesNothing) {
  const std::string one = remember_in_browser(kSecrets, "", "aziza"),
                    other = remember_in_browser(kSecrets, "", "aziza");
  const std::string name = one.substr(0, one.find('.'));
  for (const std::string& made :
       {std::string(), std::string("."), name, name + ".", name + "..", name + other.substr(other.find('.')),
        one + "0", one.substr(1), std::string(100'000, '.')})
    EXPECT_EQ(known_browser(kSecrets, made, "aziza"), "") << made.substr(0, 200);
}

TEST(KnownBrowsers, TheCookieStaysShortHoweverManySignIn) {
  std::string cookie;
  std::size_t longest = 0;
  for (int i = 0; i < 100; ++i) {
    cookie = remember_in_browser(kSecrets, cookie, "person-" + std::to_string(i));
    longest = std::max(longest, cookie.size());
  }
  EXPECT_LT(longest, 500u);
  EXPECT_NE(known_browser(kSecrets, cookie, "person-99"), "");
  EXPECT_NE(known_browser(kSecrets, cookie, "person-80"), "");
  EXPECT_EQ(known_browser(kSecrets, cookie, "person-79"), "") << "the first ones are forgotten";
  const std::string from_junk = remember_in_browser(kSecrets, "x; Domain=evil.example\r\n", "aziza");
  EXPECT_EQ(from_junk.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz."), std::string::npos);
}

}  // namespace
}  // namespace biroyna::sessions

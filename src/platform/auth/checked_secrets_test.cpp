#include "platform/auth/checked_secrets.hpp"

#include <gtest/gtest.h>

namespace biroyna::auth {
namespace {

const CheckedSecrets kSecrets(sha256("a key")), kOthers(sha256("another key"));

TEST(CheckedSecrets, AreKnownByWhoHasTheirKeyAndForWhatTheyWereMade) {
  for (int i = 0; i < 100; ++i) {
    const std::string secret = kSecrets.make("session");
    EXPECT_TRUE(kSecrets.may_be_known("session", secret)) << secret;
    EXPECT_FALSE(kSecrets.may_be_known("token", secret)) << secret;
    EXPECT_FALSE(kOthers.may_be_known("session", secret)) << secret;
    EXPECT_NE(kSecrets.make("session"), secret);
  }
}

TEST(CheckedSecrets, OneWrongSignMakesThemJunk) {
  const std::string secret = kSecrets.make("token");
  EXPECT_EQ(secret.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz."), std::string::npos)
      << "safe in a cookie and in an address";
  for (std::size_t i = 0; i < secret.size(); ++i) {
    std::string other = secret;
    other[i] = other[i] == 'x' ? 'y' : 'x';
    EXPECT_FALSE(kSecrets.may_be_known("token", other)) << other;
  }
  const std::size_t point = secret.find('.');
  for (std::size_t length = 0; length < secret.size(); ++length) {
    const std::string cut = secret.substr(0, length);
    EXPECT_EQ(kSecrets.may_be_known("token", cut), length == point) << cut;
  }
  EXPECT_FALSE(kSecrets.may_be_known("token", secret + "0"));
  EXPECT_FALSE(kSecrets.may_be_known("token", secret + "." + secret));
}

TEST(CheckedSecrets, ThoseMadeBeforeThemMayBeKnownByTheirShapeAlone) {
  const std::string old = random_token();
  EXPECT_TRUE(kSecrets.may_be_known("session", old));
  for (const std::string& junk :
       {std::string(), std::string("."), old + "0", old.substr(1), old.substr(1) + "U", old.substr(1) + "i",
        std::string(old.size(), '-'), std::string(5000, 'x'), random_id()})
    EXPECT_FALSE(kSecrets.may_be_known("session", junk)) << junk;
}

}  // namespace
}  // namespace biroyna::auth

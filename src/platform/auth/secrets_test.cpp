#include "platform/auth/secrets.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <thread>

namespace biroyna::auth {
namespace {

TEST(Secrets, IdsHaveTheirLengthAndAlphabetAndDiffer) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    for (const std::string& id : {random_id(), ordered_id()}) {
      EXPECT_EQ(id.size(), 26u);
      EXPECT_EQ(id.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz"), std::string::npos) << id;
      EXPECT_TRUE(seen.insert(id).second) << id;
    }
  }
}

TEST(Secrets, OrderedIdsBeginWithTheTime) {
  const std::string first = ordered_id();
  std::string next = ordered_id();
  while (next.substr(0, 10) == first.substr(0, 10)) {
    std::this_thread::yield();
    next = ordered_id();
  }
  EXPECT_LT(first, next);
}

// FIPS 180-4, the example of one block.
TEST(Secrets, HashesAsTheStandardSays) {
  EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Secrets, AHashedPasswordOpensToItselfAlone) {
  const std::string hash = hash_password("olma-anor-7");
  EXPECT_EQ(hash.find("olma"), std::string::npos);
  EXPECT_TRUE(verify_password(hash, "olma-anor-7"));
  EXPECT_FALSE(verify_password(hash, "olma-anor-8"));
  EXPECT_FALSE(verify_password("", "olma-anor-7"));
  EXPECT_NE(hash_password("olma-anor-7"), hash);
}

// Whoever can write to the database must not make a password weaker than it was.
TEST(Secrets, AHashOfAnotherKindOpensNothing) {
  const std::string hash = hash_password("olma-anor-7");
  ASSERT_TRUE(verify_password(hash, "olma-anor-7"));
  for (const std::string& weaker :
       {std::string("olma-anor-7"), to_hex(sha256("olma-anor-7")), std::string("$plain$olma-anor-7"),
        "$5$" + hash, std::string("$2b$04$abcdefghijklmnopqrstuuGmwmr4YVqCMcG8MoQAuUz0Lcn0Y9MIS"),
        hash.substr(0, hash.size() - 1), hash.substr(0, hash.rfind('$'))})
    EXPECT_FALSE(verify_password(weaker, "olma-anor-7")) << weaker;
}

}  // namespace
}  // namespace biroyna::auth

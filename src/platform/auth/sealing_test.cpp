#include "platform/auth/sealing.hpp"

#include <gtest/gtest.h>

namespace biroyna::auth {
namespace {

TEST(Sealing, OnlyItsKeyOpensIt) {
  const Digest key = sha256("key");
  for (const std::string& text : {std::string(), std::string("a secret"), std::string(5000, 'x')}) {
    const std::string sealed = seal(key, text);
    EXPECT_EQ(unseal(key, sealed), text);
    EXPECT_EQ(unseal(sha256("another"), sealed), std::nullopt);
    EXPECT_NE(seal(key, text), sealed) << "each time with a nonce of its own";
  }
}

TEST(Sealing, WhatWasChangedIsNotOpened) {
  const Digest key = sha256("key");
  const std::string sealed = seal(key, "a secret");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(unseal(key, changed), std::nullopt) << i;
    EXPECT_EQ(unseal(key, std::string_view(sealed).substr(0, i)), std::nullopt) << i;
  }
}

}  // namespace
}  // namespace biroyna::auth

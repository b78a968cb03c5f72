#include "platform/config/web_address.hpp"

#include <gtest/gtest.h>

namespace biroyna {
namespace {

TEST(WebAddress, HasASchemeAHostAndPerhapsAPortAndAPath) {
  for (const char* right : {"https://queue.example.uz", "http://127.0.0.1:8080", "https://[::1]:8443/x",
                            "https://a/b/c-d.e", "https://xn--80a.uz/", "http://localhost"})
    EXPECT_TRUE(is_web_address(right)) << right;
  for (const char* wrong : {"",
                            "https://",
                            "http:///x",
                            "https://:80",
                            "https://a:",
                            "https://a:0",
                            "https://a:65536",
                            "https://a:8x",
                            "ftp://a",
                            "queue.example.uz",
                            "https://a b",
                            "https://a?x",
                            "https://a/#x",
                            "https://user@a",
                            "https://[]",
                            "https://[::1",
                            "https://-a",
                            "https://a.",
                            "https://\"a\"",
                            "\"https://a",
                            "https://a/\"",
                            "https://a\n",
                            "https://очередь.uz",
                            "https://a\\b"})
    EXPECT_FALSE(is_web_address(wrong)) << wrong;
}

}  // namespace
}  // namespace biroyna

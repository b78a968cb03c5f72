#include "platform/http/forwarded.hpp"

#include <gtest/gtest.h>

namespace biroyna::http {
namespace {

struct ForwardedCase {
  std::string connection;
  std::string_view header, client;
};

TEST(ForwardedFor, IsBelievedFromThisComputerAndOnlyWhenItIsAnAddress) {
  for (const auto& [connection, header, client] :
       {ForwardedCase{"127.0.0.1", "203.0.113.9", "203.0.113.9"},
        ForwardedCase{"::1", "2001:DB8::0:9", "2001:db8::9"},
        ForwardedCase{"127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"},
        ForwardedCase{"127.0.0.1", "anything,\t203.0.113.9 ", "203.0.113.9"},
        ForwardedCase{"127.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"},
        ForwardedCase{"127.0.0.1", "", "127.0.0.1"}, ForwardedCase{"127.0.0.1", "anything", "127.0.0.1"},
        ForwardedCase{"127.0.0.1", "dev-7K4M9QX2", "127.0.0.1"},
        ForwardedCase{"127.0.0.1", "203.0.113.9, anything", "127.0.0.1"},
        ForwardedCase{"127.0.0.1", "203.0.113.9,", "127.0.0.1"},
        ForwardedCase{"127.0.0.1", "203.0.113.9:8080", "127.0.0.1"},
        ForwardedCase{"127.0.0.1", "[2001:db8::9]", "127.0.0.1"},
        ForwardedCase{"192.0.2.1", "203.0.113.9", "192.0.2.1"}}) {
    EXPECT_EQ(client_address(connection, header), client) << header;
  }
}

}  // namespace
}  // namespace biroyna::http

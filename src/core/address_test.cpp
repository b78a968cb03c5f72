#include "core/address.hpp"

#include <gtest/gtest.h>

namespace biroyna {
namespace {

using namespace std::string_view_literals;

struct AddressCase {
  std::string_view text;
  std::string_view address;  // empty: it is none
};

TEST(Address, IsWhatStandsAloneAsOne) {
  for (const auto& [text, address] :
       {AddressCase{"192.0.2.1", "192.0.2.1"}, AddressCase{"::1", "::1"},
        AddressCase{"2001:DB8:0:0::1", "2001:db8::1"}, AddressCase{"::ffff:192.0.2.1", "192.0.2.1"},
        AddressCase{"", ""}, AddressCase{"anything", ""}, AddressCase{"unknown", ""},
        AddressCase{"192.0.2.1:8080", ""}, AddressCase{"[::1]", ""}, AddressCase{"[::1]:80", ""},
        AddressCase{"fe80::1%eth0", ""}, AddressCase{" 192.0.2.1", ""}, AddressCase{"192.0.2", ""},
        AddressCase{"192.0.2.256", ""}, AddressCase{"0300.0.2.1", ""}, AddressCase{"192.0.2.1\0x"sv, ""},
        AddressCase{"0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0001", ""}}) {
    EXPECT_EQ(parse_address(text).value_or(""), address) << text;
  }
}

TEST(Address, CountsAsOneClientWithItsSubscribersOthers) {
  for (const auto& [address, client] :
       {AddressCase{"192.0.2.1", "192.0.2.1"}, AddressCase{"::ffff:192.0.2.1", "192.0.2.1"},
        AddressCase{"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
        AddressCase{"2001:db8:1:2::9", "2001:db8:1:2::/64"},
        AddressCase{"2001:db8:1:3::9", "2001:db8:1:3::/64"}, AddressCase{"", ""},
        AddressCase{"unix", "unix"}}) {
    EXPECT_EQ(client_of(address), client);
  }
}

TEST(Address, MayBeOfThisComputer) {
  for (const auto* address : {"127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"})
    EXPECT_TRUE(is_loopback(address)) << address;
  for (const auto* address : {"128.0.0.1", "126.255.255.255", "::2", "::", "", "localhost"})
    EXPECT_FALSE(is_loopback(address)) << address;
}

struct NetworkCase {
  std::string_view network, inside, outside;
};

TEST(Network, HasTheAddressesOfItsPrefix) {
  for (const auto& [text, inside, outside] :
       {NetworkCase{"10.1.0.0/16", "10.1.255.255", "10.2.0.0"},
        NetworkCase{"10.1.2.3/16", "10.1.0.1", "10.0.0.1"},
        NetworkCase{"10.1.2.8/29", "10.1.2.15", "10.1.2.16"},
        NetworkCase{"0.0.0.0/0", "203.0.113.9", "2001:db8::1"},
        NetworkCase{"192.0.2.7", "::ffff:192.0.2.7", "192.0.2.8"},
        NetworkCase{"2001:db8::/33", "2001:db8:7fff::1", "2001:db8:8000::1"},
        NetworkCase{"::/0", "2001:db8::1", "not an address"}, NetworkCase{"::1", "::1", "::"}}) {
    const auto network = Network::parse(text);
    ASSERT_TRUE(network) << text;
    EXPECT_TRUE(network->contains(inside)) << text;
    EXPECT_FALSE(network->contains(outside)) << text;
  }
}

TEST(Network, IsNotGuessed) {
  for (const auto* text : {"", "/8", "10.1.0.0/", "10.1.0.0/33", "10.1.0.0/-1", "10.1.0.0/8x", "10.1.0.0/ 8",
                           "10.1/16", "2001:db8::/129", "hall", "10.1.0.0/255.255.0.0"})
    EXPECT_FALSE(Network::parse(text)) << text;
}

}  // namespace
}  // namespace biroyna

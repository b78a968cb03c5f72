// Internet addresses as text: which are well-formed, which count as one client, which lie in a network.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace biroyna {

// The shortest way of writing this address; an IPv4 address within IPv6 ("::ffff:192.0.2.1") as IPv4.
// Nothing when it is no address: a port, a zone, a name or a blank beside it makes it none.
std::optional<std::string> parse_address(std::string_view text);

// Of this computer: 127.0.0.0/8 or ::1.
bool is_loopback(std::string_view address);

// What of an address counts as one client: IPv6 gives each subscriber a network of 64 bits. What is no
// address stays as it is.
std::string client_of(std::string_view address);

// A network as CIDR writes it, "10.1.0.0/16" or "2001:db8::/32"; an address alone is a network of one.
class Network {
 public:
  static std::optional<Network> parse(std::string_view text);
  bool contains(std::string_view address) const;

 private:
  std::array<unsigned char, 16> prefix_{};  // IPv4 as an address within IPv6
  unsigned bits_ = 0;
};
using Networks = std::vector<Network>;

bool contains(const Networks& networks, std::string_view address);

}  // namespace biroyna

#include "core/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <span>

namespace biroyna {
namespace {

using AddressBytes = std::array<unsigned char, 16>;  // IPv4 as an address within IPv6
constexpr std::array<unsigned char, 12> kIpv4Within = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr unsigned kIpv4Bits = 32, kAllBits = 128, kIpv4Offset = kAllBits - kIpv4Bits;

std::optional<AddressBytes> bytes_of_address(std::string_view text) {
  const std::string ended(text.substr(0, INET6_ADDRSTRLEN));
  if (text.size() >= INET6_ADDRSTRLEN || text.find('\0') != std::string_view::npos) return std::nullopt;
  AddressBytes bytes{};
  if (inet_pton(AF_INET6, ended.c_str(), bytes.data()) == 1) return bytes;
  std::ranges::copy(kIpv4Within, bytes.begin());
  if (inet_pton(AF_INET, ended.c_str(), bytes.data() + kIpv4Within.size()) == 1) return bytes;
  return std::nullopt;
}

bool is_ipv4(const AddressBytes& bytes) {
  return std::ranges::equal(std::span(bytes).first<kIpv4Within.size()>(), kIpv4Within);
}

std::string text_of_address(const AddressBytes& bytes) {
  std::array<char, INET6_ADDRSTRLEN> out{};
  if (is_ipv4(bytes)) return inet_ntop(AF_INET, bytes.data() + kIpv4Within.size(), out.data(), out.size());
  return inet_ntop(AF_INET6, bytes.data(), out.data(), out.size());
}

// Without what follows the first so many bits.
AddressBytes prefix_of(AddressBytes bytes, unsigned bits) {
  for (unsigned i = 0; i < bytes.size(); ++i) {
    const unsigned kept = std::clamp<unsigned>(bits, 8 * i, 8 * i + 8) - 8 * i;
    bytes[i] = static_cast<unsigned char>(bytes[i] & (0xffu << (8 - kept)));
  }
  return bytes;
}

}  // namespace

std::optional<std::string> parse_address(std::string_view text) {
  const auto bytes = bytes_of_address(text);
  return bytes ? std::optional(text_of_address(*bytes)) : std::nullopt;
}

bool is_loopback(std::string_view address) {
  static const Networks loopback = {*Network::parse("127.0.0.0/8"), *Network::parse("::1")};
  return contains(loopback, address);
}

std::string client_of(std::string_view address) {
  const auto bytes = bytes_of_address(address);
  if (!bytes) return std::string(address);
  if (is_ipv4(*bytes)) return text_of_address(*bytes);
  constexpr unsigned kOfOneSubscriber = 64;
  return text_of_address(prefix_of(*bytes, kOfOneSubscriber)) + "/64";
}

std::optional<Network> Network::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto bytes = bytes_of_address(text.substr(0, slash));
  if (!bytes) return std::nullopt;
  const bool ipv4 = text.substr(0, slash).find(':') == std::string_view::npos;
  unsigned bits = ipv4 ? kIpv4Bits : kAllBits;
  if (slash != std::string_view::npos) {
    const std::string_view number = text.substr(slash + 1);
    unsigned written = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), written);
    if (error != std::errc{} || end != number.data() + number.size() || written > bits) return std::nullopt;
    bits = written;
  }
  Network network;
  network.bits_ = ipv4 ? kIpv4Offset + bits : bits;
  network.prefix_ = prefix_of(*bytes, network.bits_);
  return network;
}

bool Network::contains(std::string_view address) const {
  const auto bytes = bytes_of_address(address);
  return bytes && prefix_of(*bytes, bits_) == prefix_;
}

bool contains(const Networks& networks, std::string_view address) {
  return std::ranges::any_of(networks, [&](const Network& network) { return network.contains(address); });
}

}  // namespace biroyna

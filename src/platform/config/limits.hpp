// How much one client may take, as the settings say it; docs/limits.md explains each.
#pragma once

#include <cstddef>

#include "core/address.hpp"

namespace biroyna {

namespace yaml {
class Node;
}

struct LimitSettings {
  std::size_t connections = 12'000, connections_per_client = 500;
  std::size_t streams = 9'000, streams_per_client = 200;  // live updates
  std::size_t body_memory_mb = 64, body_memory_per_client_mb = 16;
  std::size_t answer_memory_mb = 256, answer_memory_per_client_mb = 64;
  std::size_t uploads = 64, uploads_per_client = 8, uploads_for_staff = 16;
  std::size_t waiting_requests = 512;
  Networks free_networks;  // whose addresses each stand for many people: no limit for one client holds
};

// Of the map "limits"; what it does not say stays as it is.
LimitSettings read_limits(yaml::Node node);

}  // namespace biroyna

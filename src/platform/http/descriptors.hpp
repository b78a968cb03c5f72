// How many files and sockets this process may have open.
#pragma once

#include <cstddef>

namespace biroyna::http {

// Raises the limit as far as the system allows without asking (RLIMIT_NOFILE, the soft limit to the hard
// one). Answers what it is.
std::size_t raise_descriptor_limit();

// So many connections of those `wished` for that the `reserve` is left of the descriptors: for the database,
// uploads, documents. Where there are hardly more than the reserve, half of them.
std::size_t connections_within(std::size_t wished, std::size_t descriptors, std::size_t reserve);

}  // namespace biroyna::http

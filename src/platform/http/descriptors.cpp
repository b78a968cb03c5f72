#include "platform/http/descriptors.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <system_error>

namespace biroyna::http {

std::size_t raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
    throw std::system_error(errno, std::generic_category(), "cannot read the limit of descriptors");
  const rlim_t before = limit.rlim_cur;
  limit.rlim_cur = limit.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) limit.rlim_cur = before;
  if (limit.rlim_cur == RLIM_INFINITY) return std::numeric_limits<std::size_t>::max();
  return static_cast<std::size_t>(limit.rlim_cur);
}

std::size_t connections_within(std::size_t wished, std::size_t descriptors, std::size_t reserve) {
  const std::size_t left = descriptors - std::min(descriptors, reserve);
  return std::min(wished, std::max(left, descriptors / 2));
}

}  // namespace biroyna::http

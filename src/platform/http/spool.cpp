#include "platform/http/spool.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace biroyna::http {
namespace {

// Not every file system makes files without a name: then one is made and its name removed at once.
int open_unnamed(const std::filesystem::path& folder) {
  const int unnamed = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (unnamed >= 0 || (errno != EOPNOTSUPP && errno != EISDIR)) return unnamed;
  std::string name = folder / "upload-XXXXXX";
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(name.c_str());
  return named;
}

}  // namespace

Spool::Spool(const std::filesystem::path& folder) : fd_(open_unnamed(folder)) {
  if (fd_ < 0)
    throw std::system_error(errno, std::generic_category(), "cannot take uploads in " + folder.string());
}

Spool::~Spool() { ::close(fd_); }

bool Spool::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::string Spool::path() const { return "/proc/self/fd/" + std::to_string(fd_); }

}  // namespace biroyna::http

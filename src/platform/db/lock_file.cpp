#include "platform/db/lock_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "platform/db/db.hpp"
#include "platform/files/durable.hpp"

namespace biroyna::db {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& path, int error) {
  using Why = Unavailable::Why;
  const Why why = error == EROFS || error == EACCES || error == EPERM ? Why::read_only
                  : error == ENOSPC || error == EDQUOT                ? Why::full
                                                                      : Why::other;
  throw Unavailable(
      why, fmt::format("cannot write {}: {}", path.string(), std::generic_category().message(error)));
}

std::string holder(int fd) {
  std::array<char, 32> text{};
  const auto length = ::pread(fd, text.data(), text.size(), 0);
  const std::string_view pid(text.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  const std::string_view digits = pid.substr(0, pid.find_first_not_of("0123456789"));
  return digits.empty() ? "" : fmt::format(" (process {})", digits);
}

}  // namespace

LockFile::LockFile(const std::filesystem::path& path)
    : fd_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  if (fd_ < 0) refuse(path, errno);
  if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    const std::string who = holder(fd_);
    ::close(fd_);
    if (error != EWOULDBLOCK) refuse(path, error);
    throw Unavailable(Unavailable::Why::in_use,
                      fmt::format("another server{} already works in {}", who, path.parent_path().string()));
  }
  // Only for the message above: without it, on a full disk, the lock holds as well.
  const std::string pid = fmt::format("{}\n", ::getpid());
  if (::ftruncate(fd_, 0) == 0) std::ignore = ::pwrite(fd_, pid.data(), pid.size(), 0);
}

LockFile::~LockFile() { ::close(fd_); }

void make_private_folder(const std::filesystem::path& path) {
  try {
    files::make_folder(path);
  } catch (const std::system_error& error) {
    refuse(path, error.code().value());
  }
}

}  // namespace biroyna::db

#include "platform/files/files.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace biroyna::files {
namespace {

[[noreturn]] void fail(const char* what, const std::filesystem::path& path) {
  throw std::system_error(errno, std::generic_category(), std::string(what) + " " + path.string());
}

}  // namespace

void Descriptor::reset() {
  if (fd_ >= 0) ::close(fd_);
}

Descriptor open_if_there(const std::filesystem::path& path, int flags) {
  Descriptor file(::open(path.c_str(), flags | O_CLOEXEC, 0600));
  if (!file.valid() && errno != ENOENT) fail("cannot open", path);
  return file;
}

Descriptor open(const std::filesystem::path& path, int flags, unsigned mode) {
  Descriptor file(::open(path.c_str(), flags | O_CLOEXEC, mode));
  if (!file.valid()) fail("cannot open", path);
  return file;
}

void write_all(const Descriptor& file, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const auto written = ::write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("cannot write", path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void sync(const Descriptor& file, const std::filesystem::path& path) {
  if (::fsync(file.get()) != 0) fail("cannot write", path);
}

void sync_folder(const std::filesystem::path& folder) { sync(open(folder, O_RDONLY | O_DIRECTORY), folder); }

void rename(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) fail("cannot make", to);
}

void replace(const std::filesystem::path& path, std::string_view content) {
  const std::filesystem::path draft = path.string() + ".new";
  {
    const Descriptor file = open(draft, O_WRONLY | O_CREAT | O_TRUNC);
    write_all(file, content, draft);
    sync(file, draft);
  }
  files::rename(draft, path);
  sync_folder(path.parent_path());
}

Mapping::Mapping(const std::filesystem::path& path) { map(open(path, O_RDONLY).get()); }
Mapping::Mapping(const Descriptor& file) { map(file.get()); }

void Mapping::map(int fd) {
  struct stat status{};
  if (::fstat(fd, &status) != 0) fail("cannot read", "an upload");
  size_ = static_cast<std::size_t>(status.st_size);
  if (size_ == 0) return;  // nothing can be mapped, and nothing need be
  data_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, fd, 0);
  if (data_ == MAP_FAILED) {
    data_ = nullptr;
    fail("cannot read", "an upload");
  }
}

Mapping::~Mapping() {
  if (data_ != nullptr) ::munmap(data_, size_);
}

}  // namespace biroyna::files

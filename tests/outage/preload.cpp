// Records what a program does to the files of one folder, and when it asked for them to be on the disk: a
// library for LD_PRELOAD. What was not asked for is lost in a power cut; disk.hpp computes how.
//
// An operation and its record are one step for all threads, so the journal has the order in which things
// happened. Nothing is brought to a real disk: fsync() takes as long as one of a good disk does.
//
// It sees what goes through the C library's own functions, as everything in the program does: no io_uring, no
// direct system calls, no shared memory but SQLite's index of its log, which is not kept over a start. The
// tests compare what was recorded with the folder, so that nothing can go past unseen.
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <new>
#include <string>
#include <string_view>

#include "tests/outage/journal.hpp"

namespace {

using biroyna::outage::Head;
using biroyna::outage::Kind;

constexpr std::size_t kMostDescriptors = 65536;
constexpr useconds_t kSyncMicroseconds = 400;

struct Recorder {
  Recorder();
  void write(Kind kind, Head head, std::string_view bytes = {});

  std::string folder;  // empty: nothing is recorded
  int journal = -1;
  bool files_lie = false, folders_lie = false;
  std::recursive_mutex mutex;
  std::array<std::atomic<std::uint64_t>, kMostDescriptors> nodes{};  // by descriptor; 0: none of that folder
  std::atomic<std::int64_t> syncs = 0;
};

Recorder& recorder() {
  static auto* one = new Recorder();  // for as long as the program: threads may still write when it ends
  return *one;
}

std::string text_of(const char* variable) {
  const char* text = std::getenv(variable);
  return text == nullptr ? "" : text;
}

Recorder::Recorder() {
  const std::string wanted = text_of(biroyna::outage::kFolder), file = text_of(biroyna::outage::kJournal);
  const std::string lie = text_of(biroyna::outage::kLie);
  files_lie = lie == "files", folders_lie = lie == "folders";
  std::array<char, PATH_MAX> real{};
  if (wanted.empty() || ::realpath(wanted.c_str(), real.data()) == nullptr) return;
  journal = static_cast<int>(
      ::syscall(SYS_openat, AT_FDCWD, file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (journal >= 0) folder = real.data();
  // A child must not find the lock taken by a thread that it has not: a lock is its thread's, so it gets a
  // new one.
  ::pthread_atfork([] { recorder().mutex.lock(); }, [] { recorder().mutex.unlock(); },
                   [] { new (&recorder().mutex) std::recursive_mutex(); });
}

void Recorder::write(Kind kind, Head head, std::string_view bytes) {
  head.kind = kind;
  head.length = static_cast<std::uint32_t>(bytes.size());
  const std::array<iovec, 2> parts = {iovec{&head, sizeof head},
                                      iovec{const_cast<char*>(bytes.data()), bytes.size()}};
  const auto all = static_cast<long>(sizeof head + bytes.size());
  if (::syscall(SYS_writev, journal, parts.data(), parts.size()) != all) std::abort();
}

bool is_inside(std::string_view path) {
  const std::string& folder = recorder().folder;
  return !folder.empty() && path.starts_with(folder) &&
         (path.size() == folder.size() || path[folder.size()] == '/');
}

// A name in a folder that is recorded, or nothing (folder 0).
struct Place {
  std::uint64_t folder = 0;
  std::string name;
  explicit operator bool() const { return folder != 0; }
};

Place place_of(int at, const char* path) {
  if (recorder().folder.empty() || path == nullptr) return {};
  const int error = errno;
  std::string text = path;
  while (text.size() > 1 && text.ends_with('/')) text.pop_back();
  const auto slash = text.rfind('/');
  std::string parent = slash == std::string::npos ? "." : text.substr(0, slash + 1);
  if (at != AT_FDCWD && text.front() != '/') parent = "/proc/self/fd/" + std::to_string(at) + "/" + parent;
  Place place;
  std::array<char, PATH_MAX> real{};
  struct stat status{};
  if (::realpath(parent.c_str(), real.data()) != nullptr && is_inside(real.data()) &&
      ::stat(real.data(), &status) == 0) {
    place = {status.st_ino, slash == std::string::npos ? text : text.substr(slash + 1)};
  }
  errno = error;
  return place;
}

std::uint64_t node_at(int at, const char* path) {
  struct stat status{};
  return ::fstatat(at, path, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status.st_ino : 0;
}

void forget(int fd) {
  if (fd >= 0 && static_cast<std::size_t>(fd) < kMostDescriptors)
    recorder().nodes[static_cast<std::size_t>(fd)] = 0;
}

// Notes a descriptor that was opened; answers its inode if it is of the folder.
std::uint64_t note(int fd) {
  forget(fd);
  Recorder& all = recorder();
  if (fd < 0 || static_cast<std::size_t>(fd) >= kMostDescriptors || all.folder.empty()) return 0;
  const int error = errno;
  std::array<char, PATH_MAX> path{};
  const std::string link = "/proc/self/fd/" + std::to_string(fd);
  const auto length = ::readlink(link.c_str(), path.data(), path.size());
  struct stat status{};
  std::uint64_t node = 0;
  if (length > 0 && is_inside({path.data(), static_cast<std::size_t>(length)}) && ::fstat(fd, &status) == 0 &&
      (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode))) {
    node = status.st_ino;
    all.nodes[static_cast<std::size_t>(fd)] = node;
  }
  errno = error;
  return node;
}

// Of a descriptor; 0 where nothing is recorded, also where the number is another file's by now.
std::uint64_t node_of(int fd) {
  if (fd < 0 || static_cast<std::size_t>(fd) >= kMostDescriptors) return 0;
  const std::uint64_t node = recorder().nodes[static_cast<std::size_t>(fd)];
  struct stat status{};
  return node != 0 && ::fstat(fd, &status) == 0 && status.st_ino == node ? node : 0;
}

void record(Kind kind, std::uint64_t node, std::uint64_t folder, std::int64_t offset = 0,
            std::string_view bytes = {}, std::uint64_t to_folder = 0) {
  const int error = errno;
  recorder().write(kind, {0, kind, node, folder, to_folder, offset}, bytes);
  errno = error;
}

int open_file(int at, const char* path, int flags, mode_t mode) {
  const auto opened = [&] { return static_cast<int>(::syscall(SYS_openat, at, path, flags, mode)); };
  const bool unnamed = (flags & O_TMPFILE) == O_TMPFILE;
  const Place place = unnamed ? Place{} : place_of(at, path);
  if (!place) {
    const int fd = opened();
    if (fd < 0) return fd;
    const std::uint64_t node = note(fd);
    if (unnamed && node != 0) record(Kind::make_file, node, 0);
    return fd;
  }
  const std::lock_guard lock(recorder().mutex);
  const int error = errno;
  const bool was_there = node_at(at, path) != 0;
  errno = error;
  const int fd = opened();
  if (fd < 0) return fd;
  const std::uint64_t node = note(fd);
  if (node == 0) return fd;
  if (!was_there && (flags & O_CREAT) != 0)
    record(Kind::make_file, node, place.folder, 0, place.name);
  else if ((flags & O_TRUNC) != 0)
    record(Kind::resize, node, 0, 0);
  return fd;
}

template <class Open>
std::FILE* open_stream(const char* path, const char* mode, Open open) {
  const Place place = place_of(AT_FDCWD, path);
  if (!place) {
    std::FILE* stream = open(path, mode);
    if (stream != nullptr) note(::fileno(stream));
    return stream;
  }
  const std::lock_guard lock(recorder().mutex);
  const bool was_there = node_at(AT_FDCWD, path) != 0;
  std::FILE* stream = open(path, mode);
  if (stream == nullptr) return stream;
  const std::uint64_t node = note(::fileno(stream));
  if (!was_there)
    record(Kind::make_file, node, place.folder, 0, place.name);
  else if (*mode == 'w')
    record(Kind::resize, node, 0, 0);
  return stream;
}

void sync_node(std::uint64_t node) {
  const std::int64_t asking =
      (static_cast<std::int64_t>(::getpid()) << 32) | (recorder().syncs.fetch_add(1) & 0xffffffff);
  {
    const std::lock_guard lock(recorder().mutex);
    record(Kind::sync_begin, node, 0, asking);
  }
  ::usleep(kSyncMicroseconds);
  const std::lock_guard lock(recorder().mutex);
  record(Kind::sync_end, node, 0, asking);
}

void sync_what_is_written_through(int fd, std::uint64_t node) {
  if ((::fcntl(fd, F_GETFL) & O_DSYNC) != 0 && !recorder().files_lie) sync_node(node);
}

// Writes with `call`; `bytes(n)` are the first n of what was to be written. An offset below 0: where the file
// stands.
template <class Call, class Bytes>
ssize_t write_file(int fd, off_t offset, Call call, Bytes bytes) {
  const std::uint64_t node = node_of(fd);
  if (node == 0) return call();
  const std::lock_guard lock(recorder().mutex);
  const ssize_t done = call();
  if (done <= 0) return done;
  const off_t at = offset >= 0 ? offset : ::lseek(fd, 0, SEEK_CUR) - done;
  record(Kind::write, node, 0, at, bytes(static_cast<std::size_t>(done)));
  sync_what_is_written_through(fd, node);
  return done;
}

std::string joined(const iovec* parts, int count, std::size_t length) {
  std::string all;
  for (int i = 0; i < count && all.size() < length; ++i)
    all.append(static_cast<const char*>(parts[i].iov_base), std::min(parts[i].iov_len, length - all.size()));
  return all;
}

// What the kernel itself copied into a file up to where it stands now.
void record_copied(int fd, off_t begin, ssize_t length) {
  const std::uint64_t node = node_of(fd);
  if (node == 0 || length <= 0) return;
  std::string bytes(static_cast<std::size_t>(length), '\0');
  const int reader = static_cast<int>(::syscall(
      SYS_openat, AT_FDCWD, ("/proc/self/fd/" + std::to_string(fd)).c_str(), O_RDONLY | O_CLOEXEC, 0));
  if (reader < 0 || ::pread(reader, bytes.data(), bytes.size(), begin) != length) std::abort();
  ::syscall(SYS_close, reader);
  record(Kind::write, node, 0, begin, bytes);
}

int resize_file(int fd, off_t size, int (*call)(int, off_t)) {
  const std::uint64_t node = node_of(fd);
  if (node == 0) return call(fd, size);
  const std::lock_guard lock(recorder().mutex);
  const int done = call(fd, size);
  if (done == 0) record(Kind::resize, node, 0, size);
  return done;
}

int allocate(int fd, off_t end, int (*call)(int, int, off_t, off_t), int mode, off_t offset, off_t length) {
  const std::uint64_t node = node_of(fd);
  if (node == 0) return call(fd, mode, offset, length);
  const std::lock_guard lock(recorder().mutex);
  struct stat status{};
  ::fstat(fd, &status);
  const int done = call(fd, mode, offset, length);
  if (done == 0 && end > status.st_size) record(Kind::resize, node, 0, end);
  return done;
}

int sync_file(int fd) {
  const std::uint64_t node = node_of(fd);
  if (node == 0) return static_cast<int>(::syscall(SYS_fsync, fd));
  struct stat status{};
  ::fstat(fd, &status);
  if (S_ISDIR(status.st_mode) ? !recorder().folders_lie : !recorder().files_lie) sync_node(node);
  return 0;
}

int unlink_at(int at, const char* path, int flags) {
  const Place place = place_of(at, path);
  const auto call = [&] { return static_cast<int>(::syscall(SYS_unlinkat, at, path, flags)); };
  if (!place) return call();
  const std::lock_guard lock(recorder().mutex);
  const int done = call();
  if (done == 0) record(Kind::unlink, 0, place.folder, 0, place.name);
  return done;
}

int make_folder_at(int at, const char* path, mode_t mode) {
  const Place place = place_of(at, path);
  const auto call = [&] { return static_cast<int>(::syscall(SYS_mkdirat, at, path, mode)); };
  if (!place) return call();
  const std::lock_guard lock(recorder().mutex);
  const int done = call();
  if (done == 0) record(Kind::make_folder, node_at(at, path), place.folder, 0, place.name);
  return done;
}

int link_at(int at, const char* path, int to_at, const char* to, int flags) {
  const Place place = place_of(to_at, to);
  const auto call = [&] { return static_cast<int>(::syscall(SYS_linkat, at, path, to_at, to, flags)); };
  if (!place) return call();
  const std::lock_guard lock(recorder().mutex);
  const int done = call();
  if (done == 0) record(Kind::link, node_at(to_at, to), place.folder, 0, place.name);
  return done;
}

int rename_at(int at, const char* path, int to_at, const char* to, unsigned flags) {
  const Place from = place_of(at, path), place = place_of(to_at, to);
  const auto call = [&] { return static_cast<int>(::syscall(SYS_renameat2, at, path, to_at, to, flags)); };
  if (!from && !place) return call();
  if (!from || !place || (flags & ~1U) != 0) std::abort();  // nothing of the program moves files in or out
  const std::lock_guard lock(recorder().mutex);
  const int done = call();
  if (done == 0)
    record(Kind::rename, node_at(to_at, to), from.folder, 0, from.name + '\0' + place.name, place.folder);
  return done;
}

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

int make_temporary(char* name, int flags) {
  static const auto real = next<int (*)(char*, int)>("mkostemp");
  const std::lock_guard lock(recorder().mutex);
  const int fd = real(name, flags);
  if (fd < 0) return fd;
  const Place place = place_of(AT_FDCWD, name);
  const std::uint64_t node = note(fd);
  if (place && node != 0) record(Kind::make_file, node, place.folder, 0, place.name);
  return fd;
}

}  // namespace

#define MODE_OF_OPEN(flags, last)                 \
  mode_t mode = 0;                                \
  if (((flags) & (O_CREAT | __O_TMPFILE)) != 0) { \
    va_list more;                                 \
    va_start(more, last);                         \
    mode = va_arg(more, mode_t);                  \
    va_end(more);                                 \
  }

#pragma GCC visibility push(default)
extern "C" {

int open(const char* path, int flags, ...) {
  MODE_OF_OPEN(flags, flags)
  return open_file(AT_FDCWD, path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  MODE_OF_OPEN(flags, flags)
  return open_file(AT_FDCWD, path, flags, mode);
}
int openat(int at, const char* path, int flags, ...) {
  MODE_OF_OPEN(flags, flags)
  return open_file(at, path, flags, mode);
}
int openat64(int at, const char* path, int flags, ...) {
  MODE_OF_OPEN(flags, flags)
  return open_file(at, path, flags, mode);
}
int __open_2(const char* path, int flags) { return open_file(AT_FDCWD, path, flags, 0); }
int __open64_2(const char* path, int flags) { return open_file(AT_FDCWD, path, flags, 0); }
int __openat_2(int at, const char* path, int flags) { return open_file(at, path, flags, 0); }
int __openat64_2(int at, const char* path, int flags) { return open_file(at, path, flags, 0); }
int creat(const char* path, mode_t mode) {
  return open_file(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}
int creat64(const char* path, mode_t mode) {
  return open_file(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}
std::FILE* fopen(const char* path, const char* mode) {
  static const auto real = next<std::FILE* (*)(const char*, const char*)>("fopen");
  return open_stream(path, mode, real);
}
std::FILE* fopen64(const char* path, const char* mode) {
  static const auto real = next<std::FILE* (*)(const char*, const char*)>("fopen64");
  return open_stream(path, mode, real);
}
int mkstemp(char* name) { return make_temporary(name, 0); }
int mkstemp64(char* name) { return make_temporary(name, 0); }
int mkostemp(char* name, int flags) { return make_temporary(name, flags); }
int mkostemp64(char* name, int flags) { return make_temporary(name, flags); }
int close(int fd) {
  forget(fd);
  return static_cast<int>(::syscall(SYS_close, fd));
}
int fcntl64(int fd, int command, ...) {
  va_list more;
  va_start(more, command);
  const long argument = va_arg(more, long);
  va_end(more);
  const int done = static_cast<int>(::syscall(SYS_fcntl, fd, command, argument));
  if (command == F_DUPFD || command == F_DUPFD_CLOEXEC) note(done);
  return done;
}
int fcntl(int fd, int command, ...) {
  va_list more;
  va_start(more, command);
  const long argument = va_arg(more, long);
  va_end(more);
  return fcntl64(fd, command, argument);
}
int dup(int fd) {
  const int made = static_cast<int>(::syscall(SYS_dup, fd));
  note(made);
  return made;
}
int dup3(int fd, int to, int flags) {
  const int made = static_cast<int>(::syscall(SYS_dup3, fd, to, flags));
  note(made);
  return made;
}
int dup2(int fd, int to) { return fd == to ? to : dup3(fd, to, 0); }

ssize_t write(int fd, const void* bytes, size_t length) {
  return write_file(
      fd, -1, [&] { return ::syscall(SYS_write, fd, bytes, length); },
      [&](std::size_t n) { return std::string_view(static_cast<const char*>(bytes), n); });
}
ssize_t pwrite64(int fd, const void* bytes, size_t length, off64_t offset) {
  return write_file(
      fd, offset, [&] { return ::syscall(SYS_pwrite64, fd, bytes, length, offset); },
      [&](std::size_t n) { return std::string_view(static_cast<const char*>(bytes), n); });
}
ssize_t pwrite(int fd, const void* bytes, size_t length, off_t offset) {
  return pwrite64(fd, bytes, length, offset);
}
ssize_t writev(int fd, const iovec* parts, int count) {
  return write_file(
      fd, -1, [&] { return ::syscall(SYS_writev, fd, parts, count); },
      [&](std::size_t n) { return joined(parts, count, n); });
}
ssize_t pwritev64(int fd, const iovec* parts, int count, off64_t offset) {
  return write_file(
      fd, offset, [&] { return ::syscall(SYS_pwritev, fd, parts, count, offset, 0L); },
      [&](std::size_t n) { return joined(parts, count, n); });
}
ssize_t pwritev(int fd, const iovec* parts, int count, off_t offset) {
  return pwritev64(fd, parts, count, offset);
}
ssize_t pwritev64v2(int fd, const iovec* parts, int count, off64_t offset, int flags) {
  return write_file(
      fd, offset, [&] { return ::syscall(SYS_pwritev2, fd, parts, count, offset, 0L, flags); },
      [&](std::size_t n) { return joined(parts, count, n); });
}
ssize_t pwritev2(int fd, const iovec* parts, int count, off_t offset, int flags) {
  return pwritev64v2(fd, parts, count, offset, flags);
}
ssize_t sendfile64(int to, int from, off64_t* offset, size_t length) {
  const auto call = [&] { return ::syscall(SYS_sendfile, to, from, offset, length); };
  if (node_of(to) == 0) return call();
  const std::lock_guard lock(recorder().mutex);
  const ssize_t done = call();
  if (done > 0) record_copied(to, ::lseek(to, 0, SEEK_CUR) - done, done);
  return done;
}
ssize_t sendfile(int to, int from, off_t* offset, size_t length) {
  return sendfile64(to, from, offset, length);
}
ssize_t copy_file_range(int from, off64_t* from_offset, int to, off64_t* to_offset, size_t length,
                        unsigned flags) {
  const auto call = [&] {
    return ::syscall(SYS_copy_file_range, from, from_offset, to, to_offset, length, flags);
  };
  if (node_of(to) == 0) return call();
  const std::lock_guard lock(recorder().mutex);
  const ssize_t done = call();
  if (done > 0)
    record_copied(to, (to_offset != nullptr ? *to_offset : ::lseek(to, 0, SEEK_CUR)) - done, done);
  return done;
}
int ftruncate64(int fd, off64_t size) {
  return resize_file(fd, size,
                     [](int file, off_t to) { return static_cast<int>(::syscall(SYS_ftruncate, file, to)); });
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }
int truncate64(const char* path, off64_t size) {
  const int fd = open_file(AT_FDCWD, path, O_WRONLY | O_CLOEXEC, 0);
  if (fd < 0) return fd;
  const int done = ftruncate64(fd, size);
  close(fd);
  return done;
}
int truncate(const char* path, off_t size) { return truncate64(path, size); }
int fallocate64(int fd, int mode, off64_t offset, off64_t length) {
  return allocate(
      fd, mode == 0 ? offset + length : 0,
      [](int file, int how, off_t at, off_t size) {
        return static_cast<int>(::syscall(SYS_fallocate, file, how, at, size));
      },
      mode, offset, length);
}
int fallocate(int fd, int mode, off_t offset, off_t length) { return fallocate64(fd, mode, offset, length); }
int posix_fallocate64(int fd, off64_t offset, off64_t length) {
  return fallocate64(fd, 0, offset, length) == 0 ? 0 : errno;
}
int posix_fallocate(int fd, off_t offset, off_t length) { return posix_fallocate64(fd, offset, length); }

int fsync(int fd) { return sync_file(fd); }
int fdatasync(int fd) { return sync_file(fd); }
void sync() {
  if (!recorder().folder.empty()) sync_node(0);
}
int syncfs(int) {
  sync();
  return 0;
}

int unlinkat(int at, const char* path, int flags) { return unlink_at(at, path, flags); }
int unlink(const char* path) { return unlink_at(AT_FDCWD, path, 0); }
int rmdir(const char* path) { return unlink_at(AT_FDCWD, path, AT_REMOVEDIR); }
int remove(const char* path) {
  const int done = unlink_at(AT_FDCWD, path, 0);
  return done != 0 && errno == EISDIR ? rmdir(path) : done;
}
int mkdirat(int at, const char* path, mode_t mode) { return make_folder_at(at, path, mode); }
int mkdir(const char* path, mode_t mode) { return make_folder_at(AT_FDCWD, path, mode); }
int linkat(int at, const char* path, int to_at, const char* to, int flags) {
  return link_at(at, path, to_at, to, flags);
}
int link(const char* path, const char* to) { return link_at(AT_FDCWD, path, AT_FDCWD, to, 0); }
int renameat2(int at, const char* path, int to_at, const char* to, unsigned flags) {
  return rename_at(at, path, to_at, to, flags);
}
int renameat(int at, const char* path, int to_at, const char* to) {
  return rename_at(at, path, to_at, to, 0);
}
int rename(const char* path, const char* to) { return rename_at(AT_FDCWD, path, AT_FDCWD, to, 0); }
}
#pragma GCC visibility pop

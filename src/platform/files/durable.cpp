#include "platform/files/durable.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "platform/files/files.hpp"

namespace biroyna::files {
namespace {

[[noreturn]] void fail_durably(const char* what, const std::filesystem::path& path) {
  throw std::system_error(errno, std::generic_category(), std::string(what) + " " + path.string());
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : ".";
}

// A name that a file has until it is whole.
class DraftName {
 public:
  explicit DraftName(const std::filesystem::path& path) : name_(path.string() + ".XXXXXX") {}
  ~DraftName() { ::unlink(name_.c_str()); }
  DraftName(const DraftName&) = delete;
  DraftName& operator=(const DraftName&) = delete;
  Descriptor open() {
    Descriptor file(::mkostemp(name_.data(), O_CLOEXEC));
    if (!file.valid()) fail_durably("cannot make", name_);
    return file;
  }
  const std::string& str() const { return name_; }

 private:
  std::string name_;
};

}  // namespace

void sync_name(const std::filesystem::path& path) {
  const Descriptor folder(::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const bool done = folder.valid() && ::fsync(folder.get()) == 0;
  // A folder that may not be read, or a file system that keeps no names, takes no such promise.
  if (!done && errno != EACCES && errno != EROFS && errno != EINVAL)
    fail_durably("cannot write", folder_of(path));
}

bool make_file(const std::filesystem::path& path, std::string_view content) {
  bool made = false;
  {
    DraftName draft(path);
    const Descriptor file = draft.open();
    write_all(file, content, draft.str());
    sync(file, draft.str());
    made = ::link(draft.str().c_str(), path.c_str()) == 0;
    if (!made && errno != EEXIST) fail_durably("cannot make", path);
  }
  sync_folder(folder_of(path));
  return made;
}

void make_folder(const std::filesystem::path& folder) {
  int made = ::mkdir(folder.c_str(), 0700);
  if (made != 0 && errno == ENOENT && folder.has_relative_path() && folder_of(folder) != folder) {
    make_folder(folder_of(folder));
    made = ::mkdir(folder.c_str(), 0700);
  }
  if (made != 0 && (errno != EEXIST || !std::filesystem::is_directory(folder)))
    fail_durably("cannot make", folder);
  sync_name(folder);
}

}  // namespace biroyna::files

// Files as the system has them: descriptors that close themselves, files as memory, and what makes a file
// outlive a power cut.
//
// Failures are std::system_error that name the file.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace biroyna::files {

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() { reset(); }
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    if (this != &other) reset(), fd_ = std::exchange(other.fd_, -1);
    return *this;
  }
  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }

 private:
  void reset();
  int fd_;
};

// `flags` as open() has them; O_CLOEXEC is added.
Descriptor open(const std::filesystem::path& path, int flags, unsigned mode = 0600);
// The same, but nothing (an invalid descriptor) when there is no such file.
Descriptor open_if_there(const std::filesystem::path& path, int flags);

void write_all(const Descriptor& file, std::string_view bytes, const std::filesystem::path& path);
// To the disk, with all that is needed to find it again.
void sync(const Descriptor& file, const std::filesystem::path& path);
void sync_folder(const std::filesystem::path& folder);
void rename(const std::filesystem::path& from, const std::filesystem::path& to);
// A whole file, or the one that was there before: written as "PATH.new", brought to the disk and renamed.
void replace(const std::filesystem::path& path, std::string_view content);

// A whole file as bytes, read by the system as they are looked at. Nobody else may shorten it meanwhile.
class Mapping {
 public:
  explicit Mapping(const std::filesystem::path& path);
  explicit Mapping(const Descriptor& file);
  ~Mapping();
  Mapping(Mapping&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  Mapping& operator=(Mapping&&) = delete;
  std::string_view bytes() const { return {static_cast<const char*>(data_), size_}; }

 private:
  void map(int fd);
  void* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace biroyna::files

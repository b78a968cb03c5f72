// A private file without a name, for the body of one request that is too large for memory.
//
// It is gone with the last that has it open, however the program ends. I/O thread while it is written.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace biroyna::http {

class Spool {
 public:
  // In this folder of the file system. Throws std::system_error.
  explicit Spool(const std::filesystem::path& folder);
  ~Spool();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  // False when the disk does not take it.
  bool append(std::string_view bytes);
  // How others of this process open it, as long as it lives.
  std::string path() const;

 private:
  int fd_;
};

}  // namespace biroyna::http

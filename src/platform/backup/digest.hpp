// SHA-256 of files and of what comes piece by piece.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "platform/auth/secrets.hpp"

namespace biroyna::backup {

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void add(std::string_view piece);
  auth::Digest finish();  // once

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

// 64 hexadecimal digits.
std::string sha256_of_file(const std::filesystem::path& file);

}  // namespace biroyna::backup

// How a content is sealed: a head (sign, key's id, stream's header), then blocks of 64 KB, the last one
// marked.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "platform/vault/key_file.hpp"

namespace biroyna::sealed {

inline constexpr std::size_t kBlock = std::size_t{64} * 1024;
// Of a content of so many bytes.
std::uintmax_t sealed_size(std::uintmax_t plain_size);

using Out = std::function<void(std::string_view)>;

// Takes a content in pieces of any size. finish() must come last.
class Sealer {
 public:
  Sealer(const VaultKey& key, std::string_view name, Out out);
  ~Sealer();
  Sealer(const Sealer&) = delete;
  Sealer& operator=(const Sealer&) = delete;
  void add(std::string_view piece);
  void finish();

 private:
  void seal(bool last);

  const std::string name_;
  const Out out_;
  std::string block_;
  struct Stream;
  std::unique_ptr<Stream> stream_;
};

// Hands over the plain blocks. Answers what is wrong, in English, or nothing.
std::string open(const VaultKey& key, std::string_view name, std::string_view sealed, const Out& out);

}  // namespace biroyna::sealed

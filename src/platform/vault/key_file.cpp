#include "platform/vault/key_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

#include "platform/files/durable.hpp"
#include "platform/files/files.hpp"

namespace biroyna {
namespace {

constexpr std::size_t kDigits = 2 * std::tuple_size_v<VaultKey>;

}  // namespace

VaultKey read_key(const std::filesystem::path& path) {
  const files::Descriptor file = files::open(path, O_RDONLY);
  struct stat status{};
  if (::fstat(file.get(), &status) == 0 && (status.st_mode & 077) != 0) {
    throw std::runtime_error(fmt::format("{} may be read by others: chmod 600 it", path.string()));
  }
  std::array<char, kDigits + 2> text{};
  const auto length = ::read(file.get(), text.data(), text.size());
  VaultKey key{};
  std::size_t bytes = 0;
  const bool whole = length == static_cast<ssize_t>(kDigits) ||
                     (length == static_cast<ssize_t>(kDigits + 1) && text[kDigits] == '\n');
  if (!whole || sodium_hex2bin(key.data(), key.size(), text.data(), kDigits, nullptr, &bytes, nullptr) != 0 ||
      bytes != key.size()) {
    throw std::runtime_error(fmt::format("{} holds no key: bring it back from the backup", path.string()));
  }
  sodium_memzero(text.data(), text.size());
  return key;
}

VaultKey read_or_make_key(const std::filesystem::path& path) {
  if (std::filesystem::exists(path)) {
    files::sync_name(path);  // what is sealed with it is lost without it
    return read_key(path);
  }
  VaultKey key{};
  randombytes_buf(key.data(), key.size());
  std::string text(kDigits + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), key.data(), key.size());
  text.back() = '\n';
  files::make_file(path, text);
  return read_key(path);
}

}  // namespace biroyna

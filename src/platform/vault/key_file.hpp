// The key that everything in a vault is sealed with: 256 bits as hexadecimal digits in a file for its owner
// alone.
#pragma once

#include <array>
#include <filesystem>

namespace biroyna {

using VaultKey = std::array<unsigned char, 32>;

// Throws std::runtime_error with one clear line when others may read the file or it holds no key.
VaultKey read_key(const std::filesystem::path& file);
// Makes it when it is not there; what another program makes at the same moment is taken instead.
VaultKey read_or_make_key(const std::filesystem::path& file);

}  // namespace biroyna

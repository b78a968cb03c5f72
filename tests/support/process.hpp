// Programs that tests start, and the files through which they speak with them.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace biroyna::testing {

using Environment = std::vector<std::string>;  // "NAME=value"

// Starts a program; the files "in", "out" and "err" of `folder` are its standard streams, the first of which
// must be there. It dies with the calling thread.
pid_t start(std::vector<std::string> command, Environment environment, const std::filesystem::path& folder);

std::string read_file(const std::filesystem::path& file);
void write_file(const std::filesystem::path& file, const std::string& text);

}  // namespace biroyna::testing

// Work on strangers' files in a process of its own with little memory and time: what goes wrong there ends
// that process and nothing else.
//
// The process is this program again, with arguments of the command line; its standard input and output are
// one socket. It may write no file and has no environment.
#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace biroyna::apart {

inline constexpr const char* kThisProgram = "/proc/self/exe";

// The two words after the program's name.
using Arguments = std::array<const char*, 2>;

struct Limits {
  std::size_t memory_bytes = std::size_t{768} << 20;
  int processor_seconds = 10;
};

// What the process answered to `head` and `file`; nothing when it failed, or took more than
// `patience_seconds`. Thread-safe. Throws std::system_error when no process can be made.
std::optional<std::string> run(const std::filesystem::path& program, const Arguments& arguments,
                               std::string_view head, std::string_view file, int patience_seconds);

// The other side: `work` gets the whole input. Nothing is a failure. Answers the exit code.
int serve(const Limits& limits, const std::function<std::optional<std::string>(std::string_view)>& work);

}  // namespace biroyna::apart

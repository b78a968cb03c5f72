#include "tests/support/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace biroyna::testing {

pid_t start(std::vector<std::string> command, Environment environment, const std::filesystem::path& folder) {
  std::vector<char*> argv, envp;
  for (auto& word : command) argv.push_back(word.data());
  argv.push_back(nullptr);
  environment.push_back(
      fmt::format("PATH={}", std::getenv("PATH") == nullptr ? "/usr/bin:/bin" : std::getenv("PATH")));
  // As of the tests themselves: cmake/Modules.cmake.
  environment.emplace_back("TSAN_OPTIONS=halt_on_error=1:ignore_noninstrumented_modules=1");
  // What leaks in libraries that are not ours is the same in the programs that a test starts.
  if (const char* leaks = std::getenv("LSAN_OPTIONS"))
    environment.push_back(std::string("LSAN_OPTIONS=") + leaks);
  for (auto& variable : environment) envp.push_back(variable.data());
  envp.push_back(nullptr);
  const std::string in = folder / "in", out = folder / "out", err = folder / "err";
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid < 0) throw std::runtime_error("fork");
  if (pid > 0) return pid;
  // Only what is allowed between fork and exec of a program with threads.
  const auto redirect = [](const char* file, int flags, int to) {
    const int from = ::open(file, flags, 0644);
    if (from < 0 || ::dup2(from, to) < 0) ::_exit(127);
  };
  redirect(in.c_str(), O_RDONLY, 0);
  redirect(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 1);
  redirect(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 2);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);
  ::execve(argv[0], argv.data(), envp.data());
  ::_exit(127);
}

std::string read_file(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

void write_file(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

}  // namespace biroyna::testing

#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>

#include "platform/files/files.hpp"
#include "platform/pdf_check/pdf_check.hpp"

namespace biroyna::pdf_check {
namespace {

constexpr rlim_t kMemoryBytes = rlim_t{768} << 20;
constexpr rlim_t kProcessorSeconds = 10;
constexpr timeval kPatience{20, 0};  // for each send and receive
constexpr std::size_t kMostInput = 64u << 20;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
constexpr bool kSanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool kSanitized = false;
#endif

void limit_this_process() {
  const auto limit = [](auto what, rlim_t most) {
    const rlimit value{most, most};
    ::setrlimit(what, &value);
  };
  // Sanitizers need terabytes of addresses.
  if (!kSanitized) limit(RLIMIT_AS, kMemoryBytes);
  limit(RLIMIT_CPU, kProcessorSeconds);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
}

[[noreturn]] void fail(int error, const char* what) {
  throw std::system_error(error, std::generic_category(), what);
}

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::string receive_all(int socket, std::size_t most) {
  std::string text;
  std::array<char, 64 * 1024> block{};
  while (text.size() <= most) {
    const auto got = ::recv(socket, block.data(), block.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    text.append(block.data(), static_cast<std::size_t>(got));
  }
  return text;
}

// A child whose standard input and output are one socket. Killed and waited for at the end.
class Child {
 public:
  Child(const std::filesystem::path& program, int socket) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, socket, STDOUT_FILENO);
    // Connections of ours must not stay open because of it.
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    std::string name = "biroyna", first = kArguments[0], second = kArguments[1];
    std::array<char*, 4> words = {name.data(), first.data(), second.data(), nullptr};
    std::array<char*, 1> no_environment = {nullptr};
    const int error =
        ::posix_spawn(&pid_, program.c_str(), &actions, nullptr, words.data(), no_environment.data());
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) fail(error, "cannot start a process");
  }
  ~Child() {
    ::kill(pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

 private:
  pid_t pid_ = 0;
};

}  // namespace

// First how many pages are allowed, a line; then the file. The answer is a line with two numbers.
Verdict CheckApart::operator()(std::string_view file, int most_pages) const {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
    fail(errno, "cannot make a socket");
  const files::Descriptor ours(ends[0]);
  files::Descriptor theirs(ends[1]);
  ::setsockopt(ours.get(), SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
  ::setsockopt(ours.get(), SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience);
  const Child child(program_, theirs.get());
  theirs = files::Descriptor();

  Verdict verdict{Wrong::broken};
  if (!send_all(ours.get(), fmt::format("{}\n", most_pages)) || !send_all(ours.get(), file)) return verdict;
  ::shutdown(ours.get(), SHUT_WR);
  int wrong = 0, pages = 0;
  if (std::sscanf(receive_all(ours.get(), 100).c_str(), "%d %d\n", &wrong, &pages) != 2) return verdict;
  if (wrong < 0 || wrong > static_cast<int>(Wrong::too_many_pages)) return verdict;
  return {static_cast<Wrong>(wrong), pages};
}

int serve_check() {
  limit_this_process();
  const std::string input = receive_all(STDIN_FILENO, kMostInput);
  const auto line = input.find('\n');
  if (line == std::string::npos) return 1;
  const int most_pages = std::atoi(input.c_str());
  const Verdict verdict = check(std::string_view(input).substr(line + 1), most_pages);
  return send_all(STDOUT_FILENO, fmt::format("{} {}\n", static_cast<int>(verdict.wrong), verdict.pages)) ? 0
                                                                                                         : 1;
}

}  // namespace biroyna::pdf_check

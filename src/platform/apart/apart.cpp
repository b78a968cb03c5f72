#include "platform/apart/apart.hpp"

#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "platform/files/files.hpp"

namespace biroyna::apart {
namespace {

constexpr std::size_t kMostBytes = 64u << 20;  // of either side
constexpr char kDone = '+';                    // the last byte of a whole answer

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
constexpr bool kSanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool kSanitized = false;
#endif

void limit_this_process(const Limits& limits) {
  const auto limit = [](auto what, rlim_t most) {
    const rlimit value{most, most};
    ::setrlimit(what, &value);
  };
  // Sanitizers need terabytes of addresses.
  if (!kSanitized) limit(RLIMIT_AS, limits.memory_bytes);
  limit(RLIMIT_CPU, static_cast<rlim_t>(limits.processor_seconds));
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
  Child(const std::filesystem::path& program, const Arguments& arguments, int socket) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, socket, STDOUT_FILENO);
    // Connections of ours must not stay open because of it.
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    std::string name = "biroyna", first = arguments[0], second = arguments[1];
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

std::optional<std::string> run(const std::filesystem::path& program, const Arguments& arguments,
                               std::string_view head, std::string_view file, int patience_seconds) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
    fail(errno, "cannot make a socket");
  const files::Descriptor ours(ends[0]);
  files::Descriptor theirs(ends[1]);
  const timeval patience{patience_seconds, 0};  // for each send and receive
  ::setsockopt(ours.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(ours.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  const Child child(program, arguments, theirs.get());
  theirs = files::Descriptor();

  if (!send_all(ours.get(), head) || !send_all(ours.get(), file)) return std::nullopt;
  ::shutdown(ours.get(), SHUT_WR);
  std::string answer = receive_all(ours.get(), kMostBytes);
  if (answer.empty() || answer.back() != kDone) return std::nullopt;
  answer.pop_back();
  return answer;
}

int serve(const Limits& limits, const std::function<std::optional<std::string>(std::string_view)>& work) {
  limit_this_process(limits);
  const auto answer = work(receive_all(STDIN_FILENO, kMostBytes));
  return answer && send_all(STDOUT_FILENO, *answer + kDone) ? 0 : 1;
}

}  // namespace biroyna::apart

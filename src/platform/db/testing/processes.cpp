#include "platform/db/testing/processes.hpp"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <system_error>

namespace biroyna::db::testing {
namespace {

constexpr std::string_view kFolderPrefix = "biroyna-test-";

struct Account {
  uid_t uid;
  gid_t gid;
};

// Nothing when we are nobody special already.
std::optional<Account> unprivileged() {
  if (::geteuid() != 0) return std::nullopt;
  const passwd* account = ::getpwnam("postgres");
  if (account == nullptr) throw std::runtime_error("there is no user \"postgres\" to run PostgreSQL as");
  return Account{account->pw_uid, account->pw_gid};
}

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

void remove_abandoned(const std::filesystem::path& parent) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(parent, ignored)) {
    const std::string name = entry.path().filename();
    if (!name.starts_with(kFolderPrefix)) continue;
    pid_t pid = 0;
    std::from_chars(name.data() + kFolderPrefix.size(), name.data() + name.size(), pid);
    if (pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH) std::filesystem::remove_all(entry.path(), ignored);
  }
}

}  // namespace

pid_t start_unprivileged(const std::vector<std::string>& command, const std::filesystem::path& log) {
  const std::optional<Account> account = unprivileged();
  const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (out < 0) fail(log);
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  const pid_t parent = ::getpid();

  const pid_t pid = ::fork();
  if (pid == 0) {
    // Only what is allowed between fork and exec of a program with threads.
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    const bool changed = !account || (::setgroups(0, nullptr) == 0 && ::setgid(account->gid) == 0 &&
                                      ::setuid(account->uid) == 0);
    // After setuid, which takes the wish back.
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    if (changed && ::getppid() == parent && ::chdir("/") == 0) ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
  ::close(out);
  if (pid < 0) fail("fork");
  return pid;
}

void give_to_unprivileged(const std::filesystem::path& folder) {
  const std::optional<Account> account = unprivileged();
  if (account && ::chown(folder.c_str(), account->uid, account->gid) != 0) fail(folder);
}

int wait_for(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

bool ends_within(pid_t pid, int milliseconds) {
  const int handle = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
  if (handle < 0) return true;
  pollfd wait{handle, POLLIN, 0};
  const int ready = ::poll(&wait, 1, milliseconds);
  ::close(handle);
  return ready > 0;
}

TemporaryFolder::TemporaryFolder(const std::filesystem::path& parent) : owner_(::getpid()) {
  remove_abandoned(parent);
  std::string name = parent / (std::string(kFolderPrefix) + std::to_string(owner_) + "-XXXXXX");
  if (::mkdtemp(name.data()) == nullptr) fail(name);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  if (owner_ == ::getpid()) std::filesystem::remove_all(path_, ignored);
}

std::string said_of(const std::string& bytes, const std::string& command) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "document.pdf";
  std::ofstream(file, std::ios::binary) << bytes;
  std::string line = command;
  line.replace(line.find("FILE"), 4, "'" + file.string() + "'");
  FILE* pipe = ::popen((line + " 2>&1").c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error(command + " cannot be started");
  std::string out;
  std::array<char, 4096> chunk{};
  while (const auto size = std::fread(chunk.data(), 1, chunk.size(), pipe)) out.append(chunk.data(), size);
  ::pclose(pipe);
  return out;
}

}  // namespace biroyna::db::testing

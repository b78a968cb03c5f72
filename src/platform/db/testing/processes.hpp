// Child processes of tests.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace biroyna::db::testing {

// Starts a program as the user "postgres" when we are root. What it says goes to the end of `log`. It gets
// SIGQUIT when the calling thread ends.
pid_t start_unprivileged(const std::vector<std::string>& command, const std::filesystem::path& log);
void give_to_unprivileged(const std::filesystem::path& folder);
// The exit status, as waitpid() has it.
int wait_for(pid_t pid);
// Whether the process ends within that time.
bool ends_within(pid_t pid, int milliseconds);

// What a command says of a file with these bytes, which stands in it as FILE; also what it complains of.
std::string said_of(const std::string& bytes, const std::string& command);

// A folder below the system's for temporary files, or below another one, removed at the end. The folders of
// programs that died without removing theirs are removed first.
class TemporaryFolder {
 public:
  TemporaryFolder() : TemporaryFolder(std::filesystem::temp_directory_path()) {}
  explicit TemporaryFolder(const std::filesystem::path& parent);
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  pid_t owner_;
  std::filesystem::path path_;
};

}  // namespace biroyna::db::testing

#include "app/setup_terminal.hpp"

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <stdexcept>

#include "core/text.hpp"

namespace biroyna::setup {
namespace {

// While a password is typed, the terminal does not show it. Ctrl+C is a sign like others then, as nobody else
// would make the terminal show again.
class HiddenTyping {
 public:
  HiddenTyping() {
    if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios hidden = before_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
    changed_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
  }
  ~HiddenTyping() {
    if (!changed_) return;
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    fmt::print("\n");
  }
  HiddenTyping(const HiddenTyping&) = delete;
  HiddenTyping& operator=(const HiddenTyping&) = delete;

 private:
  termios before_{};
  bool changed_ = false;
};

std::string read_line(const std::string& prompt) {
  fmt::print("{}: ", prompt);
  std::fflush(stdout);
  std::string line;
  if (!std::getline(std::cin, line)) throw std::runtime_error("the input has ended: nothing is written");
  return std::string(trim(line));
}

std::string read_secret(const std::string& prompt) {
  constexpr char kControlC = 3;
  const HiddenTyping hidden;
  const std::string line = read_line(prompt);
  if (line.find(kControlC) != std::string::npos) throw std::runtime_error("interrupted: nothing is written");
  return line;
}

}  // namespace

std::string ask(const std::string& question, const std::string& otherwise, const Check& check) {
  const std::string prompt = otherwise.empty() ? question : fmt::format("{} [{}]", question, otherwise);
  for (;;) {
    std::string answer = read_line(prompt);
    if (answer.empty()) answer = otherwise;
    const std::string wrong = check(answer);
    if (wrong.empty()) return answer;
    fmt::print("  {}\n", wrong);
  }
}

std::string ask_secret(const std::string& question, const Check& check) {
  for (;;) {
    std::string answer = read_secret(question);
    const std::string wrong = check(answer);
    if (!wrong.empty())
      fmt::print("  {}\n", wrong);
    else if (answer.empty() || read_secret("  Once more") == answer)
      return answer;
    else
      fmt::print("  These are two different ones\n");
  }
}

bool ask_yes_or_no(const std::string& question) {
  const std::string answer = ask(question + " (yes or no)", "", [](const std::string& text) {
    return text == "yes" || text == "no" ? "" : "Write yes or no";
  });
  return answer == "yes";
}

}  // namespace biroyna::setup

// Whether a PDF from a stranger may be kept and opened (qpdf): whole, open to read, without anything that
// runs.
//
// qpdf unfolds compressed structures as it reads, so a small file can cost much: check strangers' files with
// CheckApart.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace biroyna::pdf_check {

enum class Wrong : std::uint8_t {
  nothing,
  broken,  // its structure cannot be read, or only by guessing; or its pictures are made to take long
  encrypted,
  active,  // scripts, programs to start, files inside, rich media, what reaches outside by itself
  too_many_pages,
};

struct Verdict {
  Wrong wrong = Wrong::nothing;
  int pages = 0;
};

// Here and now, whatever it costs. Thread-safe.
Verdict check(std::string_view file, int most_pages);

// The same in a process of its own with little memory and time: what goes wrong there is `broken`.
// Thread-safe; takes up to 20 s. Throws std::system_error when no process can be made.
class CheckApart {
 public:
  // The process is `program` with these arguments; it must call serve_check() and end.
  explicit CheckApart(std::filesystem::path program = "/proc/self/exe") : program_(std::move(program)) {}
  Verdict operator()(std::string_view file, int most_pages) const;

 private:
  std::filesystem::path program_;
};

// What the process is started with, after its name.
inline constexpr const char* kArguments[] = {"documents", "examine-pdf"};
// The other side: reads the file from standard input and answers there. Answers the exit code.
int serve_check();

}  // namespace biroyna::pdf_check

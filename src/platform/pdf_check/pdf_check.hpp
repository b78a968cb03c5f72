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

#include "platform/apart/apart.hpp"

namespace biroyna::pdf_check {

enum class Wrong : std::uint8_t {
  nothing,
  broken,  // its structure cannot be read, or only by guessing; or it is made to take long
  encrypted,
  active,  // scripts, programs to start, files inside, rich media, what reaches outside by itself
  too_many_pages,
};

struct Verdict {
  Wrong wrong = Wrong::nothing;
  int pages = 0;
  std::string repaired = {};  // what is kept instead of the file; empty when that is as it should be
};

// Here and now, whatever it costs. Thread-safe.
Verdict check(std::string_view file, int most_pages);

// The same; a file with harmless damage (its parts lie elsewhere than it says, something stands before its
// beginning), and one that needs a password only to be changed, is written anew instead of being refused.
Verdict check_or_repair(std::string_view file, int most_pages);

// check_or_repair() in a process of its own with little memory and time: what goes wrong there is `broken`.
// Thread-safe; takes up to 20 s. Throws std::system_error when no process can be made.
class CheckApart {
 public:
  // The process is `program` with these arguments; it must call serve_check() and end.
  explicit CheckApart(std::filesystem::path program = apart::kThisProgram) : program_(std::move(program)) {}
  Verdict operator()(std::string_view file, int most_pages) const;

 private:
  std::filesystem::path program_;
};

// What the process is started with, after its name.
inline constexpr apart::Arguments kArguments = {"documents", "examine-pdf"};
// The other side: reads the file from standard input and answers there. Answers the exit code.
int serve_check();

}  // namespace biroyna::pdf_check

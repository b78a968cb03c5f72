// ClamAV's daemon, asked over its socket (INSTREAM): the file itself is sent, so that the daemon needs no
// right to read ours.
//
// Thread-safe; a scan waits up to 10 s to send and 30 s for the answer.
#pragma once

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace biroyna {

class Clamd {
 public:
  // "/run/clamav/clamd.ctl", or "127.0.0.1:3310". Throws std::invalid_argument for neither.
  explicit Clamd(std::string address);
  static bool is_address(std::string_view text);

  // It cannot be asked, or does not answer what it should. `what()` is one line for an operator.
  struct Unreachable : std::runtime_error {
    using std::runtime_error::runtime_error;
  };

  using Out = std::function<void(std::string_view)>;
  // `content` hands the file over, block by block. Answers the name of what was found, or nothing. Throws
  // Unreachable, and what `content` throws.
  std::optional<std::string> scan(const std::function<void(const Out&)>& content) const;

 private:
  std::string address_;
};

}  // namespace biroyna

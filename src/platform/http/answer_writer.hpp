// Writes answers as bytes.
#pragma once

#include <string>

#include "platform/http/http.hpp"

namespace biroyna::http {

// False for an answer that would break the protocol: a header's name or value that is none, a status out of
// range.
bool is_sendable(const Response& response);

// Thread-safe, but for the date, which is remembered for each thread.
class AnswerWriter {
 public:
  // How the one answer is sent; follows from its request.
  struct Manner {
    bool head = false;      // without its body
    bool close = false;     // the connection ends after it
    bool http_1_0 = false;  // keeping the connection must be said
  };

  // `always` is added to each answer that does not have that header itself. Throws std::invalid_argument when
  // one of them cannot be sent.
  explicit AnswerWriter(Fields always);

  // Appends the head; and the body, unless the answer has none.
  void write(std::string& out, const Response& response, Manner manner) const;
  void write_stream_head(std::string& out) const;

 private:
  void write_always(std::string& out, const Fields& own) const;

  Fields always_;
  std::string always_text_;
};

// "Sun, 06 Nov 1994 08:49:37 GMT" of now.
std::string_view http_date_now();

}  // namespace biroyna::http

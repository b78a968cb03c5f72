#include "platform/http/request_parser.hpp"

#include <gmock/gmock.h>

namespace biroyna::http {
namespace {

using Step = RequestParser::Step;

// The bytes one by one, as the slowest client sends them; the step after the last of them.
Step feed_byte_by_byte(std::string_view bytes, Request& request) {
  RequestParser parser(1024, 1024);
  parser.begin(request);
  std::string waiting;
  Step step = Step::more;
  for (const char byte : bytes) {
    waiting += byte;
    do {
      std::string_view unread = waiting;
      step = parser.feed(unread);
      waiting.erase(0, waiting.size() - unread.size());
    } while (step == Step::header);
    if (step != Step::more) break;
  }
  return step;
}

constexpr std::string_view kChunked = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

TEST(RequestParser, ReadsAnEmptyChunkedBodyByteByByte) {
  Request request;
  EXPECT_EQ(feed_byte_by_byte(std::string(kChunked) + "0\r\n\r\n", request), Step::request);
  EXPECT_EQ(request.body, "");
}

TEST(RequestParser, ReadsChunksByteByByte) {
  Request request;
  EXPECT_EQ(feed_byte_by_byte(std::string(kChunked) + "1\r\na\r\n2;x\r\nbc\r\n0\r\nX: y\r\n\r\n", request),
            Step::request);
  EXPECT_EQ(request.body, "abc");
}

}  // namespace
}  // namespace biroyna::http

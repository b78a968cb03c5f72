// Where a request begins and ends must be read alike by every program on its way: whatever another might read
// in another way is refused. Each case stands beside one that differs in nothing else and is taken.
#include <gtest/gtest.h>

#include <algorithm>

#include "platform/http/request_parser.hpp"

namespace biroyna::http {
namespace {

using namespace std::string_view_literals;
using Step = RequestParser::Step;

struct Reading {
  Step step = Step::more;
  int status = 0;
  Request request = {};
};

// The bytes in pieces of this size, as they may come.
Reading read_in_pieces(std::string_view bytes, std::size_t piece) {
  Reading reading;
  RequestParser parser(4096, 4096);
  parser.begin(reading.request);
  std::string waiting;
  while (!bytes.empty() && reading.step == Step::more) {
    waiting += bytes.substr(0, piece);
    bytes.remove_prefix(std::min(piece, bytes.size()));
    do {
      std::string_view unread = waiting;
      reading.step = parser.feed(unread);
      waiting.erase(0, waiting.size() - unread.size());
    } while (reading.step == Step::header);
  }
  if (reading.step == Step::refused) reading.status = parser.refusal().status;
  return reading;
}

struct FramingCase {
  std::string_view what, refused, taken;
};

constexpr FramingCase kFramingCases[] = {
    {"a folded coding", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
    {"a folded coding, by a tab",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n\tchunked\r\n\r\n0\r\n\r\n",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n"},
    {"a folded length", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n 1\r\n\r\na",
     "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na"},
    {"a folded host", "GET / HTTP/1.1\r\nHost:\r\n x\r\n\r\n", "GET / HTTP/1.1\r\nHost:  x\r\n\r\n"},
    {"a fold in the middle", "GET / HTTP/1.1\r\nHost: x\r\nAccept: a,\r\n b\r\n\r\n",
     "GET / HTTP/1.1\r\nHost: x\r\nAccept: a, b\r\n\r\n"},
    {"a fold before another header", "GET / HTTP/1.1\r\nHost: x\r\nAccept: a,\r\n b\r\nCookie: c=1\r\n\r\n",
     "GET / HTTP/1.1\r\nHost: x\r\nAccept: a, b\r\nCookie: c=1\r\n\r\n"},
    {"a fold that adds nothing", "GET / HTTP/1.1\r\nHost: x\r\nAccept: a\r\n \r\n\r\n",
     "GET / HTTP/1.1\r\nHost: x\r\nAccept: a \r\n\r\n"},
    {"a fold twice", "GET / HTTP/1.1\r\nHost: x\r\nAccept: a\r\n \r\n\tb\r\n\r\n",
     "GET / HTTP/1.1\r\nHost: x\r\nAccept: a \tb\r\n\r\n"},
    {"a blank before the first header", "GET / HTTP/1.1\r\n Host: x\r\n\r\n",
     "GET / HTTP/1.1\r\nHost: x\r\n\r\n"},
    {"a folded trailer",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: y\r\n z\r\n\r\n",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n\r\n \r\n0\r\nX: y z\r\n\r\n"},
    {"a blank before the colon", "GET / HTTP/1.1\r\nHost: x\r\nAccept : a\r\n\r\n",
     "GET / HTTP/1.1\r\nHost: x\r\nAccept: a\r\n\r\n"},
    {"a tab before the colon", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length\t: 1\r\n\r\na",
     "POST / HTTP/1.1\r\nHost: x\r\nContent-Length:\t1\r\n\r\na"},
    {"no name", "GET / HTTP/1.1\r\nHost: x\r\n: a\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\na: a\r\n\r\n"},
    {"no colon", "GET / HTTP/1.1\r\nHost: x\r\nAccept\r\n\r\n",
     "GET / HTTP/1.1\r\nHost: x\r\nAccept:\r\n\r\n"},
    {"a CR alone in a value", "GET / HTTP/1.1\r\nHost: x\r\nAccept: a\rb\r\n\r\n",
     "GET / HTTP/1.1\r\nHost: x\r\nAccept: a b\r\n\r\n"},
    {"a CR alone in a name", "GET / HTTP/1.1\r\nHost: x\r\nAc\rcept: a\r\n\r\n",
     "GET / HTTP/1.1\r\nHost: x\r\nAccept: a\r\n\r\n"},
    {"an LF alone in a value", "GET / HTTP/1.1\r\nHost: x\r\nAccept: a\nX: b\r\n\r\n",
     "GET / HTTP/1.1\r\nHost: x\r\nAccept: a\r\nX: b\r\n\r\n"},
    {"an LF alone at the end", "GET / HTTP/1.1\r\nHost: x\r\n\nX: y\r\n\r\n",
     "GET / HTTP/1.1\r\nHost: x\r\n\r\n"},
    {"NUL in a value", "GET / HTTP/1.1\r\nHost: x\r\nAccept: a\0b\r\n\r\n"sv,
     "GET / HTTP/1.1\r\nHost: x\r\nAccept: ab\r\n\r\n"},
    {"NUL at a value's end", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\0\r\n\r\na"sv,
     "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na"},
    {"NUL in a name", "GET / HTTP/1.1\r\nHost: x\r\nAcc\0ept: a\r\n\r\n"sv,
     "GET / HTTP/1.1\r\nHost: x\r\nAccept: a\r\n\r\n"},
    {"another control sign in a value", "GET / HTTP/1.1\r\nHost: x\r\nAccept: a\x0b\r\n\r\n",
     "GET / HTTP/1.1\r\nHost: x\r\nAccept: a\t\r\n\r\n"},
    {"two lengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
     "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nX: 2\r\n\r\na"},
    {"two lengths in one line", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1, 1\r\n\r\na",
     "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na"},
    {"an empty length", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\n",
     "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"},
    {"a length with a sign", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\na",
     "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 01\r\n\r\na"},
    {"a length in hexadecimal", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x1\r\n\r\na",
     "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na"},
    {"a length beyond 64 bits", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 18446744073709551617\r\n\r\na",
     "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na"},
    {"length and chunks",
     "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
    {"chunks and length",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
     "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"},
    {"an empty coding", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n\r\n0\r\n\r\n",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
    {"an empty coding and a length",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\nContent-Length: 1\r\n\r\na",
     "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na"},
    {"chunks in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
     "POST / HTTP/1.0\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"},
    {"chunked is not last", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n"},
    {"chunked is not alone",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
    {"chunked twice",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: "
     "chunked\r\n\r\n0\r\n\r\n",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nX: chunked\r\n\r\n0\r\n\r\n"},
    {"chunked with a parameter",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0;q=1\r\n\r\n"},
    {"a chunk's length with a prefix",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n01\r\na\r\n0\r\n\r\n"},
    {"a blank before a chunk's length",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n 1\r\na\r\n0\r\n\r\n",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"},
    {"an LF alone after a chunk's extension",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;x\na\r\n0\r\n\r\n",
     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;x\r\na\r\n0\r\n\r\n"},
    {"no host", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.0\r\n\r\n"},
    {"two hosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
     "GET / HTTP/1.1\r\nHost: x\r\nX: y\r\n\r\n"},
    {"a tab in the first line", "GET\t/ HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"},
    {"two blanks in the first line", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
     "GET / HTTP/1.1\r\nHost: x\r\n\r\n"},
};

TEST(RequestFraming, IsRefusedWhereOthersMayReadItInAnotherWay) {
  for (const auto& [what, refused, taken] : kFramingCases) {
    for (std::size_t piece = 1; piece <= std::max(refused.size(), taken.size()); ++piece) {
      const Reading wrong = read_in_pieces(refused, piece);
      EXPECT_EQ(wrong.step, Step::refused) << what << ", in pieces of " << piece;
      EXPECT_EQ(wrong.status, 400) << what << ", in pieces of " << piece;
      EXPECT_EQ(read_in_pieces(taken, piece).step, Step::request) << what << ", in pieces of " << piece;
    }
  }
}

TEST(RequestFraming, LetsABodyHaveLinesThatBeginWithABlank) {
  for (const std::string_view bytes :
       {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\na\r\n b\t"sv,
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n6\r\na\r\n b\t\r\n0\r\n\r\n"sv}) {
    const Reading reading = read_in_pieces(bytes, 4096);
    EXPECT_EQ(reading.step, Step::request);
    EXPECT_EQ(reading.request.body, "a\r\n b\t");
  }
}

}  // namespace
}  // namespace biroyna::http

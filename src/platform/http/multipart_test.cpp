#include "platform/http/multipart.hpp"

#include <gmock/gmock.h>
#include <rapidcheck.h>

namespace biroyna::http {
namespace {

TEST(Multipart, FindsTheBoundary) {
  struct Case {
    const char* header;
    std::optional<std::string> boundary;
  };
  for (const auto& [header, boundary] :
       std::initializer_list<Case>{{"multipart/form-data; boundary=abc", "abc"},
                                   {"Multipart/Form-Data;boundary=\"a b:c\"", "a b:c"},
                                   {"multipart/form-data; charset=utf-8; boundary=----WebKitFormBoundaryX7",
                                    "----WebKitFormBoundaryX7"},
                                   {"multipart/form-data", std::nullopt},
                                   {"multipart/form-data; boundary=", std::nullopt},
                                   {"multipart/form-data; boundary=\"a\x01\"", std::nullopt},
                                   {"multipart/form-data; boundary=\"a ", std::nullopt},
                                   {"multipart/form-data; boundary=a; boundary=b", std::nullopt},
                                   {"multipart/mixed; boundary=abc", std::nullopt},
                                   {"application/json", std::nullopt},
                                   {"", std::nullopt}}) {
    EXPECT_EQ(multipart_boundary(header), boundary) << header;
  }
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'a')), std::nullopt);
}

std::string head(const std::string& disposition) {
  return "--B\r\nContent-Disposition: form-data; " + disposition + "\r\n";
}

TEST(Multipart, ReadsTextsAndFilesAsBrowsersSendThem) {
  const std::string png("\x89PNG\r\n\x1a\n\r\n--A\r\n--\0", 18);
  const std::string body = (head("name=\"centre\"") + "\r\nsergeli\r\n" + head("name=\"empty\"") +
                            "\r\n\r\n" + head("name=\"file\"; filename=\"pas%22port \\\"1\\\".png\"") +
                            "Content-Type: image/png\r\n\r\n" + png + "\r\n--B--\r\n");
  const auto parts = parse_multipart(body, "B");
  ASSERT_TRUE(parts);
  ASSERT_EQ(parts->size(), 3u);
  EXPECT_EQ(parts->at(0).name, "centre");
  EXPECT_EQ(parts->at(0).content, "sergeli");
  EXPECT_FALSE(parts->at(0).filename);
  EXPECT_EQ(parts->at(1).content, "");
  EXPECT_EQ(parts->at(2).filename, "pas\"port \"1\".png");
  EXPECT_EQ(parts->at(2).content, png);
}

TEST(Multipart, KeepsOldBackslashesOfFileNames) {
  const auto parts = parse_multipart(head("name=f; filename=\"C:\\papers\\a.pdf\"") + "\r\nx\r\n--B--", "B");
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->front().filename, "C:\\papers\\a.pdf");
}

TEST(Multipart, AnEmptyFormIsWhole) {
  const auto parts = parse_multipart("--B--\r\n", "B");
  ASSERT_TRUE(parts);
  EXPECT_TRUE(parts->empty());
}

TEST(Multipart, RefusesWhatIsBrokenOrAmbiguous) {
  const std::string named = head("name=\"a\"");
  std::string many;
  for (std::size_t i = 0; i <= kMostParts; ++i) many += named + "\r\nx\r\n";
  for (const auto& body : std::initializer_list<std::string>{
           std::string(), std::string("x"),
           named,                    // no content
           named + "\r\nx",          // no end
           named + "\r\nx\r\n--Bx",  // a delimiter that goes on
           named + "\r\n--B--",      // no break before the delimiter
           "--B\r\n\r\nx\r\n--B--",  // no name
           "--B\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--B--",  // another disposition
           head("name=\"\"") + "\r\nx\r\n--B--", head("name=\"a\"; name=\"b\"") + "\r\nx\r\n--B--",
           head("name=\"a\"; filename=\"b\"; filename=\"c\"") + "\r\nx\r\n--B--",
           head("name=\"a") + "\r\nx\r\n--B--", head("name=\"\xff\"") + "\r\nx\r\n--B--",
           named + "Content-Disposition: form-data; name=\"b\"\r\n\r\nx\r\n--B--",  // twice
           named + "Content-Transfer-Encoding: base64\r\n\r\nx\r\n--B--",
           named + "no colon\r\n\r\nx\r\n--B--",
           named + "X: " + std::string(kLongestPartHeader, 'x') + "\r\n\r\nx\r\n--B--", many + "--B--"}) {
    EXPECT_FALSE(parse_multipart(body, "B")) << body.substr(0, 100);
  }
}

TEST(Multipart, GivesBackWhateverWasPutIn) {
  rc::check([](const std::vector<std::string>& contents) {
    RC_PRE(contents.size() <= kMostParts);
    std::string body;
    for (const auto& content : contents) {
      RC_PRE(content.find("--Boundary") == std::string::npos);
      body += "--Boundary\r\nContent-Disposition: form-data; name=\"n\"; filename=\"f\"\r\n\r\n" + content +
              "\r\n";
    }
    body += "--Boundary--";
    const auto parts = parse_multipart(body, "Boundary");
    RC_ASSERT(parts);
    RC_ASSERT(parts->size() == contents.size());
    for (std::size_t i = 0; i < contents.size(); ++i) RC_ASSERT(parts->at(i).content == contents[i]);
  });
}

}  // namespace
}  // namespace biroyna::http

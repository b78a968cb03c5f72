// Files that are two things at once, that unfold, or whose names lead elsewhere.
#include <zlib.h>

#include "features/documents/test_documents.hpp"
#include "platform/pdf_check/testing/pdf.hpp"
#include "tests/attack/attack.hpp"
#include "tests/support/uploads.hpp"

namespace biroyna::testing {
namespace {

using namespace std::string_literals;
using documents::testing::chunk;
using documents::testing::jpeg;
using documents::testing::png;
using documents::testing::segment;
using pdf_check::testing::pdf_with;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kScript = "<script>alert(1)</script>";

class Uploads : public Attack {
 protected:
  Uploads() : Attack("uploads") {}

  // Each from another address, so that none has to wait.
  Answer hand_in(std::string_view file, std::string_view name = "document") {
    return testing::send_form(nobody.client(), form_of(file, {{"centre", "sergeli"}}, name), "",
                              {{"X-Forwarded-For", fmt::format("10.0.0.{}", ++sent_)}});
  }
  Answer content_of(const Answer& taken) {
    return nobody.get("/api/v1/documents/" + text(taken, "id") + "/content",
                      {{"Document-Secret", text(taken, "secret")}});
  }

 private:
  int sent_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, Uploads, db::testing::program_engines(), db::testing::engine_name);

std::string deflated(const std::string& text) {
  uLongf size = compressBound(text.size());
  std::string out(size, '\0');
  compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(text.data()),
           text.size());
  out.resize(size);
  return out;
}
std::string stream(const std::string& entries, const std::string& content) {
  return "<< " + entries + " /Length " + std::to_string(content.size()) + " >>\nstream\n" + content +
         "\nendstream";
}

TEST_P(Uploads, WhatIsTwoKindsAtOnceIsRefusedOrKeptAsOne) {
  const std::string zip = "PK\3\4" + std::string(30, 'z') + kScript;
  struct Kept {
    std::string what, file, type;
  };
  // What is no picture is gone from a picture; the kind is the content's, never the name's.
  for (const auto& [what, file, type] :
       {Kept{"a picture with an archive behind it", png() + zip, "image/png"},
        Kept{"a photograph with an archive behind it", jpeg() + zip, "image/jpeg"},
        Kept{"a picture with a script in its words",
             png(chunk("tEXt", std::string("Comment\0", 8) + kScript)), "image/png"},
        Kept{"a photograph with a script in its remark", jpeg(segment(0xfe, kScript)), "image/jpeg"},
        Kept{"a photograph with a program in its maker's notes",
             jpeg(segment(0xe1, "<?php system($_GET[0]); ?>")), "image/jpeg"}}) {
    const Answer taken = hand_in(file, "document.html");
    ASSERT_EQ(taken.status, 201) << what << taken.body;
    const Answer content = content_of(taken);
    EXPECT_EQ(content.headers.at("content-type"), type) << what;
    for (const char* rest : {"script", "PK", "php"}) EXPECT_THAT(content.body, Not(HasSubstr(rest))) << what;
    EXPECT_THAT(content.headers.at("content-disposition"), ::testing::StartsWith("attachment")) << what;
    EXPECT_EQ(content.headers.at("x-content-type-options"), "nosniff") << what;
    EXPECT_THAT(content.headers.at("content-security-policy"), HasSubstr("sandbox")) << what;
  }
  for (const std::string& file :
       {std::string("GIF89a/*") + kScript,
        "<svg xmlns=\"http://www.w3.org/2000/svg\">" + std::string(kScript) + "</svg>",
        std::string("<!DOCTYPE html>") + kScript, zip + pdf_with(1),
        "\x7f"
        "ELF" +
            png(),
        "MZ" + pdf_with(1), std::string("{\\rtf1 }"), std::string("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")}) {
    const Answer refused = hand_in(file, "document.png");
    EXPECT_EQ(refused.status, 415) << file.substr(0, 10) << refused.body;
  }
  const Answer plain = hand_in(png(), "passport.png");
  ASSERT_EQ(plain.status, 201);
  EXPECT_EQ(content_of(plain).body, png());
}

// A few kilobytes each, of which a reader would have minutes.
TEST_P(Uploads, WhatUnfoldsToFarMoreThanItShowsIsRefused) {
  // What nothing leads to is left out where a document is repaired.
  const std::string reached = "/Shown 4 0 R";
  const auto picture = [&](const std::string& filter, const std::string& content) {
    return pdf_with(
        1, reached,
        {stream("/Type /XObject /Subtype /Image /Width 100 /Height 100 /Filter /" + filter, content)});
  };
  const auto region = [](std::uint64_t size, int times) {
    std::string text;
    const auto be = [](std::uint64_t value, std::size_t bytes) {
      return documents::testing::be(value, bytes);
    };
    const std::string area = be(size, 4) + be(size, 4) + std::string(9, '\0');
    const auto add = [&](int type, const std::string& data) {
      text += be(text.size(), 4) + be(static_cast<std::uint64_t>(type), 1) + be(0, 1) + be(1, 1) +
              be(data.size(), 4) + data;
    };
    add(48, area + "\0\0"s);
    for (int i = 0; i < times; ++i) add(38, area + "\0\3\xff\xfd\xff\2\xfe\xfe\xfe"s + std::string(20, '\0'));
    return text;
  };
  struct Bomb {
    std::string what, bomb, control;
  };
  for (const auto& [what, bomb, control] :
       {Bomb{"JBIG2, larger than it says", picture("JBIG2Decode", region(20'000, 1)),
             picture("JBIG2Decode", region(100, 1))},
        Bomb{"JBIG2, again and again", picture("JBIG2Decode", region(1'000, 2'000)),
             picture("JBIG2Decode", region(100, 4))},
        Bomb{"what pages draw",
             pdf_with(1, reached, {stream("/Filter /FlateDecode", deflated(std::string(100u << 20, ' ')))}),
             pdf_with(1, reached, {stream("/Filter /FlateDecode", deflated(std::string(1u << 20, ' ')))})},
        Bomb{"a picture of 60,000 dots by 60,000", png("", 60'000, 60'000), png()}}) {
    const Answer refused = hand_in(bomb);
    EXPECT_EQ(refused.status, 422) << what << refused.body;
    EXPECT_LT(bomb.size(), 200'000u) << what;
    EXPECT_EQ(hand_in(control).status, 201) << what;
  }
}

TEST_P(Uploads, NamesLeadNowhereAndBreakNoHeader) {
  for (const std::string& name :
       {std::string("../../../biroyna.db"), std::string("..\\..\\x.png"), std::string("/etc/passwd"),
        std::string("a%0d%0aX-Evil: 1.png"), std::string("x.png; filename=evil.html"), std::string("x.html"),
        std::string(".htaccess"), std::string("CON"), "\xe2\x80\xaegnp.exe"s, std::string(500, 'n') + ".png",
        std::string("${jndi:ldap://x}.png"), std::string("-rf"), std::string("a\tb\x7f.png"),
        std::string("x'y.png")}) {
    const Answer taken = hand_in(png(), name);
    ASSERT_EQ(taken.status, 201) << name << taken.body;
    const Answer content = content_of(taken);
    ASSERT_EQ(content.status, 200) << name;
    const std::string said = content.headers.at("content-disposition");
    EXPECT_THAT(said, ::testing::StartsWith("attachment; filename=\"document.png\"")) << name;
    for (const char* part : {"..", "/", "\\", "\xe2\x80\xae", "\x7f", "\t"})
      EXPECT_THAT(said.substr(22), Not(HasSubstr(part))) << name;
    EXPECT_FALSE(content.headers.contains("x-evil")) << name;
    EXPECT_LT(said.size(), 1'000u);
  }
  const Answer usual = hand_in(png(), "passport.png");
  EXPECT_THAT(content_of(usual).headers.at("content-disposition"), HasSubstr("passport.png"));
  EXPECT_EQ(std::filesystem::exists(centre.folder() / "x.png"), false);
}

}  // namespace
}  // namespace biroyna::testing

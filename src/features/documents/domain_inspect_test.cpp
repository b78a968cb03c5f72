#include "features/documents/domain_inspect.hpp"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include "features/documents/test_documents.hpp"

namespace biroyna::documents {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::Not;

std::string mime_of(std::string_view file) {
  const auto inspected = inspect(file);
  return inspected ? std::string(name(inspected->type)) : inspected.error();
}

TEST(Inspect, KnowsADocumentByItsContent) {
  EXPECT_EQ(mime_of("%PDF-1.7\n"), "application/pdf");
  for (const char* before : {"\xef\xbb\xbf", "\r\n", "\xef\xbb\xbf\n\n"})
    EXPECT_EQ(mime_of(before + std::string("%PDF-1.7\n")), "application/pdf") << "something stands before it";
  EXPECT_EQ(mime_of(jpeg()), "image/jpeg");
  EXPECT_EQ(mime_of(png()), "image/png");
  EXPECT_EQ(mime_of(heic()), "image/heic");
  EXPECT_EQ(mime_of(""), "error.document_empty");
  for (const std::string& other :
       {std::string("PK\3\4"), std::string("MZ\x90"), std::string("GIF89a"), std::string("<html>"),
        std::string("\x7f"
                    "ELF"),
        std::string(" %PDF-1.7"),
        std::string("\0\0\0\x18"
                    "ftypmp42",
                    12)})
    EXPECT_EQ(mime_of(other), "error.document_format") << other;
  EXPECT_EQ(mime_of("%PDF-" + std::string(kMostBytes, ' ')), "error.document_too_large");
}

TEST(Inspect, NamesComeBack) {
  for (const auto type : {MediaType::pdf, MediaType::jpeg, MediaType::png, MediaType::heic}) {
    MediaType parsed{};
    EXPECT_TRUE(parse_media_type(name(type), parsed));
    EXPECT_EQ(parsed, type);
  }
  MediaType none{};
  EXPECT_FALSE(parse_media_type("text/html", none));
}

TEST(Jpeg, StaysAsItIsWithoutMetadata) {
  EXPECT_EQ(kept_of(jpeg()), jpeg());
  const std::string colours =
      segment(0xe2, std::string("ICC_PROFILE\0\1\1profile", 21)) + segment(0xee, "Adobe");
  EXPECT_EQ(kept_of(jpeg(colours)), jpeg(colours));
}

TEST(Jpeg, LosesEverythingThatIsNotThePicture) {
  const std::string place(kPlace);
  for (const std::string& metadata :
       {segment(0xe1, exif(1)), segment(0xe1, "http://ns.adobe.com/xap/1.0/" + place),
        segment(0xed, "Photoshop 3.0" + place), segment(0xfe, place), segment(0xe2, "MPF" + place),
        segment(0xef, place), segment(0xe0, "JFXX" + place)}) {
    EXPECT_EQ(kept_of(jpeg(metadata)), jpeg());
  }
  EXPECT_EQ(kept_of(jpeg() + "PK\3\4 a program behind the picture"), jpeg());
}

TEST(Jpeg, KeepsTheWayUp) {
  for (int way = 2; way <= 8; ++way) {
    for (const bool little : {false, true}) {
      const std::string kept = kept_of(jpeg(segment(0xe1, exif(way, little))));
      EXPECT_THAT(kept, Not(HasSubstr(kPlace)));
      EXPECT_EQ(kept.size(), jpeg().size() + 36);
      EXPECT_EQ(kept_of(kept), kept) << "what was written is read again as the same";
      EXPECT_THAT(kept, HasSubstr(std::string("\x01\x12\0\x03\0\0\0\1\0", 9) + static_cast<char>(way)));
    }
  }
  EXPECT_EQ(kept_of(jpeg(segment(0xe1, exif(9)))), jpeg());
  EXPECT_EQ(kept_of(jpeg(segment(0xe1, exif(6).substr(0, 20)))), jpeg()) << "cut off";
  EXPECT_EQ(kept_of(jpeg(segment(0xe1, exif(6)) + segment(0xe1, exif(3)))),
            kept_of(jpeg(segment(0xe1, exif(6)))));
}

TEST(Jpeg, IsMeasuredByItsHeader) {
  EXPECT_EQ(mime_of(jpeg("", 12'000, 10'000)), "image/jpeg") << "it is drawn anew";
  EXPECT_EQ(mime_of(jpeg("", 12'001, 10'000)), "error.document_too_many_pixels");
  EXPECT_EQ(mime_of(jpeg("", 60'000, 60'000)), "error.document_too_many_pixels");
  EXPECT_EQ(mime_of(jpeg("", 0, 3)), "error.document_broken");
}

TEST(Jpeg, IsWhole) {
  const std::string whole = jpeg();
  for (std::size_t size = 3; size < whole.size(); ++size)
    EXPECT_EQ(mime_of(whole.substr(0, size)), "error.document_broken") << size;
  EXPECT_EQ(mime_of("\xff\xd8\xff\xd9"), "error.document_broken");
  EXPECT_EQ(mime_of("\xff\xd8" + scan() + "\xff\xd9"), "error.document_broken") << "no frame";
  EXPECT_EQ(mime_of(jpeg(frame(1, 1))), "error.document_broken") << "two frames";
  EXPECT_EQ(mime_of(jpeg(segment(0xc9, "x"))), "error.document_broken") << "a coding that nobody shows";
}

TEST(Inspect, RefusesWhatIsCutIntoFarTooManyPieces) {
  std::string crumbs;
  for (int i = 0; i < 100'001; ++i) crumbs += segment(0xdd, "1") + segment(0xfe, "");
  EXPECT_EQ(mime_of(jpeg(crumbs)), "error.document_broken");
  crumbs.clear();
  for (int i = 0; i < 100'001; ++i) crumbs += chunk("hIST", "") + chunk("tEXt", "");
  EXPECT_EQ(mime_of(png(crumbs)), "error.document_broken");
}

TEST(Png, StaysAsItIsWithoutMetadata) {
  const std::string colours = chunk("iCCP", "profile") + chunk("pHYs", std::string(9, '\1'));
  EXPECT_EQ(kept_of(png(colours)), png(colours));
}

TEST(Png, LosesEverythingThatIsNotThePicture) {
  const std::string place(kPlace);
  for (const char* kind : {"tEXt", "zTXt", "iTXt", "eXIf", "tIME", "acTL", "prVt"})
    EXPECT_EQ(kept_of(png(chunk(kind, place))), png()) << kind;
  EXPECT_EQ(kept_of(png() + "PK\3\4"), png());
}

TEST(Png, IsMeasuredByItsHeader) {
  EXPECT_EQ(mime_of(png("", 10'000, 5'000)), "image/png");
  EXPECT_EQ(mime_of(png("", 60'000, 60'000)), "error.document_too_many_pixels");
  EXPECT_EQ(mime_of(png("", 0x7fffffff, 0x7fffffff)), "error.document_too_many_pixels");
  EXPECT_EQ(mime_of(png("", 0, 1)), "error.document_broken");
}

TEST(Png, IsWhole) {
  const std::string whole = png();
  for (std::size_t size = 8; size < whole.size(); ++size)
    EXPECT_EQ(mime_of(whole.substr(0, size)), "error.document_broken") << size;
  std::string damaged = whole;
  damaged[damaged.find("coded")] ^= 1;
  EXPECT_EQ(mime_of(damaged), "error.document_broken") << "a sum that does not fit";
  EXPECT_EQ(mime_of(png(chunk("IHDR", std::string(13, '\1')))), "error.document_broken") << "two headers";
  EXPECT_EQ(mime_of(png(chunk("XXXX", ""))), "error.document_broken") << "a critical chunk that nobody knows";
  EXPECT_EQ(mime_of(png_header(1, 1) + chunk("IEND", "")), "error.document_broken") << "no picture";
}

TEST(Heic, LosesItsMetadataInPlace) {
  Heic what;
  what.items.push_back({"mime", std::string(kPlace) + " as XMP"});
  what.items.push_back({"hvc1", "a second picture"});
  what.items.push_back({"Exif", std::string(kPlace), true});
  what.more_boxes = box("uuid", std::string(kPlace)) + box("moov", "a film");
  what.more_properties = box("udes", std::string(kPlace));
  const std::string file = heic(what), kept = kept_of(file);
  EXPECT_EQ(kept.size(), file.size());
  EXPECT_THAT(kept, Not(HasSubstr(kPlace)));
  EXPECT_THAT(kept, Not(HasSubstr("moov")));
  EXPECT_THAT(kept, HasSubstr("the coded picture"));
  EXPECT_THAT(kept, HasSubstr("a second picture"));
  EXPECT_EQ(kept_of(kept), kept);
}

TEST(Heic, IsMeasuredByItsHeader) {
  EXPECT_EQ(mime_of(heic({.width = 10'000, .height = 5'000})), "image/heic");
  EXPECT_EQ(mime_of(heic({.width = 60'000, .height = 60'000})), "error.document_too_many_pixels");
  EXPECT_EQ(mime_of(heic({.width = 0, .height = 1})), "error.document_broken");
  // What is put together says its own size.
  const std::string small = std::string("\0\0\1\1", 4) + be(100, 2) + be(100, 2);
  const std::string large = std::string("\0\1\1\1", 4) + be(60'000, 4) + be(60'000, 4);
  for (const bool in_idat : {false, true}) {
    EXPECT_EQ(mime_of(heic({.items = {{"grid", small, in_idat}}})), "image/heic");
    EXPECT_EQ(mime_of(heic({.items = {{"grid", large, in_idat}}})), "error.document_too_many_pixels");
  }
}

TEST(Heic, IsOneAndWhole) {
  EXPECT_EQ(mime_of(heic({.brands = "avif"})), "image/heic") << "its first brand says so";
  std::string other = heic({.brands = "avifmif1"});
  other.replace(other.find("heic"), 4, "avif");
  EXPECT_EQ(mime_of(other), "error.document_format");
  EXPECT_EQ(mime_of(heic({.items = {{"av01", "another coding"}}})), "error.document_broken");
  const std::string whole = heic();
  for (std::size_t size = 32; size < whole.size(); size += 3)
    EXPECT_EQ(mime_of(whole.substr(0, size)), "error.document_broken") << size;
}

TEST(Inspect, EndsOnWhateverComesAndKeepsNoMore) {
  const std::vector<std::string> whole = {jpeg(segment(0xe1, exif(6))), png(chunk("tEXt", "x")), heic()};
  rc::check([&] {
    std::string file = *rc::gen::elementOf(whole);
    for (int i = *rc::gen::inRange(0, 8); i > 0; --i)
      file[*rc::gen::inRange<std::size_t>(0, file.size())] = *rc::gen::arbitrary<char>();
    const auto inspected = inspect(file);
    if (!inspected) return;
    const std::string kept = joined(*inspected);
    RC_ASSERT(kept.size() <= file.size());
    RC_ASSERT(kept_of(kept) == kept);
  });
}

}  // namespace
}  // namespace biroyna::documents

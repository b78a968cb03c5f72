#include <gmock/gmock.h>

#include "features/casework/pages_preview.hpp"

namespace biroyna::casework {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(DocumentPreview, ADocumentIsShownAsItWillStandOnPaperWithoutACheckCode) {
  const pdf::Sheet sheet{.title = "Refusal",
                         .language = Language::ru,
                         .letterhead = {"Центр"},
                         .blocks = {pdf::Heading{"Отказ", "Детский сад"}, pdf::Paragraph{"<b>нет мест</b>"},
                                    pdf::Rows{{{"Заявитель", "Каримова Зухра"}}},
                                    pdf::Code{"https://x.example/verify/1", "QR", {}}},
                         .footer = {}};
  const std::string page = drawn_sheet(sheet).str();
  EXPECT_THAT(page, HasSubstr("lang=\"ru\""));
  for (const char* words : {"Центр", "Отказ", "Детский сад", "&lt;b&gt;нет мест&lt;/b&gt;", "Каримова Зухра"})
    EXPECT_THAT(page, HasSubstr(words));
  EXPECT_THAT(page, Not(HasSubstr("verify")));
}

}  // namespace
}  // namespace biroyna::casework

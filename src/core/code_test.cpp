#include "core/code.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace biroyna {
namespace {

std::string some_code() {
  const auto bytes = *rc::gen::container<std::vector<unsigned char>>(*rc::gen::inRange(1, 25),
                                                                     rc::gen::arbitrary<unsigned char>());
  return make_code(bytes);
}

TEST(Code, IsReadHoweverItIsWritten) {
  const unsigned char bytes[] = {1, 40, 77, 255, 0, 0, 12};
  const std::string code = make_code(bytes);
  ASSERT_EQ(code.size(), 8u);
  EXPECT_EQ(read_code(grouped_code(code), 8), code);
  std::string typed = " " + grouped_code(code) + " ";
  for (char& sign : typed) sign = sign == '0' ? 'o' : static_cast<char>(std::tolower(sign));
  EXPECT_EQ(read_code(typed, 8), code);
  EXPECT_EQ(read_code(code, 9), std::nullopt);
  EXPECT_EQ(read_code(code + "2", 8), std::nullopt);
  EXPECT_EQ(read_code("", 8), std::nullopt);
  EXPECT_EQ(read_code("ʻ7K4M9Q", 8), std::nullopt);
}

TEST(Code, TypedOnACyrillicKeyboardItIsTheSame) {
  const std::string code = "3NTDSRT9";
  ASSERT_EQ(read_code(code, 8).has_value(), read_code("3NТDSRТ9", 8).has_value());
  const std::string made = make_code(std::array<unsigned char, 7>{12, 8, 20, 24, 25, 30, 22});
  std::string typed;
  for (const char sign : made)
    typed += sign == 'T' ? "Т" : sign == 'B' ? "в" : sign == 'K' ? "к" : std::string(1, sign);
  EXPECT_EQ(read_code(typed, 8), made);
}

TEST(Code, HasNoLookAlikes) {
  for (const char sign : {'1', 'I', 'L', 'O', 'U'})
    EXPECT_EQ(kCodeSigns.find(sign), std::string_view::npos) << sign;
}

RC_GTEST_PROP(CodeProperties, ReadsWhatItMade, ()) {
  const std::string code = some_code();
  RC_ASSERT(read_code(code, code.size()) == code);
}

RC_GTEST_PROP(CodeProperties, FindsEveryWrongSignAndEverySwap, ()) {
  const std::string code = some_code();
  const auto size = static_cast<int>(code.size());
  std::string wrong = code;
  wrong[static_cast<std::size_t>(*rc::gen::inRange(0, size))] = *rc::gen::elementOf(std::string(kCodeSigns));
  RC_ASSERT(wrong == code || !read_code(wrong, wrong.size()));
  std::string swapped = code;
  std::swap(swapped[static_cast<std::size_t>(*rc::gen::inRange(0, size))],
            swapped[static_cast<std::size_t>(*rc::gen::inRange(0, size))]);
  RC_ASSERT(swapped == code || !read_code(swapped, swapped.size()));
}

TEST(Code, IsFoundByItsBeginning) {
  EXPECT_EQ(read_code_beginning("7k4m-9", 8), "7K4M9");
  EXPECT_EQ(read_code_beginning(" 7K4 ", 8), "7K4");
  EXPECT_EQ(read_code_beginning("o23", 8), "023");
  EXPECT_EQ(read_code_beginning("7K", 8), std::nullopt) << "too many begin so";
  EXPECT_EQ(read_code_beginning("Karim", 8), std::nullopt) << "no code has an I";
  EXPECT_EQ(read_code_beginning("234567892", 8), std::nullopt);
}

}  // namespace
}  // namespace biroyna

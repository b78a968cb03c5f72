#include "features/staff/domain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace biroyna::staff {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Logins, AreWhatWasMeant) {
  EXPECT_EQ(login_of(" Aziza.K "), "aziza.k");
  EXPECT_EQ(login_of(""), "");
}

std::vector<std::string> codes(std::string_view login, std::string_view name, std::string_view password) {
  std::vector<std::string> found;
  for (const auto& error : wrong_fields(login, name, password))
    found.push_back(error.pointer + " " + error.code);
  return found;
}

TEST(People, EveryWrongFieldIsNamed) {
  EXPECT_THAT(codes("aziza.k-1_x", "Азиза Каримова", "o'n ikki oy"), IsEmpty());
  EXPECT_THAT(codes("", " ", "short"), ElementsAre("/login error.bad_login", "/name error.no_name",
                                                   "/password error.password_too_short"));
  for (const char* login : {"Aziza", "a b", "азиза", "a/b", "a\"b"})
    EXPECT_THAT(codes(login, "A", "long enough"), ElementsAre("/login error.bad_login")) << login;
  EXPECT_THAT(codes("a", std::string(101, 'n'), std::string(257, 'p')),
              ElementsAre("/name error.too_long", "/password error.too_long"));
}

}  // namespace
}  // namespace biroyna::staff

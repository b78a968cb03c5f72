#include "app/log_size.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "platform/db/testing/processes.hpp"

namespace biroyna {
namespace {

TEST(LogSize, IsAFigureWhereThereIsALog) {
  const db::testing::TemporaryFolder folder;
  EXPECT_THAT(log_size_figures(folder.path()), ::testing::IsEmpty());
  std::ofstream(folder.path() / "biroyna.db-wal") << std::string(4096, 'x');
  const auto figures = log_size_figures(folder.path());
  ASSERT_EQ(figures.size(), 1u);
  EXPECT_EQ(figures[0].name, "biroyna_db_wal_bytes");
  EXPECT_EQ(figures[0].value, 4096);
}

TEST(LogSize, IsSaidWhenTheLogIsLong) {
  const db::testing::TemporaryFolder folder;
  const auto said = [&] {
    ::testing::internal::CaptureStderr();
    warn_of_long_log(folder.path());
    return ::testing::internal::GetCapturedStderr();
  };
  const auto log = folder.path() / "biroyna.db-wal";
  std::ofstream(log) << "x";
  EXPECT_EQ(said(), "");
  std::filesystem::resize_file(log, (std::uintmax_t{128} << 20) + 1);
  EXPECT_THAT(said(), ::testing::HasSubstr("\"event\":\"write_ahead_log_long\""));
}

}  // namespace
}  // namespace biroyna

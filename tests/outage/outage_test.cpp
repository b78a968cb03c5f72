// The power goes at any moment of a busy day: what was acknowledged is there, on the database, among the
// documents and of the keys, and the program starts. One run is recorded, and cut at many moments afterwards:
// docs/testing.md.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/outage/promises.hpp"
#include "tests/support/documents.hpp"
#include "tests/support/drill.hpp"

namespace biroyna::outage {
namespace {

namespace fs = std::filesystem;
using biroyna::testing::Installation;
using ::testing::IsEmpty;

constexpr std::size_t kCutsOfARound = 20, kDecisionsOfARound = 12;

// Half of them when something was just acknowledged, the others anywhere.
std::vector<std::uint64_t> moments(const Promises& promises, std::uint64_t begin, std::uint64_t end,
                                   std::size_t count, Chance& chance) {
  std::vector<std::uint64_t> chosen;
  while (chosen.size() < count) {
    if (chosen.size() % 2 == 0)
      chosen.push_back(std::max(begin, promises[chance() % promises.size()].at));
    else
      chosen.push_back(begin + chance() % (end - begin));
  }
  return chosen;
}

class Outage : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  Outage() { biroyna::testing::make_signing_key(centre); }

  Found cut_and_look(const Disk& disk, Kept kept, const Promises& promises, std::uint64_t moment) {
    const db::testing::TemporaryFolder left;
    const fs::path data = left.path() / "data";
    disk.cut(kept, chance, data);
    return look_for(promises, moment, centre, data);
  }
  // PostgreSQL's database stays as it was at the end, and must not stand beside a folder that never had a
  // document.
  std::uint64_t first_moment(const Promises& promises) const {
    if (centre.engine() == db::Engine::sqlite) return 0;
    const auto kept = std::ranges::find_if(
        promises, [](const Promise& promise) { return promise.kind != Promise::Kind::ticket; });
    return kept->at;
  }
  // What a disk that says it has what it has not would lose.
  std::string lost_to(const std::string& lie) {
    EXPECT_EQ(biroyna::testing::Server(centre).terminate(), 0);  // makes the key of the documents
    Recorded recorded(centre.folder(), lie);
    const Promises promises = work(centre, recorded.environment(), [&] { return recorded.now(); }, 2, lie);
    std::string lost;
    recorded.cut_at({recorded.now()}, [&](std::uint64_t moment, const Disk& disk) {
      for (const auto& fault : cut_and_look(disk, Kept::nothing, promises, moment).faults)
        lost += fault + "\n";
    });
    return lost;
  }

  const Installation centre{GetParam()};
  Chance chance{17};
};
INSTANTIATE_TEST_SUITE_P(Engines, Outage, db::testing::program_engines(), db::testing::engine_name);

TEST_P(Outage, WhatWasAcknowledgedIsThere) {
  const std::size_t cuts = biroyna::testing::drill_number("BIROYNA_OUTAGES")
                               .value_or(centre.engine() == db::Engine::sqlite ? 10 : 4);
  biroyna::testing::DrillRow row{.what = "power cut under load, " + ::testing::PrintToString(GetParam())};
  // Each round goes on with what a power cut of the one before has left.
  for (std::size_t round = 0; row.times < cuts; ++round) {
    Recorded recorded(centre.folder());
    const Promises promises = work(
        centre, recorded.environment(), [&] { return recorded.now(); }, kDecisionsOfARound,
        fmt::to_string(round));
    ASSERT_GE(promises.size(), kDecisionsOfARound);
    const auto chosen = moments(promises, first_moment(promises), recorded.now(),
                                std::min(kCutsOfARound, cuts - row.times), chance);
    const db::testing::TemporaryFolder next;
    const std::string unseen = recorded.cut_at(chosen, [&](std::uint64_t moment, const Disk& disk) {
      const Kept kept = row.times % 2 == 0 ? Kept::nothing : Kept::some;
      const Found found = cut_and_look(disk, kept, promises, moment);
      EXPECT_THAT(found.faults, IsEmpty()) << "cut after " << moment << " bytes of the journal";
      ++row.times, row.acknowledged += found.looked_for, row.lost += found.faults.size();
      fs::remove_all(next.path() / "data");
      disk.cut(Kept::some, chance, next.path() / "data");
    });
    EXPECT_EQ(unseen, "") << "the journal does not hold all that the program did";
    if (centre.engine() == db::Engine::postgresql) continue;  // its database does not go back
    fs::remove_all(centre.folder());
    fs::copy(next.path() / "data", centre.folder(), fs::copy_options::recursive);
  }
  biroyna::testing::note_for_drill(row);
}

// Controls: the cuts find what is lost.
TEST_P(Outage, FilesThatAreNotSyncedAreFoundLost) {
  const std::string lost = lost_to("files");
  EXPECT_THAT(lost, ::testing::HasSubstr("document ")) << lost;
  if (centre.engine() == db::Engine::sqlite) {
    EXPECT_THAT(lost, ::testing::HasSubstr("ticket ")) << lost;
  }
}

TEST_P(Outage, NamesThatAreNotSyncedAreFoundLost) {
  const std::string lost = lost_to("folders");
  if (centre.engine() == db::Engine::sqlite) {
    EXPECT_THAT(lost, ::testing::HasSubstr("is missing")) << lost;
  }
  EXPECT_THAT(lost, ::testing::HasSubstr("the database names documents")) << lost;
}

}  // namespace
}  // namespace biroyna::outage

#include "features/documents/domain_identity.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace biroyna::documents {
namespace {

const std::optional<std::string> kNone, kOurs = "ours", kTheirs = "theirs";

TEST(Identity, WhatBelongsTogether) {
  EXPECT_EQ(match_of({kNone, false, kNone, false, false}), Match::begins) << "a new installation";
  EXPECT_EQ(match_of({kNone, true, kNone, true, false}), Match::begins) << "one of an older version";
  EXPECT_EQ(match_of({kOurs, true, kOurs, true, true}), Match::fits);
  EXPECT_EQ(match_of({kOurs, false, kOurs, true, true}), Match::fits) << "contents that no document needs";
  EXPECT_EQ(match_of({kOurs, false, kOurs, false, true}), Match::fits);
  EXPECT_EQ(match_of({kOurs, false, kNone, false, false}), Match::begins) << "nothing was handed in yet";
  EXPECT_EQ(match_of({kOurs, true, kNone, true, true}), Match::begins) << "brought back without the file";
}

TEST(Identity, AWrongFolderOrKeyIsFound) {
  EXPECT_EQ(match_of({kNone, false, kOurs, true, false}), Match::lost_database);
  EXPECT_EQ(match_of({kNone, false, kOurs, false, false}), Match::lost_database);
  EXPECT_EQ(match_of({kNone, false, kNone, true, false}), Match::lost_database);
  EXPECT_EQ(match_of({kNone, true, kNone, false, false}), Match::lost_documents);
  EXPECT_EQ(match_of({kOurs, true, kOurs, false, true}), Match::lost_documents);
  EXPECT_EQ(match_of({kOurs, true, kNone, false, false}), Match::lost_documents);
  EXPECT_EQ(match_of({kOurs, true, kTheirs, true, false}), Match::foreign_documents);
  EXPECT_EQ(match_of({kOurs, false, kTheirs, false, true}), Match::foreign_documents);
  EXPECT_EQ(match_of({kOurs, true, kNone, true, false}), Match::foreign_documents);
  EXPECT_EQ(match_of({kOurs, true, kOurs, true, false}), Match::foreign_key);
}

TEST(Identity, NothingIsSealedWithAnotherKeyBesideContents) {
  EXPECT_TRUE(rc::check([] {
    const auto id = [] { return *rc::gen::element(kNone, kOurs, kTheirs); };
    Belongings found{id(), *rc::gen::arbitrary<bool>(), id(), *rc::gen::arbitrary<bool>(),
                     *rc::gen::arbitrary<bool>()};
    const Match match = match_of(found);
    if (match != Match::fits && match != Match::begins) return;
    RC_ASSERT(!found.in_database || !found.in_folder || found.in_database == found.in_folder);
    RC_ASSERT(!found.folder_has_contents || found.key_fits || !found.in_database);
    RC_ASSERT(!found.database_names_documents || found.folder_has_contents);
  }));
}

}  // namespace
}  // namespace biroyna::documents

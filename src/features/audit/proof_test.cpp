#include <gmock/gmock.h>

#include "audit_migrations.hpp"
#include "features/audit/audit.hpp"
#include "platform/db/testing/databases.hpp"

namespace biroyna::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

const CentreId kProven("sergeli");

TEST(Proofs, StandAtTheEndOfTheData) {
  const std::string proof = proof_of("salt", {"words"});
  EXPECT_EQ(with_proof("{}", proof), R"({"proof":")" + proof + R"("})");
  const std::string data = with_proof(R"({"task":"a"})", proof);
  EXPECT_EQ(data, R"({"task":"a","proof":")" + proof + R"("})");
  EXPECT_EQ(proof_in(data), proof);
  EXPECT_EQ(proof_in("{}"), "");
  EXPECT_EQ(proof_in(R"({"sha256":")" + proof + R"("})"), "");
}

TEST(Proofs, DifferWithSaltPartsAndTheirBounds) {
  const std::string proof = proof_of("salt", {"ab", "c"});
  EXPECT_NE(proof, proof_of("tlas", {"ab", "c"}));
  EXPECT_NE(proof, proof_of("salt", {"a", "bc"}));
  EXPECT_NE(proof, proof_of("salt", {"ab", "c", ""}));
  EXPECT_NE(new_salt(), new_salt());
  EXPECT_GE(new_salt().size() * 5, 128u) << "signs of five bits each";
}

class Proven : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  Proven() { db::migrate(*db, db::migrations({{"audit", embedded::audit_migrations()}})); }
  db::testing::Fresh db = db::testing::fresh(GetParam());
};
INSTANTIATE_TEST_SUITE_P(Engines, Proven, db::testing::engines(), db::testing::engine_name);

TEST_P(Proven, EventsAreCountedAndFoundByNumber) {
  const std::string proof = proof_of("salt", {});
  std::vector<std::string> kinds;
  EventLog log(*db, [&](std::string_view kind) { kinds.emplace_back(kind); });
  db->write_and_wait([&](db::Tx& tx) {
    kinds.clear();
    const auto append = [&](std::string_view subject, std::string_view data) {
      log.append(tx, kProven, {from_ms(1), subject, subject, "", data});
    };
    append("result:A", with_proof("{}", proof));
    append("result:B", "{}");
    append("application:C", with_proof("{}", proof));
    append("result:D", R"({"receipt":"\"proof\":\""})");
    append("result:E", with_proof("{}", proof));
  });
  EXPECT_THAT(kinds, ElementsAre("result:A", "result:B", "application:C", "result:D", "result:E"));
  db->read([&](db::Tx& tx) {
    EXPECT_EQ(count_proven(tx, kProven, "result:"), 2);
    const auto found = proven_events(tx, kProven, "result:", 1, 10);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].subject, "result:E");
    std::vector<std::int64_t> numbers = {5, 99, 2};
    for (std::int64_t i = 100; i < 130; ++i) numbers.push_back(i);
    numbers.push_back(3);
    std::map<std::int64_t, std::string> subjects;
    for (const auto& [seq, event] : events_at(tx, kProven, numbers)) subjects[seq] = event.subject;
    EXPECT_THAT(subjects, ElementsAre(Pair(2, "result:B"), Pair(3, "application:C"), Pair(5, "result:E")));
  });
}

}  // namespace
}  // namespace biroyna::audit

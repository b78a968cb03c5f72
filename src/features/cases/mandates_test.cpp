// Mandates, over a real database: whom they let in, until when, and what is left of them.
#include "features/cases/mandates.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "features/cases/guess_throttle.hpp"
#include "features/cases/store_mandates.hpp"
#include "features/cases/test_centre.hpp"
#include "platform/auth/secrets.hpp"

namespace biroyna::cases::testing {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class MandatesToAct : public CentreTest {
 protected:
  // One of a bundle, with a secret of its applicant.
  std::string application(const std::string& submission = {}) {
    const std::string number = handed_in();
    db->write_and_wait([&](db::Tx& tx) {
      tx.exec("UPDATE applications SET secret_sha256 = $2, submission = $3 WHERE number = $1",
              {number, auth::hash_token(*read_code(secret, kSecretSigns)),
               submission.empty() ? number : submission});
    });
    return number;
  }
  NewMandate give(const std::string& number, Extent extent, Reach reach = Reach::application, int days = 10) {
    const Application now_is = stored(number);
    NewMandate made =
        new_mandate(now_is, {.id = {},
                             .number = {},
                             .person = " Karimov Olim ",
                             .relation = Relation::spouse,
                             .extent = extent,
                             .reach = reach,
                             .until = program->applications.today(now_is) + std::chrono::days(days),
                             .secret_sha256 = {}});
    EXPECT_EQ(program->carry_out(give_mandate(program->applications, now_is, made, {{}, secret})), "");
    return made;
  }
  std::string revoke(const std::string& number, const std::string& mandate, const std::string& with) {
    return program->carry_out(revoke_mandate(program->applications, stored(number), mandate, {{}, with}));
  }
  Party party(const std::string& number, const std::string& with) const {
    return program->applications.viewer({}, stored(number), with).party;
  }

  const std::string secret = new_secret();
};
INSTANTIATE_TEST_SUITE_P(Engines, MandatesToAct, db::testing::engines(), db::testing::engine_name);

TEST_P(MandatesToAct, LetInWhomTheySayUntilTheirLastDay) {
  const std::string number = application();
  const NewMandate acting = give(number, Extent::act, Reach::application, 2),
                   seeing = give(number, Extent::see);
  EXPECT_EQ(party(number, secret), Party::applicant);
  EXPECT_EQ(party(number, acting.secret), Party::representative);
  EXPECT_EQ(party(number, seeing.secret), Party::follower);
  EXPECT_EQ(party(number, new_secret()), Party::stranger);
  // 10:00 in Tashkent: 37:59 later ends the day after tomorrow there, not in UTC.
  now += std::chrono::hours(2 * 24 + 13) + Minutes(59);
  EXPECT_EQ(party(number, acting.secret), Party::representative);
  now += Minutes(1);
  EXPECT_EQ(party(number, acting.secret), Party::stranger);
  EXPECT_EQ(party(number, seeing.secret), Party::follower);
}

TEST_P(MandatesToAct, AreTakenBack) {
  const std::string number = application();
  const NewMandate mandate = give(number, Extent::act);
  EXPECT_EQ(revoke(number, mandate.mandate.id, mandate.secret), "forbidden") << "by themselves";
  EXPECT_EQ(revoke(number, mandate.mandate.id, new_secret()), "not_found");
  EXPECT_EQ(revoke(number, "another", secret), "not_found");
  EXPECT_EQ(revoke(number, mandate.mandate.id, secret), "");
  EXPECT_EQ(party(number, mandate.secret), Party::stranger);
  EXPECT_EQ(revoke(number, mandate.mandate.id, secret), "mandate_over");
  EXPECT_EQ(stored(number).mandates.at(0).revoked, now);
}

TEST_P(MandatesToAct, ReachTheApplicationOrAllOfItsBundle) {
  const std::string first = application(), second = application(first), other = application();
  const NewMandate one = give(first, Extent::act), all = give(first, Extent::act, Reach::submission);
  EXPECT_EQ(party(second, one.secret), Party::stranger);
  EXPECT_EQ(party(second, all.secret), Party::representative);
  EXPECT_EQ(party(other, all.secret), Party::stranger);
  EXPECT_EQ(revoke(second, all.mandate.id, secret), "") << "from any of them";
  EXPECT_EQ(party(first, all.secret), Party::stranger);
  EXPECT_EQ(party(first, one.secret), Party::representative);
}

TEST_P(MandatesToAct, LeaveNothingPersonalInTheLog) {
  const std::string number = application();
  const NewMandate mandate = give(number, Extent::act);
  ASSERT_EQ(revoke(number, mandate.mandate.id, secret), "");
  EXPECT_THAT(events("mandate_given"), SizeIs(1));
  EXPECT_THAT(events("mandate_given").at(0), HasSubstr(mandate.mandate.id));
  EXPECT_THAT(events("mandate_revoked").at(0), HasSubstr(" applicant "));
  EXPECT_THAT(events(), Each(Not(HasSubstr("Karimov"))));
  EXPECT_THAT(events(), Each(Not(HasSubstr("spouse"))));
  EXPECT_THAT(events(), Each(Not(HasSubstr(mandate.secret))));
  EXPECT_EQ(stored(number).mandates.at(0).person, "Karimov Olim");
}

TEST_P(MandatesToAct, AreErasedWithTheirCase) {
  const std::string first = application(), second = application(first);
  const NewMandate mandate = give(first, Extent::act, Reach::submission),
                   left = give(second, Extent::act, Reach::submission);
  ASSERT_EQ(claim(first, kAziza), "");
  ASSERT_EQ(approve(first, kAziza), "");
  now += std::chrono::years(100);
  ASSERT_EQ(erased_after_notice(), 1u);
  now -= std::chrono::years(100);  // when the mandates may be used
  EXPECT_EQ(party(first, mandate.secret), Party::stranger);
  EXPECT_EQ(party(first, left.secret), Party::stranger) << "nothing is left to be seen";
  EXPECT_EQ(party(second, left.secret), Party::representative);
  const auto kept = db->reading([&](db::Tx& tx) { return mandates_of(tx, kSergeli, first, first); });
  ASSERT_THAT(kept, SizeIs(1));
  EXPECT_EQ(kept[0].number, second);
}

}  // namespace
}  // namespace biroyna::cases::testing

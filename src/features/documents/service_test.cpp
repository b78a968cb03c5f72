#include <gmock/gmock.h>

#include <future>

#include "features/documents/test_installation.hpp"
#include "platform/antivirus/testing/clamd_stand_in.hpp"
#include "platform/pdf_check/testing/pdf.hpp"

namespace biroyna::documents {
namespace {

using namespace std::chrono_literals;
using namespace testing;
using biroyna::testing::ClamdStandIn;
using pdf_check::testing::pdf_with;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class Documents : public PapersTest {
 protected:
  std::string content(const Paper& paper) { return papers->open(again(paper), "staff:1").value(); }
  static std::string code_of(const auto& result) { return result ? "" : result.error().code; }
  static std::string wrong_of(const Result<Papers::Taken>& result) {
    return result ? "" : result.error().fields.front().code;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Documents, db::testing::engines(), db::testing::engine_name);

TEST_P(Documents, TakesAPaperAndGivesItBack) {
  const auto [paper, secret] = taken(png());
  EXPECT_EQ(paper.media_type, MediaType::png);
  EXPECT_EQ(paper.state, State::accepted) << "nobody scans";
  EXPECT_EQ(paper.size, static_cast<std::int64_t>(png().size()));
  EXPECT_EQ(content(paper), png());
  const Paper found = again(paper);
  EXPECT_EQ(found.sha256, paper.sha256);
  EXPECT_EQ(found.name, "passport.png");
  EXPECT_EQ(found.purpose, "identity");
  EXPECT_EQ(found.owner, "visitor");
  EXPECT_EQ(found.taken_at, Time(now));
  EXPECT_THAT(events(), ElementsAre("paper_taken paper:" + paper.id.str() + " visitor",
                                    "paper_viewed paper:" + paper.id.str() + " staff:1"));
  const auto views = papers->views_of(paper.centre, {Version{DocumentId("identity"), 1, paper, {}, {}}});
  ASSERT_EQ(views.size(), 1u);
  EXPECT_EQ(views.front().paper, paper.id);
  EXPECT_EQ(views.front().actor, "staff:1");
  EXPECT_EQ(views.front().at, Time(now));
  EXPECT_TRUE(papers->views_of(paper.centre, {}).empty());
}

TEST_P(Documents, TakesAPdfWithItsPages) {
  EXPECT_EQ(taken(pdf_with(3)).paper.pages, 3);
  EXPECT_EQ(wrong_of(take(pdf_with(kMostPages + 1))), "error.paper_too_many_pages");
  EXPECT_EQ(wrong_of(take(pdf_with(1, "/OpenAction << /S /JavaScript /JS (x) >>"))), "error.paper_active");
  EXPECT_EQ(wrong_of(take(pdf_with(1).substr(0, 100))), "error.paper_broken");
}

TEST_P(Documents, StoresNothingOfWhatIsNoPaper) {
  const auto zip = take("PK\3\4 a bomb");
  EXPECT_EQ(zip.error().kind, Refusal::Kind::unsupported);
  EXPECT_EQ(wrong_of(zip), "error.paper_type");
  EXPECT_EQ(wrong_of(take(png("", 60'000, 60'000))), "error.paper_too_many_pixels");
  EXPECT_THAT(vault->all(), IsEmpty());
  EXPECT_THAT(events(), IsEmpty());
}

TEST_P(Documents, KeepsNoPlaceOfAPicture) {
  const auto paper = taken(jpeg(segment(0xe1, exif(1)))).paper;
  EXPECT_EQ(content(paper), jpeg());
  EXPECT_EQ(paper.size, static_cast<std::int64_t>(jpeg().size()));
}

TEST_P(Documents, OfAnErasedCaseGoUnlessAnotherCaseHasThem) {
  const auto [first, secret] = taken(png());
  const Paper shared = taken(jpeg()).paper;
  ASSERT_TRUE(attach(first, "A", "identity"));
  ASSERT_TRUE(attach(shared, "A", "photo"));
  ASSERT_TRUE(attach(shared, "B", "photo"));
  now += kUnattachedKept + 1h;
  const auto detach = [&](const std::string& number) {
    db->write_and_wait([&](db::Tx& tx) { papers->detach(tx, kSergeli, number, "program"); });
  };
  detach("A");
  EXPECT_THAT(events(), Contains("paper_detached paper:" + first.id.str() + " program"));
  EXPECT_EQ(papers->find_for({}, first.id, secret), std::nullopt) << "its secret opens it no more";
  EXPECT_EQ(papers->remove_old(), 1u);
  EXPECT_EQ(papers->find(first.id), std::nullopt);
  EXPECT_EQ(content(shared), jpeg());
  detach("B");
  EXPECT_EQ(papers->remove_old(), 1u);
  EXPECT_THAT(vault->all(), IsEmpty());
}

TEST_P(Documents, ShowsAPaperToWhomItMay) {
  const auto [paper, secret] = taken(png());
  const auto serving_in = [](const std::string& centre, const std::string& name) {
    auth::Principal who;
    who.role = auth::Role::operator_;
    who.centre = centre;
    who.name = name;
    return who;
  };
  const auth::Principal nobody, stranger = serving_in("sergeli", "somebody"),
                                colleague = serving_in("sergeli", reader),
                                elsewhere = serving_in("jizzakh", reader);
  const auto shows = [&](const auth::Principal& who, std::string_view with) {
    return papers->find_for(who, paper.id, with).has_value();
  };
  EXPECT_TRUE(shows(nobody, secret));
  EXPECT_TRUE(shows(colleague, ""));
  EXPECT_FALSE(shows(nobody, ""));
  EXPECT_FALSE(shows(nobody, secret + "0"));
  EXPECT_FALSE(shows(stranger, ""));
  EXPECT_FALSE(shows(elsewhere, ""));
  EXPECT_TRUE(attach(paper, "S-1", "identity"));
  EXPECT_FALSE(shows(nobody, secret)) << "it is the case's now";
  EXPECT_TRUE(shows(colleague, ""));
  EXPECT_FALSE(papers->find_for(colleague, PaperId("unknown"), secret));
}

TEST_P(Documents, CountsTheVersionsOfACasesDocument) {
  const Paper first = taken(png()).paper, second = taken(jpeg()).paper;
  EXPECT_EQ(attach(first, "S-1", "identity"), 1);
  EXPECT_EQ(attach(second, "S-1", "identity"), 2);
  EXPECT_EQ(attach(second, "S-1", "photo"), 1);
  EXPECT_EQ(attach(second, "S-2", "identity"), 1) << "a paper may serve several cases";
  EXPECT_EQ(code_of(attach(first, "S-1", "identity", CentreId("jizzakh"))), "not_found");
  Paper unknown = first;
  unknown.id = PaperId("unknown");
  EXPECT_EQ(code_of(attach(unknown, "S-1", "identity")), "not_found");

  const auto versions = db->reading([&](db::Tx& tx) { return papers->of_case(tx, kSergeli, "S-1"); });
  ASSERT_EQ(versions.size(), 3u);
  EXPECT_EQ(versions[0].paper.id, second.id) << "the newest first";
  EXPECT_EQ(versions[0].version, 2);
  EXPECT_EQ(versions[1].paper.id, first.id);
  EXPECT_EQ(versions[2].document.str(), "photo");
  EXPECT_EQ(versions[0].actor, "staff:1");
  EXPECT_TRUE(versions[0].paper.attached);
}

TEST_P(Documents, ListsTheNewestOfAnOwnerFirst) {
  const Paper first = taken(png(), "staff:1").paper;
  now += 1s;
  const Paper second = taken(png(), "staff:1").paper;
  taken(png(), "staff:2");
  std::vector<PaperId> ids;
  for (const auto& paper : papers->list(kSergeli, "staff:1")) ids.push_back(paper.id);
  EXPECT_THAT(ids, ElementsAre(second.id, first.id));
}

TEST_P(Documents, KeepsTheSameContentOnceUntilNobodyNeedsIt) {
  const Paper first = taken(png()).paper;
  now += 1h;
  const Paper second = taken(png()).paper;
  EXPECT_NE(first.id, second.id);
  EXPECT_THAT(vault->all(), ElementsAre(first.sha256));
  now += kUnattachedKept - 30min;
  papers->remove_old();
  EXPECT_FALSE(papers->find(first.id));
  EXPECT_EQ(content(second), png()) << "the other one needs it";
  now += 1h;
  papers->remove_old();
  EXPECT_FALSE(papers->find(second.id));
  EXPECT_THAT(vault->all(), IsEmpty());
  EXPECT_THAT(events(), Contains("paper_removed paper:" + second.id.str() + " "));
}

TEST_P(Documents, KeepsWhatIsAttached) {
  const Paper paper = taken(png()).paper;
  attach(paper, "S-1", "identity");
  now += 1000h;
  papers->remove_old();
  EXPECT_EQ(content(paper), png());
}

TEST_P(Documents, KeepsWhatADraftHas) {
  const Paper paper = taken(png()).paper;
  db->write_and_wait(
      [&](db::Tx& tx) { papers->keep(tx, paper.id, kSergeli, paper.taken_at + kUnattachedKept + 24h); });
  now += kUnattachedKept + 1h;
  papers->remove_old();
  EXPECT_TRUE(papers->find(paper.id));
  now += 24h;
  papers->remove_old();
  EXPECT_FALSE(papers->find(paper.id));
}

TEST_P(Documents, RemovesNothingWhileAPaperIsBeingTaken) {
  const Paper paper = taken(png()).paper;
  now += kUnattachedKept + 1s;
  {
    const auto taking = vault->share();
    papers->remove_old();
    EXPECT_TRUE(papers->find(paper.id));
  }
  now += 2min;
  papers->remove_old();
  EXPECT_FALSE(papers->find(paper.id));
}

TEST_P(Documents, WaitsForTheScanner) {
  ClamdStandIn clamd;
  restart(Clamd(clamd.address()));
  const Paper good = taken(png()).paper, bad = taken(png(chunk("pHYs", "VIRUS 123"))).paper;
  EXPECT_EQ(good.state, State::queued);
  EXPECT_EQ(code_of(papers->open(good, "staff:1")), "paper_not_checked");
  EXPECT_TRUE(papers->scan_due()) << "one at a time";
  EXPECT_TRUE(papers->scan_due());
  EXPECT_FALSE(papers->scan_due());
  EXPECT_EQ(again(good).state, State::accepted);
  EXPECT_EQ(content(good), png());
  EXPECT_EQ(again(bad).state, State::rejected);
  EXPECT_EQ(again(bad).reason, "Test.Virus-1");
  EXPECT_EQ(code_of(papers->open(again(bad), "staff:1")), "paper_rejected");
  EXPECT_EQ(code_of(attach(bad, "S-1", "identity")), "paper_rejected");
  EXPECT_THAT(vault->all(), ElementsAre(good.sha256)) << "what was found is kept by nobody";
  EXPECT_THAT(events(), Contains("paper_rejected paper:" + bad.id.str() + " "));
  EXPECT_THAT(check(*db, *vault, false).missing_or_damaged, IsEmpty());
}

TEST_P(Documents, AScannerThatIsAwayAcceptsNothing) {
  ClamdStandIn clamd(ClamdStandIn::Mood::hangs_up);
  restart(Clamd(clamd.address()));
  const Paper paper = taken(png()).paper;
  papers->scan_due();
  EXPECT_EQ(again(paper).state, State::queued);
  EXPECT_EQ(clamd.asked(), 1);
  papers->scan_due();
  EXPECT_EQ(clamd.asked(), 1) << "not again at once";
  now += wait_after(1);
  papers->scan_due();
  EXPECT_EQ(clamd.asked(), 2);
  now += wait_after(1);
  papers->scan_due();
  EXPECT_EQ(clamd.asked(), 2) << "later and later";
  clamd.set(ClamdStandIn::Mood::works);
  now += wait_after(2);
  papers->scan_due();
  EXPECT_EQ(again(paper).state, State::accepted);
}

TEST_P(Documents, TakesUpAScanThatAKilledProgramLeft) {
  ClamdStandIn clamd;
  restart(Clamd(clamd.address()));
  const Paper paper = taken(png()).paper;
  db->write_and_wait([&](db::Tx& tx) {
    tx.exec("UPDATE papers SET state = 'scanning', next_try_ms = $1", {to_ms(Time(now) + kScanLease)});
  });
  papers->scan_due();
  EXPECT_EQ(again(paper).state, State::scanning) << "it may still be at work";
  now += kScanLease;
  papers->scan_due();
  EXPECT_EQ(again(paper).state, State::accepted);
}

TEST_P(Documents, WithoutAScannerNothingWaitsForOne) {
  ClamdStandIn clamd;
  restart(Clamd(clamd.address()));
  const Paper paper = taken(png()).paper;
  restart();
  papers->scan_due();
  EXPECT_EQ(again(paper).state, State::accepted);
}

TEST_P(Documents, TheCheckFindsOrphansAndDamage) {
  const Paper whole = taken(png()).paper, damaged = taken(jpeg()).paper, missing = taken(heic()).paper;
  const std::string_view left = "left by a killed program";
  const std::string orphan = Vault::sha256({&left, 1});
  {
    const auto held = vault->share();
    vault->put(orphan, {&left, 1});
  }
  const auto file = [&](const std::string& sha256) {
    return folder.path() / "papers" / sha256.substr(0, 2) / sha256;
  };
  std::filesystem::remove(file(missing.sha256));
  std::filesystem::resize_file(file(damaged.sha256), 60);

  const auto found = check(*db, *vault, false);
  EXPECT_EQ(found.contents, 1u);
  EXPECT_THAT(found.orphans, ElementsAre(orphan));
  EXPECT_THAT(found.missing_or_damaged,
              ::testing::UnorderedElementsAre(StartsWith(missing.sha256), StartsWith(damaged.sha256)));
  EXPECT_THROW((void)papers->open(damaged, "staff:1"), Vault::Damaged);
  EXPECT_TRUE(check(*db, *vault, true).orphans_removed);
  EXPECT_THAT(check(*db, *vault, false).orphans, IsEmpty());
  EXPECT_EQ(content(whole), png());
  // Handing it in once more mends it.
  taken(heic());
  taken(jpeg());
  EXPECT_THAT(check(*db, *vault, false).missing_or_damaged, IsEmpty());
}

TEST_P(Documents, TheChainHoldsOverAllOfIt) {
  const Paper paper = taken(png()).paper;
  attach(paper, "S-1", "identity");
  content(paper);
  const auto verified = db->reading([](db::Tx& tx) { return audit::verify(tx, kSergeli); });
  EXPECT_EQ(verified.broken_at, 0) << verified.reason;
  EXPECT_EQ(verified.events, 3);
}

}  // namespace
}  // namespace biroyna::documents

#include <gmock/gmock.h>

#include <future>

#include "features/documents/test_installation.hpp"
#include "platform/antivirus/testing/clamd_stand_in.hpp"
#include "platform/pdf_check/testing/pdf.hpp"
#include "platform/pictures/raster.hpp"

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

class DocumentStore : public DocumentsTest {
 protected:
  std::string content(const Document& document) {
    return documents->open(again(document), "staff:1").value();
  }
  static std::string code_of(const auto& result) { return result ? "" : result.error().code; }
  static std::string wrong_of(const Result<Documents::Taken>& result) {
    return result ? "" : result.error().fields.front().code;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, DocumentStore, db::testing::engines(), db::testing::engine_name);

TEST_P(DocumentStore, APhotoOfATelephoneIsKeptInAReadableSizeInsteadOfRefused) {
  // Flat, so that it is quickly made; 54 megapixels were refused.
  pictures::Raster photo(9000, 6000);
  const auto [document, secret] = taken(pictures::jpeg_of(photo));
  EXPECT_EQ(document.media_type, MediaType::jpeg);
  const auto kept = documents::inspect(content(document));
  ASSERT_TRUE(kept);
  EXPECT_FALSE(pictures::is_larger_than_a4(kept->width, kept->height));
  EXPECT_GE(kept->width, pictures::kLongSide - 1);
  // What cannot be drawn is kept up to the old bound, and refused above it.
  EXPECT_TRUE(take(jpeg("", 10'000, 5'000)));
  EXPECT_EQ(wrong_of(take(jpeg("", 10'001, 5'000))), "error.document_too_many_pixels");
}

TEST_P(DocumentStore, TakesADocumentAndGivesItBack) {
  const auto [document, secret] = taken(png());
  EXPECT_EQ(document.media_type, MediaType::png);
  EXPECT_EQ(document.state, State::accepted) << "nobody scans";
  EXPECT_EQ(document.size, static_cast<std::int64_t>(png().size()));
  EXPECT_EQ(content(document), png());
  const Document found = again(document);
  EXPECT_EQ(found.sha256, document.sha256);
  EXPECT_EQ(found.name, "passport.png");
  EXPECT_EQ(found.purpose, "identity");
  EXPECT_EQ(found.owner, "visitor");
  EXPECT_EQ(found.taken_at, Time(now));
  EXPECT_THAT(events(), ElementsAre("document_taken document:" + document.id.str() + " visitor",
                                    "document_viewed document:" + document.id.str() + " staff:1"));
  const auto views =
      documents->views_of(document.centre, {Version{DocumentTypeId("identity"), 1, document, {}, {}}});
  ASSERT_EQ(views.size(), 1u);
  EXPECT_EQ(views.front().document, document.id);
  EXPECT_EQ(views.front().actor, "staff:1");
  EXPECT_EQ(views.front().at, Time(now));
  EXPECT_TRUE(documents->views_of(document.centre, {}).empty());
}

TEST_P(DocumentStore, TakesAPdfWithItsPages) {
  EXPECT_EQ(taken(pdf_with(3)).document.pages, 3);
  EXPECT_EQ(wrong_of(take(pdf_with(kMostPages + 1))), "error.document_too_many_pages");
  EXPECT_EQ(wrong_of(take(pdf_with(1, "/OpenAction << /S /JavaScript /JS (x) >>"))), "error.document_active");
  EXPECT_EQ(wrong_of(take(pdf_with(1).substr(0, 100))), "error.document_broken");
}

TEST_P(DocumentStore, StoresNothingOfWhatIsNoDocument) {
  const auto zip = take("PK\3\4 a bomb");
  EXPECT_EQ(zip.error().kind, Refusal::Kind::unsupported);
  EXPECT_EQ(wrong_of(zip), "error.document_format");
  EXPECT_EQ(wrong_of(take(png("", 60'000, 60'000))), "error.document_too_many_pixels");
  EXPECT_THAT(vault->all(), IsEmpty());
  EXPECT_THAT(events(), IsEmpty());
}

TEST_P(DocumentStore, KeepsNoPlaceOfAPicture) {
  const auto document = taken(jpeg(segment(0xe1, exif(1)))).document;
  EXPECT_EQ(content(document), jpeg());
  EXPECT_EQ(document.size, static_cast<std::int64_t>(jpeg().size()));
}

TEST_P(DocumentStore, OfAnErasedCaseGoUnlessAnotherCaseHasThem) {
  const auto [first, secret] = taken(png());
  const Document shared = taken(jpeg()).document;
  ASSERT_TRUE(attach(first, "A", "identity"));
  ASSERT_TRUE(attach(shared, "A", "photo"));
  ASSERT_TRUE(attach(shared, "B", "photo"));
  now += kUnattachedKept + 1h;
  const auto detach = [&](const std::string& number) {
    db->write_and_wait([&](db::Tx& tx) { documents->detach(tx, kSergeli, number, "program"); });
  };
  detach("A");
  EXPECT_THAT(events(), Contains("document_detached document:" + first.id.str() + " program"));
  EXPECT_EQ(documents->find_for({}, first.id, secret), std::nullopt) << "its secret opens it no more";
  EXPECT_EQ(documents->remove_old(), 1u);
  EXPECT_EQ(documents->find(first.id), std::nullopt);
  EXPECT_EQ(content(shared), jpeg());
  detach("B");
  EXPECT_EQ(documents->remove_old(), 1u);
  EXPECT_THAT(vault->all(), IsEmpty());
}

TEST_P(DocumentStore, OneThatIsUsedAgainOutlivesTheCaseThatItCameFrom) {
  const auto [first, secret] = taken(png());
  const Time handed_in = first.taken_at;
  ASSERT_TRUE(attach(first, "A", "identity"));
  now += 1000h;
  const auto again = documents->use_again(kSergeli, first.id, "A", "staff:2");
  ASSERT_TRUE(again);
  EXPECT_NE(again->id, first.id);
  EXPECT_EQ(again->owner, "staff:2");
  ASSERT_TRUE(again->origin);
  EXPECT_EQ(again->origin->case_number, "A");
  EXPECT_EQ(again->origin->at, handed_in);
  EXPECT_EQ(again->taken_at, Time(now)) << "so it is kept as long as any other that is new";
  EXPECT_THAT(events(), Contains("document_used_again document:" + again->id.str() + " staff:2"));
  EXPECT_FALSE(documents->find_for({}, again->id, secret)) << "no secret opens it";

  ASSERT_TRUE(attach(*again, "B", "identity"));
  db->write_and_wait([&](db::Tx& tx) { documents->detach(tx, kSergeli, "A", "program"); });
  EXPECT_EQ(documents->remove_old(), 1u);
  EXPECT_FALSE(documents->find(first.id));
  EXPECT_EQ(content(*again), png());

  // Once more, it is still told where it came from first.
  const auto third = documents->use_again(kSergeli, again->id, "B", "visitor");
  ASSERT_TRUE(third);
  EXPECT_EQ(documents->find(third->id)->origin->case_number, "A");
  EXPECT_EQ(documents->find(third->id)->origin->at, handed_in);
  db->write_and_wait([&](db::Tx& tx) { documents->detach(tx, kSergeli, "B", "program"); });
  now += kUnattachedKept + 1h;
  EXPECT_EQ(documents->remove_old(), 2u);
  EXPECT_THAT(vault->all(), IsEmpty());
}

TEST_P(DocumentStore, OnlyWhatACaseHasIsUsedAgain) {
  const Document document = taken(png()).document;
  const auto used = [&](const std::string& number, const CentreId& centre = kSergeli) {
    return code_of(documents->use_again(centre, document.id, number, "visitor"));
  };
  EXPECT_EQ(used("A"), "not_found") << "it belongs to no case";
  ASSERT_TRUE(attach(document, "A", "identity"));
  EXPECT_EQ(used("B"), "not_found");
  EXPECT_EQ(used("A", CentreId("jizzakh")), "not_found");
  EXPECT_EQ(code_of(documents->use_again(kSergeli, DocumentId("unknown"), "A", "visitor")), "not_found");
  EXPECT_EQ(used("A"), "");
  ClamdStandIn clamd;
  restart(Clamd(clamd.address()));
  const Document waiting = taken(jpeg()).document;
  ASSERT_TRUE(attach(waiting, "A", "photo"));
  EXPECT_EQ(code_of(documents->use_again(kSergeli, waiting.id, "A", "visitor")), "document_not_checked");
}

TEST_P(DocumentStore, ShowsADocumentToWhomItMay) {
  const auto [document, secret] = taken(png());
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
    return documents->find_for(who, document.id, with).has_value();
  };
  EXPECT_TRUE(shows(nobody, secret));
  EXPECT_TRUE(shows(colleague, ""));
  EXPECT_FALSE(shows(nobody, ""));
  EXPECT_FALSE(shows(nobody, secret + "0"));
  EXPECT_FALSE(shows(stranger, ""));
  EXPECT_FALSE(shows(elsewhere, ""));
  EXPECT_TRUE(attach(document, "S-1", "identity"));
  EXPECT_FALSE(shows(nobody, secret)) << "it is the case's now";
  EXPECT_TRUE(shows(colleague, ""));
  EXPECT_FALSE(documents->find_for(colleague, DocumentId("unknown"), secret));
}

TEST_P(DocumentStore, CountsTheVersionsOfACasesDocument) {
  const Document first = taken(png()).document, second = taken(jpeg()).document;
  EXPECT_EQ(attach(first, "S-1", "identity"), 1);
  EXPECT_EQ(attach(second, "S-1", "identity"), 2);
  EXPECT_EQ(attach(second, "S-1", "photo"), 1);
  EXPECT_EQ(attach(second, "S-2", "identity"), 1) << "a document may serve several cases";
  EXPECT_EQ(code_of(attach(first, "S-1", "identity", CentreId("jizzakh"))), "not_found");
  Document unknown = first;
  unknown.id = DocumentId("unknown");
  EXPECT_EQ(code_of(attach(unknown, "S-1", "identity")), "not_found");

  const auto versions = db->reading([&](db::Tx& tx) { return documents->of_case(tx, kSergeli, "S-1"); });
  ASSERT_EQ(versions.size(), 3u);
  EXPECT_EQ(versions[0].document.id, second.id) << "the newest first";
  EXPECT_EQ(versions[0].version, 2);
  EXPECT_EQ(versions[1].document.id, first.id);
  EXPECT_EQ(versions[2].type.str(), "photo");
  EXPECT_EQ(versions[0].actor, "staff:1");
  EXPECT_TRUE(versions[0].document.attached);
}

TEST_P(DocumentStore, ListsTheNewestOfAnOwnerFirst) {
  const Document first = taken(png(), "staff:1").document;
  now += 1s;
  const Document second = taken(png(), "staff:1").document;
  taken(png(), "staff:2");
  std::vector<DocumentId> ids;
  for (const auto& document : documents->list(kSergeli, "staff:1")) ids.push_back(document.id);
  EXPECT_THAT(ids, ElementsAre(second.id, first.id));
}

TEST_P(DocumentStore, KeepsTheSameContentOnceUntilNobodyNeedsIt) {
  const Document first = taken(png()).document;
  now += 1h;
  const Document second = taken(png()).document;
  EXPECT_NE(first.id, second.id);
  EXPECT_THAT(vault->all(), ElementsAre(first.sha256));
  now += kUnattachedKept - 30min;
  documents->remove_old();
  EXPECT_FALSE(documents->find(first.id));
  EXPECT_EQ(content(second), png()) << "the other one needs it";
  now += 1h;
  documents->remove_old();
  EXPECT_FALSE(documents->find(second.id));
  EXPECT_THAT(vault->all(), IsEmpty());
  EXPECT_THAT(events(), Contains("document_removed document:" + second.id.str() + " "));
}

TEST_P(DocumentStore, KeepsWhatIsAttached) {
  const Document document = taken(png()).document;
  attach(document, "S-1", "identity");
  now += 1000h;
  documents->remove_old();
  EXPECT_EQ(content(document), png());
}

TEST_P(DocumentStore, KeepsWhatADraftHas) {
  const Document document = taken(png()).document;
  db->write_and_wait([&](db::Tx& tx) {
    documents->keep(tx, document.id, kSergeli, document.taken_at + kUnattachedKept + 24h);
  });
  now += kUnattachedKept + 1h;
  documents->remove_old();
  EXPECT_TRUE(documents->find(document.id));
  now += 24h;
  documents->remove_old();
  EXPECT_FALSE(documents->find(document.id));
}

TEST_P(DocumentStore, RemovesNothingWhileADocumentIsBeingTaken) {
  const Document document = taken(png()).document;
  now += kUnattachedKept + 1s;
  {
    const auto taking = vault->share();
    documents->remove_old();
    EXPECT_TRUE(documents->find(document.id));
  }
  now += 2min;
  documents->remove_old();
  EXPECT_FALSE(documents->find(document.id));
}

TEST_P(DocumentStore, WaitsForTheScanner) {
  ClamdStandIn clamd;
  restart(Clamd(clamd.address()));
  const Document good = taken(png()).document, bad = taken(png(chunk("pHYs", "VIRUS 123"))).document;
  EXPECT_EQ(good.state, State::queued);
  EXPECT_EQ(code_of(documents->open(good, "staff:1")), "document_not_checked");
  EXPECT_TRUE(documents->scan_due()) << "one at a time";
  EXPECT_TRUE(documents->scan_due());
  EXPECT_FALSE(documents->scan_due());
  EXPECT_EQ(again(good).state, State::accepted);
  EXPECT_EQ(content(good), png());
  EXPECT_EQ(again(bad).state, State::rejected);
  EXPECT_EQ(again(bad).reason, "Test.Virus-1");
  EXPECT_EQ(code_of(documents->open(again(bad), "staff:1")), "document_rejected");
  EXPECT_EQ(code_of(attach(bad, "S-1", "identity")), "document_rejected");
  EXPECT_THAT(vault->all(), ElementsAre(good.sha256)) << "what was found is kept by nobody";
  EXPECT_THAT(events(), Contains("document_rejected document:" + bad.id.str() + " "));
  EXPECT_THAT(check(*db, *vault, false).missing_or_damaged, IsEmpty());
}

TEST_P(DocumentStore, AScannerThatIsAwayAcceptsNothing) {
  ClamdStandIn clamd(ClamdStandIn::Mood::hangs_up);
  restart(Clamd(clamd.address()));
  const Document document = taken(png()).document;
  documents->scan_due();
  EXPECT_EQ(again(document).state, State::queued);
  EXPECT_EQ(clamd.asked(), 1);
  documents->scan_due();
  EXPECT_EQ(clamd.asked(), 1) << "not again at once";
  now += wait_after(1);
  documents->scan_due();
  EXPECT_EQ(clamd.asked(), 2);
  now += wait_after(1);
  documents->scan_due();
  EXPECT_EQ(clamd.asked(), 2) << "later and later";
  clamd.set(ClamdStandIn::Mood::works);
  now += wait_after(2);
  documents->scan_due();
  EXPECT_EQ(again(document).state, State::accepted);
}

TEST_P(DocumentStore, TakesUpAScanThatAKilledProgramLeft) {
  ClamdStandIn clamd;
  restart(Clamd(clamd.address()));
  const Document document = taken(png()).document;
  db->write_and_wait([&](db::Tx& tx) {
    tx.exec("UPDATE documents SET state = 'scanning', next_try_ms = $1", {to_ms(Time(now) + kScanLease)});
  });
  documents->scan_due();
  EXPECT_EQ(again(document).state, State::scanning) << "it may still be at work";
  now += kScanLease;
  documents->scan_due();
  EXPECT_EQ(again(document).state, State::accepted);
}

TEST_P(DocumentStore, WithoutAScannerNothingWaitsForOne) {
  ClamdStandIn clamd;
  restart(Clamd(clamd.address()));
  const Document document = taken(png()).document;
  restart();
  documents->scan_due();
  EXPECT_EQ(again(document).state, State::accepted);
}

TEST_P(DocumentStore, TheCheckFindsOrphansAndDamage) {
  const Document whole = taken(png()).document, damaged = taken(jpeg()).document,
                 missing = taken(heic()).document;
  const std::string_view left = "left by a killed program";
  const std::string orphan = Vault::sha256({&left, 1});
  {
    const auto held = vault->share();
    vault->put(orphan, {&left, 1});
  }
  const auto file = [&](const std::string& sha256) {
    return folder.path() / "documents" / sha256.substr(0, 2) / sha256;
  };
  std::filesystem::remove(file(missing.sha256));
  std::filesystem::resize_file(file(damaged.sha256), 60);

  const auto found = check(*db, *vault, false);
  EXPECT_EQ(found.contents, 1u);
  EXPECT_THAT(found.orphans, ElementsAre(orphan));
  EXPECT_THAT(found.missing_or_damaged,
              ::testing::UnorderedElementsAre(StartsWith(missing.sha256), StartsWith(damaged.sha256)));
  EXPECT_THROW((void)documents->open(damaged, "staff:1"), Vault::Damaged);
  EXPECT_TRUE(check(*db, *vault, true).orphans_removed);
  EXPECT_THAT(check(*db, *vault, false).orphans, IsEmpty());
  EXPECT_EQ(content(whole), png());
  // Handing it in once more mends it.
  taken(heic());
  taken(jpeg());
  EXPECT_THAT(check(*db, *vault, false).missing_or_damaged, IsEmpty());
}

TEST_P(DocumentStore, TheChainHoldsOverAllOfIt) {
  const Document document = taken(png()).document;
  attach(document, "S-1", "identity");
  content(document);
  const auto verified = db->reading([](db::Tx& tx) { return audit::verify(tx, kSergeli); });
  EXPECT_EQ(verified.broken_at, 0) << verified.reason;
  EXPECT_EQ(verified.events, 3);
}

}  // namespace
}  // namespace biroyna::documents

// What the kiosk offers, and what stays chosen on the way.
#include "features/kiosk/kiosk_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/catalogue/catalogue.hpp"
#include "features/queue/domain_test_hall.hpp"

namespace biroyna::kiosk {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const ServiceId kFuneral("funeral"), kKindergarten("kindergarten"), kSchool("school");
const GroupId kFamily("family");

catalogue::Service service_of(const ServiceId& id, std::vector<catalogue::DocumentUse> documents = {}) {
  catalogue::Service service;
  service.id = id;
  service.group = kFamily;
  service.documents = std::move(documents);
  return service;
}

catalogue::Catalogue small_catalogue() {
  catalogue::Catalogue catalogue;
  catalogue.documents.resize(2);
  catalogue.documents[0].id = DocumentTypeId("passport");
  catalogue.documents[1].id = DocumentTypeId("certificate");
  const auto when = catalogue::Expression();
  catalogue.services = {
      service_of(kFuneral, {{DocumentTypeId("passport"), when}, {DocumentTypeId("certificate"), when}}),
      service_of(kKindergarten, {{DocumentTypeId("passport"), std::nullopt}}), service_of(kSchool)};
  for (const char* id : {"none", "elderly", "booked"}) catalogue.priorities.emplace_back().id = id;
  return catalogue;
}

std::vector<std::string> ids(const std::vector<const catalogue::Service*>& services) {
  std::vector<std::string> all;
  for (const auto* service : services) all.push_back(service->id.str());
  return all;
}

TEST(KioskChosen, AServiceThatWasLeftByBackIsNotOnTheTicket) {
  const Chosen left = without(followed_by({}, kFuneral), kFuneral);
  EXPECT_THAT(followed_by(left, kKindergarten).needs, ElementsAre(kKindergarten));
}

TEST(KioskChosen, TravelsInTheAddressAndComesBack) {
  const auto catalogue = small_catalogue();
  const Chosen chosen{{kFuneral, kSchool}, "elderly"};
  EXPECT_EQ(query_of(chosen, 2), "?with=funeral.school&class=elderly&page=2");
  EXPECT_EQ(chosen_of("funeral.school", "elderly", catalogue), chosen);
  EXPECT_EQ(query_of({}), "");
  EXPECT_EQ(chosen_of("nothing.school.school.", "king", catalogue), (Chosen{{kSchool}, "none"}));
  EXPECT_EQ(chosen_of("", "booked", catalogue).visitor_class, "none") << "only a booking gives it";
}

TEST(KioskChosen, AFullTicketLosesItsLastNeedForAnother) {
  Chosen full;
  for (std::size_t i = 0; i < kMostNeeds; ++i) full.needs.emplace_back("n" + std::to_string(i));
  const Chosen then = followed_by(full, kSchool);
  EXPECT_THAT(then.needs, SizeIs(kMostNeeds));
  EXPECT_EQ(then.needs.back(), kSchool);
  EXPECT_EQ(followed_by(full, full.needs.front()).needs.back(), full.needs.front()) << "once, and last";
}

TEST(KioskParts, ShowAsManyAsFitAndEveryOne) {
  EXPECT_EQ(part_of(6, 6, 1), (Part{0, 6, 1, 1}));
  EXPECT_EQ(part_of(8, 6, 1), (Part{0, 6, 1, 2}));
  EXPECT_EQ(part_of(8, 6, 2), (Part{6, 2, 2, 2}));
  EXPECT_EQ(part_of(8, 6, 99), (Part{6, 2, 2, 2}));
  EXPECT_EQ(part_of(8, 6, 0), (Part{0, 6, 1, 2}));
  EXPECT_EQ(part_of(0, 6, 1), (Part{0, 0, 1, 1}));
}

TEST(KioskOffered, WhatIsAskedForMostIsFirst) {
  auto plan = queue::testing::small_plan();
  const ServiceTime usual{10, 20, 5};
  plan->services = {{kFuneral, "A", usual}, {kKindergarten, "A", usual}, {kSchool, "A", usual}};
  plan->windows = {{WindowId("1"), {{kFuneral, 1}, {kKindergarten, 1}, {kSchool, 1}}}};
  queue::testing::TestHall t(plan);
  const catalogue::Edition edition(small_catalogue());
  const auto now_offered = [&](const Chosen& chosen) {
    const View view{t.hall, edition, t.now, {}, 0};
    return ids(offered(view, kFamily, chosen));
  };
  EXPECT_THAT(now_offered({}), ElementsAre("funeral", "kindergarten", "school")) << "as in the catalogue";
  t.take({"school"});
  EXPECT_THAT(now_offered({}), ElementsAre("school", "funeral", "kindergarten"));
  t.keep(t.hall.open_day({{kKindergarten, {10, 20, 40}}}, t.now));
  EXPECT_THAT(now_offered({}), ElementsAre("kindergarten", "school", "funeral"));
  EXPECT_THAT(now_offered({{kSchool}}), ElementsAre("kindergarten", "funeral"));
  t.keep(t.hall.close_need(kKindergarten, {}, t.now));
  EXPECT_THAT(now_offered({{kSchool}}), ElementsAre("funeral"));
}

TEST(KioskToBring, IsEachDocumentOnceForAllNeeds) {
  const auto catalogue = small_catalogue();
  EXPECT_THAT(to_bring(catalogue, {kSchool}), IsEmpty());
  const auto documents = to_bring(catalogue, {kFuneral, kKindergarten});
  ASSERT_THAT(documents, SizeIs(2));
  EXPECT_EQ(documents[0].document->id.str(), "passport");
  EXPECT_FALSE(documents[0].if_needed) << "one of the two needs it always";
  EXPECT_TRUE(documents[1].if_needed);
}

}  // namespace
}  // namespace biroyna::kiosk

#include "features/intake/service_choice.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "features/catalogue/test_files.hpp"

namespace biroyna::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const catalogue::Edition& reference_edition() {
  static const catalogue::Edition edition(catalogue::reference());
  return edition;
}

std::vector<std::string> ids(const std::vector<const catalogue::Service*>& services) {
  std::vector<std::string> found;
  for (const auto* service : services) found.push_back(service->id.str());
  return found;
}

const ServiceId kReferral("kindergarten-referral"), kCertificate("pension-certificate");

TEST(ServiceChoice, AnOperatorIsNotShownAllServicesAtOnce) {
  const auto choice = service_choice(reference_edition(), {}, {});
  EXPECT_EQ(choice.offered.size(), kPopularServices);
  EXPECT_EQ(choice.offers, ServiceChoice::Offers::popular);
  EXPECT_GT(service_choice(reference_edition(), {.all = true}, {}).offered.size(), 40u);
}

TEST(ServiceChoice, WhatIsTakenInMostOftenComesFirst) {
  const auto choice = service_choice(reference_edition(), {}, {{kCertificate, 3}, {kReferral, 7}});
  const auto offered = ids(choice.offered);
  EXPECT_EQ(offered.at(0), kReferral.str());
  EXPECT_EQ(offered.at(1), kCertificate.str());
}

TEST(ServiceChoice, AWindowOffersWhatItServes) {
  const auto& catalogue = reference_edition().catalogue;
  for (const auto& window : catalogue.windows) {
    std::map<ServiceId, std::int64_t> elsewhere;
    for (const auto& service : catalogue.services) elsewhere[service.id] = 5;
    for (const auto& service :
         service_choice(reference_edition(), {.window = window.id}, elsewhere).offered) {
      EXPECT_NE(std::ranges::find(window.skills, service->id, &catalogue::Skill::service),
                window.skills.end())
          << window.id.str() << " " << service->id.str();
    }
  }
}

TEST(ServiceChoice, AServiceIsFoundByTheWordsOfTheVisitor) {
  const auto choice = service_choice(reference_edition(), {.text = "детский сад"}, {});
  ASSERT_FALSE(choice.offered.empty());
  EXPECT_EQ(choice.offered.front()->id, kReferral);
  EXPECT_THAT(service_choice(reference_edition(), {.text = "ッッッッ"}, {}).offered, IsEmpty());
}

TEST(ServiceChoice, WhatIsChosenStaysChosenWhileOneSearchesOn) {
  const auto choice = service_choice(reference_edition(), {.chosen = {kReferral}, .text = "детский сад"}, {});
  EXPECT_THAT(ids(choice.chosen), ElementsAre(kReferral.str()));
  EXPECT_EQ(std::ranges::find(choice.offered, kReferral, &catalogue::Service::id), choice.offered.end());
}

}  // namespace
}  // namespace biroyna::intake

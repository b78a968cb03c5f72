// What the pages of a service and of the centre say, before it becomes markup.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "features/catalogue/centre_view.hpp"
#include "features/catalogue/privacy_view.hpp"
#include "features/catalogue/service_view.hpp"
#include "features/catalogue/test_files.hpp"

namespace biroyna::catalogue {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

const i18n::Speaker kEnglish(Language::en);

class ServiceViewTest : public ::testing::Test {
 protected:
  ServiceView view() const {
    return service_view(catalogue, service, kEnglish, parse_iso_day("2026-11-24").value());
  }

  Catalogue catalogue = reference();
  Service& service = *std::ranges::find(catalogue.services, ServiceId("kindergarten-referral"), &Service::id);
};

TEST_F(ServiceViewTest, SaysHowMuchThePortalAndThoseWithAConcessionPay) {
  EXPECT_THAT(view().fee.concessions, IsEmpty()) << "of a service that does not ask who has one";
  service.form.back().fields.push_back({.field = "concession_claimed", .required = false});
  service.fee_bhm = 1;
  service.online = true;
  const ServiceView::Fee fee = view().fee;
  EXPECT_EQ(fee.amount, i18n::money(Language::en, Tiyin{41'200'000}));
  EXPECT_EQ(fee.on_portal, i18n::money(Language::en, Tiyin{37'080'000}));
  ASSERT_THAT(fee.concessions, SizeIs(catalogue.concessions.size()));
  EXPECT_EQ(fee.concessions.front().amount, i18n::money(Language::en, Tiyin{20'600'000}));
  service.online = false;
  EXPECT_THAT(view().fee.on_portal, IsEmpty());
}

TEST_F(ServiceViewTest, AFreeServiceHasNoOtherPrices) {
  service.fee_bhm = 0;
  service.online = true;
  const ServiceView::Fee fee = view().fee;
  EXPECT_EQ(fee.amount, "Free of charge");
  EXPECT_THAT(fee.on_portal, IsEmpty());
  EXPECT_THAT(fee.concessions, IsEmpty());
}

TEST_F(ServiceViewTest, SaysWhereAServiceIsAskedFor) {
  const struct {
    bool online, presence_required;
    const char* where;
  } cases[] = {{false, false, "At the centre"},
               {false, true, "At the centre"},
               {true, false, "Online or at the centre"},
               // Promised online, it had no way in.
               {true, true, "At the centre"}};
  for (const auto& [online, presence_required, where] : cases) {
    service.online = online;
    service.presence_required = presence_required;
    EXPECT_EQ(view().where, where);
  }
}

TEST_F(ServiceViewTest, SaysHowLongItTakes) {
  service.term_working_days = 0;
  EXPECT_EQ(view().term, "On the same day");
  service.term_working_days = 1;
  EXPECT_EQ(view().term, "1 working day");
}

TEST_F(ServiceViewTest, NamesTheWindowsThatServeItAndItsLifeEvents) {
  for (auto& window : catalogue.windows) window.skills.clear();
  for (auto& event : catalogue.life_events) event.services.clear();
  EXPECT_THAT(view().windows, IsEmpty());
  EXPECT_THAT(view().life_events, IsEmpty());
  catalogue.windows.front().skills.push_back({service.id});
  catalogue.life_events.front().services.push_back(service.id);
  EXPECT_THAT(view().windows, ::testing::ElementsAre(catalogue.windows.front().names.in(Language::en)));
  ASSERT_THAT(view().life_events, SizeIs(1));
  EXPECT_EQ(view().life_events.front().path, "/life-events/" + catalogue.life_events.front().id);
}

TEST(CentreView, SaysWhenTheCentreOpensAndCloses) {
  const Edition edition(reference());
  const auto now_at = [&](const char* time) {
    return centre_view(edition, kEnglish, parse_rfc3339(time).value()).now;
  };
  EXPECT_EQ(now_at("2026-11-24T05:00:00Z"), "Open until 18:00.");  // a Tuesday, 10:00 in Tashkent
  EXPECT_EQ(now_at("2026-11-24T03:00:00Z"), "It opens today at 09:00.");
  EXPECT_EQ(now_at("2026-11-24T15:00:00Z"), "It opens on 25 November 2026 at 09:00.");
}

TEST(CentreView, HasNoHoursOnADayOff) {
  const Edition edition(reference());
  EXPECT_THAT(centre_view(edition, kEnglish, parse_rfc3339("2026-11-24T05:00:00Z").value()).hours_today,
              StartsWith("09:00–"));
  EXPECT_THAT(centre_view(edition, kEnglish, parse_rfc3339("2026-11-29T05:00:00Z").value()).hours_today,
              IsEmpty());
}

TEST(Privacy, OfAServiceNamesItsDepartmentsItsRegistriesAndItsTime) {
  const Catalogue catalogue = reference();
  const auto& birth = *catalogue.find(ServiceId("birth-lump-sum"));
  const ServicePrivacy privacy = service_privacy(catalogue, birth, kEnglish);
  EXPECT_THAT(privacy.departments, ElementsAre("District office of the Pension Fund"));
  EXPECT_THAT(privacy.registries, ElementsAre("Population registry", "Civil status registry"));
  EXPECT_EQ(privacy.keep_years, birth.keep_years);
}

TEST(Privacy, OfServicesTogetherIsThatOfAllWithTheLongestTime) {
  const Catalogue catalogue = reference();
  const auto& birth = *catalogue.find(ServiceId("birth-lump-sum"));
  const auto& housing = *catalogue.find(ServiceId("housing-need-registration"));
  const ServicePrivacy together = privacy_together(catalogue, {&birth, &housing}, kEnglish);
  EXPECT_EQ(together.name, birth.names.in(Language::en) + ", " + housing.names.in(Language::en));
  EXPECT_THAT(together.departments, Contains("District office of the Pension Fund"));
  EXPECT_THAT(together.departments, Contains(catalogue.find(housing.department)->names.in(Language::en)));
  EXPECT_EQ(together.keep_years, housing.keep_years);
}

TEST(Privacy, OfTheCentreListsEachServiceThatIsAppliedForInEveryLanguage) {
  const Catalogue catalogue = reference();
  for (const Language language : kLanguages) {
    const i18n::Speaker say(language);
    const CentrePrivacy privacy = centre_privacy(catalogue, say);
    EXPECT_THAT(privacy.services, SizeIs(catalogue.services.size()));
    EXPECT_EQ(privacy.least_years, 3);
    EXPECT_EQ(privacy.most_years, 75);
    for (const auto& service : catalogue.services) {
      const ServicePrivacy own = service_privacy(catalogue, service, say);
      EXPECT_THAT(own.departments, Not(IsEmpty())) << service.id.str();
      // Each registry has a name: none is shown by its id.
      for (const auto& step : service.steps) {
        if (!step.external.empty()) EXPECT_THAT(own.registries, Not(Contains(step.external)));
      }
    }
  }
}

}  // namespace
}  // namespace biroyna::catalogue

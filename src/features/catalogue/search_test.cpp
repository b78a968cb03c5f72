#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "core/text.hpp"
#include "features/catalogue/domain_search.hpp"
#include "features/catalogue/test_files.hpp"

namespace biroyna::catalogue {
namespace {

using ::testing::IsEmpty;

const Catalogue& centre() {
  static const Catalogue catalogue = reference();
  return catalogue;
}
std::vector<std::string> found(std::string_view text) {
  static const SearchIndex index(centre());
  std::vector<std::string> ids;
  for (const auto& id : index.search(text)) ids.push_back(id.str());
  return ids;
}
// From 1; 0: not found.
std::ptrdiff_t place_of(std::string_view service, std::string_view text) {
  const auto ids = found(text);
  const auto at = std::ranges::find(ids, service);
  return at == ids.end() ? 0 : at - ids.begin() + 1;
}

struct Asked {
  const char* text;
  const char* service;
};

// What residents type, and the service that must be the first answer.
TEST(Search, TheWordsOfResidentsFindTheirServiceFirst) {
  constexpr Asked kAsked[] = {
      {"boʻgʻcha", "kindergarten-referral"},
      {"bogʻcha", "kindergarten-referral"},
      {"bog'cha", "kindergarten-referral"},
      {"bog’cha", "kindergarten-referral"},
      {"bog`cha", "kindergarten-referral"},
      {"BOGʼCHA", "kindergarten-referral"},
      {"bogcha", "kindergarten-referral"},
      {"богча", "kindergarten-referral"},
      {"Боғча", "kindergarten-referral"},
      {"детский сад", "kindergarten-referral"},
      {"садик", "kindergarten-referral"},
      {"nursery", "kindergarten-referral"},
      {"прописка", "residence-registration"},
      {"propiska", "residence-registration"},
      {"moving house", "residence-registration"},
      {"свет", "electricity-connection"},
      {"chiroq", "electricity-connection"},
      {"дўхтир", "polyclinic-attachment"},
      {"do'xtir", "polyclinic-attachment"},
      {"ЭЦП", "eds-key-issue"},
      {"elektron imzo", "eds-key-issue"},
      {"ООО", "legal-entity-registration"},
      {"unemployed", "unemployed-recognition"},
      {"газ баллони", "lpg-cylinder-supply"},
      {"инвалидная коляска", "prosthetics-rehab-means"},
      {"трудовая книжка", "labour-record-extract"},
      {"похороны", "funeral-allowance"},
      {"sanatoriy", "sanatorium-voucher"},
  };
  for (const auto& [text, service] : kAsked) EXPECT_EQ(place_of(service, text), 1) << text;
}

TEST(Search, EveryServiceIsFoundByItsOwnNameInEachLanguage) {
  for (const auto& service : centre().services) {
    for (const Language language : kLanguages) {
      const std::string& name = service.names.in(language);
      const auto place = place_of(service.id.str(), name);
      EXPECT_GE(place, 1) << name;
      EXPECT_LE(place, 2) << name;
    }
  }
}

TEST(Search, EveryServiceIsFoundByEachOfItsKeywords) {
  for (const auto& service : centre().services) {
    for (const auto& keywords : service.keywords) {
      EXPECT_FALSE(keywords.empty()) << service.id.str();
      for (const auto& keyword : keywords) EXPECT_GE(place_of(service.id.str(), keyword), 1) << keyword;
    }
  }
}

// One error of the four kinds in a word of four letters or more does not hide a service.
TEST(Search, OneTypingErrorIsForgiven) {
  constexpr Asked kWords[] = {{"bogcha", "kindergarten-referral"}, {"pensiya", "old-age-pension"},
                              {"kadastr", "cadastral-passport"},   {"propiska", "residence-registration"},
                              {"maktab", "first-grade-admission"}, {"subsidiya", "mortgage-subsidy"}};
  EXPECT_TRUE(rc::check("typing errors", [&] {
    const auto& [word, service] = kWords[*rc::gen::inRange<std::size_t>(0, std::size(kWords))];
    std::string typed = word;
    const auto at = *rc::gen::inRange<std::size_t>(1, typed.size() - 1);
    const char letter = static_cast<char>(*rc::gen::inRange<int>('a', 'z' + 1));
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        typed.erase(at, 1);
        break;
      case 1:
        typed.insert(at, 1, letter);
        break;
      case 2:
        typed[at] = letter;
        break;
      default:
        std::swap(typed[at], typed[at + 1]);
    }
    RC_LOG() << typed;
    // Another service may own the word that came out ("maktab" is near "maktub"), but ours is there.
    RC_ASSERT(place_of(service, typed) >= 1);
  }));
}

TEST(Search, ABeginningOfAWordIsEnough) {
  EXPECT_GE(place_of("cadastral-passport", "kad"), 1);
  EXPECT_GE(place_of("kindergarten-referral", "бог"), 1);
  EXPECT_GE(place_of("old-age-pension", "пенс"), 1);
}

TEST(Search, EveryWordMustBeFound) {
  EXPECT_EQ(place_of("kindergarten-fee-waiver", "боғча тўлов"), 1);
  EXPECT_EQ(place_of("kindergarten-referral", "боғча кадастр"), 0);
}

TEST(Search, ALifeEventAndADepartmentFindTheirServices) {
  EXPECT_GE(place_of("polyclinic-attachment", "бола туғилди"), 1);
  EXPECT_GE(place_of("facade-change-approval", "архитектура"), 1);
}

TEST(Search, NothingIsFoundForNothing) {
  for (const char* text : {"", "   ", "?!", "ʻʼ", "\xff\xfe", "qqqqqqqq", "хххххххх"})
    EXPECT_THAT(found(text), IsEmpty()) << text;
}

TEST(Search, AnyTextIsTakenAndAnswersKnownServicesOnce) {
  EXPECT_TRUE(rc::check("any text", [](const std::string& text) {
    const auto ids = found(text);
    RC_ASSERT(ids.size() <= centre().services.size());
    for (const auto& id : ids) {
      RC_ASSERT(centre().find(ServiceId(id)) != nullptr);
      RC_ASSERT(std::ranges::count(ids, id) == 1);
    }
  }));
  std::string longest;
  for (int i = 0; i < 10'000; ++i) longest += "боғча ";
  EXPECT_EQ(place_of("kindergarten-referral", longest), 1);
}

}  // namespace
}  // namespace biroyna::catalogue

// What is asked for each service and life event of the reference centre.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "features/catalogue/catalogue.hpp"
#include "features/catalogue/test_files.hpp"
#include "features/forms/domain_conversation.hpp"

namespace biroyna::forms {
namespace {

using catalogue::AnswerError;
using catalogue::Answers;
using catalogue::Channel;
using catalogue::Service;
using catalogue::Value;

constexpr Day kToday{std::chrono::year(2026) / 11 / 24};

const catalogue::Catalogue& sergeli() {
  static const catalogue::Catalogue read = catalogue::reference();
  return read;
}

std::vector<const Service*> services(const std::vector<const char*>& ids) {
  std::vector<const Service*> found;
  for (const char* id : ids) found.push_back(sergeli().find(ServiceId(id)));
  return found;
}

Applicant zuhra() {
  return {.family_name = "Karimova",
          .given_name = "Zuhra",
          .middle_name = {},
          .birth_date = Day{std::chrono::year(1990) / 3 / 2},
          .pinfl = {},
          .passport = "AA1234567",
          .organisation = {},
          .tin = {},
          .phone = "+998901234567"};
}

catalogue::Facts facts(const Applicant& applicant, Channel channel = Channel::online) {
  return {.today = kToday,
          .applicant_kind = applicant.kind,
          .applicant_birth_date = applicant.birth_date,
          .channel = channel};
}

Conversation conversation_of(const std::vector<const Service*>& about, const Applicant& applicant,
                             const Answers& answers = {}, const std::set<DocumentTypeId>& documents = {},
                             Channel channel = Channel::online) {
  return converse(sergeli(), about, {applicant, answers, documents}, facts(applicant, channel));
}

std::vector<std::string> ids(const Conversation& conversation) {
  std::vector<std::string> found;
  for (const auto& topic : conversation.topics) found.push_back(topic.id);
  return found;
}

bool has(const Conversation& conversation, std::string_view pointer) {
  return std::ranges::find(conversation.errors, pointer, &AnswerError::pointer) != conversation.errors.end();
}

// The first topic after `id` (from the beginning for an empty one) of which something is wrong.
std::string next_open(const Conversation& conversation, std::string_view id) {
  bool behind = id.empty();
  for (const auto& topic : conversation.topics) {
    if (behind && !conversation.errors_of(topic).empty()) return topic.id;
    behind = behind || topic.id == id;
  }
  return {};
}

TEST(Conversation, BeginsWithTheApplicantAndEndsWithTheDocuments) {
  EXPECT_EQ(ids(conversation_of(services({"kindergarten-referral"}), zuhra())),
            (std::vector<std::string>{"person", "identity", "contact", "child", "home", "kindergarten"}))
      << "its documents are asked of registries";
  EXPECT_EQ(ids(conversation_of(services({"first-grade-admission"}), zuhra())).back(),
            "document-medical-certificate");
}

TEST(Conversation, AsksEachFactAndEachDocumentOfSeveralServicesOnce) {
  for (const auto& event : sergeli().life_events) {
    std::vector<const Service*> about;
    for (const auto& id : event.services) about.push_back(sergeli().find(id));
    const Conversation conversation = conversation_of(about, zuhra());
    std::set<std::string> topics, fields;
    for (const auto& topic : conversation.topics) {
      EXPECT_TRUE(topics.insert(topic.id).second) << event.id << " " << topic.id;
      for (const auto& asked : topic.fields)
        EXPECT_TRUE(fields.insert(asked.field->id).second) << event.id << " " << asked.field->id;
    }
  }
}

TEST(Conversation, AsksWhatAnyOfTheServicesNeeds) {
  for (const auto& event : sergeli().life_events) {
    std::vector<const Service*> about;
    std::set<std::string> needed;
    for (const auto& id : event.services) {
      about.push_back(sergeli().find(id));
      for (const auto& page : catalogue::asked(*about.back(), {}, facts(zuhra()))) {
        for (const auto* use : page.fields) needed.insert(use->field);
      }
    }
    std::set<std::string> asked;
    for (const auto& topic : conversation_of(about, zuhra()).topics) {
      for (const auto& field : topic.fields) asked.insert(field.field->id);
    }
    EXPECT_EQ(asked, needed) << event.id;
  }
}

TEST(Conversation, SaysOfEachErrorWhereItIsAsked) {
  for (const auto& service : sergeli().services) {
    Applicant nobody;
    nobody.kind = kinds_for({&service}).front();
    const Conversation conversation = conversation_of({&service}, nobody);
    EXPECT_FALSE(conversation.errors.empty());
    std::size_t placed = 0;
    for (const auto& topic : conversation.topics) placed += conversation.errors_of(topic).size();
    EXPECT_EQ(placed, conversation.errors.size()) << service.id.str();
  }
}

TEST(Conversation, ADocumentIsNeededOnlineAndMayBeShownAtAWindow) {
  const auto about = services({"first-grade-admission"});
  EXPECT_TRUE(has(conversation_of(about, zuhra()), "/documents/medical-certificate"));
  EXPECT_FALSE(has(conversation_of(about, zuhra(), {}, {DocumentTypeId("medical-certificate")}),
                   "/documents/medical-certificate"));
  EXPECT_FALSE(
      has(conversation_of(about, zuhra(), {}, {}, Channel::window), "/documents/medical-certificate"));
}

TEST(Conversation, AConditionSeesWhatAnotherServiceHasAsked) {
  const auto about = services({"birth-lump-sum", "polyclinic-attachment"});
  // The child is asked on the first service's page; the second asks only for whom it is.
  const Answers answers{{"applies_for", "child"}, {"child", Answers{{"family_name", "Karimov"}}}};
  const Conversation conversation = conversation_of(about, zuhra(), answers);
  ASSERT_NE(conversation.find("child"), nullptr);
  ASSERT_NE(conversation.find("who"), nullptr);
  EXPECT_EQ(conversation.find("child")->fields.front().field->id, "child");
  ASSERT_EQ(conversation.find("who")->fields.size(), 1u);
  EXPECT_EQ(conversation.find("who")->fields.front().field->id, "applies_for");
}

TEST(Conversation, GoesOnWithWhatIsOpen) {
  const Conversation conversation = conversation_of(services({"kindergarten-referral"}), zuhra());
  EXPECT_EQ(next_open(conversation, ""), "child");
  EXPECT_EQ(next_open(conversation, "child"), "home");
  EXPECT_EQ(next_open(conversation, "document-identity"), "");
}

TEST(Conversation, AServiceForOthersIsNoneForThem) {
  const auto about = services({"kindergarten-referral"});
  EXPECT_EQ(kinds_for(about), std::vector{catalogue::ApplicantKind::individual});
  Applicant business = zuhra();
  business.kind = catalogue::ApplicantKind::business;
  EXPECT_TRUE(has(conversation_of(about, business), "/applicant/kind"));
  EXPECT_TRUE(kinds_for(services({"kindergarten-referral", "legal-entity-registration"})).empty());
}

}  // namespace
}  // namespace biroyna::forms

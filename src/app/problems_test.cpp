#include "app/problems.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace biroyna {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const Problems kProblems{[](const http::Request&, const Problems::Told& told) {
                           return std::string(told.title) + ": " + std::string(told.text);
                         },
                         [](const http::Request& request) {
                           return std::string(request.method == http::Method::post ? "kept1" : "");
                         }};

http::Request request(http::Method method, const std::string& target) {
  return {.method = method,
          .target = target,
          .path = target.substr(0, target.find('?')),
          .language = Language::en};
}

std::string location(const http::Response& response) { return http::field(response.headers, "Location"); }

TEST(Problems, WhoseSessionIsOverFindsWhatTheyTypedAfterSigningIn) {
  const Refusal nobody{Refusal::Kind::unauthorised, "sign_in_first"};
  const auto asked = kProblems(request(http::Method::post, "/en/sergeli/cases/N/review/ask"), nobody);
  EXPECT_EQ(asked.status, 303);
  EXPECT_EQ(
      location(asked),
      "/en/sign-in?to=%2Fen%2Fkept%2Fkept1%3Fto%3D%252Fen%252Fsergeli%252Fcases%252FN%252Freview%252Fask");
  EXPECT_EQ(location(kProblems(request(http::Method::get, "/en/sergeli/worklist?view=mine"), nobody)),
            "/en/sign-in?to=%2Fen%2Fsergeli%2Fworklist%3Fview%3Dmine");
}

TEST(Problems, AFormWithFilesThatIsTooLargeLeadsBackToItsPage) {
  auto sent = request(http::Method::post, "/en/sergeli/apply/d/documents/identity");
  sent.headers = {{"content-type", "multipart/form-data; boundary=b"}};
  const auto large = kProblems(sent, 413, {Refusal::Kind::malformed, "body_too_large"});
  EXPECT_EQ(large.status, 303);
  EXPECT_EQ(location(large), "/en/sergeli/apply/d/documents/identity?problem=document_too_large");
  auto api = sent;
  api.path = api.target = "/api/v1/documents";
  EXPECT_EQ(kProblems(api, 413, {Refusal::Kind::malformed, "body_too_large"}).status, 413);
}

TEST(Problems, WhoHasToWaitIsToldHowLong) {
  Refusal refusal{Refusal::Kind::throttled, "too_many_searches"};
  refusal.retry_after_seconds = 150;
  EXPECT_THAT(kProblems(request(http::Method::get, "/en/sergeli/cases?q=k"), refusal).body,
              HasSubstr("in 3 minutes"));
  refusal.retry_after_seconds = 2;
  EXPECT_THAT(kProblems(request(http::Method::get, "/en/sergeli/cases?q=k"), refusal).body,
              ::testing::Not(HasSubstr("You can try again in")));
}

TEST(Problems, AnAddressOfTheApiThatSomebodyVisitsAnswersAPage) {
  const Refusal gone{Refusal::Kind::not_found, "not_found"};
  auto visit = request(http::Method::get, "/api/v1/results/K7QM2XRD9V4T0BHE5WNC/pdf");
  EXPECT_EQ(kProblems(visit, gone).content_type, "application/problem+json");
  visit.headers = {{"sec-fetch-mode", "navigate"}};
  const auto page = kProblems(visit, gone);
  EXPECT_EQ(page.status, 404);
  EXPECT_THAT(std::string(page.content_type), HasSubstr("text/html"));
}

// The details of the errors that such a body has, in this language.
std::vector<std::string> details(Language language, const std::vector<FieldError>& fields) {
  auto asked = request(http::Method::post, "/api/v1/centres/sergeli/tickets");
  asked.language = language;
  const auto problem = boost::json::parse(kProblems(asked, {Refusal::Kind::invalid, "invalid", fields}).body);
  std::vector<std::string> details;
  for (const auto& error : problem.at("errors").as_array()) {
    EXPECT_TRUE(error.at("pointer").is_string() && error.at("code").is_string());
    details.emplace_back(error.at("detail").as_string());
  }
  return details;
}

TEST(Problems, AnErrorOfTheApiNamedNeitherTheFieldNorTheLimit) {
  const std::vector<FieldError> fields = {{"/applicant/family_name", "error.required"},
                                          {"/services", "error.required"},
                                          too_long("/note", 500),
                                          {"/people", "error.not_number", FieldError::Limits{1, 20}},
                                          {"/services", "error.too_many", FieldError::Limits{0, 20}},
                                          {"/services/0", "error.unknown_service"},
                                          {"/foo", "error.unknown_field"}};
  EXPECT_THAT(
      details(Language::en, fields),
      ElementsAre(
          "Enter your family name", "Choose at least one service", "Note: Write at most 500 characters",
          "How many people: Write a whole number from 1 to 20", "Services: Fill in at most 20 entries",
          "Services: There is no such service. Choose one from the list.", "“foo”: There is no such field"));
  for (const Language language : kLanguages) {
    for (const auto& detail : details(language, fields)) EXPECT_THAT(detail, Not(HasSubstr("{"))) << detail;
  }
  EXPECT_THAT(details(Language::ru, fields), Contains("Заметка: Напишите короче: не больше 500 знаков"))
      << "as on the pages";
}

}  // namespace
}  // namespace biroyna

// What people type into a form: it is kept, understood where it can be, and said back to them where it
// cannot.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/catalogue/catalogue.hpp"
#include "features/catalogue/test_files.hpp"
#include "features/forms/edge.hpp"
#include "features/forms/forms.hpp"

namespace biroyna::forms {
namespace {

using catalogue::AnswerError;
using catalogue::Answers;
using ::testing::HasSubstr;

constexpr Day kTypedOn{std::chrono::year(2026) / 11 / 24};
const std::vector<std::string> kPerson = {"family_name", "given_name", "middle_name", "birth_date",
                                          "passport",    "phone",      "address"};

const catalogue::Catalogue& centre() {
  static const catalogue::Catalogue read = catalogue::reference();
  return read;
}

Applicant typed(const http::Fields& fields) {
  http::Fields form = {{"family_name", "Karimova"},
                       {"given_name", "Zuhra"},
                       {"birth_date", "2.3.1985"},
                       {"passport", "AA1234567"},
                       {"phone", "901234567"}};
  for (const auto& [name, value] : fields) {
    std::erase_if(form, [&](const auto& one) { return one.first == name; });
    form.emplace_back(name, value);
  }
  Applicant applicant;
  read_applicant(form, kPerson, applicant);
  return applicant;
}

std::vector<AnswerError> errors_of(const Applicant& applicant) {
  std::vector<AnswerError> errors;
  for (const auto& error : check(applicant, kTypedOn)) errors.push_back({error.pointer, error.code});
  return errors;
}

// What is said of this part, in English.
std::string said(const http::Fields& fields, const std::string& part, Language language = Language::en) {
  const Applicant applicant = typed(fields);
  const Answers none;
  const auto errors = errors_of(applicant);
  return error_text({centre(), i18n::Speaker(language), applicant, none, errors}, "/applicant/" + part);
}

TEST(Typed, ABirthDateThatThePinflContradictsIsPointedOut) {
  Applicant applicant = typed({{"birth_date", "2.3.1985"}});
  applicant.pinfl = "40203851234567";
  EXPECT_TRUE(errors_of(applicant).empty());
  applicant.pinfl = "41504851234567";
  ASSERT_EQ(errors_of(applicant).size(), 1u);
  EXPECT_EQ(errors_of(applicant).front(), (AnswerError{"/applicant/birth_date", "error.not_of_pinfl"}));
  applicant.pinfl = "12345678901234";
  ASSERT_EQ(errors_of(applicant).size(), 1u);
  EXPECT_EQ(errors_of(applicant).front(), (AnswerError{"/applicant/pinfl", "error.no_such_pinfl"}))
      << "it has 14 digits";
}

TEST(Typed, ABirthDateIsUnderstoodInEverySpelling) {
  for (const char* date : {"27031990", "27 03 1990", "27.3.90", "27/3/1990", "1990-03-27", "27 марта 1990"}) {
    const Applicant applicant = typed({{"birth_date", date}});
    EXPECT_EQ(part_of(applicant, "birth_date"), "1990-03-27") << date;
    EXPECT_TRUE(errors_of(applicant).empty()) << date;
  }
}

TEST(Typed, AnImpossibleBirthDateIsKeptAndSaidBack) {
  const Applicant applicant = typed({{"birth_date", "31.02.1990"}});
  const Answers none;
  const auto errors = errors_of(applicant);
  const FormView view{centre(), i18n::Speaker(Language::en), applicant, none, errors};
  EXPECT_THAT(applicant_field(view, "birth_date").str(), HasSubstr("value=\"31.02.1990\""));
  EXPECT_EQ(error_text(view, "/applicant/birth_date"), "There is no 31 February 1990");
  EXPECT_EQ(said({{"birth_date", "31021990"}}, "birth_date", Language::ru), "Такого дня нет: 31.02.1990");
  EXPECT_EQ(decode_applicant(encode(applicant)), applicant);
  EXPECT_EQ(said({{"birth_date", "soon"}}, "birth_date"), "Write a real date, such as 27.03.2020");
  EXPECT_EQ(said({{"birth_date", ""}}, "birth_date"), "Enter your date of birth");
}

TEST(Typed, ABirthDateHasTheBoundsThatLifeHas) {
  EXPECT_THAT(said({{"birth_date", "31.12.1899"}}, "birth_date"), HasSubstr("1900"));
  EXPECT_THAT(said({{"birth_date", "25.11.2026"}}, "birth_date"), HasSubstr("still to come"));
  EXPECT_THAT(said({{"birth_date", "25.11.2010"}}, "birth_date"), HasSubstr("from 16 years"));
  EXPECT_EQ(said({{"birth_date", "24.11.2010"}}, "birth_date"), "");
}

TEST(Typed, ThePersonOfABusinessMayBeOfAnyAge) {
  Applicant applicant = typed({{"birth_date", "25.11.2012"}});
  applicant.kind = catalogue::ApplicantKind::business;
  for (const auto& error : errors_of(applicant)) EXPECT_NE(error.pointer, "/applicant/birth_date");
}

TEST(Typed, NamesAreOneLineOfPrintableLettersWithUzbekApostrophes) {
  EXPECT_EQ(typed({{"family_name", " Kari\r\nmova "}}).family_name, "Kari mova");
  EXPECT_EQ(typed({{"family_name", "Kari\u200bmo\u202eva"}}).family_name, "Karimova");
  EXPECT_EQ(typed({{"family_name", "O'rinov"}}).family_name, "Oʻrinov");
  EXPECT_EQ(typed({{"address", "G`afur G‘ulom, 1"}}).address, "Gʻafur Gʻulom, 1");
  EXPECT_THAT(said({{"family_name", "123"}}, "family_name"), HasSubstr("letters"));
  EXPECT_THAT(said({{"given_name", "@@"}}, "given_name"), HasSubstr("letters"));
  EXPECT_THAT(said({{"family_name", "王"}}, "family_name"), HasSubstr("“王”"));
  EXPECT_THAT(said({{"family_name", "Aziza 😀"}}, "family_name"), HasSubstr("“😀”"));
  EXPECT_THAT(said({{"address", "شارع"}}, "address"), HasSubstr("“ش”"));
}

TEST(Typed, MessagesNameWhatIsMissingAndTheirLimit) {
  EXPECT_EQ(said({{"family_name", ""}}, "family_name"), "Enter your family name");
  EXPECT_EQ(said({{"phone", ""}}, "phone"), "Enter a phone number");
  EXPECT_EQ(said({{"given_name", std::string(101, 'a')}}, "given_name"), "Write at most 100 characters");
  const Applicant applicant = typed({});
  const Answers none;
  for (const auto& field : centre().fields) {
    const std::vector<AnswerError> errors = {{"/answers/" + field.id, "error.required"}};
    for (const Language language : kLanguages) {
      const FormView view{centre(), i18n::Speaker(language), applicant, none, errors};
      EXPECT_THAT(error_text(view, errors.front().pointer), HasSubstr(field.label.in(language))) << field.id;
    }
  }
}

TEST(Typed, ADateWithinAnswersIsSaidBackToo) {
  const Applicant applicant = typed({});
  const Answers answers = {
      {"child", Answers{{"birth_date", "31.02.2020"}}},
      {"work_places", std::vector<Answers>{{{"since", "2020-01-01"}}, {{"since", "31.04.2020"}}}}};
  const std::vector<AnswerError> errors = {{"/answers/child/birth_date", "error.no_such_day"},
                                           {"/answers/work_places/1/since", "error.no_such_day"}};
  const FormView view{centre(), i18n::Speaker(Language::en), applicant, answers, errors};
  EXPECT_EQ(error_text(view, errors[0].pointer), "There is no 31 February 2020");
  EXPECT_EQ(error_text(view, errors[1].pointer), "There is no 31 April 2020");
}

TEST(Typed, ANumberOfAnotherCountryIsShownWithIt) {
  EXPECT_EQ(applicant_text(typed({{"phone", "+90 532 123 45 67"}}), "phone", Language::en),
            "+905321234567 (Turkey)");
  EXPECT_EQ(applicant_text(typed({{"phone", "+7 901 123-45-67"}}), "phone", Language::ru),
            "+79011234567 (Россия)");
  EXPECT_EQ(applicant_text(typed({}), "phone", Language::ru), "+998\u00a090\u00a0123\u00a045\u00a067");
}

}  // namespace
}  // namespace biroyna::forms

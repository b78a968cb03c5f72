#include "features/demo/words.hpp"

#include <array>
#include <iterator>
#include <string_view>
#include <vector>

namespace biroyna::demo {
namespace {

constexpr std::string_view kWomen[] = {"Zuhra",   "Madina",  "Dilnoza", "Shahnoza", "Malika", "Sevara",
                                       "Nilufar", "Gulnora", "Feruza",  "Kamola",   "Oysha",  "Nargiza"};
constexpr std::string_view kMen[] = {"Botir",  "Jasur",   "Sardor", "Ulugʻbek", "Otabek", "Sherzod",
                                     "Rustam", "Alisher", "Bekzod", "Davron",   "Farhod", "Temur"};
constexpr std::string_view kFamilies[] = {
    "Karimov", "Rahimov",  "Yusupov", "Toʻrayev",   "Aliyev",   "Saidov",   "Ergashev", "Qodirov",
    "Nazarov", "Ismoilov", "Umarov",  "Xolmatov",   "Joʻrayev", "Mirzayev", "Sobirov",  "Tursunov",
    "Hakimov", "Gʻaniyev", "Salimov", "Abdullayev", "Usmonov",  "Normatov", "Azimov",   "Boboyev"};
constexpr std::string_view kFirms[] = {"Baraka non",    "Sergeli qurilish", "Oq yoʻl trans", "Shifo plyus",
                                       "Zamin agro",    "Nur tekstil",      "Mehr savdo",    "Orzu mebel",
                                       "Chinor servis", "Buloq suvi"};
constexpr std::string_view kStreets[] = {"Bogʻ",   "Navoiy",      "Istiqlol",
                                         "Chinor", "Mustaqillik", "Yangi hayot"};

template <class Choices>
std::string one_of(Random& random, const Choices& choices) {
  return std::string(choices[static_cast<std::size_t>(below(random, static_cast<int>(std::size(choices))))]);
}

std::string digits(Random& random, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text.push_back(static_cast<char>('0' + below(random, 10)));
  return text;
}

// Each in several wordings.
const std::array<std::vector<Names>, kPhrases>& phrases() {
  static const std::array<std::vector<Names>, kPhrases> all = {{
      {{{"Belgilangan maʼlumotni aniqlashtiring yoki hujjatning aniqroq nusxasini yuboring.",
         "Белгиланган маълумотни аниқлаштиринг ёки ҳужжатнинг аниқроқ нусхасини юборинг.",
         "Уточните отмеченные сведения или пришлите более чёткую копию документа.",
         "Please correct what is marked, or send a clearer copy of the document."}},
       {{"Koʻrsatilgan maʼlumot reyestrdagidan farq qiladi. Tekshirib, tuzatib yuboring.",
         "Кўрсатилган маълумот реестрдагидан фарқ қилади. Текшириб, тузатиб юборинг.",
         "Указанные сведения расходятся с реестром. Проверьте и исправьте их, пожалуйста.",
         "What you stated differs from the register. Please check and correct it."}}},
      {{{"Tuzatdim, rahmat.", "Тузатдим, раҳмат.", "Исправлено, спасибо.",
         "I have corrected it, thank you."}},
       {{"Yangi nusxasini yubordim.", "Янги нусхасини юбордим.", "Отправляю новую копию.",
         "Here is a new copy."}}},
      {{{"Ariza belgilangan shartlarga javob bermaydi. Kamchiliklar bartaraf etilgach, qayta murojaat "
         "qilishingiz mumkin.",
         "Ариза белгиланган шартларга жавоб бермайди. Камчиликлар бартараф этилгач, қайта мурожаат "
         "қилишингиз мумкин.",
         "Заявление не отвечает установленным условиям. После устранения недостатков можно обратиться снова.",
         "The application does not meet the conditions. You may apply again once this is put right."}},
       {{"Taqdim etilgan maʼlumotlar tasdiqlanmadi.", "Тақдим этилган маълумотлар тасдиқланмади.",
         "Представленные сведения не подтвердились.", "What was stated could not be confirmed."}}},
      {{{"Eʼtiroz yoʻq.", "Эътироз йўқ.", "Возражений нет.", "No objections."}},
       {{"Joyida oʻrganildi, talablarga mos.", "Жойида ўрганилди, талабларга мос.",
         "Осмотрено на месте, требованиям соответствует.", "Inspected on site; the requirements are met."}}},
      {{{"Ushbu ariza boʻyicha fikringizni bildiring.", "Ушбу ариза бўйича фикрингизни билдиринг.",
         "Просим дать заключение по этому заявлению.", "Please give your opinion on this application."}}},
      {{{"Arizachi bilan telefonda gaplashildi.", "Аризачи билан телефонда гаплашилди.",
         "С заявителем связались по телефону.", "Talked to the applicant by telephone."}},
       {{"Hujjatlarning asl nusxalari koʻrildi.", "Ҳужжатларнинг асл нусхалари кўрилди.",
         "Оригиналы документов проверены.", "Saw the originals of the documents."}}},
      {{{"Qoʻshimcha oʻrganish talab etiladi.", "Қўшимча ўрганиш талаб этилади.",
         "Требуется дополнительное изучение.", "It has to be looked into further."}}},
      {{{"Natijada xatolik aniqlandi.", "Натижада хатолик аниқланди.", "В результате обнаружена ошибка.",
         "A mistake was found in the result."}}},
  }};
  return all;
}

Language language(Random& random) {
  const int drawn = below(random, 100);
  if (drawn < 58) return Language::uz_latn;
  if (drawn < 75) return Language::uz_cyrl;
  return drawn < 97 ? Language::ru : Language::en;
}

}  // namespace

forms::Applicant applicant(Random& random, catalogue::ApplicantKind kind, Day today) {
  const bool woman = happens(random, 560);
  forms::Applicant made;
  made.kind = kind;
  made.family_name = one_of(random, kFamilies) + (woman ? "a" : "");
  made.given_name = woman ? one_of(random, kWomen) : one_of(random, kMen);
  made.middle_name = one_of(random, kMen) + (woman ? " qizi" : " oʻgʻli");
  made.birth_date = today - std::chrono::days(365 * 20 + below(random, 365 * 50));
  made.passport = one_of(random, std::array{"AA", "AB", "AC", "AD"}) + digits(random, 7);
  made.phone = "+9989" + one_of(random, std::array{"0", "1", "3", "4", "7", "9"}) + digits(random, 7);
  made.address = one_of(random, kStreets) + " koʻchasi, " + std::to_string(1 + below(random, 150));
  made.language = language(random);
  if (kind == catalogue::ApplicantKind::business) {
    made.organisation = "«" + one_of(random, kFirms) + "» MCHJ";
    made.tin = "3" + digits(random, 8);
  }
  return made;
}

const std::string& phrase(Phrase phrase, Language language, Random& random) {
  const auto& wordings = phrases()[static_cast<std::size_t>(phrase)];
  return one_of(random, wordings).in(language);
}

}  // namespace biroyna::demo

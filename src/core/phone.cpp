#include "core/phone.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"

namespace biroyna {
namespace {

struct Country {
  std::string_view code;  // after the plus, as ITU-T E.164 assigns it
  std::string_view iso;
  std::size_t fewest = 0, most = 0;  // digits after the code; 0: what E.164 allows
};
// The longest code that fits is that of the number.
constexpr Country kCountries[] = {
    {"998", "UZ", 9, 9},  {"7", "RU", 10, 10}, {"76", "KZ", 9, 9},  {"77", "KZ", 9, 9},  {"1", "US", 10, 10},
    {"20", "EG"},         {"211", "SS"},       {"212", "MA"},       {"213", "DZ"},       {"216", "TN"},
    {"218", "LY"},        {"220", "GM"},       {"221", "SN"},       {"222", "MR"},       {"223", "ML"},
    {"224", "GN"},        {"225", "CI"},       {"226", "BF"},       {"227", "NE"},       {"228", "TG"},
    {"229", "BJ"},        {"230", "MU"},       {"231", "LR"},       {"232", "SL"},       {"233", "GH"},
    {"234", "NG"},        {"235", "TD"},       {"236", "CF"},       {"237", "CM"},       {"238", "CV"},
    {"239", "ST"},        {"240", "GQ"},       {"241", "GA"},       {"242", "CG"},       {"243", "CD"},
    {"244", "AO"},        {"245", "GW"},       {"246", "IO"},       {"247", "AC"},       {"248", "SC"},
    {"249", "SD"},        {"250", "RW"},       {"251", "ET"},       {"252", "SO"},       {"253", "DJ"},
    {"254", "KE"},        {"255", "TZ"},       {"256", "UG"},       {"257", "BI"},       {"258", "MZ"},
    {"260", "ZM"},        {"261", "MG"},       {"262", "RE"},       {"263", "ZW"},       {"264", "NA"},
    {"265", "MW"},        {"266", "LS"},       {"267", "BW"},       {"268", "SZ"},       {"269", "KM"},
    {"27", "ZA"},         {"290", "SH"},       {"291", "ER"},       {"297", "AW"},       {"298", "FO"},
    {"299", "GL"},        {"30", "GR"},        {"31", "NL"},        {"32", "BE"},        {"33", "FR"},
    {"34", "ES"},         {"350", "GI"},       {"351", "PT"},       {"352", "LU"},       {"353", "IE"},
    {"354", "IS"},        {"355", "AL"},       {"356", "MT"},       {"357", "CY"},       {"358", "FI"},
    {"359", "BG"},        {"36", "HU"},        {"370", "LT"},       {"371", "LV"},       {"372", "EE"},
    {"373", "MD"},        {"374", "AM", 8, 8}, {"375", "BY", 9, 9}, {"376", "AD"},       {"377", "MC"},
    {"378", "SM"},        {"380", "UA", 9, 9}, {"381", "RS"},       {"382", "ME"},       {"383", "XK"},
    {"385", "HR"},        {"386", "SI"},       {"387", "BA"},       {"389", "MK"},       {"39", "IT"},
    {"40", "RO"},         {"41", "CH"},        {"420", "CZ"},       {"421", "SK"},       {"423", "LI"},
    {"43", "AT"},         {"44", "GB", 9, 10}, {"45", "DK"},        {"46", "SE"},        {"47", "NO"},
    {"48", "PL"},         {"49", "DE", 5, 13}, {"500", "FK"},       {"501", "BZ"},       {"502", "GT"},
    {"503", "SV"},        {"504", "HN"},       {"505", "NI"},       {"506", "CR"},       {"507", "PA"},
    {"508", "PM"},        {"509", "HT"},       {"51", "PE"},        {"52", "MX"},        {"53", "CU"},
    {"54", "AR"},         {"55", "BR"},        {"56", "CL"},        {"57", "CO"},        {"58", "VE"},
    {"590", "GP"},        {"591", "BO"},       {"592", "GY"},       {"593", "EC"},       {"594", "GF"},
    {"595", "PY"},        {"596", "MQ"},       {"597", "SR"},       {"598", "UY"},       {"599", "CW"},
    {"60", "MY"},         {"61", "AU"},        {"62", "ID"},        {"63", "PH"},        {"64", "NZ"},
    {"65", "SG"},         {"66", "TH"},        {"670", "TL"},       {"672", "NF"},       {"673", "BN"},
    {"674", "NR"},        {"675", "PG"},       {"676", "TO"},       {"677", "SB"},       {"678", "VU"},
    {"679", "FJ"},        {"680", "PW"},       {"681", "WF"},       {"682", "CK"},       {"683", "NU"},
    {"685", "WS"},        {"686", "KI"},       {"687", "NC"},       {"688", "TV"},       {"689", "PF"},
    {"690", "TK"},        {"691", "FM"},       {"692", "MH"},       {"81", "JP"},        {"82", "KR", 8, 10},
    {"84", "VN"},         {"850", "KP"},       {"852", "HK"},       {"853", "MO"},       {"855", "KH"},
    {"856", "LA"},        {"86", "CN", 9, 11}, {"880", "BD"},       {"886", "TW"},       {"90", "TR", 10, 10},
    {"91", "IN", 10, 10}, {"92", "PK"},        {"93", "AF", 9, 9},  {"94", "LK"},        {"95", "MM"},
    {"960", "MV"},        {"961", "LB"},       {"962", "JO"},       {"963", "SY"},       {"964", "IQ"},
    {"965", "KW"},        {"966", "SA"},       {"967", "YE"},       {"968", "OM"},       {"970", "PS"},
    {"971", "AE", 8, 9},  {"972", "IL"},       {"973", "BH"},       {"974", "QA"},       {"975", "BT"},
    {"976", "MN"},        {"977", "NP"},       {"98", "IR"},        {"992", "TJ", 9, 9}, {"993", "TM", 8, 8},
    {"994", "AZ", 9, 9},  {"995", "GE"},       {"996", "KG", 9, 9}};

constexpr std::size_t kFewestDigits = 7, kMostDigits = 15;  // with the code

bool are_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

const Country* country_of(std::string_view digits) {
  const Country* found = nullptr;
  for (const Country& one : kCountries) {
    if (digits.starts_with(one.code) && (found == nullptr || one.code.size() > found->code.size()))
      found = &one;
  }
  return found;
}

bool is_number(std::string_view digits) {
  if (!are_digits(digits)) return false;
  const Country* country = country_of(digits);
  if (country == nullptr) return false;
  if (country->most == 0) return digits.size() >= kFewestDigits && digits.size() <= kMostDigits;
  const std::size_t rest = digits.size() - country->code.size();
  return rest >= country->fewest && rest <= country->most;
}

}  // namespace

bool is_phone(std::string_view text) { return text.starts_with('+') && is_number(text.substr(1)); }

std::string_view country_of_phone(std::string_view phone) {
  return is_phone(phone) ? country_of(phone.substr(1))->iso : std::string_view();
}

std::string without_separators(std::string_view text) {
  constexpr std::array<std::string_view, 12> kSeparators = {
      " ", "\t", "\u00a0", "\u202f", "-", "\u2010", "\u2011", "\u2013", "\u2014", "(", ")", "."};
  std::string out;
  while (!text.empty()) {
    const auto found = std::ranges::find_if(kSeparators, [&](auto one) { return text.starts_with(one); });
    if (found == kSeparators.end()) out += text.front();
    text.remove_prefix(found == kSeparators.end() ? 1 : found->size());
  }
  return out;
}

std::string phone_from(std::string_view text) {
  std::string digits = without_separators(text);
  const bool international = digits.starts_with('+') || digits.starts_with("00");
  if (digits.starts_with('+'))
    digits.erase(0, 1);
  else if (international)
    digits.erase(0, 2);
  if (!are_digits(digits)) return std::string(text);
  if (!international) {
    if (digits.size() == 9) digits.insert(0, "998");
    // 8 was dialled before an area code.
    if (digits.size() == 10 && digits.starts_with('8')) digits.replace(0, 1, "998");
    // Without a plus only our own numbers are certain.
    if (!digits.starts_with("998")) return std::string(text);
  }
  return is_number(digits) ? "+" + digits : std::string(text);
}

}  // namespace biroyna

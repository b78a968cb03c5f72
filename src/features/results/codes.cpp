#include "features/results/codes.hpp"

#include <algorithm>

#include "features/results/domain.hpp"
#include "platform/auth/secrets.hpp"

namespace biroyna::results {
namespace {

constexpr Time kFirstMinute = std::chrono::sys_days(std::chrono::year(2020) / 1 / 1);
constexpr std::size_t kRandomSigns = 10, kMinuteSigns = 5, kMadeHereSigns = 4;
static_assert(kRandomSigns + kMinuteSigns + kMadeHereSigns + 1 == kCodeSigns);
constexpr unsigned kBits = 5;

unsigned value_of(char sign) {
  if (sign >= 'a' && sign <= 'z') sign = static_cast<char>(sign - 'a' + 'A');
  return static_cast<unsigned>(kCodeAlphabet.find(sign));
}

}  // namespace

// The signs of the minute with the mask over them; once more, and they are as before.
std::string Codes::sealed(std::string_view random, std::string_view minute) const {
  const std::string mask = secrets_.check_of("result-minute", random);
  std::string signs(minute);
  for (std::size_t i = 0; i < signs.size(); ++i)
    signs[i] = kCodeAlphabet[value_of(signs[i]) ^ value_of(mask[i])];
  return signs;
}

std::string Codes::check(std::string_view signs) const {
  std::string check = secrets_.check_of("result", signs).substr(0, kMadeHereSigns);
  std::ranges::transform(check, check.begin(), [](char sign) { return kCodeAlphabet[value_of(sign)]; });
  return check;
}

std::string Codes::make(Time now) const {
  std::string code = auth::random_token().substr(0, kRandomSigns);
  std::ranges::transform(code, code.begin(), [](char sign) { return kCodeAlphabet[value_of(sign)]; });
  const auto minutes = std::max<std::int64_t>((now - kFirstMinute) / Minutes(1), 0);
  std::string minute;
  for (std::size_t i = kMinuteSigns; i-- > 0;)
    minute.push_back(kCodeAlphabet[static_cast<std::size_t>(minutes >> (i * kBits) & 31)]);
  code += sealed(code, minute);
  return make_code(code + check(code));
}

std::optional<Time> Codes::made_at(std::string_view code) const {
  if (!is_code(code)) return std::nullopt;
  const std::string_view signs = code.substr(0, kRandomSigns + kMinuteSigns);
  if (check(signs) != code.substr(signs.size(), kMadeHereSigns)) return std::nullopt;
  std::int64_t minutes = 0;
  for (const char sign : sealed(signs.substr(0, kRandomSigns), signs.substr(kRandomSigns)))
    minutes = minutes << kBits | value_of(sign);
  return kFirstMinute + Minutes(minutes);
}

}  // namespace biroyna::results

#include "platform/db/postgresql_values.hpp"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

namespace biroyna::db::postgresql {
namespace {

// From PostgreSQL's catalogue pg_type; they never change.
constexpr Oid kAny = 0;
constexpr Oid kBool = 16;
constexpr Oid kBytea = 17;
constexpr Oid kName = 19;
constexpr Oid kInt8 = 20;
constexpr Oid kInt2 = 21;
constexpr Oid kInt4 = 23;
constexpr Oid kText = 25;
constexpr Oid kFloat4 = 700;
constexpr Oid kFloat8 = 701;
constexpr Oid kUnknown = 705;
constexpr Oid kVarchar = 1043;
constexpr Oid kNumeric = 1700;

template <class Unsigned>
Unsigned big_endian(std::string_view bytes) {
  Unsigned number = 0;
  for (std::size_t i = 0; i < sizeof(Unsigned) && i < bytes.size(); ++i) {
    number = static_cast<Unsigned>(number << 8 | static_cast<unsigned char>(bytes[i]));
  }
  return number;
}

std::array<char, 8> big_endian(std::uint64_t number) {
  std::array<char, 8> bytes{};
  for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<char>(number >> (56 - 8 * i));
  return bytes;
}

// Its binary form: how many groups of four digits, the power of 10,000 of the first, sign, scale, the groups.
// Sums of BIGINT and averages come so.
std::string numeric_text(std::string_view bytes) {
  const auto field = [&](std::size_t at) { return big_endian<std::uint16_t>(bytes.substr(2 * at, 2)); };
  const std::size_t groups = field(0);
  const int weight = static_cast<std::int16_t>(field(1));
  const int sign = field(2);
  if ((sign & 0xC000) == 0xC000) return sign == 0xD000 ? "inf" : sign == 0xF000 ? "-inf" : "nan";
  std::string text = sign == 0x4000 ? "-0" : "0";
  for (std::size_t i = 0; i < groups; ++i) text += fmt::format("{:04}", field(4 + i));
  return text + fmt::format("e{}", 4 * (weight + 1 - static_cast<int>(groups)));
}

double numeric_real(std::string_view bytes) {
  const std::string text = numeric_text(bytes);
  double number = std::numeric_limits<double>::quiet_NaN();
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::optional<std::int64_t> numeric_integer(std::string_view bytes) {
  const std::size_t groups = big_endian<std::uint16_t>(bytes);
  const int weight = static_cast<std::int16_t>(big_endian<std::uint16_t>(bytes.substr(2, 2)));
  const int sign = big_endian<std::uint16_t>(bytes.substr(4, 2));
  if (sign != 0 && sign != 0x4000) return std::nullopt;
  std::int64_t number = 0;
  for (int i = 0; i <= weight; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const std::int64_t group = at < groups ? big_endian<std::uint16_t>(bytes.substr(8 + 2 * at, 2)) : 0;
    // Downwards, so that the least of all numbers fits too.
    if (__builtin_mul_overflow(number, 10'000, &number) || __builtin_sub_overflow(number, group, &number)) {
      return std::nullopt;
    }
  }
  if (sign == 0x4000) return number;
  if (number == std::numeric_limits<std::int64_t>::min()) return std::nullopt;
  return -number;
}

}  // namespace

struct Parameters::Add {
  Parameters& to;
  std::size_t at;
  void operator()(std::nullptr_t) const { set('n', kAny, nullptr, 0); }
  void operator()(std::int64_t value) const { number('i', kInt8, static_cast<std::uint64_t>(value)); }
  void operator()(double value) const { number('d', kFloat8, std::bit_cast<std::uint64_t>(value)); }
  void operator()(std::string_view value) const { bytes('t', kText, value); }
  void operator()(Blob value) const { bytes('b', kBytea, value.bytes); }

  void number(char letter, Oid type, std::uint64_t value) const {
    to.numbers_[at] = big_endian(value);
    set(letter, type, to.numbers_[at].data(), 8);
  }
  // A null pointer would mean NULL.
  void bytes(char letter, Oid type, std::string_view value) const {
    set(letter, type, value.data() == nullptr ? "" : value.data(), value.size());
  }
  void set(char letter, Oid type, const char* value, std::size_t length) const {
    to.types_[at] = type;
    to.values_[at] = value;
    to.lengths_[at] = static_cast<int>(length);
    to.signature_[at] = letter;
  }
};

void Parameters::assign(Tx::Args args) {
  types_.resize(args.size());
  values_.resize(args.size());
  lengths_.resize(args.size());
  formats_.assign(args.size(), 1);
  numbers_.resize(args.size());
  signature_.resize(args.size());
  for (std::size_t i = 0; i < args.size(); ++i) std::visit(Add{*this, i}, args[i]);
}

std::string_view ResultRow::bytes(int column) const {
  return {PQgetvalue(result_, row_, column), static_cast<std::size_t>(PQgetlength(result_, row_, column))};
}

void ResultRow::refuse(int column, std::string_view wanted) const {
  throw StatementError(fmt::format("column {} (of type {}) cannot be read as {}", PQfname(result_, column),
                                   PQftype(result_, column), wanted));
}

std::int64_t ResultRow::integer(int column) const {
  if (is_null(column)) return 0;
  switch (PQftype(result_, column)) {
    case kInt8:
      return static_cast<std::int64_t>(big_endian<std::uint64_t>(bytes(column)));
    case kInt4:
      return static_cast<std::int32_t>(big_endian<std::uint32_t>(bytes(column)));
    case kInt2:
      return static_cast<std::int16_t>(big_endian<std::uint16_t>(bytes(column)));
    case kBool:
      return big_endian<std::uint8_t>(bytes(column));
    case kNumeric:
      if (const auto number = numeric_integer(bytes(column))) return *number;
      [[fallthrough]];
    default:
      refuse(column, "an integer");
  }
}

double ResultRow::real(int column) const {
  if (is_null(column)) return 0;
  switch (PQftype(result_, column)) {
    case kFloat8:
      return std::bit_cast<double>(big_endian<std::uint64_t>(bytes(column)));
    case kFloat4:
      return std::bit_cast<float>(big_endian<std::uint32_t>(bytes(column)));
    case kNumeric:
      return numeric_real(bytes(column));
    default:
      return static_cast<double>(integer(column));
  }
}

std::string_view ResultRow::text(int column) const {
  if (is_null(column)) return {};
  switch (PQftype(result_, column)) {
    case kText:
    case kVarchar:
    case kName:
    case kUnknown:
      return bytes(column);
    default:
      refuse(column, "text");
  }
}

std::string_view ResultRow::blob(int column) const {
  if (PQftype(result_, column) == kBytea) return is_null(column) ? std::string_view{} : bytes(column);
  return text(column);
}

}  // namespace biroyna::db::postgresql

#include "features/results/store.hpp"

#include <fmt/format.h>

#include <charconv>

#include "core/code.hpp"

namespace biroyna::results {
namespace {

constexpr std::size_t kCaseNumberSigns = 8;  // as cases/numbers.hpp makes them; shown in groups of four

constexpr std::string_view kColumns =
    "code, year, number, version, issued_at_ms, centre_id, kind, case_number, service_id, language, title, "
    "holder, holder_is_person, valid_until, issued_by, supersedes, standing, changed_at_ms, changed_by, "
    "reason, salt, issued_seq, changed_seq, holder_mark";

Entry entry_of(const db::Row& row) {
  const auto text = [&](int column) { return std::string(row.text(column)); };
  Entry entry;
  entry.code = text(0);
  entry.number = register_number(static_cast<int>(row.integer(1)), row.integer(2));
  entry.version = row.integer(3);
  entry.issued_at = from_ms(row.integer(4));
  entry.centre = CentreId(text(5));
  entry.kind = text(6);
  entry.case_number = text(7);
  entry.service = ServiceId(text(8));
  entry.language = parse_language(row.text(9)).value_or(Language::uz_latn);
  entry.title = text(10);
  entry.holder = text(11);
  entry.holder_is_person = row.integer(12) != 0;
  entry.valid_until = parse_iso_day(row.text(13));
  entry.issued_by = text(14);
  entry.supersedes = text(15);
  entry.standing = parse_standing(row.text(16)).value_or(Standing::revoked);
  entry.changed_at = from_ms(row.integer(17));
  entry.changed_by = text(18);
  entry.reason = text(19);
  entry.salt = text(20);
  entry.issued_seq = row.integer(21);
  entry.changed_seq = row.integer(22);
  entry.holder_mark = text(23);
  return entry;
}

std::vector<Entry> entries(db::Tx& tx, const std::string& sql, std::initializer_list<db::Value> values) {
  std::vector<Entry> found;
  tx.each(sql, values, [&](const db::Row& row) { found.push_back(entry_of(row)); });
  return found;
}

std::optional<std::int64_t> whole(std::string_view digits) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size() || number < 0) return std::nullopt;
  return number;
}

// "2026/000123", or the number alone, of any year: then the year is 0.
std::optional<Number> parse_number(std::string_view text) {
  const auto slash = text.find('/');
  const auto number = whole(slash == std::string_view::npos ? text : text.substr(slash + 1));
  const auto year =
      slash == std::string_view::npos ? std::optional<std::int64_t>(0) : whole(text.substr(0, slash));
  if (!number || !year) return std::nullopt;
  return Number{*year, *number};
}

}  // namespace

Number number_of(const Entry& entry) { return parse_number(entry.number).value_or(Number{}); }

Given numbers_given(db::Tx& tx, const CentreId& centre, std::int64_t year, bool restored) {
  const auto highest = [&](const Range& range) {
    return tx
        .first(
            "SELECT COALESCE(MAX(number), 0) FROM results WHERE centre_id = $1 AND year = $2 AND number >= "
            "$3 "
            "AND number < $4",
            {centre.str(), year, range.from, range.end}, [](const db::Row& row) { return row.integer(0); })
        .value_or(0);
  };
  const auto& [plain, steps] = kRegisterNumbers;
  Given given;
  given.plain[0] = highest(plain[0]);
  if (!plain[0].has(given.plain[0] + 1)) given.plain[1] = highest(plain[1]);
  for (std::size_t i = 0; restored && i < steps.size(); ++i) given.steps[i] = highest(steps[i].range);
  return given;
}

void add(db::Tx& tx, const Entry& entry, std::string_view sheet) {
  const auto [year, number] = number_of(entry);
  const std::string until = entry.valid_until ? to_iso(*entry.valid_until) : "";
  tx.exec(fmt::format("INSERT INTO results ({}, sheet) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
                      "$12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)",
                      kColumns),
          {entry.code,
           year,
           number,
           entry.version,
           to_ms(entry.issued_at),
           entry.centre.str(),
           entry.kind,
           entry.case_number,
           entry.service.str(),
           tag(entry.language),
           entry.title,
           entry.holder,
           std::int64_t{entry.holder_is_person},
           until,
           entry.issued_by,
           entry.supersedes,
           name(entry.standing),
           to_ms(entry.changed_at),
           entry.changed_by,
           entry.reason,
           entry.salt,
           entry.issued_seq,
           entry.changed_seq,
           entry.holder_mark,
           sheet});
}

void change_standing(db::Tx& tx, const Entry& entry) {
  tx.exec(
      "UPDATE results SET standing = $3, changed_at_ms = $4, changed_by = $5, reason = $6, salt = $7, "
      "changed_seq = $8 WHERE centre_id = $1 AND code = $2",
      {entry.centre.str(), entry.code, name(entry.standing), to_ms(entry.changed_at), entry.changed_by,
       entry.reason, entry.salt, entry.changed_seq});
}

std::optional<Entry> find(db::Tx& tx, const std::string& code) {
  return tx.first(fmt::format("SELECT {} FROM results WHERE code = $1", kColumns), {code}, entry_of);
}

std::vector<Entry> of_case(db::Tx& tx, const CentreId& centre, const std::string& case_number) {
  return entries(tx,
                 fmt::format("SELECT {} FROM results WHERE centre_id = $1 AND case_number = $2 "
                             "ORDER BY year, number, version",
                             kColumns),
                 {centre.str(), case_number});
}

std::vector<Entry> search(db::Tx& tx, const Search& search) {
  constexpr std::string_view kNewestFirst = "ORDER BY year DESC, number DESC, version DESC LIMIT $2";
  const std::string& centre = search.centre.str();
  const auto limit = static_cast<std::int64_t>(search.limit);
  const auto with = [&](std::string_view condition) {
    return fmt::format("SELECT {} FROM results WHERE centre_id = $1 AND {} {}", kColumns, condition,
                       kNewestFirst);
  };
  if (const auto code = read_code(search.text)) return entries(tx, with("code = $3"), {centre, limit, *code});
  if (const auto number = parse_number(search.text)) {
    if (number->year == 0) return entries(tx, with("number = $3"), {centre, limit, number->number});
    return entries(tx, with("year = $3 AND number = $4"), {centre, limit, number->year, number->number});
  }
  if (!search.text.empty()) {
    const std::string number = biroyna::read_code(search.text, kCaseNumberSigns).value_or(search.text);
    return entries(tx, with("case_number = $3"), {centre, limit, number});
  }
  const auto last = search.after.empty() ? std::nullopt : find(tx, search.after);
  if (!last) return entries(tx, with("1 = 1"), {centre, limit});
  const auto [year, number] = number_of(*last);
  return entries(tx, with("(year, number, version) < ($3, $4, $5)"),
                 {centre, limit, year, number, last->version});
}

std::vector<Entry> entries_after(db::Tx& tx, const CentreId& centre, std::string_view code,
                                 std::int64_t most) {
  return entries(
      tx,
      fmt::format("SELECT {} FROM results WHERE centre_id = $1 AND code > $2 ORDER BY code LIMIT $3",
                  kColumns),
      {centre.str(), code, most});
}

std::string sheet_of(db::Tx& tx, const Entry& entry) {
  return tx
      .first("SELECT sheet FROM results WHERE centre_id = $1 AND code = $2", {entry.centre.str(), entry.code},
             [](const db::Row& row) { return std::string(row.text(0)); })
      .value_or("");
}

std::optional<std::string> file_of(db::Tx& tx, const Entry& entry) {
  return tx.first("SELECT pdf FROM result_files WHERE centre_id = $1 AND code = $2",
                  {entry.centre.str(), entry.code},
                  [](const db::Row& row) { return std::string(row.blob(0)); });
}

void add_file(db::Tx& tx, const Entry& entry, std::string_view pdf) {
  tx.exec("INSERT INTO result_files (centre_id, code, pdf) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
          {entry.centre.str(), entry.code, db::Blob{pdf}});
}

}  // namespace biroyna::results

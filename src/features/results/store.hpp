// The register's tables.
#pragma once

#include "features/results/results.hpp"

namespace biroyna::results {

struct Number {
  std::int64_t year = 0, number = 0;
};
// What was given of the centre's year; of the ranges of a restore only if there was one in it. The centre
// must be held.
Given numbers_given(db::Tx& tx, const CentreId& centre, std::int64_t year, bool restored);
// Of an entry, whose text is "2026/000123".
Number number_of(const Entry& entry);

void add(db::Tx& tx, const Entry& entry, std::string_view sheet);
void change_standing(db::Tx& tx, const Entry& entry);

std::optional<Entry> find(db::Tx& tx, const std::string& code);
std::vector<Entry> of_case(db::Tx& tx, const CentreId& centre, const std::string& case_number);
std::vector<Entry> search(db::Tx& tx, const Search& search);

// Those whose codes come after this one, by code, at most so many.
std::vector<Entry> entries_after(db::Tx& tx, const CentreId& centre, std::string_view code,
                                 std::int64_t most);

std::string sheet_of(db::Tx& tx, const Entry& entry);
std::optional<std::string> file_of(db::Tx& tx, const Entry& entry);
// The first one stays.
void add_file(db::Tx& tx, const Entry& entry, std::string_view pdf);

}  // namespace biroyna::results

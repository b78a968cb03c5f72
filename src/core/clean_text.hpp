// Text from outside in the one form in which it is kept.
//
// Every text that comes in goes through one of these, at a page, in the API or in a file. Unicode is composed
// (NFC); signs that nobody sees (zero width, directions, soft hyphens, controls) go; blanks of all kinds are
// one blank, and those at the ends go. Text that is not UTF-8 stays as it is, for who checks it.
// Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace biroyna {

std::string one_line(std::string_view text);    // a line break is a blank
std::string many_lines(std::string_view text);  // line breaks are \n; no more than one empty line on end

// Its beginning of so many bytes at most, which does not end within a character of UTF-8.
std::string_view cut_to(std::string_view text, std::size_t most_bytes);

// The apostrophes of Uzbek as they are written: after o and g they belong to the letter (oʻ, gʻ: U+02BB),
// between other letters they are a tutuq belgisi (U+02BC); a quotation mark stays.
std::string with_apostrophes(std::string_view text);

// The first sign of `text` that the faces of our documents lack; empty when all can be printed. `text` is
// UTF-8. The table is held to the faces by a test of platform/pdf.
std::string_view unprintable_in(std::string_view text);
bool is_printable(char32_t sign);

// A name of a person: it has a letter, no digit, and between letters only blanks, hyphens, full stops and
// apostrophes.
bool is_name(std::string_view text);
// A text with at least one digit, as every number of a paper has.
bool has_digit(std::string_view text);

// In capitals, with the Latin letter for a Cyrillic one that looks like it: what a keyboard that was left in
// Cyrillic makes of a number or a secret.
std::string with_latin_capitals(std::string_view text);

}  // namespace biroyna

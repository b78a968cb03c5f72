// The documents that a centre issues: what they are called, how long they hold, what may be done with them.
//
// Pure: the caller gives the day. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/numbering.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

namespace biroyna::results {

// What a document is; each has its own fixed texts ("result.intro_permit").
inline constexpr std::string_view kKinds[] = {"certificate", "permit",  "extract",
                                              "decision",    "refusal", "receipt"};
bool is_kind(std::string_view kind);

// The status of an issued document. The last two are final.
enum class Standing : unsigned char { issued, revoked, superseded };
std::string_view name(Standing standing);
std::optional<Standing> parse_standing(std::string_view name);

// The result of a public check. `unknown`: no document has this code. `cannot_be_confirmed`: one was issued
// with it, in a time that a restore of the database has lost.
enum class State : unsigned char { valid, expired, revoked, superseded, cannot_be_confirmed, unknown };
std::string_view name(State state);
// `valid_until` is the last day on which it is valid, in the centre's zone. Empty if it has no end.
State state_of(Standing standing, std::optional<Day> valid_until, Day today);

// What may follow. Refusals (409): result_revoked, result_superseded.
enum class Step : unsigned char { revoke, supersede };
Result<Standing> next(Standing standing, Step step);

// How a register counts. After a restore, numbers have eight digits and more for the rest of the year.
inline constexpr Numbering kRegisterNumbers{
    .plain = {{{1, 10'000'000}, {1'000'000'000, 100'000'000'000}}},
    .steps = {{{{10'000'000, 100'000'000}, Seconds(1)},
               {{100'000'000, 1'000'000'000}, Milliseconds(100)},
               {{100'000'000'000, 10'000'000'000'000}, Milliseconds(1)}}}};

// "2026/000123", as the register of one centre counts within a year.
std::string register_number(int year, std::int64_t number);

// "Karimova Zuhra Anvar qizi" -> "K. Z. A."; what is not a person's name is shown whole by the caller.
std::string initials(std::string_view full_name);

// The code under which anybody can check a document: 20 signs of Crockford's base 32 (no I, L, O, U), of
// which 19 cannot be guessed (codes.hpp) and the last is a check. Seen as numbers of GF(32), code(α) is 0, so
// one wrong sign, and any two signs in each other's place, make it no code.
inline constexpr std::size_t kCodeSigns = 20;
inline constexpr std::string_view kCodeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
// `random` has 19 signs of the alphabet, in either case.
std::string make_code(std::string_view random);
bool is_code(std::string_view code);
// However it was typed: in small letters, in groups, with O for 0, I or L for 1, or with the Cyrillic letters
// that look the same. Empty if it is no code.
std::optional<std::string> read_code(std::string_view typed);
// "K7QM-2XRD-9V4T-0BHE-5WNC": easy to read out.
std::string in_groups(std::string_view code);

}  // namespace biroyna::results

// What is wrong with a field, in words: the same fault is said in the same way by pages and by the API.
//
// Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::i18n {

// The name of the field at this pointer as forms have it ("Family name"); where they have none, its name in
// the body.
std::string field_label(const Speaker& say, std::string_view pointer);

// Beside the field: what is missing by its name, a limit with its number, and what was typed there.
std::string said(const Speaker& say, const FieldError& error, std::string_view typed = {});

// Far from the field, as in a summary or in an answer of the API: with the field's name before it.
std::string named(const Speaker& say, const FieldError& error, std::string_view typed = {});

}  // namespace biroyna::i18n

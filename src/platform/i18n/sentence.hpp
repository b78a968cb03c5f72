// How a day is written within a sentence. On its own, in a table or a form, i18n::date writes it.
#pragma once

#include <string>

#include "core/language.hpp"
#include "core/time.hpp"

namespace biroyna::i18n {

// "2026-yil 23-noyabr", "2026 йил 23 ноябрь", "23 ноября 2026 г.", "23 November 2026". Thread-safe.
std::string date_in_sentence(Language language, Day day);

}  // namespace biroyna::i18n

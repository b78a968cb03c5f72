// What a text says of how long a document is valid, so that it can be held against the rule.
//
// Pure, thread-safe.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/language.hpp"
#include "features/catalogue/domain_field.hpp"

namespace biroyna::catalogue {

struct SaidValidity {
  int days = 0, months = 0;  // one of them, or neither: without an end
  friend bool operator==(const SaidValidity&, const SaidValidity&) = default;
};
// "Referral, valid for 15 days", «бессрочно»; nothing where the text says nothing of it.
std::optional<SaidValidity> validity_said(std::string_view text, Language language);

// The languages in which a text contradicts the rule.
std::vector<Language> contradictions(const Names& text, const Issue& issues);

}  // namespace biroyna::catalogue

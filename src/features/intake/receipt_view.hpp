// What the applicant takes home when an application was handed in, without markup.
//
// Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "features/cases/cases.hpp"
#include "features/catalogue/catalogue.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::intake {

struct ReceiptRow {
  std::string label, text;
};
// Who applied, when, for what, what it costs and how long it takes. The receipt is the applicant's, in the
// language of `say`.
std::vector<ReceiptRow> receipt_rows(const cases::Application& application, const catalogue::Edition& edition,
                                     const cases::DueTimes& due, const i18n::Speaker& say);

// Where a resident follows an application of the centre, without its number: "https://…/uz-Latn/sergeli/my".
std::string residents_address(std::string_view public_url, Language language, const CentreId& centre);

}  // namespace biroyna::intake

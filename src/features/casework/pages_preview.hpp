// A document that an order would issue, shown before it is signed.
#pragma once

#include "features/casework/pages_case_parts.hpp"
#include "platform/pdf/pdf.hpp"

namespace biroyna::casework {

// The words of the sheet as they will stand on paper, in its language. What only a signed one has, the code
// by which it is checked, is left out.
Html drawn_sheet(const pdf::Sheet& sheet);

// Asks to confirm the order that was sent with this form: the same form again, with the field "confirmed", or
// with "back" to change it.
http::Response preview_page(const CaseView& view, const http::Fields& form, const pdf::Sheet& sheet);

}  // namespace biroyna::casework

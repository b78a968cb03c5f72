// The receipt that the centre gives for an application: when it was received, from whom, with which
// documents, and until when it is decided. It does not show the secret, which is shown only once.
//
// Pure, thread-safe.
#pragma once

#include <string>
#include <vector>

#include "features/cases/cases.hpp"
#include "features/documents/documents.hpp"
#include "platform/pdf/pdf.hpp"

namespace biroyna::my {

using namespace cases;

// In this language. `documents` are all documents of the application; `address` is the page that shows its
// state.
pdf::Sheet receipt_sheet(const Application& application, const catalogue::Edition& edition,
                         const std::vector<documents::Version>& documents, const cases::DueTimes& due,
                         const std::string& address, Language language);

}  // namespace biroyna::my

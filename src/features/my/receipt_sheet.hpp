// What the centre gives whoever hands in an application: that it was received, by whom, what with, and what
// happens next. The secret is not on it: it is told once.
//
// Pure, thread-safe.
#pragma once

#include <string>
#include <vector>

#include "features/my/my.hpp"
#include "platform/pdf/pdf.hpp"

namespace biroyna::my {

// In this language. `documents` are all that it has; `address` is where it is followed.
pdf::Sheet receipt_sheet(const Application& application, const catalogue::Edition& edition,
                         const std::vector<documents::Version>& documents, const std::optional<Time>& due,
                         const std::string& address, Language language);

}  // namespace biroyna::my

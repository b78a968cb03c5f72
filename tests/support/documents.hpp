// Documents in the register of an installation, as a decision would issue them.
#pragma once

#include <string>

#include "features/results/results.hpp"
#include "tests/support/program.hpp"

namespace biroyna::testing {

// A certificate of "sergeli" for Karimova Zuhra; the server may run beside.
results::Issued issue_document(const Installation& installation, const std::string& supersedes = {},
                               const std::string& case_number = "SER-2026-000017");
// `biroyna signing make`, once an installation.
void make_signing_key(const Installation& installation);

}  // namespace biroyna::testing

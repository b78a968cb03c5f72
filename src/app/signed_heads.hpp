// The heads of the event logs, written and signed once a day, to be printed or taken elsewhere.
#pragma once

#include <filesystem>

#include "core/time.hpp"
#include "platform/db/db.hpp"
#include "platform/signing/signing.hpp"

namespace biroyna {

// Writes FOLDER/2026-11-30.txt (lines of audit/domain_head.hpp) and beside it the signature over its bytes, a
// detached CMS in "….txt.p7s", unless today's file is there. Without a signing key there is no signature.
void write_signed_heads(db::Db& db, signing::Desk& desk, const std::filesystem::path& folder, Time now);

}  // namespace biroyna

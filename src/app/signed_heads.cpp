#include "app/signed_heads.hpp"

#include <fmt/format.h>

#include "features/audit/audit.hpp"
#include "platform/files/durable.hpp"
#include "platform/files/files.hpp"

namespace biroyna {
void write_signed_heads(db::Db& db, signing::Desk& desk, const std::filesystem::path& folder, Time now) {
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::filesystem::path text_file = folder / (to_iso(day) + ".txt");
  if (std::filesystem::exists(text_file)) return;
  const std::string text =
      fmt::format("# Heads of the event logs, {}\n{}", to_rfc3339(now),
                  audit::to_text(db.reading([](db::Tx& tx) { return audit::heads_to_note(tx); })));
  files::make_folder(folder);
  if (const auto signer = desk.signer(now))
    files::replace(text_file.string() + ".p7s", signer->cms(text, now));
  files::replace(text_file, text);
}

}  // namespace biroyna

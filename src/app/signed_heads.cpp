#include "app/signed_heads.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include "features/audit/audit.hpp"
#include "platform/files/files.hpp"

namespace biroyna {
namespace {

void write_file(const std::filesystem::path& path, std::string_view content) {
  const std::filesystem::path draft = path.string() + ".new";
  {
    const auto file = files::open(draft, O_WRONLY | O_CREAT | O_TRUNC);
    files::write_all(file, content, draft);
    files::sync(file, draft);
  }
  files::rename(draft, path);
  files::sync_folder(path.parent_path());
}

}  // namespace

void write_signed_heads(db::Db& db, signing::Desk& desk, const std::filesystem::path& folder, Time now) {
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::filesystem::path text_file = folder / (to_iso(day) + ".txt");
  if (std::filesystem::exists(text_file)) return;
  const std::string text =
      fmt::format("# Heads of the event logs, {}\n{}", to_rfc3339(now),
                  audit::to_text(db.reading([](db::Tx& tx) { return audit::heads_to_note(tx); })));
  std::filesystem::create_directories(folder);
  if (const auto signer = desk.signer(now)) write_file(text_file.string() + ".p7s", signer->cms(text, now));
  write_file(text_file, text);
}

}  // namespace biroyna

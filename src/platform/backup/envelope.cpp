#include "platform/backup/envelope.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <stdexcept>

#include "platform/backup/digest.hpp"
#include "platform/files/files.hpp"
#include "platform/vault/sealed.hpp"

namespace biroyna::backup {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSealedSign = "BRYCOPY1";
constexpr std::size_t kPiece = std::size_t{1} << 20;

// Writes a new file and counts what it writes.
class NewFile {
 public:
  explicit NewFile(fs::path path)
      : path_(std::move(path)), file_(files::open(path_, O_WRONLY | O_CREAT | O_TRUNC)) {}
  void add(std::string_view bytes) {
    files::write_all(file_, bytes, path_);
    hash_.add(bytes);
    size_ += bytes.size();
  }
  StoredFile finish(std::string name) {
    files::sync(file_, path_);
    return {.name = std::move(name), .sha256 = auth::to_hex(hash_.finish()), .size = size_};
  }

 private:
  const fs::path path_;
  const files::Descriptor file_;
  Sha256 hash_;
  std::uint64_t size_ = 0;
};

template <class Take>
void in_pieces(std::string_view bytes, Take take) {
  for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), kPiece))) take(bytes.substr(0, kPiece));
}

}  // namespace

StoredFile store_file(const fs::path& from, const fs::path& folder, const std::string& name,
                      const std::optional<sealed::Recipient>& recipient, const VaultKey& key,
                      const std::function<void()>& on_piece) {
  const files::Mapping content(from);
  NewFile target(folder / name);
  const auto next = [&] {
    if (on_piece) on_piece();
  };
  if (!recipient) {
    in_pieces(content.bytes(), [&](std::string_view piece) { next(), target.add(piece); });
    return target.finish(name);
  }
  target.add(kSealedSign);
  target.add(sealed::box(key, *recipient));
  sealed::Sealer sealer(key, name, [&](std::string_view bytes) { target.add(bytes); });
  in_pieces(content.bytes(), [&](std::string_view piece) { next(), sealer.add(piece); });
  sealer.finish();
  StoredFile stored = target.finish(name);
  stored.sealed = true;
  return stored;
}

void require_whole(const fs::path& folder, const StoredFile& noted) {
  const fs::path path = folder / noted.name;
  std::error_code none;
  if (fs::file_size(path, none) != noted.size || none)
    throw std::runtime_error(fmt::format("{} is missing or cut off", path.string()));
  if (sha256_of_file(path) != noted.sha256)
    throw std::runtime_error(fmt::format("{} is damaged", path.string()));
}

void open_file(const fs::path& folder, const StoredFile& file, const Opener& opener, const fs::path& to) {
  const std::string& name = file.name;
  const fs::path path = folder / name;
  const files::Mapping stored(path);
  NewFile target(to);
  std::string_view bytes = stored.bytes();
  if (!file.sealed) {
    in_pieces(bytes, [&](std::string_view piece) { target.add(piece); });
    target.finish(name);
    return;
  }
  if (!bytes.starts_with(kSealedSign) || bytes.size() < kSealedSign.size() + sealed::kBoxBytes)
    throw std::runtime_error(fmt::format("{} is damaged", path.string()));
  std::optional<VaultKey> key = opener.of_file;
  if (!key && !opener.secret)
    throw std::runtime_error(
        fmt::format("{} is sealed: the recipient's secret key is needed (--key FILE)", path.string()));
  if (!key) key = sealed::unbox(bytes.substr(kSealedSign.size(), sealed::kBoxBytes), *opener.secret);
  if (!key)
    throw std::runtime_error(fmt::format("{} is damaged, or sealed for another recipient", path.string()));
  bytes.remove_prefix(kSealedSign.size() + sealed::kBoxBytes);
  const std::string wrong =
      sealed::open(*key, name, bytes, [&](std::string_view block) { target.add(block); });
  if (!wrong.empty()) throw std::runtime_error(fmt::format("{} {}", path.string(), wrong));
  target.finish(name);
}

void copy_durably(const fs::path& from, const fs::path& to) {
  const fs::path draft = fmt::format("{}.{}", to.string(), auth::random_id());
  try {
    const files::Mapping content(from);
    NewFile target(draft);
    in_pieces(content.bytes(), [&](std::string_view piece) { target.add(piece); });
    target.finish({});
    files::rename(draft, to);
  } catch (...) {
    ::unlink(draft.c_str());
    throw;
  }
  files::sync_folder(to.parent_path());
}

}  // namespace biroyna::backup

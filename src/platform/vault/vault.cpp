#include "platform/vault/vault.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>

#include "platform/auth/secrets.hpp"
#include "platform/files/durable.hpp"
#include "platform/vault/sealed.hpp"

namespace biroyna {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHexDigits = "0123456789abcdef";

// SHA-256 of what comes piece by piece.
class Hash {
 public:
  Hash() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr);
  }
  void add(std::string_view piece) { EVP_DigestUpdate(context_.get(), piece.data(), piece.size()); }
  std::string hex() {
    auth::Digest digest{};
    EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr);
    return auth::to_hex(digest);
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

VaultKey key_of(const Vault::Options& options) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
  files::make_folder(options.folder);
  const bool in_use = std::ranges::any_of(fs::directory_iterator(options.folder), [](const auto& entry) {
    return Vault::is_group(entry.path().filename().native());
  });
  if (in_use && !fs::exists(options.key_file)) {
    throw std::runtime_error(
        fmt::format("{} is gone, and {} cannot be read without it: bring it back from the backup",
                    options.key_file.string(), options.folder.string()));
  }
  return read_or_make_key(options.key_file);
}

files::Descriptor lock(const fs::path& folder, int operation) {
  files::Descriptor file = files::open(folder / "lock", O_RDWR | O_CREAT);
  while (::flock(file.get(), operation) != 0) {
    if (errno == EWOULDBLOCK) return files::Descriptor();
    if (errno != EINTR)
      throw std::system_error(errno, std::generic_category(), "cannot lock " + folder.string());
  }
  return file;
}

// A name that goes unless the file was given its right one.
class Draft {
 public:
  explicit Draft(const fs::path& folder)
      : path_(folder / auth::random_id()), file_(files::open(path_, O_WRONLY | O_CREAT | O_EXCL)) {
    ::flock(file_.get(), LOCK_EX | LOCK_NB);  // says that somebody still works on it
  }
  ~Draft() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  const files::Descriptor& file() const { return file_; }
  const fs::path& path() const { return path_; }
  void become(const fs::path& place) {
    files::rename(path_, place);
    path_.clear();
  }

 private:
  fs::path path_;
  files::Descriptor file_;
};

}  // namespace

Vault::Vault(Options options)
    : options_(std::move(options)), unfinished_(options_.folder / "unfinished"), key_(key_of(options_)) {
  files::make_folder(unfinished_);
  remove_unfinished();
}

Vault::~Vault() { sodium_memzero(key_.data(), key_.size()); }

bool Vault::is_name(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of(kHexDigits) == std::string_view::npos;
}

// Another server may be at work in the same folder: what is locked is not left behind.
void Vault::remove_unfinished() const {
  for (const auto& entry : fs::directory_iterator(unfinished_)) {
    const auto file = files::open_if_there(entry.path(), O_RDONLY);
    if (file.valid() && ::flock(file.get(), LOCK_EX | LOCK_NB) == 0) ::unlink(entry.path().c_str());
  }
}

bool Vault::is_group(std::string_view name) {
  return name.size() == 2 && name.find_first_not_of(kHexDigits) == std::string_view::npos;
}

std::string Vault::sha256(Pieces content) {
  Hash hash;
  for (const auto piece : content) hash.add(piece);
  return hash.hex();
}

Vault::Hold Vault::share() const { return Hold(lock(options_.folder, LOCK_SH)); }
Vault::Hold Vault::take() const { return Hold(lock(options_.folder, LOCK_EX)); }
std::optional<Vault::Hold> Vault::take_if_free() const {
  auto held = lock(options_.folder, LOCK_EX | LOCK_NB);
  return held.valid() ? std::optional<Hold>(std::in_place, std::move(held)) : std::nullopt;
}

fs::path Vault::place(const std::string& sha256) const {
  if (!is_name(sha256)) throw std::invalid_argument("no SHA-256");
  return options_.folder / sha256.substr(0, 2) / sha256;
}

void Vault::put(const std::string& sha256, Pieces content) {
  const fs::path target = place(sha256);
  std::uintmax_t size = 0;
  for (const auto piece : content) size += piece.size();
  const std::uintmax_t sealed_size = sealed::sealed_size(size);
  std::error_code none;
  if (fs::file_size(target, none) == sealed_size && !none) {
    files::sync_folder(target.parent_path());  // whoever put it may not have come so far
    return;
  }
  if (fs::space(options_.folder).available < options_.keep_free_bytes + sealed_size)
    throw std::system_error(ENOSPC, std::generic_category(), "cannot write " + options_.folder.string());

  Draft draft(unfinished_);
  write_sealed(draft.file(), draft.path(), sha256, content);
  files::sync(draft.file(), draft.path());
  files::make_folder(target.parent_path());
  draft.become(target);
  files::sync_folder(target.parent_path());
}

void Vault::write_sealed(const files::Descriptor& file, const fs::path& path, const std::string& sha256,
                         Pieces content) const {
  sealed::Sealer sealer(key_, sha256, [&](std::string_view bytes) { files::write_all(file, bytes, path); });
  for (const auto piece : content) sealer.add(piece);
  sealer.finish();
}

void Vault::remove(const std::string& sha256) {
  const fs::path target = place(sha256);
  if (::unlink(target.c_str()) == 0)
    files::sync_folder(target.parent_path());
  else if (errno != ENOENT)
    throw std::system_error(errno, std::generic_category(), "cannot remove " + target.string());
}

void Vault::read(const std::string& sha256, const std::function<void(std::string_view)>& on_block) const {
  const auto file = files::open_if_there(place(sha256), O_RDONLY);
  if (!file.valid()) throw Damaged(fmt::format("{} is missing", sha256));
  const files::Mapping sealed(file);
  Hash hash;
  const std::string wrong = sealed::open(key_, sha256, sealed.bytes(), [&](std::string_view block) {
    hash.add(block);
    on_block(block);
  });
  if (!wrong.empty()) throw Damaged(fmt::format("{} {}", sha256, wrong));
  if (hash.hex() != sha256) throw Damaged(fmt::format("{} has another content", sha256));
}

void Vault::each(const std::function<bool(std::string)>& on_name) const {
  for (const auto& group : fs::directory_iterator(options_.folder)) {
    if (!group.is_directory() || !is_group(group.path().filename().native())) continue;
    for (const auto& entry : fs::directory_iterator(group.path())) {
      std::string name = entry.path().filename();
      if (is_name(name) && name.starts_with(group.path().filename().string()) && !on_name(std::move(name)))
        return;
    }
  }
}

std::vector<std::string> Vault::all() const {
  std::vector<std::string> names;
  each([&](std::string name) {
    names.push_back(std::move(name));
    return true;
  });
  std::ranges::sort(names);
  return names;
}

bool Vault::is_empty() const {
  bool empty = true;
  each([&](const std::string&) { return empty = false; });
  return empty;
}

std::optional<std::string> Vault::note(const std::string& name) const {
  const fs::path path = options_.folder / name;
  if (!fs::exists(path)) return std::nullopt;
  return std::string(files::Mapping(path).bytes());
}

void Vault::set_note(const std::string& name, std::string_view text) {
  files::replace(options_.folder / name, text);
}

std::string Vault::keyed_hash(std::string_view text) const {
  constexpr std::size_t kSigns = 32;
  return auth::keyed_signs(key_, text, kSigns);
}

}  // namespace biroyna

#include "platform/backup/changes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstring>
#include <stdexcept>

#include "platform/backup/digest.hpp"
#include "platform/backup/format.hpp"
#include "platform/vault/sealed.hpp"

namespace biroyna::backup {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view kChangesSign = "BRYCHNG1";
constexpr std::string_view kFrameSign = "BRYF";
constexpr std::string_view kEnding = ".changes";
// Sign, number, time, size; the check of these; the check of all.
constexpr std::size_t kHeadCheckAt = 4 + 8 + 8 + 8;
constexpr std::size_t kHeadCheck = 8;
constexpr std::size_t kCheckAt = kHeadCheckAt + kHeadCheck;
constexpr std::size_t kFrameHead = kCheckAt + 32;

void put(std::string& into, std::uint64_t number) {
  for (int shift = 0; shift < 64; shift += 8) into += static_cast<char>(number >> shift & 0xff);
}
std::uint64_t number_at(std::string_view bytes, std::size_t at) {
  std::uint64_t number = 0;
  for (std::size_t i = 8; i-- > 0;) number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

std::string_view bytes_of(const auth::Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

auth::Digest next_check(const auth::Digest& before, std::string_view head, std::string_view stored) {
  Sha256 hash;
  hash.add(bytes_of(before));
  hash.add(head);
  hash.add(stored);
  return hash.finish();
}

std::string frame_name(std::int64_t sequence, Time at) {
  return fmt::format("changes {} {}", sequence, to_ms(at));
}

std::string header_text(const ChangesHeader& header) {
  return json::serialize(json::object{{"format", kFormat},
                                      {"installation", header.installation},
                                      {"timeline", header.timeline},
                                      {"first", header.first},
                                      {"recipient", header.recipient},
                                      {"begun_at", to_rfc3339(header.begun_at)}});
}

ChangesHeader header_of(std::string_view text) {
  const json::object object = json::parse({text.data(), text.size()}).as_object();
  if (object.at("format").to_number<int>() != kFormat) throw std::runtime_error("of another version");
  const auto text_of = [&](const char* key) { return std::string(object.at(key).as_string()); };
  const auto begun = parse_rfc3339(text_of("begun_at"));
  if (!begun) throw std::runtime_error("no time");
  return {text_of("installation"), text_of("timeline"), object.at("first").to_number<std::int64_t>(),
          text_of("recipient"), *begun};
}

// The whole header, and what follows it.
struct Beginning {
  ChangesHeader header;
  std::string box;
  std::string_view header_bytes, rest;
};
Beginning beginning_of(std::string_view bytes) {
  const std::size_t fixed = kChangesSign.size() + 8;
  if (!bytes.starts_with(kChangesSign) || bytes.size() < fixed) throw std::runtime_error("has no header");
  const std::uint64_t length = number_at(bytes, kChangesSign.size());
  if (length > bytes.size() - fixed) throw std::runtime_error("has no header");
  Beginning beginning{
      .header = header_of(bytes.substr(fixed, length)), .box = {}, .header_bytes = {}, .rest = {}};
  std::size_t end = fixed + length;
  if (!beginning.header.recipient.empty()) {
    if (bytes.size() - end < sealed::kBoxBytes) throw std::runtime_error("has no header");
    beginning.box = bytes.substr(end, sealed::kBoxBytes);
    end += sealed::kBoxBytes;
  }
  beginning.header_bytes = bytes.substr(0, end);
  beginning.rest = bytes.substr(end);
  return beginning;
}

// What a power cut leaves of a file that had grown, but not yet been filled.
bool is_never_written(std::string_view rest) {
  return rest.find_first_not_of('\0') == std::string_view::npos;
}

}  // namespace

ChangesWriter::ChangesWriter(const fs::path& folder, const ChangesHeader& header)
    : path_(folder / fmt::format("{}-{:019}-{}{}", header.timeline, header.first,
                                 auth::random_id().substr(0, 8), kEnding)),
      file_(files::open(path_, O_WRONLY | O_CREAT | O_EXCL)) {
  std::string bytes(kChangesSign);
  const std::string text = header_text(header);
  put(bytes, text.size());
  bytes += text;
  if (!header.recipient.empty()) {
    const auto recipient = sealed::parse_recipient(header.recipient);
    if (!recipient) throw std::runtime_error("the recipient's key is none");
    key_ = sealed::random_key();
    bytes += sealed::box(*key_, *recipient);
  }
  check_ = auth::sha256(bytes);
  write(bytes);
  sync();
  files::sync_folder(folder);
}

void ChangesWriter::write(std::string_view bytes) {
  files::write_all(file_, bytes, path_);
  size_ += bytes.size();
}

void ChangesWriter::add(const db::sqlite::Commit& commit) {
  std::string stored;
  if (key_) {
    sealed::Sealer sealer(*key_, frame_name(commit.sequence, commit.at),
                          [&](std::string_view bytes) { stored += bytes; });
    sealer.add(commit.changes);
    sealer.finish();
  }
  const std::string_view payload = key_ ? std::string_view(stored) : commit.changes;
  std::string frame(kFrameSign);
  put(frame, static_cast<std::uint64_t>(commit.sequence));
  put(frame, static_cast<std::uint64_t>(to_ms(commit.at)));
  put(frame, payload.size());
  frame += bytes_of(next_check(check_, frame, {})).substr(0, kHeadCheck);
  check_ = next_check(check_, frame, payload);
  frame += bytes_of(check_);
  frame += payload;
  write(frame);
}

void ChangesWriter::sync() { files::sync(file_, path_); }

bool ChangesWriter::in_place() const {
  struct stat open{}, named{};
  return ::fstat(file_.get(), &open) == 0 && ::stat(path_.c_str(), &named) == 0 &&
         open.st_dev == named.st_dev && open.st_ino == named.st_ino;
}

ChangesFile read_changes(const fs::path& path, const std::function<bool(const Frame&)>& on_frame) {
  const files::Mapping content(path);
  ChangesFile file{.path = path, .header = {}};
  std::string_view rest;
  auth::Digest check{};
  try {
    Beginning beginning = beginning_of(content.bytes());
    file.header = std::move(beginning.header);
    file.box = std::move(beginning.box);
    check = auth::sha256(beginning.header_bytes);
    rest = beginning.rest;
  } catch (const std::exception& error) {
    // Cut off, or never written, before there was anything in it.
    if (content.bytes().find(kFrameSign) == std::string_view::npos) return file;
    throw std::runtime_error(fmt::format("{} is damaged: {}", path.string(), error.what()));
  }
  for (std::int64_t next = file.header.first; !rest.empty() && !is_never_written(rest); ++next) {
    const auto damaged = [&] {
      file.damage = fmt::format("{} is damaged at byte {} (change {})", path.string(),
                                content.bytes().size() - rest.size(), next);
      return file;
    };
    if (!rest.starts_with(kFrameSign) && !kFrameSign.starts_with(rest)) return damaged();
    if (rest.size() < kFrameHead) return file;
    const std::uint64_t size = number_at(rest, 20);
    const Frame frame{static_cast<std::int64_t>(number_at(rest, 4)),
                      from_ms(static_cast<std::int64_t>(number_at(rest, 12))), rest.substr(kFrameHead, size)};
    const auth::Digest head_check = next_check(check, rest.substr(0, kHeadCheckAt), {});
    if (bytes_of(head_check).substr(0, kHeadCheck) != rest.substr(kHeadCheckAt, kHeadCheck) ||
        frame.sequence != next)
      return damaged();
    if (size > rest.size() - kFrameHead) return file;
    check = next_check(check, rest.substr(0, kCheckAt), frame.stored);
    if (bytes_of(check) != rest.substr(kCheckAt, 32)) {
      return is_never_written(rest.substr(kFrameHead)) ? file : damaged();
    }
    if (!on_frame(frame)) return file;
    rest.remove_prefix(kFrameHead + size);
  }
  return file;
}

FrameOpener::FrameOpener(const ChangesFile& file, const Opener& opener) : path_(file.path) {
  if (file.header.recipient.empty()) return;
  if (!opener.secret)
    throw std::runtime_error(
        fmt::format("{} is sealed: the recipient's secret key is needed (--key FILE)", path_.string()));
  key_ = sealed::unbox(file.box, *opener.secret);
  if (!key_) throw std::runtime_error(fmt::format("{} is sealed for another recipient", path_.string()));
}

std::string FrameOpener::open(const Frame& frame) const {
  if (!key_) return std::string(frame.stored);
  std::string changes;
  const std::string wrong = sealed::open(*key_, frame_name(frame.sequence, frame.at), frame.stored,
                                         [&](std::string_view block) { changes += block; });
  if (!wrong.empty())
    throw std::runtime_error(fmt::format("{}: change {} {}", path_.string(), frame.sequence, wrong));
  return changes;
}

std::vector<fs::path> change_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none))
    if (entry.path().extension() == kEnding) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

}  // namespace biroyna::backup

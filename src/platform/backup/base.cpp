#include "platform/backup/base.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <chrono>
#include <map>
#include <stdexcept>
#include <thread>

#include "platform/backup/contents.hpp"
#include "platform/backup/digest.hpp"
#include "platform/files/files.hpp"

namespace biroyna::backup {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kUnfinished = ".unfinished-";
constexpr std::string_view kWork = ".backup-";

// A folder that goes with whatever is in it.
class Scratch {
 public:
  explicit Scratch(fs::path path) : path_(std::move(path)) {
    fs::create_directory(path_);
    fs::permissions(path_, fs::perms::owner_all);
  }
  ~Scratch() {
    std::error_code none;
    if (!path_.empty()) fs::remove_all(path_, none);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const fs::path& path() const { return path_; }
  void become(const fs::path& name) {
    files::rename(path_, name);
    path_.clear();
  }

 private:
  fs::path path_;
};

void remove_left(const fs::path& folder, std::string_view beginning) {
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().filename().string().starts_with(beginning)) fs::remove_all(entry.path());
}

// Nobody else has the lock while this is there.
files::Descriptor lock(const BaseRequest& request, const fs::path& file) {
  const auto until = std::chrono::steady_clock::now() + request.patience;
  files::Descriptor held = files::open(file, O_RDWR | O_CREAT);
  while (::flock(held.get(), LOCK_EX | LOCK_NB) != 0) {
    if (std::chrono::steady_clock::now() >= until || (request.given_up && request.given_up()))
      throw std::runtime_error(fmt::format("another copy is being made in {}", file.parent_path().string()));
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return held;
}

// "20261130T093012Z-ab12cd": in the order of time, and never twice.
std::string copy_name(Time time) {
  std::string name;
  for (const char sign : to_rfc3339(time).substr(0, 19))
    if (sign != '-' && sign != ':') name += sign;
  return fmt::format("{}Z-{}", name, auth::random_id().substr(0, 6));
}

// Each content once in so many days, a part of them with each nightly copy: a disk forgets.
bool is_read_again(const std::string& name, Time now) {
  constexpr std::int64_t kDays = 14;
  const auto day = std::chrono::floor<std::chrono::days>(now).time_since_epoch().count();
  return std::stol(name.substr(0, 4), nullptr, 16) % kDays == day % kDays;
}

class Maker {
 public:
  explicit Maker(const BaseRequest& request)
      : request_(request),
        own_(lock(request, request.work / "backup-lock")),
        one_(lock(request, request.folder / "lock")),
        // What a killed backup left goes before the next one.
        work_((remove_left(request.work, kWork), request.work) /
              fmt::format("{}{}", kWork, auth::random_id())),
        copy_((remove_left(copies_of(request.folder), kUnfinished), copies_of(request.folder)) /
              fmt::format("{}{}", kUnfinished, auth::random_id())),
        key_(request.recipient ? sealed::random_key() : VaultKey{}) {}

  Made make() {
    take_snapshot();
    go_on();
    bring_contents();
    go_on();
    if (!request_.database.empty())
      note(store_file(work_.path() / "biroyna.db", copy_.path(), kDatabase, request_.recipient, key_,
                      [this] { go_on(); }));
    store_files();
    go_on();
    verify();
    files::replace(copy_.path() / "manifest.json", to_json(manifest()));
    files::sync_folder(copy_.path());
    made_.folder = copies_of(request_.folder) / copy_name(manifest().taken_at);
    copy_.become(made_.folder);
    files::sync_folder(copies_of(request_.folder));
    remove_old_copies(request_.folder, request_.retention, request_.clock());
    return std::move(made_);
  }

 private:
  void go_on() const {
    if (request_.given_up && request_.given_up()) throw std::runtime_error("the copy was given up");
  }
  Manifest& manifest() { return made_.manifest; }
  fs::path contents() const { return contents_of(request_.folder); }

  // Database and list of contents, of one moment. Meanwhile no content is removed; those that are new get a
  // second name, under which they stay.
  void take_snapshot() {
    const auto held = request_.vault->share();
    const Time begun = request_.clock();
    if (!request_.database.empty())
      db::sqlite::copy_database(request_.database, work_.path() / "biroyna.db", request_.given_up);
    auto known = request_.look(request_.database.empty() ? fs::path() : work_.path());
    manifest() = std::move(known.manifest);
    needed_ = std::move(known.contents);
    if (!request_.database.empty()) {
      manifest().position = db::sqlite::position_of(work_.path() / "biroyna.db");
      if (!manifest().position) throw std::runtime_error("the database is of an older version");
      // All of the copy was there at this moment, whatever came in while it was made.
      const auto& last = manifest().position->at;
      manifest().taken_at = last ? std::max(*last, begun) : request_.clock();
    } else {
      manifest().taken_at = begun;
    }
    fs::create_directory(work_.path() / "linked");
    for (const auto& name : needed_) {
      const fs::path from = place_of_content(request_.vault->folder(), name);
      std::error_code none;
      if (fs::exists(place_of_content(contents(), name), none)) continue;
      fs::create_hard_link(from, work_.path() / "linked" / name, none);
      // On another disk: now, while it stays.
      if (none) bring(from, name);
    }
  }

  void bring(const fs::path& from, const std::string& name) {
    go_on();
    if (!bring_content(from, contents(), name))
      throw std::runtime_error(fmt::format("the document {} is missing: biroyna documents check", name));
    ++made_.new_contents;
    made_.bytes += fs::file_size(place_of_content(contents(), name));
  }

  void bring_contents() {
    for (const auto& entry : fs::directory_iterator(work_.path() / "linked"))
      bring(entry.path(), entry.path().filename());
    // What was noted of a content before is read again only from time to time.
    std::map<std::string, StoredContent> noted;
    std::vector<std::string> damaged;
    for (const auto& copy : base_copies(request_.folder, damaged)) {
      for (auto& content : contents_noted_by(copy)) noted.insert_or_assign(content.name, content);
    }
    std::vector<StoredContent> all;
    for (const auto& name : needed_) {
      const fs::path place = place_of_content(contents(), name);
      const std::uint64_t size = fs::file_size(place);
      const auto before = noted.find(name);
      const bool known = before != noted.end() && before->second.size == size;
      if (known && !is_read_again(name, manifest().taken_at)) {
        all.push_back(before->second);
        continue;
      }
      all.push_back({name, sha256_of_file(place), size});
      const fs::path original = place_of_content(request_.vault->folder(), name);
      std::error_code none;
      const bool rotten = known && before->second.sha256 != all.back().sha256;
      const bool differs = fs::exists(original, none) && sha256_of_file(original) != all.back().sha256;
      if (rotten || differs) {
        // The next copy brings it anew.
        if (fs::exists(original, none)) fs::remove(place);
        throw std::runtime_error(
            fmt::format("{} {}", place.string(), rotten ? "was damaged since" : "was not copied well"));
      }
    }
    manifest().contents = all.size();
    files::replace(work_.path() / kContentList, to_text(all));
    note(store_file(work_.path() / kContentList, copy_.path(), kContentList, {}, {}));
  }

  void note(StoredFile file) { manifest().files.push_back(std::move(file)); }

  void store_files() {
    manifest().kept_elsewhere = request_.kept_elsewhere;
    if (request_.recipient) manifest().recipient = sealed::to_text(*request_.recipient);
    for (const auto& file : request_.files) {
      if (!fs::exists(file.path)) continue;
      if (file.secret && !request_.recipient)
        throw std::runtime_error("keys are copied only for a recipient");
      const fs::path folder = (copy_.path() / file.name).parent_path();
      fs::create_directories(folder);
      note(store_file(file.path, copy_.path(), file.name, file.secret ? request_.recipient : std::nullopt,
                      key_));
      files::sync_folder(folder);
    }
  }

  // Restores it, from what was written.
  void verify() {
    if (request_.database.empty()) return;
    fs::remove(work_.path() / "biroyna.db");
    const fs::path restored = work_.path() / "restored";
    fs::create_directory(restored);
    for (const auto& file : manifest().files) require_whole(copy_.path(), file);
    open_file(copy_.path(), *manifest().find(kDatabase), {.of_file = key_}, restored / "biroyna.db");
    if (const std::string damage = db::sqlite::damage_of(restored / "biroyna.db"); !damage.empty())
      throw std::runtime_error(fmt::format("the copy of the database is damaged: {}", damage));
    if (request_.verify) request_.verify(restored);
  }

  const BaseRequest& request_;
  const files::Descriptor own_, one_;
  Scratch work_, copy_;
  const VaultKey key_;
  std::vector<std::string> needed_;
  Made made_;
};

}  // namespace

Made make_base_copy(const BaseRequest& request) { return Maker(request).make(); }

}  // namespace biroyna::backup

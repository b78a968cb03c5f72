#include "platform/backup/archive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <tuple>

#include "platform/backup/contents.hpp"
#include "platform/backup/digest.hpp"
#include "platform/files/files.hpp"

namespace biroyna::backup {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kRangesSaid = 20;

}  // namespace

std::string local_text(Time time, const std::string& name) {
  const Zone zone(name);
  const Minutes local = zone.time_of_day(time);
  const Day day = zone.day(time);
  const auto utc_minutes = std::chrono::floor<Minutes>(time).time_since_epoch();
  const auto offset = (day.time_since_epoch() + local) - utc_minutes;
  const auto rest = (time.time_since_epoch() - utc_minutes).count();
  const auto size = std::chrono::abs(offset).count();
  return fmt::format("{}T{}:{:02}.{:03}{}{:02}:{:02}", to_iso(day), to_hhmm(local), rest / 1000, rest % 1000,
                     offset.count() < 0 ? '-' : '+', size / 60, size % 60);
}

std::optional<Time> parse_moment(const std::string& text, const std::string& zone) {
  if (const auto time = parse_rfc3339(text)) return time;
  constexpr std::size_t kDay = 10, kMinute = 16, kSecond = 19;
  if ((text.size() != kMinute && text.size() != kSecond) || (text[kDay] != ' ' && text[kDay] != 'T'))
    return std::nullopt;
  const auto day = parse_iso_day(text.substr(0, kDay));
  const auto minute = parse_hhmm(text.substr(kDay + 1, 5));
  if (!day || !minute) return std::nullopt;
  const Time begin = Zone(zone).at(*day, *minute);
  if (text.size() == kMinute) return begin + Minutes(1) - Milliseconds(1);
  const std::string seconds = text.substr(kMinute + 1);
  if (text[kMinute] != ':' || seconds.find_first_not_of("0123456789") != std::string::npos || seconds > "59")
    return std::nullopt;
  return begin + Seconds(std::stoi(seconds)) + Seconds(1) - Milliseconds(1);
}

Archive::Archive(const std::vector<fs::path>& folders) : folders_(folders) {
  for (const auto& folder : folders) {
    const std::string installation = installation_of(folder);
    if (!installation_.empty() && installation != installation_)
      throw std::runtime_error(fmt::format("{} has the backups of another installation", folder.string()));
    installation_ = installation;
    read(folder);
  }
  std::ranges::sort(copies_, {}, [](const BaseCopy& copy) { return copy.manifest.taken_at; });
  if (!copies_.empty()) zone_ = copies_.back().manifest.zone;
}

void Archive::read(const fs::path& folder) {
  for (auto& copy : base_copies(folder, damaged_)) {
    if (copy.manifest.installation == installation_)
      copies_.push_back(std::move(copy));
    else
      damaged_.push_back(fmt::format("{} is of another installation than {} says", copy.folder.string(),
                                     (folder / kFolderFile).string()));
  }
  for (const auto& path : change_files(changes_of(folder))) {
    std::vector<std::pair<std::int64_t, Time>> found;
    try {
      ChangesFile file = read_changes(
          path, [&](const Frame& frame) { return found.emplace_back(frame.sequence, frame.at), true; });
      if (!file.damage.empty()) damaged_.push_back(file.damage);
      Changes& changes = changes_[file.header.timeline];
      for (const auto& [sequence, at] : found) changes.emplace(sequence, Change{at, files_.size()});
      files_.push_back(std::move(file));
    } catch (const std::exception& error) {
      damaged_.emplace_back(error.what());
    }
  }
}

std::vector<Archive::Reach> Archive::reaches() const {
  std::vector<Reach> all;
  for (const auto& copy : copies_) {
    if (!copy.manifest.position) continue;
    const auto& position = *copy.manifest.position;
    Reach reach{
        &copy, {position.at.value_or(copy.manifest.taken_at), copy.manifest.taken_at}, position.sequence};
    if (const auto found = changes_.find(position.timeline); found != changes_.end()) {
      for (auto change = found->second.find(reach.last + 1);
           change != found->second.end() && change->first == reach.last + 1; ++change) {
        reach.last = change->first;
        reach.range.to = std::max(reach.range.to, change->second.at);
      }
    }
    all.push_back(reach);
  }
  // A copy that was taken where another one's changes end says that nothing more had happened until then.
  for (auto& reach : all)
    for (const auto& copy : copies_)
      if (copy.manifest.position &&
          copy.manifest.position->timeline == reach.base->manifest.position->timeline &&
          copy.manifest.position->sequence == reach.last)
        reach.range.to = std::max(reach.range.to, copy.manifest.taken_at);
  return all;
}

std::vector<Range> Archive::reachable() const {
  std::vector<Range> all;
  for (const auto& reach : reaches()) all.push_back(reach.range);
  std::ranges::sort(all, {}, &Range::from);
  std::vector<Range> joined;
  for (const auto& range : all) {
    if (!joined.empty() && range.from <= joined.back().to)
      joined.back().to = std::max(joined.back().to, range.to);
    else
      joined.push_back(range);
  }
  return joined;
}

bool Archive::ends_at(const db::sqlite::Position& position) const {
  return std::ranges::any_of(reaches(), [&](const Reach& reach) {
    return reach.base->manifest.position->timeline == position.timeline && reach.last == position.sequence;
  });
}

std::optional<Time> Archive::newest_copy() const {
  return copies_.empty() ? std::nullopt : std::optional(copies_.back().manifest.taken_at);
}

std::string Archive::say_reachable() const {
  const auto ranges = reachable();
  if (ranges.empty()) return "no moment can be reached";
  std::string text = "what can be reached:";
  const std::size_t first = ranges.size() > kRangesSaid ? ranges.size() - kRangesSaid : 0;
  for (std::size_t i = first; i < ranges.size(); ++i)
    text +=
        fmt::format("\n  from {} to {}", local_text(ranges[i].from, zone_), local_text(ranges[i].to, zone_));
  return text;
}

Archive::Plan Archive::plan(std::optional<Time> moment) const {
  if (!moment && !damaged_.empty()) {
    std::string all;
    for (const auto& line : damaged_) all += line + "; ";
    throw std::runtime_error(fmt::format(
        "{}what is the latest is not known: say which moment you want (--to); {}", all, say_reachable()));
  }
  if (copies_.empty()) throw std::runtime_error("there is no copy");
  const auto all = reaches();
  if (all.empty()) {
    if (moment)
      throw std::runtime_error(
          "the copies have no database: it is PostgreSQL's, and goes to a moment with its own tools");
    return {.base = copies_.back(), .last = 0, .until = copies_.back().manifest.taken_at};
  }
  const Reach* best = nullptr;
  for (const auto& reach : all) {
    if (moment && (*moment < reach.range.from || *moment > reach.range.to)) continue;
    // Where two are alike, the one that has more.
    const auto rank = [&](const Reach& each) {
      return moment ? std::tuple(each.range.from, each.range.from, each.last)
                    : std::tuple(each.range.to, each.range.from, each.last);
    };
    const bool better = best == nullptr || rank(reach) >= rank(*best);
    if (better) best = &reach;
  }
  if (best == nullptr)
    throw std::runtime_error(
        fmt::format("{} cannot be reached; {}", local_text(*moment, zone_), say_reachable()));
  Plan plan{.base = *best->base, .last = best->last, .until = best->range.to};
  if (!moment) {
    for (const auto& [timeline, changes] : changes_)
      if (!changes.empty() && changes.rbegin()->second.at > plan.until)
        throw std::runtime_error(
            fmt::format("{} follows on something that is missing: say which moment you want (--to); {}",
                        files_[changes.rbegin()->second.file].path.string(), say_reachable()));
    return plan;
  }
  plan.until = *moment;
  plan.last = best->base->manifest.position->sequence;
  if (const auto found = changes_.find(best->base->manifest.position->timeline); found != changes_.end())
    for (auto change = found->second.find(plan.last + 1);
         change != found->second.end() && change->first == plan.last + 1 && change->second.at <= *moment;
         ++change)
      plan.last = change->first;
  return plan;
}

void Archive::restore_database(const Plan& plan, const Opener& opener, const fs::path& folder) const {
  const Manifest& manifest = plan.base.manifest;
  for (const auto& file : manifest.files) require_whole(plan.base.folder, file);
  const fs::path database = folder / "biroyna.db";
  const StoredFile* stored = manifest.find(kDatabase);
  if (stored == nullptr) throw std::logic_error("the copy has no database");
  open_file(plan.base.folder, *stored, opener, database);
  const auto& position = manifest.position.value();
  if (plan.last > position.sequence) {
    const Changes& changes = changes_.at(position.timeline);
    db::sqlite::Replay replay(database);
    std::int64_t next = position.sequence + 1;
    while (next <= plan.last) {
      // All that this file has of what comes next.
      const std::size_t at = changes.at(next).file;
      const FrameOpener frames(files_[at], opener);
      const std::int64_t before = next;
      read_changes(files_[at].path, [&](const Frame& frame) {
        if (frame.sequence < next) return true;
        if (frame.sequence > plan.last) return false;
        try {
          replay.apply(frames.open(frame));
        } catch (const std::runtime_error& error) {
          throw std::runtime_error(
              fmt::format("{}: change {} {}", files_[at].path.string(), frame.sequence, error.what()));
        }
        next = frame.sequence + 1;
        return true;
      });
      if (next == before) throw std::runtime_error(files_[at].path.string() + " has changed meanwhile");
    }
    replay.finish();
  }
  const auto reached = db::sqlite::position_of(database);
  if (!reached || reached->timeline != position.timeline || reached->sequence != plan.last)
    throw std::runtime_error("the restored database is not where it should be");
  if (const std::string damage = db::sqlite::damage_of(database); !damage.empty())
    throw std::runtime_error(fmt::format("the restored database is damaged: {}", damage));
}

void Archive::restore_contents(const std::vector<std::string>& names, const fs::path& vault) const {
  std::map<std::string, StoredContent> noted;
  for (const auto& copy : copies_) {
    for (auto& content : contents_noted_by(copy)) noted.insert_or_assign(content.name, content);
  }
  std::vector<std::string> wrong;
  for (const auto& name : names) {
    const fs::path to = place_of_content(vault, name);
    std::string reason = "is missing";
    for (const auto& folder : folders_) {
      const fs::path from = place_of_content(contents_of(folder), name);
      if (!fs::exists(from)) continue;
      const auto known = noted.find(name);
      if (known != noted.end() && sha256_of_file(from) != known->second.sha256) {
        reason = "is damaged";
        continue;
      }
      fs::create_directories(to.parent_path());
      fs::permissions(to.parent_path(), fs::perms::owner_all);
      fs::copy_file(from, to);
      fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write);
      reason.clear();
      break;
    }
    if (!reason.empty())
      wrong.push_back(
          fmt::format("{} {}", place_of_content(contents_of(folders_.front()), name).string(), reason));
  }
  if (wrong.empty()) return;
  throw std::runtime_error(fmt::format("{}{}", wrong.front(),
                                       wrong.size() > 1 ? fmt::format(" ({} more)", wrong.size() - 1) : ""));
}

}  // namespace biroyna::backup

#include "tests/outage/disk.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

namespace biroyna::outage {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPage = 4096, kSector = 512;

std::string content_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

std::uint64_t inode_of(const fs::path& path) {
  struct stat status{};
  if (::lstat(path.c_str(), &status) != 0) throw std::runtime_error("no inode: " + path.string());
  return status.st_ino;
}

bool one_in(Chance& chance, std::uint64_t n) { return chance() % n == 0; }

}  // namespace

Journal::Journal(const fs::path& file) : text_(content_of(file)) {
  for (std::size_t at = 0; at + sizeof(Head) <= text_.size();) {
    Record record;
    std::memcpy(&record.head, text_.data() + at, sizeof(Head));
    at += sizeof(Head);
    if (at + record.head.length > text_.size()) break;
    record.bytes = std::string_view(text_).substr(at, record.head.length);
    at += record.head.length;
    records_.push_back(record);
    ends_.push_back(at);
  }
}

std::size_t Journal::records_in(std::uint64_t bytes) const {
  return static_cast<std::size_t>(std::ranges::upper_bound(ends_, bytes) - ends_.begin());
}

// What was done to a file or a folder and is not promised.
struct Disk::Change {
  std::uint64_t when = 0;
  std::optional<std::uint64_t> size;  // a file that was cut or made longer, or …
  std::uint64_t offset = 0;           // … written to
  std::string bytes;
  std::map<std::string, NodePointer> names;  // a folder whose names came or, without a node, went: together
};

struct Disk::Node {
  bool is_folder = false;
  std::string content;                       // as promised
  std::map<std::string, NodePointer> names;  // as promised
  std::vector<Change> changes;

  void apply(const Change& change) {
    if (change.size) content.resize(*change.size);
    if (content.size() < change.offset + change.bytes.size() && !change.bytes.empty())
      content.resize(change.offset + change.bytes.size());
    content.replace(change.offset > content.size() ? content.size() : change.offset, change.bytes.size(),
                    change.bytes);
    for (const auto& [name, to] : change.names) {
      if (to)
        names[name] = to;
      else
        names.erase(name);
    }
  }
};

Disk::Disk(const fs::path& folder) : root_(take(folder)) {}
Disk::~Disk() = default;

Disk::NodePointer Disk::take(const fs::path& path) {
  auto node = std::make_shared<Node>();
  nodes_[inode_of(path)] = node;
  node->is_folder = fs::is_directory(path);
  if (!node->is_folder) {
    node->content = content_of(path);
    return node;
  }
  for (const auto& entry : fs::directory_iterator(path))
    node->names[entry.path().filename()] = take(entry.path());
  return node;
}

Disk::NodePointer Disk::node(std::uint64_t inode) {
  const auto found = nodes_.find(inode);
  if (found == nodes_.end()) throw std::runtime_error("the journal names a file that was not made in it");
  return found->second;
}

void Disk::change_name(std::uint64_t folder, const std::string& name, NodePointer to) {
  node(folder)->changes.push_back(
      {.when = played_, .size = {}, .bytes = {}, .names = {{name, std::move(to)}}});
}

void Disk::play(const Record& record) {
  const Head& head = record.head;
  ++played_;
  const std::string name(record.bytes);
  switch (head.kind) {
    case Kind::make_file:
    case Kind::make_folder:
      nodes_[head.node] = std::make_shared<Node>();  // the inode may have been another's
      node(head.node)->is_folder = head.kind == Kind::make_folder;
      if (head.folder != 0) change_name(head.folder, name, node(head.node));
      return;
    case Kind::write:
      node(head.node)->changes.push_back({.when = played_,
                                          .size = {},
                                          .offset = static_cast<std::uint64_t>(head.offset),
                                          .bytes = name,
                                          .names = {}});
      return;
    case Kind::resize:
      node(head.node)->changes.push_back(
          {.when = played_, .size = static_cast<std::uint64_t>(head.offset), .bytes = {}, .names = {}});
      return;
    case Kind::link:
      return change_name(head.folder, name, node(head.node));
    case Kind::unlink:
      return change_name(head.folder, name, nullptr);
    case Kind::rename: {
      const auto end = name.find('\0');
      change_name(head.folder, name.substr(0, end), nullptr);
      if (head.folder == head.to_folder)
        node(head.folder)->changes.back().names[name.substr(end + 1)] = node(head.node);
      else
        change_name(head.to_folder, name.substr(end + 1), node(head.node));
      return;
    }
    case Kind::sync_begin:
      asked_[head.offset] = played_;
      return;
    case Kind::sync_end:
      promise(head.node, asked_.at(head.offset));
      asked_.erase(head.offset);
      return;
  }
  throw std::runtime_error("the journal cannot be read");
}

void Disk::promise(std::uint64_t inode, std::uint64_t until) {
  if (inode != 0) return promise(*node(inode), until);
  for (const auto& [number, one] : nodes_) promise(*one, until);
}

void Disk::promise(Node& node, std::uint64_t until) {
  const auto end =
      std::ranges::find_if(node.changes, [&](const Change& change) { return change.when >= until; });
  for (auto change = node.changes.begin(); change != end; ++change) node.apply(*change);
  node.changes.erase(node.changes.begin(), end);
}

namespace {

// Of the pages that were written, each as it stood at some moment.
template <class Changes>
std::string by_chance(std::string content, const Changes& changes, Chance& chance) {
  const std::uint64_t kept_of_8 = chance() % 9;
  std::map<std::uint64_t, std::size_t> stops;  // by page or torn sector: after how many changes
  const auto stop_of = [&](std::uint64_t part) {
    const auto [found, is_new] = stops.emplace(part, 0);
    if (is_new) found->second = chance() % 8 < kept_of_8 ? 1 + chance() % changes.size() : 0;
    return found->second;
  };
  std::map<std::uint64_t, bool> torn;
  const auto part_of = [&](std::uint64_t offset) {
    const auto [found, is_new] = torn.emplace(offset / kPage, false);
    if (is_new) found->second = one_in(chance, 4);
    return found->second ? offset / kSector : offset / kPage * (kPage / kSector);
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (changes[i].size && chance() % 8 < kept_of_8) content.resize(*changes[i].size);
    const std::string& bytes = changes[i].bytes;
    for (std::size_t at = 0; at < bytes.size();) {
      const std::uint64_t offset = changes[i].offset + at;
      const std::size_t length = std::min<std::size_t>(kSector - offset % kSector, bytes.size() - at);
      if (i < stop_of(part_of(offset))) {
        if (content.size() < offset + length) content.resize(offset + length);
        content.replace(offset, length, bytes, at, length);
      }
      at += length;
    }
  }
  return content;
}

}  // namespace

void Disk::write(const Node& node, Kept kept, Chance& chance, const fs::path& path) {
  Node now{.is_folder = node.is_folder, .content = {}, .names = node.names, .changes = {}};
  if (!node.is_folder && kept == Kept::some && !node.changes.empty()) {
    now.content = by_chance(node.content, node.changes, chance);
  } else {
    now.content = node.content;
    const std::uint64_t kept_of_8 = kept == Kept::some ? chance() % 9 : kept == Kept::everything ? 8 : 0;
    for (const auto& change : node.changes) {
      if (kept_of_8 == 8 || (kept_of_8 != 0 && chance() % 8 < kept_of_8)) now.apply(change);
    }
  }
  // For the owner alone, as the program makes them: modes are not what this is about.
  if (!node.is_folder) {
    std::ofstream(path, std::ios::binary) << now.content;
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
    return;
  }
  fs::create_directory(path);
  fs::permissions(path, fs::perms::owner_all);
  for (const auto& [name, to] : now.names) write(*to, kept, chance, path / name);
}

void Disk::cut(Kept kept, Chance& chance, const fs::path& folder) const {
  write(*root_, kept, chance, folder);
}

std::string differences(const fs::path& one, const fs::path& other) {
  std::set<fs::path> names;
  for (const auto& folder : {one, other}) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (!entry.path().string().ends_with("-shm")) names.insert(entry.path().lexically_relative(folder));
    }
  }
  std::string found;
  for (const auto& name : names) {
    if (!fs::exists(one / name) || !fs::exists(other / name))
      found += fmt::format("{} is only in one\n", name.string());
    else if (fs::is_regular_file(one / name) && content_of(one / name) != content_of(other / name))
      found += fmt::format("{} differs\n", name.string());
  }
  return found;
}

}  // namespace biroyna::outage

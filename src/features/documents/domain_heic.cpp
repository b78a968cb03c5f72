// HEIC (ISO/IEC 23008-12): boxes within boxes (ISO/IEC 14496-12). What is not of the picture is overwritten
// where it lies, so that every offset stays right.
#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "features/documents/domain_bytes.hpp"
#include "features/documents/domain_inspect.hpp"

namespace biroyna::documents {
namespace {

constexpr std::size_t kMostItems = 2'000, kMostExtents = 10'000, kMostBoxes = 2'000;

constexpr std::array<std::string_view, 4> kHeicBrands = {"heic", "heix", "heim", "heis"};
// Coded pictures, and those that are put together from them.
constexpr std::array<std::string_view, 5> kPictures = {"hvc1", "hev1", "grid", "iden", "iovl"};
constexpr std::array<std::string_view, 9> kOfMeta = {"hdlr", "pitm", "iinf", "iloc", "iprp",
                                                     "iref", "idat", "dinf", "grpl"};

bool is_one_of(std::string_view kind, const auto& kinds) {
  return std::ranges::find(kinds, kind) != kinds.end();
}

struct Box {
  std::string_view kind;     // views of the file, all of them
  std::string_view content;  // without the header
};

// The boxes that lie one behind the other in `bytes`; nothing when they do not fill it.
std::optional<std::vector<Box>> boxes_in(std::string_view text, bool last_may_be_open = false) {
  std::vector<Box> boxes;
  Bytes bytes(text);
  while (!bytes.empty()) {
    std::uint64_t size = bytes.u32(), header = 8;
    const std::string_view kind = bytes.take(4);
    if (size == 1) size = bytes.number(8), header = 16;
    if (size == 0 && last_may_be_open) size = header + bytes.rest().size();
    if (!bytes.ok() || size < header || boxes.size() == kMostBoxes) return std::nullopt;
    const std::string_view content = bytes.take(size - header);
    if (!bytes.ok()) return std::nullopt;
    boxes.push_back({kind, content});
  }
  return boxes;
}

std::optional<Box> find(const std::vector<Box>& boxes, std::string_view kind) {
  const auto found = std::ranges::find(boxes, kind, &Box::kind);
  return found == boxes.end() ? std::nullopt : std::optional<Box>(*found);
}

// The head of a box that has a version and flags.
std::uint8_t version_of(Bytes& bytes) {
  const auto version = bytes.u8();
  bytes.take(3);
  return version;
}

struct Extent {
  std::uint64_t offset = 0, length = 0;
};
struct Location {
  int method = 0;  // 0: in the file, 1: in the box "idat", 2: in another item
  std::vector<Extent> extents;
};
using Kinds = std::map<std::uint32_t, std::string_view>;  // of items, by their id
using Locations = std::map<std::uint32_t, Location>;

std::optional<Kinds> read_items(std::string_view content) {
  Bytes bytes(content);
  const std::uint32_t count = version_of(bytes) == 0 ? bytes.u16() : bytes.u32();
  const auto entries = boxes_in(bytes.rest());
  if (!bytes.ok() || !entries || count != entries->size() || count > kMostItems) return std::nullopt;
  Kinds kinds;
  for (const Box& entry : *entries) {
    Bytes item(entry.content);
    const auto version = version_of(item);
    if (entry.kind != "infe" || version < 2 || version > 3) return std::nullopt;
    const std::uint32_t id = version == 2 ? item.u16() : item.u32();
    item.take(2);  // protection
    const auto kind = item.take(4);
    if (!item.ok() || !kinds.emplace(id, kind).second) return std::nullopt;
  }
  return kinds;
}

std::optional<Locations> read_locations(std::string_view content) {
  Bytes bytes(content);
  const auto version = version_of(bytes);
  const auto sizes = bytes.u8(), more_sizes = bytes.u8();
  const std::size_t offset_size = sizes >> 4, length_size = sizes & 15, base_size = more_sizes >> 4;
  const std::size_t index_size = version == 0 ? 0 : more_sizes & 15;
  for (const std::size_t size : {offset_size, length_size, base_size, index_size}) {
    if (size != 0 && size != 4 && size != 8) return std::nullopt;
  }
  const std::uint32_t count = version < 2 ? bytes.u16() : bytes.u32();
  if (!bytes.ok() || version > 2 || count > kMostItems) return std::nullopt;
  Locations locations;
  std::size_t extents = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t id = version < 2 ? bytes.u16() : bytes.u32();
    Location location;
    if (version > 0) location.method = bytes.u16() & 15;
    bytes.take(2);  // of this file, or another: no other is ever looked at
    const std::uint64_t base = bytes.number(base_size);
    const std::uint16_t pieces = bytes.u16();
    extents += pieces;
    if (extents > kMostExtents) return std::nullopt;
    for (std::uint16_t piece = 0; piece < pieces && bytes.ok(); ++piece) {
      bytes.take(index_size);
      const std::uint64_t offset = bytes.number(offset_size);
      location.extents.push_back({base + offset, bytes.number(length_size)});
    }
    if (!bytes.ok() || !locations.emplace(id, std::move(location)).second) return std::nullopt;
  }
  return locations;
}

class HeicReading {
 public:
  explicit HeicReading(std::string_view file) : file_(file) {}

  Inspection run() {
    const auto boxes = boxes_in(file_, true);
    if (!boxes) return broken();
    for (const Box& box : *boxes) {
      if (box.kind == "mdat") data_boxes_.push_back(box.content);
    }
    const auto meta = find(*boxes, "meta");
    if (!meta || !read_meta(meta->content)) return broken();
    if (const auto wrong = wrong_size(); !wrong.empty()) return tl::unexpected(wrong);
    if (!blank_items()) return broken();
    blank_foreign(*boxes, [&](const Box& box) {
      return box.kind == "ftyp" || box.kind == "mdat" || box.content.data() == meta->content.data();
    });
    blank_foreign(*meta_, [](const Box& box) { return is_one_of(box.kind, kOfMeta); });
    blank_foreign(properties_, [](const Box& box) { return box.kind != "udes" && box.kind != "uuid"; });
    return kept();
  }

 private:
  bool read_meta(std::string_view content) {
    Bytes bytes(content);
    version_of(bytes);
    meta_ = boxes_in(bytes.rest());
    if (!bytes.ok() || !meta_) return false;
    const auto items = find(*meta_, "iinf"), places = find(*meta_, "iloc"), primary = find(*meta_, "pitm"),
               properties = find(*meta_, "iprp"), data = find(*meta_, "idat");
    if (!items || !places || !primary || !properties) return false;
    if (data) data_ = data->content;
    const auto kinds = read_items(items->content);
    const auto locations = read_locations(places->content);
    const auto inside = boxes_in(properties->content);
    const auto container = inside ? find(*inside, "ipco") : std::nullopt;
    if (!kinds || !locations || !container) return false;
    const auto all = boxes_in(container->content);
    if (!all) return false;
    kinds_ = *kinds;
    locations_ = *locations;
    properties_ = *all;

    Bytes id(primary->content);
    const std::uint32_t first = version_of(id) == 0 ? id.u16() : id.u32();
    const auto kind = kinds_.find(first);
    return id.ok() && kind != kinds_.end() && is_one_of(kind->second, kPictures);
  }

  // Every picture's size, and that of what is put together.
  std::string wrong_size() {
    bool sized = false;
    for (const Box& property : properties_) {
      if (property.kind != "ispe") continue;
      Bytes bytes(property.content);
      version_of(bytes);
      const std::uint64_t width = bytes.u32(), height = bytes.u32();
      if (!bytes.ok() || width == 0 || height == 0) return broken().value();
      if (width > kMostPhotoPixels / height) return too_many_pixels().value();
      note_size(width, height);
      sized = true;
    }
    for (const auto& [id, kind] : kinds_) {
      if (kind != "grid" && kind != "iovl") continue;
      if (const auto wrong = wrong_canvas(id, kind); !wrong.empty()) return wrong;
    }
    return sized ? "" : broken().value();
  }

  std::string wrong_canvas(std::uint32_t id, std::string_view kind) {
    const auto located = locations_.find(id);
    if (located == locations_.end() || located->second.extents.size() != 1) return broken().value();
    const auto text = bytes_of(located->second.method, located->second.extents.front());
    if (!text) return broken().value();
    Bytes bytes(*text);
    bytes.u8();
    const std::size_t number = (bytes.u8() & 1) == 0 ? 2 : 4;
    bytes.take(kind == "grid" ? 2 : 8);  // rows and columns, or the colour behind
    const std::uint64_t width = bytes.number(number), height = bytes.number(number);
    if (!bytes.ok() || width == 0 || height == 0) return broken().value();
    if (width > kMostPhotoPixels / height) return too_many_pixels().value();
    note_size(width, height);
    return {};
  }

  // The largest is what is shown: others are tiles and thumbnails of it.
  void note_size(std::uint64_t width, std::uint64_t height) {
    if (width * height > width_ * height_) width_ = width, height_ = height;
  }

  // Nothing when it lies outside.
  std::optional<std::string_view> bytes_of(int method, const Extent& extent) const {
    const std::string_view whole = method == 0 ? file_ : method == 1 ? data_ : std::string_view();
    if (method > 1 || extent.offset > whole.size() || extent.length > whole.size() - extent.offset)
      return std::nullopt;
    // A length of zero means all that follows.
    return whole.substr(extent.offset, extent.length == 0 ? std::string_view::npos : extent.length);
  }

  bool blank_items() {
    for (const auto& [id, location] : locations_) {
      const auto kind = kinds_.find(id);
      if (kind != kinds_.end() && is_one_of(kind->second, kPictures)) continue;
      for (const Extent& extent : location.extents) {
        const auto bytes = bytes_of(location.method, extent);
        // Elsewhere it would be written over what is needed to read the file.
        if (!bytes || !is_data(*bytes)) return false;
        blank_.push_back(*bytes);
      }
    }
    return true;
  }

  bool is_data(std::string_view part) const {
    const auto holds = [&](std::string_view whole) {
      return part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size();
    };
    return part.empty() || holds(data_) || std::ranges::any_of(data_boxes_, holds);
  }

  void blank_foreign(const std::vector<Box>& boxes, auto is_known) {
    for (const Box& box : boxes) {
      if (is_known(box)) continue;
      renamed_.push_back(box.kind);
      blank_.push_back(box.content);
    }
  }

  // The file with zeros and new names written over it.
  Inspection kept() {
    static constexpr std::string_view kFree = "free";
    static constexpr std::array<char, 4096> kZeros{};
    struct Edit {
      std::size_t begin, end;
      bool renames;
    };
    std::vector<Edit> edits;
    const auto place = [&](std::string_view part) {
      return static_cast<std::size_t>(part.data() - file_.data());
    };
    for (const auto part : blank_) edits.push_back({place(part), place(part) + part.size(), false});
    for (const auto part : renamed_) edits.push_back({place(part), place(part) + part.size(), true});
    std::ranges::sort(edits, {}, &Edit::begin);

    Kept result{MediaType::heic, {}, width_, height_};
    std::size_t at = 0;
    for (const Edit& edit : edits) {
      if (edit.begin > at) result.pieces.push_back(file_.substr(at, edit.begin - at));
      if (edit.renames && edit.begin >= at) {
        result.pieces.push_back(kFree);
        at = edit.end;
        continue;
      }
      at = std::max(at, edit.begin);
      while (at < edit.end) {
        const std::size_t taken = std::min(edit.end - at, kZeros.size());
        result.pieces.emplace_back(kZeros.data(), taken);
        at += taken;
      }
    }
    if (at < file_.size()) result.pieces.push_back(file_.substr(at));
    return result;
  }

  std::string_view file_;
  std::string_view data_;                     // the content of "idat"
  std::vector<std::string_view> data_boxes_;  // those of "mdat"
  std::optional<std::vector<Box>> meta_;
  std::vector<Box> properties_;
  Kinds kinds_;
  Locations locations_;
  std::vector<std::string_view> blank_, renamed_;
  std::uint64_t width_ = 0, height_ = 0;
};

}  // namespace

bool looks_like_heic(std::string_view file) {
  Bytes bytes(file);
  const std::uint32_t size = bytes.u32();
  if (bytes.take(4) != "ftyp" || size < 16 || size > file.size() || size > 4096) return false;
  Bytes brands(file.substr(8, size - 8));
  const auto major = brands.take(4);
  brands.take(4);  // its version
  bool known = is_one_of(major, kHeicBrands);
  if (!known && major != "mif1") return false;
  while (!known && brands.rest().size() >= 4) known = is_one_of(brands.take(4), kHeicBrands);
  return known;
}

Inspection inspect_heic(std::string_view file) { return HeicReading(file).run(); }

}  // namespace biroyna::documents

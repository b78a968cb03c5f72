#include "platform/pdf_check/jbig2.hpp"

#include <time.h>

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <optional>

// After all others: it defines "inline" as nothing.
#include <jbig2.h>
#undef inline

namespace biroyna::pdf_check {
namespace {

// A scan's page is unfolded in a twentieth of a second.
constexpr double kMostSeconds = 1.5;
constexpr std::size_t kMostMemory = std::size_t{128} << 20;
constexpr std::uint64_t kSmallPicture = 1'000'000;
constexpr std::uint64_t kMostTimes = 4;  // that each dot is drawn

class Segments {
 public:
  explicit Segments(std::string_view bytes) : rest_(bytes) {}

  struct Segment {
    int type = 0;
    std::string_view data;
  };
  bool at_end() const { return rest_.empty(); }
  // Nothing when it cannot be read; segments that do not say how long they are cannot be, either.
  std::optional<Segment> next() {
    const auto number = take(4), flags = take(1), referred = take(1);
    if (!number || !flags || !referred) return std::nullopt;
    std::uint64_t count = *referred >> 5u;
    if (count > 4) {
      const auto more = take(3);
      if (count != 7 || !more) return std::nullopt;
      count = (*referred & 0x1Fu) << 24u | *more;
      if (!skip((count + 8) / 8)) return std::nullopt;
    }
    const std::uint64_t size_of_reference = *number <= 256 ? 1 : *number <= 65536 ? 2 : 4;
    if (!skip(count * size_of_reference) || !skip((*flags & 0x40u) != 0 ? 4 : 1)) return std::nullopt;
    const auto length = take(4);
    if (!length || *length > rest_.size()) return std::nullopt;
    const Segment segment{static_cast<int>(*flags & 0x3Fu), rest_.substr(0, *length)};
    rest_.remove_prefix(*length);
    return segment;
  }

  static std::optional<std::uint64_t> number_at(std::string_view data, std::size_t at) {
    if (data.size() < at + 4) return std::nullopt;
    return Segments(data.substr(at)).take(4);
  }

 private:
  std::optional<std::uint64_t> take(std::size_t bytes) {
    if (rest_.size() < bytes) return std::nullopt;
    std::uint64_t number = 0;
    for (const char c : rest_.substr(0, bytes)) number = number << 8u | static_cast<unsigned char>(c);
    rest_.remove_prefix(bytes);
    return number;
  }
  bool skip(std::uint64_t bytes) {
    if (rest_.size() < bytes) return false;
    rest_.remove_prefix(bytes);
    return true;
  }
  std::string_view rest_;
};

enum class Cost : std::uint8_t { little, much, unknown };

// By what the segments say of themselves.
Cost cost_of(std::string_view bytes, std::uint64_t most_dots) {
  constexpr std::uint64_t kUnknownHeight = 0xFFFFFFFF;
  std::uint64_t drawn = 0;
  for (Segments segments(bytes); !segments.at_end();) {
    const auto segment = segments.next();
    if (!segment) return Cost::unknown;
    switch (segment->type) {
      case 36:  // generic regions, refinements of them, and the page itself begin with width and height
      case 38:
      case 39:
      case 40:
      case 42:
      case 43:
      case 48: {
        const auto width = Segments::number_at(segment->data, 0),
                   height = Segments::number_at(segment->data, 4);
        if (!width || !height) return Cost::much;
        if (segment->type == 48 && *height == kUnknownHeight) break;
        if (*width != 0 && *height > most_dots / *width) return Cost::much;
        drawn += *width * *height;
        if (drawn > most_dots) return Cost::much;
        break;
      }
      case 49:  // ends of pages, stripes and files, profiles, remarks
      case 50:
      case 51:
      case 52:
      case 62:
        break;
      default:  // symbols, texts of them, halftones, tables
        return Cost::unknown;
    }
  }
  return Cost::little;
}

// Memory for jbig2dec, so that dimensions alone cannot take all of it.
class Allocator : public Jbig2Allocator {
 public:
  Allocator() : Jbig2Allocator{&Allocator::allocate, &Allocator::release, &Allocator::resize} {}

 private:
  struct alignas(std::max_align_t) Header {
    std::size_t size;
  };
  static void* allocate(Jbig2Allocator* self, std::size_t size) { return resize(self, nullptr, size); }
  static void release(Jbig2Allocator* self, void* memory) {
    if (memory == nullptr) return;
    Header* const header = static_cast<Header*>(memory) - 1;
    static_cast<Allocator*>(self)->taken_ -= header->size;
    std::free(header);
  }
  static void* resize(Jbig2Allocator* self, void* memory, std::size_t size) {
    auto& taken = static_cast<Allocator*>(self)->taken_;
    Header* const old = memory == nullptr ? nullptr : static_cast<Header*>(memory) - 1;
    const std::size_t before = old == nullptr ? 0 : old->size;
    if (size > kMostMemory || taken - before + size > kMostMemory) return nullptr;
    auto* const header = static_cast<Header*>(std::realloc(old, sizeof(Header) + size));
    if (header == nullptr) return nullptr;
    taken += size - before;
    header->size = size;
    return header + 1;
  }
  std::size_t taken_ = 0;
};

double processor_seconds() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

void ignore(void*, const char*, Jbig2Severity, std::uint32_t) {}

struct FreesGlobals {
  void operator()(Jbig2GlobalCtx* context) const { jbig2_global_ctx_free(context); }
};
struct FreesContext {
  void operator()(Jbig2Ctx* context) const { jbig2_ctx_free(context); }
};
using Context = std::unique_ptr<Jbig2Ctx, FreesContext>;

bool feed(Jbig2Ctx* context, std::string_view bytes) {
  return jbig2_data_in(context, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()) >= 0;
}

bool unfolds(std::string_view picture, std::string_view globals) {
  Allocator allocator;
  std::unique_ptr<Jbig2GlobalCtx, FreesGlobals> shared;
  if (!globals.empty()) {
    Context context(jbig2_ctx_new(&allocator, JBIG2_OPTIONS_EMBEDDED, nullptr, ignore, nullptr));
    if (!context || !feed(context.get(), globals)) return false;
    shared.reset(jbig2_make_global_ctx(context.release()));
  }
  const Context context(jbig2_ctx_new(&allocator, JBIG2_OPTIONS_EMBEDDED, shared.get(), ignore, nullptr));
  if (!context || !feed(context.get(), picture)) return false;
  jbig2_complete_page(context.get());
  if (Jbig2Image* const page = jbig2_page_out(context.get())) jbig2_release_page(context.get(), page);
  return true;
}

}  // namespace

bool jbig2_unfolds_slowly(std::string_view picture, std::string_view globals, std::uint64_t dots) {
  const std::uint64_t most = kMostTimes * dots + kSmallPicture;
  const Cost own = cost_of(picture, most), shared = cost_of(globals, most);
  if (own == Cost::much || shared == Cost::much) return true;
  if (own == Cost::little && shared == Cost::little) return false;
  const double begun = processor_seconds();
  return !unfolds(picture, globals) || processor_seconds() - begun > kMostSeconds;
}

}  // namespace biroyna::pdf_check

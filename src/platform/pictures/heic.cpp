// HEIC by libheif, which is loaded when it is needed: it brings coders along that the server has no use for.
#include <dlfcn.h>
#include <libheif/heif.h>

#include <algorithm>
#include <memory>

#include "platform/pictures/raster.hpp"

namespace biroyna::pictures {
namespace {

// The functions that are used. Loaded once, never unloaded.
struct Libheif {
  decltype(&::heif_context_alloc) context_alloc{};
  decltype(&::heif_context_free) context_free{};
  decltype(&::heif_context_set_max_decoding_threads) set_threads{};
  decltype(&::heif_context_read_from_memory_without_copy) read{};
  decltype(&::heif_context_get_primary_image_handle) primary{};
  decltype(&::heif_image_handle_release) handle_release{};
  decltype(&::heif_decode_image) decode{};
  decltype(&::heif_image_release) image_release{};
  decltype(&::heif_image_get_width) width{};
  decltype(&::heif_image_get_height) height{};
  decltype(&::heif_image_get_plane_readonly) plane{};
  bool complete = true;

  Libheif() {
    void* library = ::dlopen("libheif.so.1", RTLD_NOW | RTLD_LOCAL);
    const auto load = [&](auto& function, const char* name) {
      function = library == nullptr
                     ? nullptr
                     : reinterpret_cast<std::remove_reference_t<decltype(function)>>(::dlsym(library, name));
      complete = complete && function != nullptr;
    };
    load(context_alloc, "heif_context_alloc");
    load(context_free, "heif_context_free");
    load(set_threads, "heif_context_set_max_decoding_threads");
    load(read, "heif_context_read_from_memory_without_copy");
    load(primary, "heif_context_get_primary_image_handle");
    load(handle_release, "heif_image_handle_release");
    load(decode, "heif_decode_image");
    load(image_release, "heif_image_release");
    load(width, "heif_image_get_width");
    load(height, "heif_image_get_height");
    load(plane, "heif_image_get_plane_readonly");
  }
};

Raster copied(const std::uint8_t* dots, int stride, int width, int height) {
  Raster raster(static_cast<std::size_t>(width), static_cast<std::size_t>(height));
  for (std::size_t y = 0; y < raster.height; ++y)
    std::copy_n(dots + y * static_cast<std::size_t>(stride), 3 * raster.width, raster.row(y));
  return raster;
}

}  // namespace

// Turned and mirrored as its properties say: libheif does that.
std::optional<Raster> read_heic(std::string_view file) {
  static const Libheif heif;
  if (!heif.complete) return std::nullopt;
  const std::unique_ptr<heif_context, decltype(heif.context_free)> context(heif.context_alloc(),
                                                                           heif.context_free);
  heif.set_threads(context.get(), 0);
  if (heif.read(context.get(), file.data(), file.size(), nullptr).code != heif_error_Ok) return std::nullopt;
  heif_image_handle* found = nullptr;
  if (heif.primary(context.get(), &found).code != heif_error_Ok) return std::nullopt;
  const std::unique_ptr<heif_image_handle, decltype(heif.handle_release)> handle(found, heif.handle_release);
  heif_image* decoded = nullptr;
  if (heif.decode(handle.get(), &decoded, heif_colorspace_RGB, heif_chroma_interleaved_RGB, nullptr).code !=
      heif_error_Ok)
    return std::nullopt;
  const std::unique_ptr<heif_image, decltype(heif.image_release)> image(decoded, heif.image_release);
  int stride = 0;
  const std::uint8_t* dots = heif.plane(image.get(), heif_channel_interleaved, &stride);
  const int width = heif.width(image.get(), heif_channel_interleaved),
            height = heif.height(image.get(), heif_channel_interleaved);
  if (dots == nullptr || width <= 0 || height <= 0 || stride < 3 * width) return std::nullopt;
  return copied(dots, stride, width, height);
}

}  // namespace biroyna::pictures

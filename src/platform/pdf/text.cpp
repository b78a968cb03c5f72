#include <fmt/format.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>
#include <sys/mman.h>
#include <unistd.h>

#include <stdexcept>

#include "pdf_faces.hpp"
#include "platform/pdf/drawing.hpp"

namespace biroyna::pdf {
namespace {

// A file without a name, as fontconfig reads files only. It stays as long as the program does.
std::string as_file(std::string_view bytes) {
  const int file = ::memfd_create("face", MFD_CLOEXEC);
  while (file >= 0 && !bytes.empty()) {
    const auto written = ::write(file, bytes.data(), bytes.size());
    if (written <= 0) throw std::runtime_error("there is no memory for the faces of documents");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return fmt::format("/proc/self/fd/{}", file);
}

// Ours alone: what else a machine has installed must not change a document.
FcConfig* faces() {
  static FcConfig* const config = [] {
    FcConfig* made = FcConfigCreate();
    for (const auto& face : embedded::pdf_faces()) {
      const std::string file = as_file(face.content);
      if (!FcConfigAppFontAddFile(made, reinterpret_cast<const FcChar8*>(file.c_str())))
        throw std::runtime_error("the faces of documents cannot be read");
    }
    return made;
  }();
  return config;
}

struct FontMap {
  FontMap() : map(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT)) {
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), faces());
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72);
  }
  ~FontMap() { g_object_unref(map); }
  FontMap(const FontMap&) = delete;
  FontMap& operator=(const FontMap&) = delete;
  PangoFontMap* const map;
};

}  // namespace

Context text_context(Language language) {
  thread_local const FontMap fonts;
  Context context(pango_font_map_create_context(fonts.map));
  // As on paper: nothing is moved to the pixels of a screen.
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context.get(), options);
  cairo_font_options_destroy(options);
  pango_context_set_round_glyph_positions(context.get(), FALSE);
  pango_context_set_language(context.get(), pango_language_from_string(std::string(tag(language)).c_str()));
  return context;
}

Layout lay_out(PangoContext* context, const std::string& text, const Face& face, double width) {
  Layout layout(pango_layout_new(context));
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family_static(font, "Inter");
  pango_font_description_set_weight(font, face.strong ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size(font, face.size * PANGO_SCALE);
  pango_layout_set_font_description(layout.get(), font);
  pango_font_description_free(font);
  // Inter makes an arrow of "->" and a cross of the x in "2x3": a document says what was written.
  PangoAttrList* attributes = pango_attr_list_new();
  pango_attr_list_insert(attributes, pango_attr_font_features_new("calt=0"));
  pango_layout_set_attributes(layout.get(), attributes);
  pango_attr_list_unref(attributes);
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  return layout;
}

}  // namespace biroyna::pdf

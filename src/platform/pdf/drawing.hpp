// The libraries that draw, with owners. Private to this folder.
#pragma once

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <memory>
#include <string>

#include "core/freed_by.hpp"
#include "platform/pdf/pdf.hpp"

namespace biroyna::pdf {

using Surface = std::unique_ptr<cairo_surface_t, FreedBy<cairo_surface_destroy>>;
using Canvas = std::unique_ptr<cairo_t, FreedBy<cairo_destroy>>;
using Pattern = std::unique_ptr<cairo_pattern_t, FreedBy<cairo_pattern_destroy>>;
using Context = std::unique_ptr<PangoContext, FreedBy<g_object_unref>>;
using Layout = std::unique_ptr<PangoLayout, FreedBy<g_object_unref>>;

struct Colour {
  double red, green, blue;
};
inline constexpr Colour kInk{0.09, 0.13, 0.17}, kMuted{0.32, 0.38, 0.43}, kHair{0.80, 0.84, 0.86},
    kAccent{0.047, 0.373, 0.42};

// How a text looks: size and distance of lines in points.
struct Face {
  double size;
  bool strong = false;
  Colour colour = kInk;
  double leading = 1.38;  // of the size
};

// A context with our faces alone, in points, for one thread.
Context text_context(Language language);
// A text broken into lines of this width.
Layout lay_out(PangoContext* context, const std::string& text, const Face& face, double width);

// What cairo cannot write: language, metadata, output intent, alternatives of figures, scopes of headers.
std::string finish(const std::string& drawn, const Sheet& sheet);

}  // namespace biroyna::pdf

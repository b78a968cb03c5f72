#include <fmt/format.h>

#include <cstring>
#include <stdexcept>

#include "platform/pdf/flow.hpp"

namespace biroyna::pdf {
namespace {

cairo_status_t append(void* out, const unsigned char* bytes, unsigned int count) {
  static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

void check(cairo_status_t status) {
  if (status != CAIRO_STATUS_SUCCESS)
    throw std::runtime_error(fmt::format("a document cannot be drawn: {}", cairo_status_to_string(status)));
}

class Pen {
 public:
  Pen(cairo_t* canvas, const Pages& pages) : canvas_(canvas), pages_(pages) {}

  void operator()(const Open& open) const { cairo_tag_begin(canvas_, open.tag, nullptr); }
  void operator()(const Close& close) const { cairo_tag_end(canvas_, close.tag); }
  void operator()(const Lines& lines) const {
    use(lines.face.colour);
    const double step = lines.face.size * lines.face.leading;
    PangoLayout* layout = pages_.layouts[lines.layout].get();
    for (int i = 0; i < lines.count; ++i) {
      // The baseline stands so that capitals are in the middle of their line.
      const double baseline = lines.y + i * step + (step + 0.727 * lines.face.size) / 2;
      cairo_move_to(canvas_, lines.x, baseline);
      pango_cairo_show_layout_line(canvas_, pango_layout_get_line_readonly(layout, lines.first + i));
    }
  }
  void operator()(const Bar& bar) const {
    use(bar.colour);
    cairo_rectangle(canvas_, bar.x, bar.y, bar.width, bar.height);
    cairo_fill(canvas_);
  }
  // A stencil of one bit a module: no light seams between the rows, and a tenth of the numbers of a path.
  void operator()(const Squares& squares) const {
    use({0, 0, 0});
    const int size = squares.code.size;
    const Surface stencil(cairo_image_surface_create(CAIRO_FORMAT_A8, size, size));
    const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(stencil.get()));
    unsigned char* const cells = cairo_image_surface_get_data(stencil.get());
    for (const auto& [x, y, width] : squares.code.dark)
      std::memset(cells + static_cast<std::size_t>(y) * stride + x, 0xFF, static_cast<std::size_t>(width));
    cairo_surface_mark_dirty(stencil.get());
    const Pattern pattern(cairo_pattern_create_for_surface(stencil.get()));
    cairo_pattern_set_filter(pattern.get(), CAIRO_FILTER_NEAREST);
    cairo_save(canvas_);
    cairo_translate(canvas_, squares.x, squares.y);
    cairo_scale(canvas_, squares.side / size, squares.side / size);
    cairo_mask(canvas_, pattern.get());
    cairo_restore(canvas_);
  }

 private:
  void use(const Colour& colour) const {
    cairo_set_source_rgb(canvas_, colour.red, colour.green, colour.blue);
  }
  cairo_t* canvas_;
  const Pages& pages_;
};

// Belongs to the page, not to what is read: it has no tag.
void draw_footer(cairo_t* canvas, PangoContext* context, const std::string& text, std::size_t page,
                 std::size_t pages) {
  constexpr Face kFace{8, false, kMuted};
  cairo_set_source_rgb(canvas, kMuted.red, kMuted.green, kMuted.blue);
  const Layout left = lay_out(context, text, kFace, kRight - kLeft - 60);
  cairo_move_to(canvas, kLeft, kFooter);
  pango_cairo_show_layout_line(canvas, pango_layout_get_line_readonly(left.get(), 0));
  const Layout right = lay_out(context, fmt::format("{}/{}", page, pages), kFace, 60);
  int width = 0;
  pango_layout_get_size(right.get(), &width, nullptr);
  cairo_move_to(canvas, kRight - static_cast<double>(width) / PANGO_SCALE, kFooter);
  pango_cairo_show_layout_line(canvas, pango_layout_get_line_readonly(right.get(), 0));
}

std::string draw(const Sheet& sheet) {
  const Context context = text_context(sheet.language);
  const Pages pages = flow(sheet, context.get());
  std::string bytes;
  const Surface surface(cairo_pdf_surface_create_for_stream(append, &bytes, kPageWidth, kPageHeight));
  const Canvas canvas(cairo_create(surface.get()));
  const Pen pen(canvas.get(), pages);
  cairo_tag_begin(canvas.get(), "Document", nullptr);
  for (std::size_t page = 0; page < pages.pages.size(); ++page) {
    for (const auto& step : pages.pages[page]) std::visit(pen, step);
    if (page + 1 == pages.pages.size()) cairo_tag_end(canvas.get(), "Document");
    draw_footer(canvas.get(), context.get(), sheet.footer, page + 1, pages.pages.size());
    cairo_show_page(canvas.get());
  }
  check(cairo_status(canvas.get()));
  cairo_surface_finish(surface.get());
  check(cairo_surface_status(surface.get()));
  return bytes;
}

}  // namespace

std::string typeset(const Sheet& sheet) { return finish(draw(sheet), sheet); }

}  // namespace biroyna::pdf

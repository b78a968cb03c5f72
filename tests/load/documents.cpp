// A signed certificate, for script/bench: ours, or the same text as cairo and pango draw it without the rest.
//
//   documents ours|drawn SECONDS   prints {"per_second": …}
#include <cairo-pdf.h>
#include <fmt/format.h>
#include <pango/pangocairo.h>

#include <chrono>
#include <cstdlib>
#include <string_view>

#include "platform/pdf/pdf.hpp"
#include "platform/signing/signing.hpp"

namespace {

using namespace biroyna;

pdf::Sheet certificate(int number) {
  return {
      .title = fmt::format("Tasdiqlovchi hujjat 2026/{:06}", number),
      .language = Language::uz_latn,
      .letterhead = {"Sergeli tuman Yagona oyna markazi", "Maktabgacha taʼlim boʻlimi",
                     "Toshkent shahri, Sergeli tumani, Yangi Sergeli koʻchasi, 1 · +998712000000"},
      .blocks = {pdf::Heading{"Tasdiqlovchi hujjat", "Bogʻchaga yoʻllanma"},
                 pdf::Paragraph{"Ushbu hujjat quyidagilarni tasdiqlaydi."},
                 pdf::Rows{{{"Raqami", fmt::format("2026/{:06}", number)},
                            {"Berilgan sana", "2026-yil 24-noyabr"},
                            {"Arizachi", "Karimova Zuhra Anvar qizi"},
                            {"Ariza raqami", "SER-2026-000017"},
                            {"Xizmat", "Davlat maktabgacha taʼlim tashkilotiga yoʻllanma berish"},
                            {"Bola", "Karimov Ali"},
                            {"Bogʻcha", "35-sonli"},
                            {"Asos", "VMQ 244, 23.05.2020"},
                            {"Amal qilish muddati", "2027-yil 24-noyabr"}}},
                 pdf::Paragraph{"Hujjatda xato boʻlsa, markazga ayting: tuzatilgan hujjat bepul beriladi.",
                                pdf::Look::note},
                 pdf::Code{
                     "https://biroyna.example/verify/KX7VAZ7JJNRVDGMH1PNC",
                     "QR-kod. U sahifaga olib boradi, unda ushbu hujjatni tekshirish mumkin.",
                     {{"Ushbu hujjatni tekshiring", pdf::Look::strong},
                      {"Telefon kamerasini kodga tuting yoki sahifani ochib, kiriting:", pdf::Look::note},
                      {"KX7V-AZ7J-JNRV-DGMH-1PNC", pdf::Look::strong},
                      {"Elektron imzo bilan imzolangan.", pdf::Look::note}}}},
      .footer = "Tasdiqlovchi hujjat · KX7V-AZ7J-JNRV-DGMH-1PNC",
      .made_at = system_now()};
}

// Every text of the sheet, one below the other.
std::size_t drawn(const pdf::Sheet& sheet) {
  std::size_t bytes = 0;
  const auto count = [](void* sum, const unsigned char*, unsigned int size) {
    *static_cast<std::size_t*>(sum) += size;
    return CAIRO_STATUS_SUCCESS;
  };
  cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(count, &bytes, 595, 842);
  cairo_t* canvas = cairo_create(surface);
  double y = 40;
  const auto write = [&](const std::string& text, const char* font, double x) {
    PangoLayout* layout = pango_cairo_create_layout(canvas);
    PangoFontDescription* description = pango_font_description_from_string(font);
    pango_layout_set_font_description(layout, description);
    pango_font_description_free(description);
    pango_layout_set_width(layout, 480 * PANGO_SCALE);
    pango_layout_set_text(layout, text.c_str(), -1);
    cairo_move_to(canvas, x, y);
    pango_cairo_show_layout(canvas, layout);
    g_object_unref(layout);
    y += 18;
  };
  for (const auto& line : sheet.letterhead) write(line, "Inter 9", 60);
  for (const auto& block : sheet.blocks) {
    if (const auto* heading = std::get_if<pdf::Heading>(&block)) {
      write(heading->text, "Inter Semi-Bold 20", 60);
      write(heading->below, "Inter Semi-Bold 10", 60);
    } else if (const auto* paragraph = std::get_if<pdf::Paragraph>(&block)) {
      write(paragraph->text, "Inter 8", 60);
    } else if (const auto* rows = std::get_if<pdf::Rows>(&block)) {
      for (const auto& row : rows->rows) {
        write(row.label, "Inter 7.5", 60);
        write(row.value, "Inter 8", 230);
      }
    } else if (const auto* code = std::get_if<pdf::Code>(&block)) {
      for (const auto& one : code->beside)
        write(one.text, one.look == pdf::Look::strong ? "Inter Semi-Bold 8" : "Inter 7", 170);
    }
  }
  write(sheet.footer, "Inter 6", 60);
  write("1 / 1", "Inter 6", 500);
  cairo_show_page(canvas);
  cairo_destroy(canvas);
  cairo_surface_finish(surface);
  cairo_surface_destroy(surface);
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const bool ours = std::string_view(argv[1]) == "ours";
  const auto folder = std::filesystem::temp_directory_path() / fmt::format("documents-{}", std::rand());
  const signing::Files files = signing::files_in(folder);
  signing::make(files, "Sergeli", signing::Kind::p256, system_now());
  const signing::Signer signer(files);
  std::filesystem::remove_all(folder);

  int number = 0;
  std::size_t bytes = 0;
  const auto begin = std::chrono::steady_clock::now();
  const auto elapsed = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  while (elapsed() < std::atof(argv[2])) {
    const pdf::Sheet sheet = certificate(++number);
    bytes +=
        ours ? signer.sign(pdf::typeset(sheet), {system_now(), sheet.title, "Sergeli"}).size() : drawn(sheet);
  }
  fmt::print("{{\"per_second\": {:.2f}, \"bytes\": {}}}\n", number / elapsed(),
             bytes / static_cast<std::size_t>(number));
}

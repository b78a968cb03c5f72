#include "platform/pdf/flow.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace biroyna::pdf {
namespace {

constexpr double kWidth = kRight - kLeft;
constexpr double kLabelWidth = 0.36 * kWidth, kGutter = 14;
constexpr double kCodeSide = 88, kCodeGutter = 20, kBesideGap = 4, kAboveFoot = 14;

constexpr Face kIssuer{12, true}, kAddress{9, false, kMuted};
constexpr Face kTitle{25, true, kAccent, 1.2}, kBelow{13, true};
constexpr Face kLabel{9.5, false, kMuted, 1.58}, kValue{10.5, false, kInk, 1.36};

Face face_of(Look look) {
  switch (look) {
    case Look::strong:
      return {11, true};
    case Look::note:
      return {9, false, kMuted};
    case Look::lead:
      return {14, true};
    case Look::body:
      break;
  }
  return {10.5};
}

// For a heading, what stands below it and some lines of what it heads.
constexpr double kHeadingRoom = 140;

double step_of(const Face& face) { return face.size * face.leading; }

class Flow {
 public:
  // `foot`: what stands at the foot of each page; may be null.
  Flow(PangoContext* context, Pages& out, const Code* foot) : context_(context), out_(out) {
    out_.pages.emplace_back();
    if (foot == nullptr) return;
    foot_ = Foot{qr::modules(foot->text), {}, kCodeSide};
    double beside = 0;
    for (const auto& paragraph : foot->beside) {
      foot_->beside.push_back(
          laid(paragraph.text, face_of(paragraph.look), kWidth - kCodeSide - kCodeGutter));
      beside += foot_->beside.back().height() + kBesideGap;
    }
    foot_->height = std::max(kCodeSide, beside);
    bottom_ = kBottom - foot_->height - kAboveFoot;
  }

  void letterhead(const std::vector<std::string>& lines) {
    put(Open{"P"});
    put(Bar{kLeft, y_, 34, 3, kAccent});
    y_ += 12;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (i > 0) put(Open{"P"});
      whole(laid(lines[i], i == 0 ? kIssuer : kAddress, kWidth), kLeft);
      if (i + 1 < lines.size()) put(Close{"P"});
    }
    y_ += 9;
    put(Bar{kLeft, y_, kWidth, 0.6, kHair});
    put(Close{"P"});
    y_ += 20;
  }

  // Never alone at the foot of a page.
  void place(const Heading& heading) {
    if (y_ > kTop && room() < kHeadingRoom) next_page();
    leaf("H1", laid(heading.text, kTitle, kWidth), kLeft);
    if (!heading.below.empty()) {
      y_ += 2;
      leaf("P", laid(heading.below, kBelow, kWidth), kLeft);
    }
    y_ += 12;
  }

  void place(const Paragraph& paragraph) {
    leaf("P", laid(paragraph.text, face_of(paragraph.look), kWidth), kLeft);
    y_ += 8;
  }

  void place(const Rows& table) {
    y_ += 4;
    for (const auto& row : table.rows) place_row(row);
    end_table();
    y_ += 12;
  }

  // It stands at the foot of each page already.
  void place(const Code&) {}
  void finish() { place_foot(); }

 private:
  struct Text {
    std::size_t layout;
    int lines;
    Face face;
    double height() const { return lines * step_of(face); }
  };

  struct Foot {
    qr::Modules code;
    std::vector<Text> beside;
    double height;
  };

  double room() const { return bottom_ - y_; }
  void put(Step step) { out_.pages.back().push_back(std::move(step)); }
  // A table that goes on is another one on the next page: its rows are not torn by what stands at the foot.
  void next_page() {
    end_table();
    place_foot();
    out_.pages.emplace_back();
    y_ = kTop;
  }
  void begin_table() {
    if (!std::exchange(in_table_, true)) put(Open{"Table"});
  }
  void end_table() {
    if (std::exchange(in_table_, false)) put(Close{"Table"});
  }
  void place_foot() {
    if (!foot_) return;
    y_ = kBottom - foot_->height;
    put(Open{"Figure"});
    put(Squares{foot_->code, kLeft, y_, kCodeSide});
    put(Close{"Figure"});
    for (const auto& text : foot_->beside) {
      put(Open{"P"});
      whole(text, kLeft + kCodeSide + kCodeGutter);
      put(Close{"P"});
      y_ += kBesideGap;
    }
  }
  Text laid(const std::string& text, const Face& face, double width) {
    out_.layouts.push_back(lay_out(context_, text, face, width));
    return {out_.layouts.size() - 1, pango_layout_get_line_count(out_.layouts.back().get()), face};
  }

  void lines(const Text& text, int first, int count, double x) {
    put(Lines{text.layout, first, count, x, y_, text.face});
    y_ += count * step_of(text.face);
  }
  void whole(const Text& text, double x) { lines(text, 0, text.lines, x); }
  // How many of the lines that are left stand on this page: never the first one alone.
  int fitting(const Text& text, int first) const {
    const int left = text.lines - first;
    const int room_for = std::min(left, static_cast<int>(room() / step_of(text.face) + 1e-6));
    return room_for == 1 && left > 1 && first == 0 ? 0 : room_for;
  }
  void leaf(const char* tag, const Text& text, double x) {
    for (int first = 0; first < text.lines;) {
      const int count = fitting(text, first);
      if (count > 0) {
        put(Open{tag});
        lines(text, first, count, x);
        put(Close{tag});
        first += count;
      }
      if (first < text.lines) next_page();
    }
  }

  void place_row(const Row& row) {
    const Text label = laid(row.label, kLabel, kLabelWidth - kGutter);
    const Text value = laid(row.value, kValue, kWidth - kLabelWidth);
    const double height = std::max(label.height(), value.height());
    if (room() < height && height < bottom_ - kTop) next_page();
    for (int first = 0; first < value.lines;) {
      int count = fitting(value, first);
      if (first == 0) count = std::min(count, value.lines);
      if (count == 0) {
        next_page();
        continue;
      }
      const double top = y_ + 5;
      begin_table();
      put(Open{"TR"});
      put(Open{"TH"});
      put(Bar{kLeft, y_, kWidth, 0.5, kHair});
      y_ = top;
      if (first == 0 && !row.label.empty()) whole(label, kLeft);
      const double below_label = y_;
      put(Close{"TH"});
      put(Open{"TD"});
      y_ = top;
      lines(value, first, count, kLeft + kLabelWidth);
      put(Close{"TD"});
      put(Close{"TR"});
      y_ = std::max(y_, below_label) + 5;
      first += count;
      if (first < value.lines) next_page();
    }
  }

  PangoContext* context_;
  Pages& out_;
  std::optional<Foot> foot_;
  double bottom_ = kBottom;  // of what flows
  double y_ = kTop;
  bool in_table_ = false;
};

}  // namespace

Pages flow(const Sheet& sheet, PangoContext* context) {
  Pages pages;
  const Code* foot = nullptr;
  for (const auto& block : sheet.blocks)
    if (const auto* code = std::get_if<Code>(&block)) foot = code;
  Flow flow(context, pages, foot);
  flow.letterhead(sheet.letterhead);
  for (const auto& block : sheet.blocks) std::visit([&](const auto& one) { flow.place(one); }, block);
  flow.finish();
  return pages;
}

}  // namespace biroyna::pdf

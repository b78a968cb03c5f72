#include "features/results/sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "core/code.hpp"
#include "platform/i18n/i18n.hpp"
#include "platform/i18n/typed.hpp"

namespace biroyna::results {
namespace {

// What stands on a document between its heading and its code.
enum class Part : unsigned char {
  intro,     // the sentence that makes it what it is
  holder,    // whose it is, large
  sentence,  // what is certified, in words
  validity,  // until when it holds, where nobody overlooks it
  facts,     // what was told and found
  reasons,   // in the words of who decided
  terms,     // the ground in the law; until when it holds
  record,    // number, day, application, service, official
  closing,   // what to do if something is wrong
};

// What each kind says first: who it is for and what they may, what the register holds, why it is refused. A
// refusal does not repeat what the applicant told.
const std::vector<Part>& layout_of(std::string_view kind) {
  using enum Part;
  static const std::map<std::string_view, std::vector<Part>> layouts = {
      {"certificate", {intro, holder, sentence, facts, reasons, terms, record, closing}},
      {"permit", {holder, intro, sentence, validity, facts, reasons, terms, record, closing}},
      {"extract", {record, intro, sentence, facts, reasons, terms, closing}},
      {"decision", {record, intro, holder, sentence, reasons, facts, terms, closing}},
      {"refusal", {holder, intro, reasons, terms, record, closing}},
      {"receipt", {record, intro, facts, reasons, terms, closing}},
  };
  return layouts.at(kind);
}

bool has(std::string_view kind, Part part) {
  return std::ranges::find(layout_of(kind), part) != layout_of(kind).end();
}

// What one document says, part by part.
class Document {
 public:
  Document(const NewResult& result, const Entry& entry, const catalogue::Edition& edition)
      : result_(result), entry_(entry), edition_(edition), say_(result.language) {}

  std::string name() const { return result_.name.empty() ? text("result.kind_{}") : result_.name; }
  std::string number() const {
    if (entry_.version == 1) return entry_.number;
    return say_("result.number_version",
                {{"number", entry_.number}, {"version", fmt::to_string(entry_.version)}});
  }

  std::vector<pdf::Block> part(Part part) const {
    switch (part) {
      case Part::intro:
        return {pdf::Paragraph{result_.intro.empty() ? text("result.intro_{}") : result_.intro}};
      case Part::holder:
        return holder();
      case Part::sentence:
        if (result_.sentence.empty()) return {};
        return {pdf::Paragraph{result_.sentence}};
      case Part::validity:
        return {
            pdf::Paragraph{fmt::format("{}: {}", say_("result.valid_until"), validity()), pdf::Look::strong}};
      case Part::facts:
        return {pdf::Rows{result_.lines}};
      case Part::reasons:
        return reasons();
      case Part::terms:
        return {terms()};
      case Part::record:
        return {record()};
      case Part::closing:
        return closing();
    }
    return {};
  }

 private:
  // Of a family of texts, the one of this kind.
  std::string text(fmt::format_string<const std::string&> keys) const {
    return std::string(say_(fmt::format(keys, result_.kind)));
  }
  std::string date(Day day) const { return i18n::date(result_.language, day); }
  std::string validity() const {
    return result_.valid_until ? date(*result_.valid_until) : std::string(say_("result.without_end"));
  }
  void add(pdf::Rows& rows, const char* label, std::string value) const {
    if (!value.empty()) rows.rows.push_back({std::string(say_(label)), std::move(value)});
  }

  // "born 2 March 1990, PINFL 40203901234567"
  std::string marks(const Holder& holder) const {
    std::string all;
    const auto add = [&](std::string mark) { all += (all.empty() ? "" : ", ") + std::move(mark); };
    if (holder.born) add(say_("result.born", {{"day", date(*holder.born)}}));
    if (!holder.pinfl.empty()) add(fmt::format("{} {}", say_("field.pinfl"), holder.pinfl));
    if (!holder.tin.empty()) add(fmt::format("{} {}", say_("field.tin"), holder.tin));
    return all;
  }
  std::string named(const Holder& holder) const {
    const std::string also = marks(holder);
    return also.empty() ? holder.name : fmt::format("{}, {}", holder.name, also);
  }
  std::vector<pdf::Block> holder() const {
    std::vector<pdf::Block> blocks = {pdf::Paragraph{result_.holder.name, pdf::Look::lead}};
    if (std::string also = marks(result_.holder); !also.empty())
      blocks.emplace_back(pdf::Paragraph{std::move(also), pdf::Look::strong});
    return blocks;
  }

  std::vector<pdf::Block> closing() const {
    std::vector<pdf::Block> blocks;
    if (!result_.appeal.empty()) blocks.emplace_back(pdf::Paragraph{result_.appeal});
    blocks.emplace_back(pdf::Paragraph{text("result.closing_{}"), pdf::Look::note});
    return blocks;
  }

  std::vector<pdf::Block> reasons() const {
    std::vector<pdf::Block> paragraphs;
    for (const auto& paragraph : result_.body) paragraphs.emplace_back(pdf::Paragraph{paragraph});
    return paragraphs;
  }

  pdf::Rows terms() const {
    pdf::Rows rows;
    add(rows, "result.ground", result_.ground);
    const bool holds = result_.kind != "refusal" && result_.kind != "receipt";
    if (holds && !has(result_.kind, Part::validity)) add(rows, "result.valid_until", validity());
    return rows;
  }

  pdf::Rows record() const {
    pdf::Rows rows;
    add(rows, "result.number", number());
    add(rows, "result.issued_on", date(edition_.zone.day(entry_.issued_at)));
    const bool about_another = result_.applicant.has_value();
    if (!has(result_.kind, Part::holder))
      add(rows, about_another ? "result.about" : "result.holder", named(result_.holder));
    if (about_another) add(rows, "result.holder", named(*result_.applicant));
    add(rows, "result.case", grouped_code(result_.case_number));
    const auto* service = edition_.catalogue.find(result_.service);
    const std::string called = service == nullptr ? "" : service->names.in(result_.language);
    if (called != result_.title) add(rows, "result.service", called);
    add(rows, "result.official", result_.official);
    add(rows, "result.authority", result_.authority);
    return rows;
  }

  const NewResult& result_;
  const Entry& entry_;
  const catalogue::Edition& edition_;
  const i18n::Speaker say_;
};

// Tables that follow each other are one, so that a document stays on one page where it can.
void append(std::vector<pdf::Block>& blocks, pdf::Block block) {
  auto* rows = std::get_if<pdf::Rows>(&block);
  auto* last = blocks.empty() ? nullptr : std::get_if<pdf::Rows>(&blocks.back());
  if (rows == nullptr || (last == nullptr && !rows->rows.empty()))
    blocks.push_back(std::move(block));
  else if (last != nullptr)
    std::ranges::move(rows->rows, std::back_inserter(last->rows));
}

std::vector<std::string> letterhead(const NewResult& result, const catalogue::Edition& edition) {
  const auto& catalogue = edition.catalogue;
  std::vector<std::string> lines = {catalogue.centre.names.in(result.language)};
  const auto* service = catalogue.find(result.service);
  if (const auto* department = service == nullptr ? nullptr : catalogue.find(service->department))
    lines.push_back(department->names.in(result.language));
  lines.push_back(fmt::format("{} · {}", catalogue.centre.address.in(result.language),
                              i18n::phone(result.language, catalogue.centre.phone)));
  return lines;
}

}  // namespace

pdf::Sheet sheet_of(const NewResult& result, const Entry& entry, const catalogue::Edition& edition,
                    const Place& place) {
  const Document document(result, entry, edition);
  const i18n::Speaker say(result.language);
  pdf::Sheet sheet{
      .title = fmt::format("{} {}", document.name(), entry.number),
      .language = result.language,
      .letterhead = letterhead(result, edition),
      .blocks = {pdf::Heading{document.name(), result.title}},
      .footer = fmt::format("{} {} · {}", document.name(), document.number(), in_groups(entry.code)),
      .made_at = entry.issued_at};
  for (const Part part : layout_of(result.kind)) {
    for (auto& block : document.part(part)) append(sheet.blocks, std::move(block));
  }
  for (const auto& translated : result.in_state_language) {
    const Document other(translated, entry, edition);
    sheet.blocks.emplace_back(pdf::Heading{other.name(), translated.title});
    for (const Part part : layout_of(result.kind)) {
      // Numbers and days are the same in every language; they stand there once.
      if (part == Part::record) continue;
      for (auto& block : other.part(part)) append(sheet.blocks, std::move(block));
    }
  }
  sheet.blocks.emplace_back(
      pdf::Code{place.address,
                say("result.code_alternative", {{"address", place.address}}),
                {{std::string(say("result.check")), pdf::Look::strong},
                 {say("result.check_how", {{"address", place.base_url + "/verify"}}), pdf::Look::note},
                 {in_groups(entry.code), pdf::Look::strong},
                 {say("result.signed_by", {{"centre", sheet.letterhead.front()}}), pdf::Look::note}}});
  return sheet;
}

}  // namespace biroyna::results

#include "features/my/receipt_sheet.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/code.hpp"
#include "features/case_views/case_views.hpp"
#include "platform/i18n/i18n.hpp"
#include "platform/i18n/typed.hpp"

namespace biroyna::my {

using namespace case_views;

pdf::Sheet receipt_sheet(const Application& application, const catalogue::Edition& edition,
                         const std::vector<documents::Version>& documents, const cases::DueTimes& due,
                         const std::string& address, Language language) {
  const i18n::Speaker say(language);
  const Case& process = application.process;
  const catalogue::Catalogue& catalogue = edition.catalogue;
  const auto& service = *catalogue.find(process.begun.service);
  const Time handed_in = process.timeline.front().at;
  const std::string kind(say("result.kind_receipt")), number = grouped_code(application.number);

  pdf::Rows rows{{{std::string(say("result.case")), number},
                  {std::string(say("work.handed_in_on")), time_text(say, edition.zone, handed_in)},
                  {std::string(say("result.holder")), application.applicant.name()},
                  {std::string(say("result.service")), service.names.in(language)}}};
  const auto row = [&](const char* label, std::string value) {
    if (!value.empty()) rows.rows.push_back({std::string(say(label)), std::move(value)});
  };
  if (process.fee.amount > 0) row("service.fee", i18n::money(language, process.fee));
  if (const auto* concession = catalogue.find_concession(process.concession))
    row("mine.concession", concession->names.in(language));
  row("work.receipt", process.receipt);
  if (process.unpaid().amount > 0) row("mine.to_pay", i18n::money(language, process.unpaid()));
  row("mine.until", until_text(say, edition.zone, due));
  std::string label(say("mine.documents"));
  for (const auto& version : documents) {
    const auto* type = catalogue.find(version.type);
    rows.rows.push_back(
        {std::exchange(label, {}), type == nullptr ? version.type.str() : type->names.in(language)});
  }

  // In whose keeping their papers are, and since when.
  for (const Original& one : process.originals) {
    if (!one.returned)
      row("work.original_kept", fmt::format("{}, {}", one.what, time_text(say, edition.zone, one.taken)));
  }

  const std::string centre = catalogue.centre.names.in(language);
  pdf::Sheet sheet{.title = fmt::format("{} {}", kind, number),
                   .language = language,
                   .letterhead = {centre, fmt::format("{} · {}", catalogue.centre.address.in(language),
                                                      i18n::phone(language, catalogue.centre.phone))},
                   .blocks = {},
                   .footer = fmt::format("{} {}", kind, number),
                   .made_at = handed_in};
  if (const auto* department = catalogue.find(service.department))
    sheet.letterhead.insert(sheet.letterhead.begin() + 1, department->names.in(language));
  sheet.blocks.emplace_back(pdf::Heading{kind, service.names.in(language)});
  sheet.blocks.emplace_back(pdf::Paragraph{std::string(say("result.intro_receipt"))});
  sheet.blocks.emplace_back(std::move(rows));
  if (process.unpaid().amount > 0) sheet.blocks.emplace_back(pdf::Paragraph{std::string(say("sent.pay"))});
  sheet.blocks.emplace_back(pdf::Paragraph{std::string(say("result.closing_receipt")), pdf::Look::note});
  sheet.blocks.emplace_back(pdf::Code{address,
                                      std::string(say("sent.qr")),
                                      {{std::string(say("sent.scan")), pdf::Look::strong},
                                       {address, pdf::Look::note},
                                       {say("mine.receipt_signed", {{"centre", centre}}), pdf::Look::note}}});
  return sheet;
}

}  // namespace biroyna::my

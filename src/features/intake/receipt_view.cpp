#include "features/intake/receipt_view.hpp"

#include <fmt/format.h>

#include "core/code.hpp"
#include "features/case_views/case_views.hpp"

namespace biroyna::intake {

std::vector<ReceiptRow> receipt_rows(const cases::Application& application, const catalogue::Edition& edition,
                                     const cases::DueTimes& due, const i18n::Speaker& say) {
  const Language language = say.language();
  const auto& process = application.process;
  const auto* service = edition.catalogue.find(process.begun.service);
  const auto day = [&](Time time) { return i18n::date(language, edition.zone.day(time)); };
  std::vector<ReceiptRow> rows;
  const auto row = [&](const char* label, std::string text) {
    rows.push_back({std::string(say(label)), std::move(text)});
  };
  row("result.case", grouped_code(application.number));
  row("result.service", service == nullptr ? std::string() : service->names.in(language));
  row("result.holder", application.applicant.name());
  row("work.handed_in_on", day(process.timeline.front().at));
  row("service.fee",
      process.fee.amount == 0 ? std::string(say("service.free")) : i18n::money(language, process.fee));
  if (const auto* concession = edition.catalogue.find_concession(process.concession))
    row("mine.concession", concession->names.in(language));
  row("service.term", process.begun.working_days == 0
                          ? std::string(say("service.at_once"))
                          : say.many("service.working_days", process.begun.working_days));
  if (due.of_case) row("mine.until", case_views::until_text(say, edition.zone, due));
  return rows;
}

std::string residents_address(std::string_view public_url, Language language, const CentreId& centre) {
  return fmt::format("{}/{}/{}/my", public_url, tag(language), centre.str());
}

}  // namespace biroyna::intake

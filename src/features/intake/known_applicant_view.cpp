#include "features/intake/known_applicant_view.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace biroyna::intake {
namespace {

// The first and the last two characters of a telephone or document.
std::string partly(std::string_view text) {
  constexpr std::size_t kShown = 2;
  if (text.size() <= 2 * kShown) return std::string(text);
  std::string shown(text.substr(0, kShown));
  for (std::size_t i = 2 * kShown; i < text.size(); ++i) shown += "•";
  return shown.append(text.substr(text.size() - kShown));
}

}  // namespace

KnownApplicantRow known_applicant_row(const cases::KnownApplicant& known, const catalogue::Edition& edition,
                                      const i18n::Speaker& say) {
  const forms::Applicant& applicant = known.applicant;
  const Language language = say.language();
  const auto* service = edition.catalogue.find(known.service);
  const std::string& identifier = !applicant.tin.empty()        ? applicant.tin
                                  : !applicant.passport.empty() ? applicant.passport
                                                                : applicant.pinfl;
  return {.number = known.number,
          .name = applicant.name(),
          .born = applicant.birth_date ? i18n::date(language, *applicant.birth_date) : std::string(),
          .identifier = partly(identifier),
          .phone = partly(applicant.phone),
          .service = service == nullptr ? std::string() : service->names.in(language),
          .day = i18n::date(language, edition.zone.day(known.submitted_at))};
}

forms::Applicant prefilled(const forms::Applicant& known,
                           const std::vector<catalogue::ApplicantKind>& kinds) {
  forms::Applicant applicant = known;
  if (!kinds.empty() && std::ranges::find(kinds, applicant.kind) == kinds.end())
    applicant.kind = kinds.front();
  if (applicant.kind == catalogue::ApplicantKind::individual) {
    applicant.organisation.clear();
    applicant.tin.clear();
  }
  return applicant;
}

}  // namespace biroyna::intake

#include "tests/support/answers.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <stdexcept>

#include "features/catalogue/domain_right_answers.hpp"
#include "features/catalogue/test_files.hpp"
#include "tests/support/program.hpp"

namespace biroyna::testing {

const catalogue::Catalogue& reference() {
  static const catalogue::Catalogue read = [] {
    const db::testing::TemporaryFolder folder;
    yaml::Problems problems;
    return catalogue::read(catalogue::read_folder(copy_catalogue(folder.path() / "catalogue")), problems)
        .value();
  }();
  return read;
}

std::string application_for(const catalogue::Service& service, std::uint32_t seed) {
  constexpr Day kBirth{std::chrono::year(1985) / 3 / 2};
  const catalogue::Facts facts{.today = Zone(reference().centre.zone).day(system_now()),
                               .applicant_kind = service.for_individuals
                                                     ? catalogue::ApplicantKind::individual
                                                     : catalogue::ApplicantKind::business,
                               .applicant_birth_date = kBirth,
                               .channel = catalogue::Channel::window};
  const auto answers = catalogue::right_answers(reference(), service, facts, seed);
  if (!answers) throw std::runtime_error("no right answers for " + service.id.str());
  boost::json::object applicant{{"family_name", "Karimova"},    {"given_name", "Zuhra"},
                                {"birth_date", to_iso(kBirth)}, {"passport", "AA1234567"},
                                {"phone", "+998901234567"},     {"language", "ru"}};
  if (!service.for_individuals) {
    applicant["kind"] = "business";
    applicant["organisation"] = "Zuhra savdo MCHJ";
    applicant["tin"] = "123456789";
  }
  return boost::json::serialize(boost::json::object{{"centre", "sergeli"},
                                                    {"service", service.id.str()},
                                                    {"applicant", std::move(applicant)},
                                                    {"answers", catalogue::answers_json(*answers)}});
}

std::string approval_of(std::string_view id, std::string_view step_id, const catalogue::Answers& answers,
                        const catalogue::Answers& known) {
  const catalogue::Service& service = *reference().find(ServiceId(std::string(id)));
  const auto step = std::ranges::find(service.steps, step_id, &catalogue::Step::id);
  if (step == service.steps.end()) throw std::logic_error("no such step");
  const catalogue::Facts facts{.today = Zone(reference().centre.zone).day(system_now()),
                               .applicant_birth_date = {},
                               .findings = known};
  const auto findings =
      catalogue::right_findings(reference(), catalogue::findings_of(*step, answers, facts), facts, 1);
  return boost::json::serialize(boost::json::object{{"findings", catalogue::answers_json(findings.value())}});
}

}  // namespace biroyna::testing

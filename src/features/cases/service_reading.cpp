// What may be read of applications: one, lists of them and of their tasks, and what is known of each.
#include <stdexcept>
#include <utility>

#include "core/code.hpp"
#include "features/cases/domain_findings.hpp"
#include "features/cases/service.hpp"
#include "features/cases/store.hpp"
#include "features/forms/forms.hpp"
#include "platform/log/log.hpp"

namespace biroyna::cases {
namespace {

// The rows that were asked for, of a search that reads one more to see whether there are more.
template <class Page, class Search, class Read, class Mark>
Page page_of(Search search, const Read& read, const Mark& mark) {
  const std::size_t limit = search.limit++;
  Page page = read(search);
  for (const std::string& number : page.damaged)
    log::error("application_damaged", {{"case", std::string_view(number)}});
  if (page.rows.size() + page.damaged.size() > limit) {
    if (page.rows.size() > limit) page.rows.pop_back();
    if (!page.rows.empty()) page.next = mark(page.rows.back());
  }
  return page;
}

}  // namespace

std::optional<Application> Applications::find(std::string_view typed) const {
  const auto number = read_code(typed, kNumberSigns);
  if (!number) return std::nullopt;
  return db_.reading([&](db::Tx& tx) { return find(tx, *number); });
}

std::optional<Application> Applications::find_undamaged(std::string_view number) const {
  try {
    return find(number);
  } catch (const db::Unavailable&) {
    throw;
  } catch (const std::exception& error) {
    log::error("application_damaged", {{"case", number}, {"reason", std::string_view(error.what())}});
    return std::nullopt;
  }
}

std::optional<Application> Applications::find(db::Tx& tx, std::string_view number) const {
  auto application = cases::find(tx, number);
  if (!application) return application;
  const auto& begun = application->process.begun;
  application->edition = catalogues_.version(tx, application->centre, begun.catalogue_version);
  if (application->edition) service_of(application->process, *application->edition);
  application->calendar = catalogues_.version(tx, application->centre, application->process.calendar);
  return application;
}

bool Applications::was_lost(std::string_view typed) const {
  const auto number = read_code(typed, kNumberSigns);
  if (!number) return false;
  const Time made_at = numbers_.made_at(*number);
  return db_.reading([&](db::Tx& tx) {
    return audit::was_lost(audit::restores(tx), made_at, made_at + Minutes(1)) && !cases::find(tx, *number);
  });
}

TaskPage Applications::tasks(const TaskSearch& search) const {
  return page_of<TaskPage>(
      search,
      [&](const TaskSearch& more) { return db_.reading([&](db::Tx& tx) { return cases::tasks(tx, more); }); },
      [&](const TaskRow& row) { return mark_of(row, search.order); });
}

std::vector<int> Applications::count_tasks(const std::vector<TaskSearch>& searches) const {
  return db_.reading([&](db::Tx& tx) {
    std::vector<int> counts;
    for (const auto& search : searches) counts.push_back(cases::count_tasks(tx, search));
    return counts;
  });
}

CasePage Applications::cases(CaseSearch search) const {
  if (auto number = read_code(search.text, kNumberSigns)) search.text = *std::move(number);
  return page_of<CasePage>(
      std::move(search),
      [&](const CaseSearch& more) { return db_.reading([&](db::Tx& tx) { return cases::cases(tx, more); }); },
      [](const CaseRow& row) { return mark_of(row); });
}

std::vector<ToCollect> Applications::to_collect(const CentreId& centre) const {
  return db_.reading([&](db::Tx& tx) { return cases::to_collect(tx, centre, kMostToCollect); });
}

std::optional<pdf::Sheet> Applications::preview(const Change& change) const {
  auto application = find(change.number);
  if (!application) return std::nullopt;
  if (change.version && *change.version != application->process.version) return std::nullopt;
  const Time now = clock_();
  auto events = change.decide(*application, now);
  if (!events) return std::nullopt;
  follow_findings(*application, *events, now);
  for (const Event& event : *events) application->process.apply(event);
  if (events->empty() || !is_decision(application->process.state)) return std::nullopt;
  return results_.preview(result_for(*application));
}

std::vector<CaseRow> Applications::submission_of(const Application& application) const {
  return db_.reading([&](db::Tx& tx) { return cases::submission_of(tx, application); });
}

std::vector<documents::Version> Applications::documents_of(const Application& application) const {
  return db_.reading(
      [&](db::Tx& tx) { return documents_.of_case(tx, application.centre, application.number); });
}

DueTimes Applications::due_times(const Application& application) const {
  return due_times_of(application.process, *edition(application), *calendar(application));
}

catalogue::EditionPtr Applications::edition(const Application& application) const {
  return application.edition ? application.edition
                             : version(application, application.process.begun.catalogue_version);
}

catalogue::EditionPtr Applications::calendar(const Application& application) const {
  const std::int64_t number = application.process.calendar;
  const bool known = application.calendar && application.calendar->catalogue.version == number;
  return known ? application.calendar : version(application, number);
}

catalogue::EditionPtr Applications::version(const Application& application, std::int64_t number) const {
  if (auto edition = catalogues_.version(application.centre, number)) return edition;
  throw std::runtime_error("the catalogue of an application is lost");
}

catalogue::Facts Applications::facts_of(const Application& application) const {
  return facts_of(application, application.applicant);
}

catalogue::Facts Applications::facts_of(const Application& application,
                                        const forms::Applicant& applicant) const {
  return cases::facts_of(*edition(application), application, applicant, clock_());
}

catalogue::Facts facts_of(const catalogue::Edition& edition, const Application& application,
                          const forms::Applicant& applicant, Time now) {
  const Case& process = application.process;
  const bool window = process.begun.channel == name(catalogue::Channel::window);
  catalogue::Facts facts = forms::facts_of(
      applicant, window ? catalogue::Channel::window : catalogue::Channel::online, edition.zone.day(now));
  facts.findings =
      findings_that_count(service_of(process, edition), process.findings(), application.answers, facts);
  return facts;
}

}  // namespace biroyna::cases

#include "features/intake/intake.hpp"
#include "features/intake/known_applicant_view.hpp"
#include "features/intake/store.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/log/log.hpp"

namespace biroyna::intake {
namespace {

using cases::Application;
using cases::NewApplication;
using Kind = Refusal::Kind;

// What a draft hands in for each of its services: the answers and documents that this one asks for.
std::vector<NewApplication> parts_of(const catalogue::Catalogue& catalogue, const Draft& draft) {
  std::vector<NewApplication> parts;
  for (const ServiceId& id : draft.services) {
    NewApplication part{.centre = draft.centre,
                        .service = id,
                        .applicant = draft.applicant,
                        .answers = {},
                        .documents = {},
                        .ticket = draft.ticket};
    if (const auto* service = catalogue.find(id)) {
      for (const auto& page : service->form) {
        for (const auto& use : page.fields) {
          if (const auto found = draft.answers.find(use.field); found != draft.answers.end())
            part.answers.insert(*found);
        }
      }
      for (const auto& use : service->documents) {
        if (const auto found = draft.documents.find(use.type); found != draft.documents.end())
          part.documents.insert(*found);
      }
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace

Drafts::Drafts(db::Db& db, audit::EventLog& log, const catalogue::Catalogues& catalogues,
               documents::Documents& documents, cases::Applications& applications, Commands& commands,
               Clock clock)
    : db_(db),
      log_(log),
      catalogues_(catalogues),
      documents_(documents),
      applications_(applications),
      commands_(commands),
      clock_(std::move(clock)) {}

Draft Drafts::begin(Draft draft, const TakenOver& from) {
  draft.id = auth::random_id();
  const auto known = known_applicant(draft.centre, from.number);
  if (known) {
    draft.applicant = prefilled(known->applicant, kinds_of(draft));
    draft.taken_from = known->number;
  }
  db_.write_and_wait([&](db::Tx& tx) {
    if (known) {
      const std::string subject = cases::subject_of(known->number), actor = to_string(from.by);
      log_.append(tx, draft.centre, {clock_(), "applicant_taken_over", subject, actor, "{}"});
    }
    keep(tx, draft, clock_());
  });
  return draft;
}

std::vector<catalogue::ApplicantKind> Drafts::kinds_of(const Draft& draft) const {
  const auto edition = catalogues_.current(draft.centre);
  std::vector<const catalogue::Service*> services;
  for (const auto& id : draft.services) {
    if (const auto* service = edition->catalogue.find(id)) services.push_back(service);
  }
  return forms::kinds_for(services);
}

std::optional<cases::KnownApplicant> Drafts::known_applicant(const CentreId& centre,
                                                             std::string_view number) const {
  auto application = number.empty() ? std::nullopt : applications_.find_undamaged(number);
  if (!application || application->centre != centre || application->process.erased) return std::nullopt;
  return cases::KnownApplicant{application->number, application->process.begun.service,
                               application->process.timeline.front().at, std::move(application->applicant)};
}

std::map<ServiceId, std::int64_t> Drafts::taken_in(const CentreId& centre) const {
  return db_.reading([&](db::Tx& tx) { return services_taken_in(tx, centre); });
}

std::optional<Draft> Drafts::find(const CentreId& centre, std::string_view id) const {
  return db_.reading([&](db::Tx& tx) { return find_draft(tx, centre, id); });
}

std::vector<Draft> Drafts::of(const CentreId& centre, const StaffId& staff) const {
  return db_.reading([&](db::Tx& tx) { return drafts_of(tx, centre, staff); });
}

Result<Draft> Drafts::fill(const CentreId& centre, std::string_view id,
                           const std::function<void(Draft&)>& fill) {
  Result<Draft> outcome;
  if (!catalogues_.current(centre)) return refuse(Kind::not_found, "not_found");
  db_.write_and_wait([&](db::Tx& tx) {
    // Two servers may fill in one draft at once.
    log_.lock_head(tx, centre);
    auto kept = find_draft(tx, centre, id);
    if (!kept) {
      outcome = refuse(Kind::not_found, "not_found");
    } else if (!kept->numbers.empty()) {
      outcome = refuse(Kind::conflict, "handed_in", kept->numbers.front());
    } else {
      fill(*kept);
      const Time now = clock_();
      for (const auto& [type, document] : kept->documents)
        documents_.keep(tx, document, centre, now + kDraftsKept);
      keep(tx, *kept, now);
      outcome = *std::move(kept);
    }
  });
  return outcome;
}

Result<Draft> Drafts::use_again(const CentreId& centre, std::string_view id, const EarlierDocument& earlier,
                                const Actor& by) {
  const auto again = documents_.use_again(centre, earlier.version.document.id, earlier.number, to_string(by));
  if (!again) return tl::unexpected(again.error());
  return fill(centre, id,
              [&](Draft& draft) { draft.documents.insert_or_assign(earlier.version.type, again->id); });
}

void Drafts::submit(const CentreId& centre, std::string draft, const auth::Principal& by, std::string secret,
                    std::function<void(Result<Executed<Nothing>>)> done) {
  auto job = [this, centre, draft = std::move(draft), at_window = cases::takes_in(by, centre),
              actor = by.actor(), secret = std::move(secret)](db::Tx& tx) -> Result<Nothing> {
    auto kept = find_draft(tx, centre, draft);
    if (!kept) return refuse(Kind::not_found, "not_found");
    const bool window = kept->channel == catalogue::Channel::window;
    if (window && !at_window) return refuse(Kind::not_found, "not_found");
    if (!kept->numbers.empty()) return refuse(Kind::conflict, "handed_in", kept->numbers.front());
    const auto edition = catalogues_.current(centre);
    if (!edition) return refuse(Kind::not_found, "not_found");
    const auto made = applications_.submit(tx, parts_of(edition->catalogue, *kept), kept->channel,
                                           window ? actor : kApplicant, secret);
    if (!made) return tl::unexpected(made.error());
    for (const Application& application : *made) kept->numbers.push_back(application.number);
    keep(tx, *kept, clock_());
    return Nothing{};
  };
  commands_.run<Nothing>(
      {.centre = centre, .hold = [this, centre](db::Tx& tx) { log_.lock_head(tx, centre); }}, std::move(job),
      std::move(done));
}

catalogue::Facts Drafts::facts_of(const Draft& draft) const {
  const auto edition = catalogues_.current(draft.centre);
  return forms::facts_of(draft.applicant, draft.channel, edition->zone.day(clock_()));
}

void Drafts::tick() {
  const Time now = clock_();
  for (const auto& edition : catalogues_.all()) {
    const CentreId centre = edition->catalogue.centre.id;
    db_.write([centre, now](db::Tx& tx) { forget_drafts(tx, centre, now - kDraftsKept); },
              [](std::exception_ptr failure) {
                if (failure)
                  log::warning("drafts_kept", {{"reason", std::string_view(refusal_of(failure).code)}});
              });
  }
}

}  // namespace biroyna::intake

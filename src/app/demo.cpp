// `biroyna demo`: people, documents and applications for a centre that has none.
#include "features/demo/demo.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <random>
#include <stdexcept>

#include "app/app.hpp"
#include "app/tasks.hpp"
#include "features/demo/words.hpp"
#include "features/documents/identity.hpp"
#include "features/staff/staff.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/pdf/pdf.hpp"

namespace biroyna::tasks {
namespace {

constexpr const char* kActor = "command-line";
constexpr int kOperators = 2;
constexpr int kApplicationsADay = 90;
constexpr int kApplicationsOfDocument = 500;  // how many there are for each document of a kind that is made

// Also a small demonstration has work under way, so it begins later.
std::chrono::days days_of(int applications) {
  return std::chrono::days(std::clamp(applications / kApplicationsADay, 27, 270));
}

// The centre that is meant; with one alone nothing needs to be said.
catalogue::EditionPtr centre_of(const catalogue::Catalogues& catalogues, const std::string& requested) {
  if (!requested.empty()) {
    if (auto edition = catalogues.current(CentreId(requested))) return edition;
    throw std::runtime_error(fmt::format("unknown centre \"{}\"", requested));
  }
  const auto all = catalogues.all();
  if (all.empty()) throw std::runtime_error("there is no centre: biroyna import brings its catalogue");
  if (all.size() > 1) throw std::runtime_error("there are several centres: --centre says which");
  return all.front();
}

// Adds who is missing, all with one password.
class Team {
 public:
  Team(staff::Staff& staff, const catalogue::Catalogue& catalogue, std::uint32_t seed)
      : staff_(staff), catalogue_(catalogue), random_(seed + 1) {
    for (const auto& person : staff_.people(catalogue_.centre.id)) {
      if (person.active) take(person);
    }
    for (int i = static_cast<int>(people_.operators.size()); i < kOperators; ++i)
      add(fmt::format("demo-operator-{}", i + 1), auth::Role::operator_, {});
    if (people_.heads.empty()) add("demo-head", auth::Role::head, {});
    // Each works in the next department too, so that nobody is alone in one.
    const auto& departments = catalogue_.departments;
    std::vector<std::size_t> lacking;
    for (std::size_t i = 0; i < departments.size(); ++i) {
      if (!people_.specialists.contains(departments[i].id)) lacking.push_back(i);
    }
    for (const std::size_t i : lacking) {
      std::vector<DepartmentId> of = {departments[i].id};
      if (departments.size() > 1) of.push_back(departments[(i + 1) % departments.size()].id);
      std::ranges::sort(of);
      add("demo-" + departments[i].id.str(), auth::Role::department_head, of);
    }
  }

  const demo::People& people() const { return people_; }
  int added() const { return added_; }
  const std::string& password() const { return password_; }

 private:
  void take(const staff::Person& person) {
    if (person.role == auth::Role::operator_) people_.operators.push_back(person.id);
    if (person.role == auth::Role::head) people_.heads.push_back(person.id);
    if (person.role != auth::Role::department_head) return;
    for (const auto& department : person.departments) people_.specialists[department].push_back(person.id);
  }
  void add(const std::string& login, auth::Role role, std::vector<DepartmentId> departments) {
    const auto name = demo::applicant(random_, catalogue::ApplicantKind::individual, {}).name();
    const auto person = staff_.add(
        {catalogue_.centre.id, login, name, password_, role, "", std::move(departments), true, hash_},
        kActor);
    if (!person)
      throw std::runtime_error(fmt::format("\"{}\" cannot be added: {}", login, person.error().code));
    take(*person);
    ++added_;
  }

  staff::Staff& staff_;
  const catalogue::Catalogue& catalogue_;
  demo::Random random_;
  demo::People people_;
  const std::string password_ = auth::random_id();
  const std::string hash_ = auth::hash_password(password_);  // once: it takes a tenth of a second
  int added_ = 0;
};

demo::Documents documents_for(documents::Documents& documents, const catalogue::Catalogue& catalogue,
                              int applications, Time now) {
  const std::string scan =
      pdf::typeset({.title = "Namuna",
                    .language = Language::uz_latn,
                    .letterhead = {catalogue.centre.names.in(Language::uz_latn)},
                    .blocks = {pdf::Heading{"Namuna", ""}, pdf::Paragraph{"Koʻrgazma uchun hujjat."}},
                    .footer = "Namuna",
                    .made_at = now});
  demo::Documents made;
  for (const auto& type : catalogue.documents) {
    for (int i = 0; i < std::clamp(applications / kApplicationsOfDocument, 1, 20); ++i) {
      const auto taken = documents.take({.centre = catalogue.centre.id,
                                         .owner = "visitor",
                                         .purpose = type.id.str(),
                                         .name = type.id.str() + ".pdf",
                                         .content = scan});
      if (!taken) throw std::runtime_error("a document was not taken: " + taken.error().code);
      made[type.id].push_back(taken->document.id);
    }
  }
  return made;
}

}  // namespace

int demo(const Config& config, const NewDemo& requested, Time now) {
  const auto db = open_database(config, true);
  audit::EventLog log(*db);
  catalogue::Catalogues catalogues(*db, log);
  const auto edition = centre_of(catalogues, requested.centre);
  const CentreId centre = edition->catalogue.centre.id;
  Time at = now;
  const Clock clock = [&at] { return at; };
  Vault vault(vault_options(config));
  documents::must_belong_together(*db, vault);
  // What is handed in here is our own: it need not be examined apart.
  documents::Documents documents(*db, log, vault, clock,
                                 {.may_read = {}, .check_pdf = pdf_check::check, .draw = pictures::draw});
  staff::Staff staff(*db, log, clock);
  results::Results results(*db, log, catalogues, signing_files(config), clock, base_url(config),
                           staff.secrets());
  Commands commands(*db, clock, [](const std::function<void()>& task) { task(); });
  cases::Applications applications(*db, log, catalogues, staff, documents, results, commands, clock);
  if (!applications.cases({.centre = centre, .limit = 1}).rows.empty())
    throw std::runtime_error(
        fmt::format("{} has applications already: a demonstration begins with none", centre.str()));

  const Team team(staff, edition->catalogue, requested.seed);
  demo::Demo demo(*db, applications, edition, at,
                  {.centre = centre,
                   .applications = requested.applications,
                   .seed = requested.seed,
                   .until = now,
                   .during = days_of(requested.applications)},
                  team.people(), documents_for(documents, edition->catalogue, requested.applications, now));
  int said = 0;
  demo.run([&](int made) {
    const int tenths = static_cast<int>(std::int64_t{made} * 10 / requested.applications);
    if (tenths == said) return;
    said = tenths;
    fmt::print("{} of {} applications\n", made, requested.applications);
    std::fflush(stdout);
  });
  if (team.added() > 0)
    fmt::print("{} people were added, who sign in with the password {}\n", team.added(), team.password());
  return 0;
}

}  // namespace biroyna::tasks

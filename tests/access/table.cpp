#include "tests/access/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <sstream>

namespace biroyna::testing {
namespace {

constexpr const char* kAll = "*";
constexpr const char* kWorkers =
    "operator specialist colleague other head administrator away-operator away-specialist away-head "
    "away-administrator";
constexpr const char* kOwnWorkers = "operator specialist colleague head administrator";
constexpr const char* kSeers =
    "applicant representative follower operator specialist colleague head administrator";
constexpr const char* kDownloaders =
    "applicant representative operator specialist colleague head administrator";
constexpr const char* kMandatesSeers = "applicant operator specialist colleague head administrator";
constexpr const char* kListers = "operator head administrator away-operator away-head away-administrator";
constexpr const char* kOwnListers = "operator head administrator";
constexpr const char* kOverseers = "head administrator away-head away-administrator";
constexpr const char* kOwnOverseers = "head administrator";
constexpr const char* kTermsOverseers = "colleague head administrator away-head away-administrator";
constexpr const char* kOwnTermsOverseers = "colleague head administrator";
constexpr const char* kHandIn =
    "nobody guesser applicant representative follower kiosk tablet host editor operator head administrator "
    "away-operator away-head "
    "away-administrator";

// People of the staff, who look at a picture in the browser.
constexpr const char* kLookers =
    "host editor operator head administrator away-operator away-head away-administrator specialist colleague "
    "other "
    "away-specialist";

// Commands say that they saw a version that was never there, so the rights are asked and nothing happens.
constexpr const char* kStale = R"({"version":999999)";
std::string stale(const std::string& more = {}) { return kStale + more + "}"; }

std::vector<Row> all_rows() {
  const std::string applications = "/api/v1/applications/{number}";
  std::vector<Row> rows = {
      {"POST", "/api/v1/applications", "/api/v1/applications", kAll, kAll, kAll, 422, "{}"},
      {"GET", applications, applications, kAll, kSeers, kSeers, 200, {}, kSeers},
      {"GET",
       "/api/v1/centres/{centre}/applications",
       "/api/v1/centres/sergeli/applications?q=karimova",
       kListers,
       kOwnListers,
       kOwnListers,
       200,
       {},
       kOwnListers},
      {"GET",
       "/api/v1/centres/{centre}/applications",
       "/api/v1/centres/sergeli/applications?q={number}",
       kListers,
       kOwnListers,
       kOwnListers,
       200,
       {},
       kOwnListers},
      {"GET", "/api/v1/centres/{centre}/applications", "/api/v1/centres/chirchiq/applications?q=karimova",
       kListers, "away-operator away-head away-administrator", "away-operator away-head away-administrator"},
      {"GET",
       applications + "/mandates",
       applications + "/mandates",
       kAll,
       kSeers,
       kMandatesSeers,
       200,
       {},
       "?"},
      {"POST", applications + "/mandates", applications + "/mandates", kAll, kSeers, "applicant operator",
       422, "{}"},
      // It was taken back before.
      {"POST", applications + "/mandates/{mandate}/revoke", applications + "/mandates/{mandate}/revoke", kAll,
       kSeers, "applicant operator", 409},
      {"GET", "/api/v1/tasks", "/api/v1/tasks", kWorkers, kAll, kAll, 200, {}, kOwnWorkers},
      {"GET", "/api/v1/tasks", "/api/v1/tasks?mine=true", kWorkers, kAll, kAll, 200, {}, "specialist"},
      {"GET",
       "/api/v1/tasks",
       "/api/v1/tasks?department=preschool",
       kWorkers,
       kAll,
       "operator specialist colleague head administrator away-operator away-specialist away-head "
       "away-administrator",
       200,
       {},
       kOwnWorkers},
      {"GET",
       "/{lang}/{centre}/cases/{number}",
       "/en/sergeli/cases/{number}",
       kWorkers,
       kOwnWorkers,
       kOwnWorkers,
       200,
       {},
       kOwnWorkers},
      {"GET", "/{lang}/{centre}/cases/{number}/documents/{document}",
       "/en/sergeli/cases/{number}/documents/{document}", kWorkers, kOwnWorkers, kOwnWorkers},
      // A refusal without a ground is none.
      {"POST",
       "/{lang}/{centre}/cases/{number}/{task}/{command}",
       "/en/sergeli/cases/{number}/placement/refuse",
       kWorkers,
       kOwnWorkers,
       "specialist colleague",
       422,
       {},
       "specialist colleague"},
      {"GET", "/api/v1/documents/{document}", "/api/v1/documents/{document}",
       std::string(kHandIn) + " specialist colleague other away-specialist", kOwnWorkers, kOwnWorkers},
      {"GET", "/api/v1/documents/{document}/content", "/api/v1/documents/{document}/content",
       std::string(kHandIn) + " specialist colleague other away-specialist", kOwnWorkers, kOwnWorkers},
      // The picture of the tests is none that can be drawn.
      {"GET", "/api/v1/documents/{document}/picture", "/api/v1/documents/{document}/picture", kLookers,
       kOwnWorkers, kOwnWorkers, 409},
      {"POST", "/api/v1/documents", "/api/v1/documents", kHandIn, kAll, kAll, 415, "{}"},
      {"GET", "/api/v1/verify/{code}", "/api/v1/verify/{code}", kAll, kAll, kAll},
      {"GET", "/verify", "/verify", kAll, kAll, kAll, 303},
      {"GET", "/verify/{code}", "/verify/{code}", kAll, kAll, kAll, 303},
      {"GET", "/{lang}/verify", "/en/verify", kAll, kAll, kAll},
      {"GET", "/{lang}/verify/{code}", "/en/verify/{code}", kAll, kAll, kAll},
      {"GET", "/api/v1/results/{code}/pdf", "/api/v1/results/{code}/pdf", kAll, kDownloaders, kDownloaders},
      {"GET",
       "/api/v1/centres/{centre}/results",
       "/api/v1/centres/sergeli/results?q={decided}",
       kListers,
       kOwnListers,
       kOwnListers,
       200,
       {},
       kOwnListers},
      {"GET", "/api/v1/centres/{centre}/results", "/api/v1/centres/chirchiq/results?q={decided}", kListers,
       "away-operator away-head away-administrator", "away-operator away-head away-administrator"},
      {"POST", "/api/v1/results/{code}/revoke", "/api/v1/results/{code}/revoke", kListers, kOwnListers,
       kOwnListers, 422, R"({"reason":" "})"},
      {"GET",
       "/{lang}/{centre}/results",
       "/en/sergeli/results?q={decided}",
       kListers,
       kOwnListers,
       kOwnListers,
       200,
       {},
       kOwnListers},
      {"GET",
       "/{lang}/{centre}/results/{code}",
       "/en/sergeli/results/{code}",
       kListers,
       kOwnListers,
       kOwnListers,
       200,
       {},
       kOwnListers},
      {"GET",
       "/{lang}/{centre}/results/{code}/revoke",
       "/en/sergeli/results/{code}/revoke",
       kListers,
       kOwnListers,
       kOwnListers,
       200,
       {},
       kOwnListers},
      {"POST",
       "/{lang}/{centre}/results/{code}/revoke",
       "/en/sergeli/results/{code}/revoke",
       kListers,
       kOwnListers,
       kOwnListers,
       422,
       {},
       kOwnListers},
      {"GET", "/api/v1/centres/{centre}/registries", "/api/v1/centres/sergeli/registries", kOverseers,
       kOwnOverseers, kOwnOverseers},
      {"GET", "/api/v1/centres/{centre}/dead-letters", "/api/v1/centres/sergeli/dead-letters", kOverseers,
       kOwnOverseers, kOwnOverseers},
      {"GET", "/api/v1/centres/{centre}/erasures", "/api/v1/centres/sergeli/erasures", kOverseers,
       kOwnOverseers, kOwnOverseers},
      {"GET", "/{lang}/{centre}/erasures", "/en/sergeli/erasures", kOverseers, kOwnOverseers, kOwnOverseers},
      // The question waits for its answer: it is no dead letter, so there is nothing to repeat for anybody.
      {"POST", "/api/v1/centres/{centre}/dead-letters/{question}/{command}",
       "/api/v1/centres/sergeli/dead-letters/{question}/retry", kOverseers, kOwnOverseers, kOwnOverseers,
       409},
      {"GET", "/api/v1/registries/{registry}/questions", "/api/v1/registries/agency/questions",
       "agency away-agency", kAll, kAll},
      {"GET", "/api/v1/registries/{registry}/questions", "/api/v1/registries/cadastre/questions",
       "agency away-agency", "", ""},
      {"POST", "/api/v1/registries/{registry}/questions/{question}/answer",
       "/api/v1/registries/agency/questions/{question}/answer", "agency away-agency", "agency", "agency", 422,
       R"({"outcome":"perhaps"})"},
      {"GET", "/{lang}/{centre}/registries", "/en/sergeli/registries", kOverseers, kOwnOverseers,
       kOwnOverseers},
      {"GET", "/{lang}/{centre}/registries/{question}/give-up", "/en/sergeli/registries/{question}/give-up",
       kOverseers, "", ""},
      {"POST", "/{lang}/{centre}/registries/{question}/give-up", "/en/sergeli/registries/{question}/give-up",
       kOverseers, kOwnOverseers, kOwnOverseers, 409},
      {"POST", "/{lang}/{centre}/registries/{question}/retry", "/en/sergeli/registries/{question}/retry",
       kOverseers, kOwnOverseers, kOwnOverseers, 409},
  };
  const char* absent = "operator specialist colleague other head away-operator away-specialist away-head";
  const char* own_absent = "operator specialist colleague other head";
  rows.push_back(
      {"GET", "/{lang}/{centre}/absences", "/en/sergeli/absences", absent, own_absent, own_absent});
  rows.push_back(
      {"POST", "/{lang}/{centre}/absences", "/en/sergeli/absences", absent, own_absent, own_absent, 422});
  rows.push_back({"POST", "/{lang}/{centre}/absences/{absence}/remove", "/en/sergeli/absences/none/remove",
                  absent, "", ""});
  rows.push_back(
      {"POST", "/{lang}/{centre}/absences/{absence}/end", "/en/sergeli/absences/none/end", absent, "", ""});
  const std::string absences = "/api/v1/centres/{centre}/absences",
                    of_sergeli = "/api/v1/centres/sergeli/absences";
  rows.push_back({"GET", absences, of_sergeli, absent, own_absent, own_absent});
  rows.push_back({"POST", absences, of_sergeli, absent, own_absent, own_absent, 422, "{}"});
  rows.push_back({"DELETE", absences + "/{absence}", of_sergeli + "/none", absent, "", ""});
  rows.push_back({"GET", "/{lang}/{centre}/refusals", "/en/sergeli/refusals", kTermsOverseers,
                  kOwnTermsOverseers, kOwnTermsOverseers});
  rows.push_back({"GET", "/{lang}/{centre}/lines", "/en/sergeli/lines", kWorkers,
                  "operator specialist colleague other head administrator",
                  "operator specialist colleague other head administrator"});
  // Of no line is nothing said to who may not change it.
  rows.push_back({"POST", "/{lang}/{centre}/lines/{service}", "/en/sergeli/lines/kindergarten-referral",
                  "specialist colleague other away-specialist", "specialist colleague",
                  "specialist colleague", 422});
  rows.push_back({"GET", "/{lang}/{centre}/terms", "/en/sergeli/terms", kTermsOverseers, kOwnTermsOverseers,
                  kOwnTermsOverseers});
  rows.push_back({"GET", "/{lang}/{centre}/terms.csv", "/en/sergeli/terms.csv", kTermsOverseers,
                  kOwnTermsOverseers, kOwnTermsOverseers});
  rows.push_back({"GET",
                  "/{lang}/{centre}/results.csv",
                  "/en/sergeli/results.csv",
                  kListers,
                  kOwnListers,
                  kOwnListers,
                  200,
                  {},
                  kOwnListers});
  rows.push_back({"GET", "/{lang}/{centre}/in-term", "/en/sergeli/in-term", kAll, kAll, kAll});
  rows.push_back({"GET",
                  "/{lang}/{centre}/to-collect",
                  "/en/sergeli/to-collect",
                  kListers,
                  kOwnListers,
                  kOwnListers,
                  200,
                  {},
                  kOwnListers});
  for (const std::string list : {"/cases", "/cases.csv"})  // the page, and the same as a table
    rows.push_back({"GET",
                    "/{lang}/{centre}" + list,
                    "/en/sergeli" + list + "?q=karimova",
                    kListers,
                    kOwnListers,
                    kOwnListers,
                    200,
                    {},
                    kOwnListers});
  rows.push_back({"GET",
                  "/{lang}/{centre}/worklist.csv",
                  "/en/sergeli/worklist.csv",
                  kWorkers,
                  kOwnWorkers + std::string(" other"),
                  kOwnWorkers + std::string(" other"),
                  200,
                  {},
                  kOwnWorkers});
  // Nothing was chosen: the worklist comes back.
  rows.push_back({"POST",
                  "/{lang}/{centre}/worklist/claim",
                  "/en/sergeli/worklist/claim",
                  kWorkers,
                  kOwnWorkers + std::string(" other"),
                  kOwnWorkers + std::string(" other"),
                  422,
                  {},
                  kOwnWorkers});
  // A note without words is none.
  rows.push_back({"POST",
                  "/{lang}/{centre}/cases/{number}/{command}",
                  "/en/sergeli/cases/{number}/note",
                  kWorkers,
                  kOwnWorkers,
                  "operator specialist colleague head",
                  422,
                  {},
                  "?"});
  // At a window an operator acts for the applicant.
  const char* operators = "operator away-operator";
  const std::string cases = "/{lang}/{centre}/cases/{number}", one_case = "/en/sergeli/cases/{number}";
  for (const char* method : {"GET", "POST"}) {
    // Nothing is asked, and the power was taken back before.
    rows.push_back({method, cases + "/answer", one_case + "/answer", operators, "operator", "operator", 303});
    if (method == std::string("GET"))
      rows.push_back({method, cases + "/receipt", one_case + "/receipt", operators, "operator", "operator"});
    rows.push_back({method, cases + "/mandates", one_case + "/mandates", operators, "operator", "operator",
                    method == std::string("GET") ? 200 : 422});
    rows.push_back({method, cases + "/mandates/{mandate}/revoke", one_case + "/mandates/{mandate}/revoke",
                    operators, "operator", "operator", 303});
  }
  const std::string workers_here = kOwnWorkers + std::string(" other");
  rows.push_back({"POST", "/{lang}/{centre}/worklist/views", "/en/sergeli/worklist/views", kWorkers,
                  workers_here, workers_here, 422});
  rows.push_back({"POST", "/{lang}/{centre}/worklist/views/remove", "/en/sergeli/worklist/views/remove",
                  kWorkers, workers_here, workers_here, 303});
  // Whoever has a draft's address goes on with it; these are of nobody.
  const std::string drafts = "/{lang}/{centre}/apply/{draft}", draft = "/en/sergeli/apply/nobodyhasthis";
  for (const char* page : {"", "/check", "/sent", "/qr"})
    rows.push_back({"GET", drafts + page, draft + page, kAll, "", ""});
  rows.push_back({"GET", drafts + "/{page}", draft + "/person", kAll, "", ""});
  rows.push_back({"POST", drafts + "/{page}", draft + "/person", kAll, "", ""});
  rows.push_back({"POST", drafts + "/check", draft + "/check", kAll, "", ""});
  rows.push_back({"GET", drafts + "/documents/{type}", draft + "/documents/identity", kAll, "", ""});
  rows.push_back({"POST", drafts + "/documents/{type}", draft + "/documents/identity", kAll, "", ""});
  rows.push_back({"POST", "/{lang}/{centre}/apply", "/en/sergeli/apply", kAll, kAll, kAll, 409});
  for (const char* method : {"GET", "POST"})
    rows.push_back({method, "/{lang}/{centre}/intake", "/en/sergeli/intake", "operator away-operator",
                    "operator", "operator", method == std::string("GET") ? 200 : 303});
  // Nobody looks for anybody with an empty form.
  for (const char* method : {"GET", "POST"})
    rows.push_back({method, "/{lang}/{centre}/intake/applicant", "/en/sergeli/intake/applicant",
                    "operator away-operator", "operator", "operator",
                    method == std::string("GET") ? 200 : 422});
  // A browser without the secret asks for number and secret, and tells nothing. Nothing is asked of the
  // applicant, the power was taken back before, and a word without letters is none.
  const std::string mine = "/{lang}/{centre}/my", at = "/en/sergeli/my";
  const std::string by_secret = "applicant representative follower";
  rows.push_back({"GET", mine, at, kAll, kAll, kAll});
  rows.push_back({"POST", mine, at, kAll, kAll, kAll, 422});
  rows.push_back({"POST", mine + "/forget", at + "/forget", kAll, kAll, kAll, 303});
  const auto own = [&](const char* method, const std::string& page, const std::string& may, int done,
                       const std::string& told = "?") {
    rows.push_back({method,
                    mine + "/{number}" + page,
                    at + "/{number}" + page,
                    kAll,
                    by_secret,
                    may,
                    done,
                    {},
                    told,
                    303});
  };
  own("GET", "", by_secret, 200);
  own("GET", "/answer", "applicant representative", 303, "");
  own("POST", "/answer", "applicant representative", 303, "");
  own("POST", "/message", "applicant representative", 303, "");
  own("GET", "/withdraw", "applicant representative", 200);
  own("GET", "/receipt", "applicant representative", 200, "");
  own("GET", "/documents/{document}", "applicant representative", 200, "");
  own("GET", "/mandates", "applicant", 200);
  own("POST", "/mandates", "applicant", 422);
  for (const char* method : {"GET", "POST"}) own(method, "/mandates/{mandate}/revoke", "applicant", 303, "");
  // Of another application: it would be withdrawn.
  rows.push_back(
      {"POST", mine + "/{number}/withdraw", at + "/{decided}/withdraw", kAll, "", "", 303, {}, "", 303});
  for (const char* view : {"open", "mine", "at_risk", "waiting"})
    rows.push_back({"GET",
                    "/{lang}/{centre}/worklist",
                    fmt::format("/en/sergeli/worklist?view={}", view),
                    kWorkers,
                    kOwnWorkers + std::string(" other"),
                    kOwnWorkers + std::string(" other"),
                    200,
                    {},
                    view == std::string("open")   ? kOwnWorkers
                    : view == std::string("mine") ? "specialist"
                                                  : "?"});
  const auto command = [&](const char* name, const char* may, const std::string& more = {}) {
    rows.push_back({"POST", "/api/v1/applications/{number}/{command}",
                    fmt::format("/api/v1/applications/{{number}}/{}", name), kAll, kSeers, may, 412,
                    stale(more)});
  };
  command("pay", "operator", R"(,"receipt":"R-1")");
  command("answer", "applicant representative operator");
  command("withdraw", "applicant representative operator");
  command("hand-over", "operator");
  command("post", "operator");
  command("return-fee", "operator", R"(,"receipt":"7")");
  command("confirm-identity", "operator");
  command("take-original", "operator", R"(,"original":"Diploma","place":"Safe 2")");
  command("return-original", "operator", R"(,"original":"1")");
  command("close", "head");
  command("extend", "head", R"(,"working_days":2,"text":"Study.")");
  command("reopen", "head", R"(,"text":"The court has said so.")");
  // It is worked on: there is nothing to hold yet.
  command("hold-erasure", "head", R"(,"text":"The court asks for it.")");
  command("allow-erasure", "head", R"(,"text":"It is done.")");
  command("message", "applicant representative operator specialist colleague head", R"(,"text":"When?")");
  command("note", "operator specialist colleague head", R"(,"text":"Came.")");
  const auto task = [&](const char* name, const char* may, const std::string& more = {}) {
    rows.push_back({"POST", "/api/v1/tasks/{task}/{command}",
                    fmt::format("/api/v1/tasks/{{number}}:placement/{}", name), kWorkers, kOwnWorkers, may,
                    412, stale(more)});
  };
  task("claim", "specialist colleague");
  task("release", "specialist colleague");
  task("approve", "specialist colleague");
  task("record", "specialist colleague");
  task("refuse", "specialist colleague", R"(,"ground":"no-place","text":"No.")");
  task("intend-refusal", "specialist colleague", R"(,"ground":"no-place","text":"No.")");
  task("propose-refusal", "specialist colleague", R"(,"ground":"no-place","text":"No.")");
  task("forward", "specialist colleague", R"(,"addressee":"Another district","text":"Not ours.")");
  task("ask", "specialist colleague", R"(,"text":"Which?")");
  task("ask-department", "specialist colleague",
       R"(,"department":"health","working_days":2,"text":"Is it?")");
  task("hand-on", "specialist colleague head", R"(,"assignee":"somebody")");
  return rows;
}

// Their whole subtrees.
const Names kOtherFeatures = words(R"(
  /assets /qr /api/v1/clock /api/v1/tickets /api/v1/sessions /api/v1/me
  /api/v1/centres/{centre}/tickets /api/v1/centres/{centre}/windows /api/v1/centres/{centre}/hall
  /api/v1/centres/{centre}/needs /api/v1/centres/{centre}/board /api/v1/centres/{centre}/events
  /api/v1/centres/{centre}/staff /api/v1/centres/{centre}/devices
  /{lang}/t /{lang}/device /{lang}/account /{lang}/sign-in /{lang}/sign-out /{lang}/kept
  /{lang}/{centre}/board /{lang}/{centre}/console /{lang}/{centre}/host /{lang}/{centre}/dashboard
  /{lang}/{centre}/kiosk /{lang}/{centre}/staff /{lang}/{centre}/devices
  /{lang}/{centre}/services/{service}/eligibility
)");
// These alone.
const Names kOtherRoutes = words(R"(
  / /healthz /readyz /metrics /api/openapi.json
  /api/v1/centres /api/v1/centres/{centre} /api/v1/centres/{centre}/services
  /api/v1/centres/{centre}/services/{service} /api/v1/centres/{centre}/services/{service}/form
  /api/v1/centres/{centre}/spheres /api/v1/centres/{centre}/departments /api/v1/centres/{centre}/life-events
  /{lang} /{lang}/{centre} /{lang}/{centre}/services /{lang}/{centre}/services/{service}
  /{lang}/{centre}/life-events /{lang}/{centre}/life-events/{event} /{lang}/{centre}/departments
  /{lang}/{centre}/privacy
  /{lang}/{centre}/departments/{department}
)");

}  // namespace

Names words(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

bool among(const std::string& names, const std::string& name) {
  return names == kAll || words(names).contains(name);
}

const std::vector<Row>& rows() {
  static const std::vector<Row> made = all_rows();
  return made;
}

bool elsewhere(std::string_view method_and_pattern) {
  const std::string pattern(method_and_pattern.substr(method_and_pattern.find(' ') + 1));
  if (method_and_pattern.starts_with("GET ") && kOtherRoutes.contains(pattern)) return true;
  return std::ranges::any_of(kOtherFeatures, [&](const std::string& tree) {
    return pattern == tree || pattern.starts_with(tree + "/");
  });
}

}  // namespace biroyna::testing

// An application as its applicant sees it, and whoever acts for the applicant: a representative by number and
// secret, or an operator at a window.
//
// Stateless, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "features/case_views/case_views.hpp"
#include "features/cases/cases.hpp"
#include "features/cases/edge.hpp"
#include "platform/i18n/i18n.hpp"
#include "platform/site/site.hpp"

namespace biroyna::my {

using namespace cases;
using namespace case_views;

// How somebody opened it: by a secret, with pages below "/my", or at a window, with pages below "/cases".
enum class Way : std::uint8_t { secret, window };

struct ApplicantView {
  const http::Request& request;
  Application application;
  catalogue::EditionPtr edition;
  i18n::Speaker say;
  std::string secret;  // that this browser remembers; empty at a window
  Viewer viewer;
  Way way = Way::secret;

  const Case& process() const { return application.process; }
  bool may(Action action) const { return cases::may(viewer, action, process()); }
  bool may_answer() const { return process().open_question() != nullptr && may(Action::answer); }
  const catalogue::Service& service() const { return *edition->catalogue.find(process().begun.service); }
  std::string title() const { return service().names.in(say.language()); }
  std::string day(Time time) const { return i18n::date(say.language(), edition->zone.day(time)); }
  // "/en/sergeli/my/7K4M9QX2", or at a window "/en/sergeli/cases/7K4M9QX2", and what is below it.
  std::string address(std::string_view rest = {}) const;
  std::string department(const DepartmentId& id) const;
  // Of the operator at a window, else of whoever has the secret.
  Credentials credentials() const;
  const Mandate* mandate() const;  // of the representative who looks; null for the applicant
};

// Opens the application of an address. Thread-safe.
class ApplicantAccess {
 public:
  ApplicantAccess(const Site& site, const Applications& applications, const CaseAccess& access)
      : site_(site), applications_(applications), access_(access) {}

  // The application, if this person may do this with it. By a secret: if this browser remembers one that
  // opens it. At a window: if it belongs to the operator's centre. Otherwise the answer to the request: a
  // redirect to the form for number and secret, "not found" at a window, or "forbidden".
  tl::expected<ApplicantView, http::Response> open(const http::Request& request, Action action,
                                                   Way way = Way::secret) const;

 private:
  std::optional<ApplicantView> find(const http::Request& request, Way way) const;

  const Site& site_;
  const Applications& applications_;
  const CaseAccess& access_;
};

// For texts in forms. In every script, 2000 characters fit kMostText bytes.
static_assert(kMostText == 4000);
inline const html::Attribute kLongest = html::attribute("maxlength", "2000");
std::string list_address(const http::Request& request);  // "/en/sergeli/my"
// Adds the header of the centre, and the status of a form that came back.
http::Response respond(const Site& site, const ApplicantView& view, pages::Page page);

}  // namespace biroyna::my

// An application as those see it who act in it for its applicant: they themselves and whom they let act, by
// its number and a secret; and at a window an operator, for the applicant who sits there.
//
// Stateless, thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "features/cases/cases.hpp"
#include "features/my/my.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::my {

// By which way somebody came to it: their pages lie below "/my" or below "/cases".
enum class Way : std::uint8_t { secret, window };

struct Own {
  const http::Request& request;
  Application application;
  catalogue::EditionPtr edition;
  i18n::Speaker say;
  std::string secret;  // as this browser has it; empty at a window
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
  // At a window the operator, else whoever has the secret.
  Credentials credentials() const;
  const Mandate* mandate() const;  // by which they came in; null for the applicant
};

// The application of the address, when this browser has a secret that opens it; at a window, when it is of
// the operator's centre.
std::optional<Own> own_of(const PagesAround& around, const http::Request& request, Way way = Way::secret);
// The same for whoever may do this with it; else what they are answered: not_theirs(), or that they may not.
tl::expected<Own, http::Response> own_for(const PagesAround& around, const http::Request& request,
                                          Action action, Way way = Way::secret);
// Of what is written in a form: whatever the script, it fits kMostText.
static_assert(kMostText == 4000);
inline const html::Attribute kLongest = html::attribute("maxlength", "2000");
std::string list_address(const http::Request& request);  // "/en/sergeli/my"
// For who may not see it: to where number and secret are asked for; at a window "not found".
http::Response not_theirs(const PagesAround& around, const http::Request& request, Way way = Way::secret);
http::Response respond(const PagesAround& around, const Own& own, std::string title, const Html& main,
                       bool failed = false);

}  // namespace biroyna::my

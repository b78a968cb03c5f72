// An application as those see it who came in by its number and a secret: the applicant, and whom they let
// act.
//
// Stateless, thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "features/applications/pages.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::applications {

struct Own {
  const http::Request& request;
  Application application;
  catalogue::EditionPtr edition;
  i18n::Speaker say;
  std::string secret;  // as this browser has it
  Viewer viewer;

  const Case& process() const { return application.process; }
  bool may(Action action) const { return applications::may(viewer, action, process()); }
  bool may_answer() const { return process().open_question() != nullptr && may(Action::answer); }
  const catalogue::Service& service() const { return *edition->catalogue.find(process().begun.service); }
  std::string title() const { return service().names.in(say.language()); }
  std::string day(Time time) const { return i18n::date(say.language(), edition->zone.day(time)); }
  // "/en/sergeli/my/7K4M9QX2", and what is below it.
  std::string address(std::string_view rest = {}) const;
  std::string department(const DepartmentId& id) const;
  const Power* power() const;  // by which they came in; null for the applicant
};

// The application of the address, when this browser has a secret that opens it.
std::optional<Own> own_of(const PagesAround& around, const http::Request& request);
std::string list_address(const http::Request& request);  // "/en/sergeli/my"
// To where number and secret are asked for.
http::Response to_find(const http::Request& request);
// What is answered about it; else where number and secret are asked for.
http::Response with_own(const PagesAround& around, const http::Request& request,
                        const std::function<http::Response(const Own&)>& answer);
http::Response respond(const PagesAround& around, const Own& own, std::string title, const Html& main,
                       bool failed = false);
// On a computer that several people use, "back" shows nothing.
void keep_nowhere(http::Response& response);

}  // namespace biroyna::applications

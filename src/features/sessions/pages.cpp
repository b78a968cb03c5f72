// Signing in and out, and one's own account.
#include <fmt/format.h>

#include <functional>

#include "features/sessions/pages_shared.hpp"
#include "platform/pages/done.hpp"

namespace biroyna::sessions {
namespace {

using auth::Roles;
using html::make;
using http::field;
using pages::FormErrors;
using pages::heading;

// Whether it is an address of this program: sign-in never redirects elsewhere.
bool is_local(std::string_view address) {
  return address.starts_with('/') && !address.starts_with("//") &&
         address.find('\\') == std::string_view::npos &&
         address.find_first_of("\r\n\t") == std::string_view::npos;
}

// Whoever was sent here is told what happens with what they were doing.
Html why_again(const i18n::Speaker& say, std::string_view to) {
  if (!is_local(to)) return {};
  const bool typed = to.find("/kept/") != std::string_view::npos;
  return html::inset_text({.text = say(typed ? "sign_in.typed_is_kept" : "sign_in.then_back")});
}

class SignInPages {
 public:
  SignInPages(const Site& site, Sessions& sessions, Home home)
      : site_(site), sessions_(sessions), home_(std::move(home)) {}

  http::Response sign_in(const http::Request& request) const {
    const std::string to(request.query_value("to").value_or(""));
    if (request.principal.signed_in())
      return http::see_other(is_local(to) ? to : home_(request.language, request.principal));
    return sign_in_page(request, to, "", FormErrors(i18n::Speaker(request.language)), 200);
  }

  http::Response try_sign_in(const http::Request& request) const {
    const http::Fields form = http::form_of(request);
    const std::string login = field(form, "login"), to = field(form, "to");
    auto signed_in =
        sessions_.sign_in(login, field(form, "password"),
                          {request.peer, request.cookie(kBrowserCookie), request.header("user-agent")});
    if (!signed_in) {
      FormErrors errors{i18n::Speaker(request.language)};
      errors.add(signed_in.error());
      return sign_in_page(request, to, login, errors,
                          signed_in.error().kind == Refusal::Kind::throttled ? 429 : 422);
    }
    sessions_.sign_out(request.principal);  // a secret lives for one signing in
    const staff::Person& person = signed_in->person;
    const auth::Principal principal = newcomer(person.role, person.centre);
    auto response = http::see_other(person.first_password ? fmt::format("/{}/account", tag(request.language))
                                    : is_local(to)        ? to
                                                          : home_(request.language, principal));
    response.headers.emplace_back("Set-Cookie", std::move(signed_in->browser_cookie));
    response.headers.emplace_back("Set-Cookie", std::move(signed_in->cookie));
    return response;
  }

  http::Response sign_out(const http::Request& request) const {
    sessions_.sign_out(request.principal);
    auto response = http::see_other(fmt::format("/{}/sign-in", tag(request.language)));
    response.headers.emplace_back("Set-Cookie", Sessions::expired_cookie());
    return response;
  }

  http::Response account(const http::Request& request) const {
    return account_page(request, FormErrors(i18n::Speaker(request.language)),
                        pages::done_value(request, "changed").has_value());
  }

  http::Response change_password(const http::Request& request) const {
    FormErrors errors{i18n::Speaker(request.language)};
    const http::Fields form = http::form_of(request);
    const bool first = sessions_.has_first_password(request.principal);
    auto changed = sessions_.change_password(request.principal, field(form, "old_password"),
                                             field(form, "new_password"), request.header("user-agent"));
    if (!changed) {
      errors.add(changed.error());
      return account_page(request, errors, false);
    }
    auto response = first ? http::see_other(home_(request.language, request.principal))
                          : pages::see_done(fmt::format("/{}/account?changed=yes", tag(request.language)));
    response.headers.emplace_back("Set-Cookie", *std::move(changed));
    return response;
  }

  http::Response sign_out_everywhere(const http::Request& request) const {
    sessions_.sign_out_everywhere(StaffId(request.principal.id));
    auto response = http::see_other(fmt::format("/{}/sign-in", tag(request.language)));
    response.headers.emplace_back("Set-Cookie", Sessions::expired_cookie());
    return response;
  }

 private:
  http::Response page(const http::Request& request, std::string_view title, const Html& main, bool failed,
                      int status) const {
    return site_.pages.page(request,
                            {.title = std::string(title),
                             .main = main,
                             .place = site_.place(request.language, CentreId(request.principal.centre)),
                             .wide = true,
                             .failed = failed,
                             .typed_into = true,
                             .status = status});
  }

  http::Response sign_in_page(const http::Request& request, const std::string& to, const std::string& login,
                              const FormErrors& errors, int status) const {
    const i18n::Speaker say(request.language);
    const Html main = make(
        "{}{}{}<form method=\"post\" action=\"{}\" novalidate>{}<input type=\"hidden\" name=\"to\" "
        "value=\"{}\">{}{}{}</form>",
        errors.summary("login"), heading(say("sign_in.title")), why_again(say, to),
        fmt::format("/{}/sign-in", tag(request.language)), pages::csrf_field(request), to,
        html::input({.name = "login",
                     .label = {.text = say("sign_in.login")},
                     .value = login,
                     .error_message = errors.of(""),
                     .autocomplete = "username",
                     .autocapitalize = "none",
                     .classes = "govuk-input--width-20",
                     .spellcheck = false}),
        html::password_input(
            pages::password_input("password", say("sign_in.password"), "current-password", errors)),
        html::button({.text = say("sign_in.button")}));
    return site_.pages.page(request, {.title = std::string(say("sign_in.title")),
                                      .main = main,
                                      .failed = !errors.empty(),
                                      .typed_into = true,
                                      .status = status});
  }

  http::Response account_page(const http::Request& request, const FormErrors& errors, bool changed) const {
    const i18n::Speaker say(request.language);
    const std::string account = fmt::format("/{}/account", tag(request.language));
    const bool first = sessions_.has_first_password(request.principal);
    Html done;
    if (first)
      done = html::inset_text({.text = say("account.first_password")});
    else if (changed)
      done = html::notification_banner(
          {.title = say("account.done"), .text = say("account.password_changed"), .success = true});
    const Html main = make(
        "{}{}{}<p class=\"govuk-body\">{}, {}</p><form method=\"post\" action=\"{}\" novalidate>{}<h2 "
        "class=\"govuk-heading-m\">{}</h2>{}{}{}</form><form "
        "method=\"post\" action=\"{}\">{}<h2 class=\"govuk-heading-m\">{}</h2><p "
        "class=\"govuk-body\">{}</p>{}</form>{}",
        errors.summary("old_password"), done, heading(say("account.title")), request.principal.name,
        staff::role_text(say, request.principal.role), account, pages::csrf_field(request),
        say("account.change_password"),
        html::password_input(
            pages::password_input("old_password", say("account.old_password"), "current-password", errors)),
        html::password_input(
            pages::password_input("new_password", say("account.new_password"), "new-password", errors)),
        html::button({.text = say("account.change_password")}), account + "/sign-out-everywhere",
        pages::csrf_field(request), say("account.everywhere"), say("account.everywhere_hint"),
        html::button({.text = say("account.everywhere"), .classes = "govuk-button--secondary"}),
        first ? Html()
              : make("<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>",
                     account + "/sessions", say("sessions.title")));
    return page(request, say("account.title"), main, !errors.empty(), errors.empty() ? 200 : 422);
  }

  const Site& site_;
  Sessions& sessions_;
  const Home home_;
};

}  // namespace

void add_pages(http::Router& router, const Site& site, Sessions& sessions, const Home& home) {
  const auto own = std::make_shared<const SignInPages>(site, sessions, home);
  const auto on = [&](http::Method method, std::string pattern, Roles allowed,
                      http::Response (SignInPages::*handle)(const http::Request&) const,
                      http::Where where = http::Where::pool) {
    router.add({method, std::move(pattern), allowed, where,
                [own, handle](const http::Request& request, const http::Reply& reply) {
                  reply.send(((*own).*handle)(request));
                },
                kLargestSignIn});
  };
  using enum http::Method;
  using enum http::Where;
  on(get, "/{lang}/sign-in", Roles::all(), &SignInPages::sign_in);
  on(post, "/{lang}/sign-in", Roles::all(), &SignInPages::try_sign_in, slow);
  on(post, "/{lang}/sign-out", Roles::all(), &SignInPages::sign_out);
  on(get, "/{lang}/account", staff::kPeople, &SignInPages::account);
  on(post, "/{lang}/account", staff::kPeople, &SignInPages::change_password, slow);
  on(post, "/{lang}/account/sign-out-everywhere", staff::kPeople, &SignInPages::sign_out_everywhere);
}

}  // namespace biroyna::sessions

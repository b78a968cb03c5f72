#include "app/problems.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "platform/http/uri.hpp"
#include "platform/i18n/i18n.hpp"
#include "platform/i18n/wrong_fields.hpp"

namespace biroyna {
namespace {

// One title for each status, so that the same code always has the same title.
std::string title_key(int status) {
  switch (status) {
    case 400:
    case 401:
    case 403:
    case 404:
    case 405:
    case 408:
    case 409:
    case 412:
    case 413:
    case 414:
    case 415:
    case 422:
    case 429:
    case 431:
    case 503:
      return fmt::format("problem.{}", status);
    default:
      return status < 500 ? "problem.400" : "problem.500";
  }
}

std::string detail(Language language, const Refusal& refusal, std::string_view title) {
  const std::string key = "refusal." + refusal.code;
  if (!i18n::has(language, key)) return std::string(title);
  const std::string state = "state." + refusal.subject;
  const std::string_view subject = i18n::has(language, state) ? i18n::text(language, state) : refusal.subject;
  return i18n::format(language, key, {{"subject", subject}});
}

std::string to_json(const http::Request& request, int status, const Refusal& refusal,
                    std::string_view title) {
  boost::json::object problem{{"type", std::string(kProblemBase) + refusal.code},
                              {"title", title},
                              {"status", status},
                              {"detail", detail(request.language, refusal, title)}};
  if (!refusal.subject.empty()) problem["subject"] = refusal.subject;
  if (!refusal.fields.empty()) {
    boost::json::array errors;
    for (const auto& field : refusal.fields) {
      const auto code = field.code.starts_with("error.") ? field.code.substr(6) : field.code;
      errors.push_back({{"pointer", field.pointer},
                        {"code", code},
                        {"detail", i18n::named(i18n::Speaker(request.language),
                                               {field.pointer, "error." + code, field.limits})}});
    }
    problem["errors"] = std::move(errors);
  }
  return boost::json::serialize(problem);
}

// The same for people, who are told how long to wait if that is more than a moment.
std::string with_wait(Language language, const Refusal& refusal, std::string_view title) {
  std::string text = detail(language, refusal, title);
  if (refusal.retry_after_seconds < 60) return text;
  const int minutes = (refusal.retry_after_seconds + 59) / 60;
  return text + " " + i18n::Speaker(language).many("way.wait", minutes);
}

bool is_form_with_files(const http::Request& request) {
  return request.method == http::Method::post && http::language_of_path(request.path) &&
         request.header("content-type").starts_with("multipart/form-data");
}

}  // namespace

http::Response Problems::operator()(const http::Request& request, const Refusal& refusal) const {
  const bool failure = refusal.code == "internal";
  return (*this)(request, failure ? 500 : http::status_of(refusal.kind), refusal);
}

http::Response Problems::operator()(const http::Request& request, int status, const Refusal& refusal) const {
  const std::string_view title = i18n::text(request.language, title_key(status));
  const bool as_json = request.wants_json() && !request.is_visit();
  if (status == 401 && !as_json) {
    std::string back = request.target;
    if (const std::string kept = keep_ ? keep_(request) : std::string(); !kept.empty())
      back = fmt::format("/{}/kept/{}?to={}", tag(request.language), kept, http::percent_encode(back));
    return http::see_other(
        fmt::format("/{}/sign-in?to={}", tag(request.language), http::percent_encode(back)));
  }
  // The page of a form with files says it beside the file.
  if (status == 413 && is_form_with_files(request))
    return http::see_other(request.target.substr(0, request.target.find('?')) +
                           "?problem=document_too_large");
  if (refusal.code == "change_password_first" && !as_json)
    return http::see_other(fmt::format("/{}/account", tag(request.language)));
  http::Response response{.status = status, .headers = {{"Cache-Control", "no-store"}}};
  if (refusal.retry_after_seconds > 0) {
    response.headers.emplace_back("Retry-After", std::to_string(refusal.retry_after_seconds));
  }
  if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  response.headers.emplace_back("Content-Language", tag(request.language));
  if (as_json) {
    response.content_type = "application/problem+json";
    response.body = to_json(request, status, refusal, title);
  } else {
    response.content_type = "text/html; charset=utf-8";
    const std::string text = with_wait(request.language, refusal, title);
    response.body = page_(request, {.title = title, .text = text, .status = status, .code = refusal.code});
  }
  return response;
}

}  // namespace biroyna

#include "features/sessions/edge_kept_forms.hpp"

#include <algorithm>

#include "features/sessions/known_browsers.hpp"
#include "features/sessions/sessions.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/http/multipart.hpp"
#include "platform/http/uri.hpp"

namespace biroyna::sessions {
namespace {

bool is_of_the_session(std::string_view name) {
  return name == "csrf" || name == "key" || name.find("password") != std::string_view::npos;
}

bool is_typed_here(const http::Request& request) {
  return request.method == http::Method::post && http::language_of_path(request.path) &&
         request.header("sec-fetch-site") == "same-origin";
}

std::string browser_that_asks(const http::Request& request) {
  return std::string(browser_named(request.cookie(kBrowserCookie)));
}

// What was typed; nothing if it cannot be read, or is more than is kept.
std::optional<KeptForm> typed_in(const http::Request& request) {
  KeptForm form;
  form.multipart = http::multipart_boundary(request.header("content-type")).has_value();
  if (!form.multipart) {
    auto fields = request.form();
    if (!fields || request.body.size() > KeptForms::kMostBytes) return std::nullopt;
    form.fields = *std::move(fields);
    return form;
  }
  const auto body = http::MultipartForm::of(request);
  if (!body) return std::nullopt;
  std::size_t bytes = 0;
  for (const http::Part& part : body->parts()) {
    const std::string_view text = part.filename ? std::string_view(*part.filename) : part.content;
    bytes += part.name.size() + text.size();
    if (bytes > KeptForms::kMostBytes) return std::nullopt;
    (part.filename ? form.files : form.fields).emplace_back(part.name, text);
  }
  return form;
}

}  // namespace

std::string KeptForms::keep(const http::Request& request) {
  std::string browser = browser_that_asks(request);
  if (!is_typed_here(request) || browser.empty()) return {};
  auto form = typed_in(request);
  if (!form) return {};
  std::erase_if(form->fields, [](const auto& field) { return is_of_the_session(field.first); });
  const auto filled = [](const http::Fields& fields) {
    return std::ranges::any_of(fields, [](const auto& field) { return !field.second.empty(); });
  };
  if (!filled(form->fields)) return {};
  form->id = auth::random_id();
  form->address = request.target.substr(0, request.target.find('?'));
  form->browser = std::move(browser);
  form->client = request.peer;
  form->kept_at = clock_();
  std::string id = form->id;
  const std::lock_guard lock(mutex_);
  // A client that has many makes room among its own.
  const auto of_client = std::ranges::count(forms_, form->client, &KeptForm::client);
  if (of_client == kMostOfClient)
    forms_.erase(std::ranges::find(forms_, form->client, &KeptForm::client));
  else if (forms_.size() == kMost)
    forms_.pop_front();
  forms_.push_back(*std::move(form));
  return id;
}

std::optional<KeptForm> KeptForms::take(std::string_view id, const http::Request& by) {
  const std::lock_guard lock(mutex_);
  const Time oldest = clock_() - kFor;
  std::erase_if(forms_, [&](const KeptForm& form) { return form.kept_at < oldest; });
  const auto found = std::ranges::find(forms_, id, &KeptForm::id);
  if (found == forms_.end() || found->browser != browser_that_asks(by)) return std::nullopt;
  KeptForm form = std::move(*found);
  forms_.erase(found);
  return form;
}

}  // namespace biroyna::sessions

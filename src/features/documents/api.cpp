#include "features/documents/api.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <set>

#include "platform/commands/commands.hpp"
#include "platform/http/multipart.hpp"
#include "platform/json/response.hpp"

namespace biroyna::documents {
namespace json = boost::json;
namespace {

using auth::Role;
using auth::Roles;
using Kind = Refusal::Kind;

// Applicants have no sign-in of their own yet; whoever hands in a document gets its secret.
constexpr Roles kHandsIn = {Role::anonymous, Role::kiosk,  Role::tablet, Role::host,
                            Role::operator_, Role::editor, Role::head,   Role::administrator};
// And who works on the case that it belongs to.
constexpr Roles kReads = kHandsIn | auth::kOfDepartments;
// Who looks at a picture in the browser: people of the staff, as drawing it takes a processor's time.
constexpr Roles kLooks =
    Roles{Role::host, Role::operator_, Role::editor, Role::head, Role::administrator} | auth::kOfDepartments;

// A form as it came; what it says lies in the file of the request.
struct Form {
  std::shared_ptr<const http::MultipartForm> body;
  Upload upload;
};

class FormReader {
 public:
  explicit FormReader(const std::vector<http::Part>& parts) : parts_(parts) {}

  const http::Part* file() {
    const auto found = all("file");
    if (found.size() > 1) return wrong("file", "error.only_one"), nullptr;
    if (found.empty() || !is_chosen(*found.front())) return wrong("file", "error.required"), nullptr;
    return found.front();
  }
  std::string text(const std::string& name, bool required) {
    const auto found = all(name);
    const std::string_view content = found.empty() ? std::string_view() : found.front()->content;
    if (found.size() > 1) wrong(name, "error.only_one");
    if (content.size() > kLongestText) return errors_.push_back(too_long("/" + name, kLongestText)), "";
    if (required && content.empty()) wrong(name, "error.required");
    return std::string(content);
  }
  void wrong(const std::string& name, std::string code) { errors_.push_back({"/" + name, std::move(code)}); }

  std::optional<Refusal> finish() {
    for (const auto& part : parts_) {
      if (!asked_.contains(part.name)) wrong(part.name, "error.unknown_field");
    }
    if (errors_.empty()) return std::nullopt;
    return Refusal{Kind::invalid, "invalid", std::move(errors_)};
  }

 private:
  static constexpr std::size_t kLongestText = 200;

  std::vector<const http::Part*> all(const std::string& name) {
    asked_.insert(name);
    std::vector<const http::Part*> found;
    for (const auto& part : parts_) {
      if (part.name == name) found.push_back(&part);
    }
    return found;
  }

  const std::vector<http::Part>& parts_;
  std::set<std::string> asked_;
  std::vector<FieldError> errors_;
};

class Api {
 public:
  Api(const Site& site, Documents& documents, Uploads& uploads, const catalogue::Catalogues& catalogues)
      : site_(site), documents_(documents), uploads_(uploads), catalogues_(catalogues) {}

  void hand_in(const http::Request& request, const http::Reply& reply) const {
    auto form = read(request);
    if (!form) return reply.send(site_.refused(request, form.error()));
    uploads_.take(request, reply, form->body, {std::move(form->upload)},
                  [this](const http::Request& asked, const http::Reply& to,
                         const Uploads::Outcomes& outcomes) { to.send(answer(asked, outcomes.front())); });
  }

  http::Response show(const http::Request& request) const {
    const auto document = find(request);
    return document ? json_response(document_json(*document)) : not_found(request);
  }

  void picture(const http::Request& request, const http::Reply& reply) const {
    auto document = find(request);
    if (!document) return reply.send(not_found(request));
    uploads_.show_picture(
        request, reply, *std::move(document), quarter_turns_of(request),
        [this](const http::Request& asked, const http::Reply& to, const Result<http::Response>& shown) {
          to.send(shown ? *shown : site_.refused(asked, shown.error()));
        });
  }

  http::Response content(const http::Request& request) const {
    const auto document = find(request);
    if (!document) return not_found(request);
    auto content = handed_out(documents_, *document, actor_of(request.principal),
                              request.query_value("shown") ? HandedOut::shown : HandedOut::saved);
    return content ? *std::move(content) : site_.refused(request, content.error());
  }

 private:
  Result<Form> read(const http::Request& request) const {
    if (!http::multipart_boundary(request.header("content-type")))
      return refuse(Kind::unsupported, "not_multipart");
    auto body = http::MultipartForm::of(request);
    if (!body) return refuse(Kind::malformed, "malformed");
    Form form{std::make_shared<const http::MultipartForm>(*std::move(body)), {}};
    FormReader fields(form.body->parts());
    Upload& upload = form.upload;
    if (const auto* file = fields.file()) {
      upload.content = file->content;
      upload.name = *file->filename;
    }
    upload.centre = CentreId(fields.text("centre", true));
    if (!upload.centre.empty() && !catalogues_.current(upload.centre))
      fields.wrong("centre", "error.unknown_centre");
    upload.purpose = fields.text("purpose", false);
    if (!upload.purpose.empty() && !is_slug(upload.purpose)) fields.wrong("purpose", "error.not_an_id");
    fields.text("csrf", false);  // the guard's
    if (auto wrong = fields.finish()) return tl::unexpected(*std::move(wrong));
    const auto& who = request.principal;
    if (who.of_centre() && who.centre != upload.centre.str()) return refuse(Kind::not_found, "not_found");
    upload.owner = actor_of(who);
    return form;
  }

  http::Response answer(const http::Request& request, const Result<Documents::Taken>& taken) const {
    if (!taken) return site_.refused(request, taken.error());
    auto document = document_json(taken->document);
    document["secret"] = taken->secret;
    auto response = json_response(document, 201);
    response.headers.emplace_back("Location", "/api/v1/documents/" + taken->document.id.str());
    return response;
  }

  static json::object document_json(const Document& document) {
    json::object object{{"id", document.id.str()},
                        {"sha256", document.sha256},
                        {"size", document.size},
                        {"media_type", documents::name(document.media_type)},
                        {"state", documents::name(document.state)},
                        {"name", document.name},
                        {"taken_at", to_rfc3339(document.taken_at)}};
    if (!document.purpose.empty()) object["purpose"] = document.purpose;
    if (document.media_type == MediaType::pdf) object["pages"] = document.pages;
    if (document.state == State::rejected) object["reason"] = document.reason;
    return object;
  }

  std::optional<Document> find(const http::Request& request) const {
    return documents_.find_for(request.principal, DocumentId(std::string(request.param("document"))),
                               request.header(kSecretHeader));
  }

  http::Response not_found(const http::Request& request) const { return site_.not_found(request); }

  const Site& site_;
  Documents& documents_;
  Uploads& uploads_;
  const catalogue::Catalogues& catalogues_;
};

}  // namespace

void add_api(http::Router& router, const Site& site, Documents& documents, Uploads& uploads,
             const catalogue::Catalogues& catalogues) {
  const auto api = std::make_shared<const Api>(site, documents, uploads, catalogues);
  router.add({http::Method::post, "/api/v1/documents", kHandsIn, http::Where::pool,
              [api](const http::Request& request, const http::Reply& reply) { api->hand_in(request, reply); },
              kMostBody, true});
  router.get("/api/v1/documents/{document}", kReads,
             [api](const http::Request& request) { return api->show(request); });
  router.add(
      {http::Method::get, "/api/v1/documents/{document}/picture", kLooks, http::Where::pool,
       [api](const http::Request& request, const http::Reply& reply) { api->picture(request, reply); }});
  router.get("/api/v1/documents/{document}/content", kReads,
             [api](const http::Request& request) { return api->content(request); });
}

}  // namespace biroyna::documents

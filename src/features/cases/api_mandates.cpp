// Mandates as JSON, for the applicant and for an operator at a window.
#include <algorithm>
#include <boost/json.hpp>
#include <functional>
#include <memory>

#include "features/cases/api.hpp"
#include "features/cases/commands.hpp"
#include "features/cases/json.hpp"
#include "features/cases/mandates.hpp"
#include "platform/json/fields.hpp"
#include "platform/json/response.hpp"

namespace biroyna::cases {
namespace json = boost::json;
namespace {

Mandate read_mandate(JsonFields& fields) {
  Mandate mandate;
  mandate.person = fields.text("name", 4 * kLongestPerson);
  const auto choice = [&](const char* key, auto parse, auto& into) {
    const std::string chosen = fields.text(key);
    if (const auto known = parse(chosen))
      into = *known;
    else if (!chosen.empty())
      fields.wrong(key, "not_a_choice");
  };
  choice("relation", parse_relation, mandate.relation);
  choice("extent", parse_extent, mandate.extent);
  choice("reach", parse_reach, mandate.reach);
  mandate.until = read_day(fields, "until");
  return mandate;
}

class MandatesApi {
 public:
  MandatesApi(const Site& site, Applications& applications, const CaseAccess& access)
      : site_(site), applications_(applications), access_(access) {}

  http::Response list(const http::Request& request) const {
    const auto application = opened(request, Action::see_mandates);
    if (!application) return site_.refused(request, application.error());
    json::array items;
    for (const Mandate& mandate : application->mandates)
      items.push_back(mandate_json(mandate, applications_.today(*application)));
    return json_response(json::object{{"items", std::move(items)}});
  }

  void give(const http::Request& request, http::Reply reply) const {
    // Checked before the command, because the answer to a repeat has the secret.
    const auto application = opened(request, Action::give_mandate);
    if (!application) return reply.send(site_.refused(request, application.error()));
    JsonFields fields(request);
    Mandate requested = read_mandate(fields);
    if (auto wrong = fields.finish()) return reply.send(site_.refused(request, *wrong));
    auto change = give_mandate(applications_, *application, new_mandate(*application, std::move(requested)),
                               credentials_of(request));
    change.repeat = repeat_of(request);
    applications_.change(std::move(change),
                         [this, &request, reply](const Result<Executed<Applications::Changed>>& done) {
                           if (!done) return reply.send(site_.refused(request, done.error()));
                           const auto& [changed, replayed] = *done;
                           const Mandate* made = made_mandate(changed, changed.application);
                           if (made == nullptr) return reply.send(site_.refused(request, not_found()));
                           auto answer = mandate_json(*made, applications_.today(changed.application));
                           answer["secret"] = changed.secret;
                           reply.send(with_replay(json_response(answer, 201), replayed));
                         });
  }

  void revoke(const http::Request& request, http::Reply reply) const {
    const auto application = opened(request, Action::give_mandate);
    if (!application) return reply.send(site_.refused(request, application.error()));
    const std::string id(request.param("mandate"));
    auto change = revoke_mandate(applications_, *application, id, credentials_of(request));
    change.repeat = repeat_of(request);
    applications_.change(
        std::move(change), [this, &request, reply, id](const Result<Executed<Applications::Changed>>& done) {
          if (!done) return reply.send(site_.refused(request, done.error()));
          const Application& application = done->value.application;
          const auto found = std::ranges::find(application.mandates, id, &Mandate::id);
          if (found == application.mandates.end()) return reply.send(site_.refused(request, not_found()));
          const Day today = applications_.today(application);
          reply.send(with_replay(json_response(mandate_json(*found, today)), done->replayed));
        });
  }

 private:
  // The application of the address, if the person may do this.
  Result<Application> opened(const http::Request& request, Action action) const {
    auto opened = access_.open(request, request.param("number"), secret_of(request));
    if (!opened) return tl::unexpected(std::move(opened.error()));
    if (!may(opened->viewer, action, opened->application.process))
      return refuse(Refusal::Kind::forbidden, "forbidden");
    return std::move(opened->application);
  }
  static Refusal not_found() { return {Refusal::Kind::not_found, "not_found"}; }

  const Site& site_;
  Applications& applications_;
  const CaseAccess& access_;
};

}  // namespace

void add_mandates_api(http::Router& router, const Site& site, Applications& applications,
                      const CaseAccess& access) {
  const auto api = std::make_shared<const MandatesApi>(site, applications, access);
  const std::string all = "/api/v1/applications/{number}/mandates";
  const auto everyone = auth::Roles::all();
  router.get(all, everyone, std::bind_front(&MandatesApi::list, api));
  router.add(
      {http::Method::post, all, everyone, http::Where::pool, std::bind_front(&MandatesApi::give, api)});
  router.add({http::Method::post, all + "/{mandate}/revoke", everyone, http::Where::pool,
              std::bind_front(&MandatesApi::revoke, api)});
}

}  // namespace biroyna::cases

#include "features/results/api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "core/text.hpp"
#include "platform/json/fields.hpp"
#include "platform/json/paging.hpp"
#include "platform/json/response.hpp"

namespace biroyna::results {
namespace json = boost::json;
namespace {

using auth::Roles;

constexpr std::int64_t kMostEntries = 200;

json::object names_json(const Names& names) {
  json::object object;
  for (const Language language : kLanguages) object[tag(language)] = names.in(language);
  return object;
}

// "2026/000123" as a part of a file's name.
std::string file_name_of(std::string number) {
  std::ranges::replace_if(
      number, [](char c) { return !is_digit(c) && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z'); }, '-');
  return number;
}

void add_until(json::object& object, const Entry& entry) {
  if (entry.valid_until) object["valid_until"] = to_iso(*entry.valid_until);
}

json::object entry_json(const Entry& entry) {
  json::object object{{"code", entry.code},
                      {"number", entry.number},
                      {"version", entry.version},
                      {"kind", entry.kind},
                      {"standing", name(entry.standing)},
                      {"case", entry.case_number},
                      {"service", entry.service.str()},
                      {"language", tag(entry.language)},
                      {"title", entry.title},
                      {"holder", entry.holder},
                      {"issued_at", to_rfc3339(entry.issued_at)},
                      {"issued_by", entry.issued_by}};
  add_until(object, entry);
  if (!entry.supersedes.empty()) object["supersedes"] = entry.supersedes;
  if (entry.standing != Standing::issued) {
    object["changed_at"] = to_rfc3339(entry.changed_at);
    object["changed_by"] = entry.changed_by;
  }
  if (entry.standing == Standing::revoked) object["reason"] = entry.reason;
  return object;
}

class Api {
 public:
  Api(const Site& site, Results& results, const catalogue::Catalogues& catalogues, Commands& commands,
      RateLimit& checks, MayRead may_read)
      : site_(site),
        results_(results),
        catalogues_(catalogues),
        commands_(commands),
        checks_(site, results, commands, checks),
        may_read_(std::move(may_read)) {}

  void verify(const http::Request& request, http::Reply reply) const {
    checks_.run(request, std::move(reply), request.param("code"), "api",
                [&catalogues = catalogues_](const Check& check) {
                  auto response = json_response(check_json(catalogues, check));
                  response.headers.emplace_back("X-Robots-Tag", "noindex");
                  return response;
                });
  }

  void entries(const http::Request& request, http::Reply reply) const {
    Search search{.centre = CentreId(request.principal.centre),
                  .text = std::string(request.query_value("q").value_or("")),
                  .after = std::string(request.query_value("after").value_or(""))};
    const auto limit = limit_of(request, static_cast<std::int64_t>(search.limit), kMostEntries);
    if (!limit) return refuse_with(request, reply, limit.error());
    search.limit = static_cast<std::size_t>(*limit);
    const auto found = results_.search(search);
    json::array items;
    for (const auto& entry : found) items.push_back(entry_json(entry));
    json::object answer{{"items", std::move(items)}};
    if (found.size() == search.limit) answer["next"] = found.back().code;
    reply.send(json_response(answer));
  }

  // The document itself. Whoever may not have it is not told that it is there; who opened a link to it is led
  // to where anybody checks a document.
  void pdf(const http::Request& request, http::Reply reply) const {
    const auto code = read_code(request.param("code"));
    const auto entry = code ? results_.find(*code) : std::nullopt;
    if (!entry || !may_have(request, *entry)) {
      if (code && request.is_visit())
        return reply.send(http::see_other(fmt::format("/{}/verify/{}", tag(request.language), *code)));
      return refuse_with(request, reply, not_found());
    }
    auto bytes = results_.pdf(*code);
    if (!bytes) return refuse_with(request, reply, bytes.error());
    http::Response response{
        .content_type = "application/pdf",
        .body = *std::move(bytes),
        .headers = {{"Content-Disposition",
                     fmt::format("inline; filename=\"{}-{}.pdf\"", entry->kind, file_name_of(entry->number))},
                    {"Cache-Control", "no-store"}}};
    commands_.run<Nothing>(
        {},
        [&results = results_, entry = *entry,
         actor = to_string(request.principal.actor())](db::Tx& tx) -> Result<Nothing> {
          results.note_reading(tx, entry, actor);
          return Nothing{};
        },
        [this, &request, reply, response](const Result<Executed<Nothing>>& noted) {
          reply.send(noted ? response : site_.refused(request, noted.error()));
        });
  }

  void revoke(const http::Request& request, http::Reply reply) const {
    const auto entry = own_entry(results_, request);
    if (!entry) return refuse_with(request, reply, not_found());
    JsonFields fields(request);
    std::string reason = fields.text("reason", kLongestReason);
    if (auto wrong = fields.finish()) return refuse_with(request, reply, *std::move(wrong));
    results::revoke(results_, commands_, request, *entry, repeat_of(request), std::move(reason),
                    [this, &request, reply](const Result<Executed<Nothing>>& revoked) {
                      if (!revoked) return refuse_with(request, reply, revoked.error());
                      reply.send(with_replay({.status = 204}, revoked->replayed));
                    });
  }

 private:
  static json::object check_json(const catalogue::Catalogues& catalogues, const Check& check) {
    json::object object{{"state", name(check.state)}};
    if (!check.entry) return object;
    const Entry& entry = *check.entry;
    object["kind"] = entry.kind;
    object["number"] = entry.number;
    object["version"] = entry.version;
    object["holder"] = public_name(entry);
    if (!entry.holder_mark.empty())
      object[entry.holder_is_person ? "holder_pinfl_end" : "holder_tin"] = entry.holder_mark;
    add_until(object, entry);
    const auto edition = catalogues.current(entry.centre);
    if (!edition) return object;
    object["issued_on"] = to_iso(edition->zone.day(entry.issued_at));
    object["centre"] = names_json(edition->catalogue.centre.names);
    if (const auto* service = edition->catalogue.find(entry.service))
      object["service"] = names_json(service->names);
    return object;
  }

  bool may_have(const http::Request& request, const Entry& entry) const {
    const auto& principal = request.principal;
    const bool staff = kRegister.contains(principal.role) && principal.centre == entry.centre.str();
    return staff || (may_read_ && may_read_(request, entry));
  }
  static Refusal not_found() { return {Refusal::Kind::not_found, "not_found"}; }
  void refuse_with(const http::Request& request, const http::Reply& reply, const Refusal& refusal) const {
    reply.send(site_.refused(request, refusal));
  }

  const Site& site_;
  Results& results_;
  const catalogue::Catalogues& catalogues_;
  Commands& commands_;
  const PublicChecks checks_;
  const MayRead may_read_;
};

}  // namespace

void add_api(http::Router& router, const Site& site, Results& results,
             const catalogue::Catalogues& catalogues, Commands& commands, RateLimit& checks,
             MayRead may_read) {
  const auto api =
      std::make_shared<const Api>(site, results, catalogues, commands, checks, std::move(may_read));
  const auto on = [&](http::Method method, std::string pattern, Roles allowed,
                      void (Api::*handle)(const http::Request&, http::Reply) const) {
    router.add({method, std::move(pattern), allowed, http::Where::pool,
                [api, handle](const http::Request& request, http::Reply reply) {
                  ((*api).*handle)(request, std::move(reply));
                }});
  };
  using enum http::Method;
  on(get, "/api/v1/verify/{code}", Roles::all(), &Api::verify);
  on(get, "/api/v1/centres/{centre}/results", kRegister, &Api::entries);
  on(get, "/api/v1/results/{code}/pdf", Roles::all(), &Api::pdf);
  on(post, "/api/v1/results/{code}/revoke", kRegister, &Api::revoke);
}

}  // namespace biroyna::results

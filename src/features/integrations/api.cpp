// How agencies fetch and answer their questions, and how people see to dead letters.
#include "features/integrations/api.hpp"

#include <boost/json.hpp>

#include "platform/json/paging.hpp"
#include "platform/json/response.hpp"

namespace biroyna::integrations {
namespace json = boost::json;
namespace {

using auth::Role;
using auth::Roles;
using http::Method;
using http::Where;

constexpr Roles kAgencies = {Role::agency};
constexpr std::int64_t kMostAtOnce = 100;

json::object letter_json(const DeadLetter& letter) {
  json::object object{{"id", letter.id.str()},
                      {"registry", letter.registry.str()},
                      {"case", letter.case_number},
                      {"step", letter.step},
                      {"reason", name(letter.fault.reason)},
                      {"status", nullptr},
                      {"attempts", letter.attempts},
                      {"asked_at", to_rfc3339(letter.asked_at)},
                      {"failed_at", to_rfc3339(letter.failed_at)}};
  if (letter.fault.reason == Reason::status) object["status"] = letter.fault.status;
  return object;
}

json::object standing_json(const Registries::Standing& one) {
  json::object object{{"id", one.id.str()},         {"mode", nullptr},      {"breaker", name(one.breaker)},
                      {"open_questions", one.open}, {"oldest_at", nullptr}, {"dead_letters", one.dead}};
  if (one.mode) object["mode"] = *one.mode == RegistrySettings::Mode::call ? "call" : "poll";
  if (one.oldest) object["oldest_at"] = to_rfc3339(*one.oldest);
  return object;
}

class Api {
 public:
  Api(const Site& site, Registries& registries, Commands& commands)
      : site_(site), registries_(registries), commands_(commands) {}

  void standing(const http::Request& request, const http::Reply& reply) const {
    json::array items;
    for (const auto& one : registries_.standing(CentreId(request.principal.centre)))
      items.push_back(standing_json(one));
    reply.send(json_response(json::object{{"items", std::move(items)}}));
  }

  void letters(const http::Request& request, const http::Reply& reply) const {
    const auto limit = limit_of(request, kMostAtOnce, kMostAtOnce);
    if (!limit) return reply.send(site_.refused(request, limit.error()));
    json::array items;
    for (const auto& letter : registries_.dead_letters(CentreId(request.principal.centre),
                                                       request.query_value("after").value_or(""), *limit))
      items.push_back(letter_json(letter));
    reply.send(page_of(std::move(items), *limit));
  }

  // POST …/dead-letters/{question}/{retry | give-up}
  void decide(const http::Request& request, const http::Reply& reply) const {
    const auto command = request.param("command");
    if (command != "retry" && command != "give-up") return reply.send(site_.not_found(request));
    const CentreId centre(request.principal.centre);
    run(request, reply, [&registries = registries_, &request, centre](db::Tx& tx) -> Result<Nothing> {
      const auto done =
          request.param("command") == "retry"
              ? registries.retry(tx, centre, question_of(request), actor_of(request.principal))
              : registries.give_up(tx, centre, question_of(request), actor_of(request.principal));
      if (!done) return tl::unexpected(done.error());
      return Nothing{};
    });
  }

  void questions(const http::Request& request, const http::Reply& reply) const {
    if (!own_registry(request)) return reply.send(site_.not_found(request));
    const auto limit = limit_of(request, kMostAtOnce, kMostAtOnce);
    if (!limit) return reply.send(site_.refused(request, limit.error()));
    json::array items;
    for (const auto& fetched :
         registries_.fetch(CentreId(request.principal.centre), registry_of(request),
                           request.query_value("after").value_or(""), *limit, actor_of(request.principal)))
      items.push_back(json::parse(fetched.json));
    reply.send(page_of(std::move(items), *limit));
  }

  void answer(const http::Request& request, const http::Reply& reply) const {
    if (!own_registry(request)) return reply.send(site_.not_found(request));
    const CentreId centre(request.principal.centre);
    run(request, reply, [&registries = registries_, &request, centre](db::Tx& tx) -> Result<Nothing> {
      const auto taken = registries.take_answer(tx, centre, registry_of(request), question_of(request),
                                                request.body, actor_of(request.principal));
      if (!taken) return tl::unexpected(taken.error());
      return Nothing{};
    });
  }

 private:
  // An agency's token bears the name of its registry, and is for no other.
  bool own_registry(const http::Request& request) const {
    return request.param("registry") == request.principal.name && registries_.is_polled(registry_of(request));
  }
  static RegistryId registry_of(const http::Request& request) {
    return RegistryId(std::string(request.param("registry")));
  }
  static QuestionId question_of(const http::Request& request) {
    return QuestionId(std::string(request.param("question")));
  }
  static http::Response page_of(json::array items, std::int64_t limit) {
    json::value next = nullptr;
    if (items.size() == static_cast<std::size_t>(limit)) next = items.back().at("id");
    return page_response(std::move(items), std::move(next));
  }
  void run(const http::Request& request, const http::Reply& reply,
           std::function<Result<Nothing>(db::Tx&)> job) const {
    const CentreId centre(request.principal.centre);
    commands_.run<Nothing>(
        {.centre = centre,
         .repeat = repeat_of(request),
         .turn = Turn::first,
         .hold = [&registries = registries_, centre](db::Tx& tx) { registries.hold(tx, centre); }},
        std::move(job), [this, &request, reply](const Result<Executed<Nothing>>& done) {
          if (!done) return reply.send(site_.refused(request, done.error()));
          reply.send(with_replay({.status = 204}, done->replayed));
        });
  }

  const Site& site_;
  Registries& registries_;
  Commands& commands_;
};

}  // namespace

void add_api(http::Router& router, const Site& site, Registries& registries, Commands& commands) {
  const auto api = std::make_shared<const Api>(site, registries, commands);
  const auto on = [&](Method method, std::string pattern, Roles allowed,
                      void (Api::*handle)(const http::Request&, const http::Reply&) const,
                      std::size_t body_bytes = 0) {
    router.add({method, std::move(pattern), allowed, Where::pool,
                [api, handle](const http::Request& request, const http::Reply& reply) {
                  ((*api).*handle)(request, reply);
                },
                body_bytes});
  };
  using enum Method;
  on(get, "/api/v1/centres/{centre}/registries", kOverseers, &Api::standing);
  on(get, "/api/v1/centres/{centre}/dead-letters", kOverseers, &Api::letters);
  on(post, "/api/v1/centres/{centre}/dead-letters/{question}/{command}", kOverseers, &Api::decide);
  on(get, "/api/v1/registries/{registry}/questions", kAgencies, &Api::questions);
  on(post, "/api/v1/registries/{registry}/questions/{question}/answer", kAgencies, &Api::answer,
     kLargestAnswer);
}

}  // namespace biroyna::integrations

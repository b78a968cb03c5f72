// Powers to act as JSON: for the applicant, and for who is at a window with them.
#include <boost/json.hpp>
#include <functional>
#include <memory>

#include "features/cases/commands.hpp"
#include "features/cases/json.hpp"
#include "features/cases/powers.hpp"
#include "platform/json/fields.hpp"
#include "platform/json/response.hpp"

namespace biroyna::cases {
namespace json = boost::json;
namespace {

Power read_power(JsonFields& fields) {
  Power power;
  power.person = fields.text("name", 4 * kLongestPerson);
  const auto choice = [&](const char* key, auto parse, auto& into) {
    const std::string chosen = fields.text(key);
    if (const auto known = parse(chosen))
      into = *known;
    else if (!chosen.empty())
      fields.wrong(key, "not_a_choice");
  };
  choice("relation", parse_relation, power.relation);
  choice("extent", parse_extent, power.extent);
  choice("reach", parse_reach, power.reach);
  const std::string until = fields.text("until", 10);
  const auto day = parse_iso_day(until);
  if (!day && !until.empty()) fields.wrong("until", "not_a_date");
  power.until = day.value_or(Day());
  return power;
}

class PowersApi {
 public:
  explicit PowersApi(const Surroundings& around) : around_(around) {}

  http::Response list(const http::Request& request) const {
    const auto application = opened(request, Action::see_powers);
    if (!application) return around_.refused(request, application.error());
    json::array items;
    for (const Power& power : application->powers)
      items.push_back(power_json(power, around_.applications.today(*application)));
    return json_response(json::object{{"items", std::move(items)}});
  }

  void give(const http::Request& request, http::Reply reply) const {
    // Before it is ordered: the answer to a repeat has the secret.
    const auto application = opened(request, Action::give_power);
    if (!application) return reply.send(around_.refused(request, application.error()));
    JsonFields fields(request);
    Power wanted = read_power(fields);
    if (auto wrong = fields.finish()) return reply.send(around_.refused(request, *wrong));
    NewPower made = new_power(*application, std::move(wanted));
    auto change = give_power(around_, *application, made.power, sender(request));
    change.answer = [this, secret = std::move(made.secret)](const Application& now_is) {
      auto answer = power_json(now_is.powers.back(), around_.applications.today(now_is));
      answer["secret"] = secret;
      return json_response(answer, 201);
    };
    around_.applications.change(request, std::move(reply), std::move(change));
  }

  void revoke(const http::Request& request, http::Reply reply) const {
    const auto application = opened(request, Action::give_power);
    if (!application) return reply.send(around_.refused(request, application.error()));
    const std::string id(request.param("power"));
    auto change = revoke_power(around_, *application, id, sender(request));
    change.answer = [this, id](const Application& now_is) {
      const auto found = std::ranges::find(now_is.powers, id, &Power::id);
      return json_response(power_json(*found, around_.applications.today(now_is)));
    };
    around_.applications.change(request, std::move(reply), std::move(change));
  }

 private:
  // The application of the address, for whom may do this.
  Result<Application> opened(const http::Request& request, Action action) const {
    auto opened = open(around_, request, request.param("number"), secret_of(request));
    if (!opened) return tl::unexpected(std::move(opened.error()));
    if (!may(opened->viewer, action, opened->application.process))
      return refuse(Refusal::Kind::forbidden, "forbidden");
    return std::move(opened->application);
  }
  static Sender sender(const http::Request& request) {
    Sender by = sender_of(request);
    by.key = Commands::key_of(request);
    return by;
  }

  const Surroundings around_;
};

}  // namespace

void add_powers_api(http::Router& router, const Surroundings& around) {
  const auto api = std::make_shared<const PowersApi>(around);
  const std::string all = "/api/v1/applications/{number}/powers";
  const auto everyone = auth::Roles::all();
  router.get(all, everyone, std::bind_front(&PowersApi::list, api));
  router.add({http::Method::post, all, everyone, http::Where::pool, std::bind_front(&PowersApi::give, api)});
  router.add({http::Method::post, all + "/{power}/revoke", everyone, http::Where::pool,
              std::bind_front(&PowersApi::revoke, api)});
}

}  // namespace biroyna::cases

// Absences as JSON.
#include <boost/json.hpp>
#include <memory>

#include "features/deadlines/absences.hpp"
#include "platform/json/fields.hpp"
#include "platform/json/response.hpp"

namespace biroyna::deadlines {
namespace json = boost::json;
namespace {

json::object absence_json(const Absence& absence) {
  return {{"id", absence.id},
          {"person", absence.person.str()},
          {"substitute", absence.substitute.str()},
          {"from", to_iso(absence.from)},
          {"to", to_iso(absence.to)}};
}

Day day_of(JsonFields& fields, const char* name) {
  const std::string text = fields.text(name, 10);
  const auto day = parse_iso_day(text);
  if (!day && !text.empty()) fields.wrong(name, "not_a_date");
  return day.value_or(Day());
}

class AbsencesApi {
 public:
  explicit AbsencesApi(const AbsencesAround& around) : around_(around) {}

  http::Response list(const http::Request& request) const {
    json::array items;
    for (const auto& absence : around_.absences.seen_by(request.principal))
      items.push_back(absence_json(absence));
    return json_response(json::object{{"items", std::move(items)}});
  }

  void add(const http::Request& request, http::Reply reply) const {
    JsonFields fields(request);
    Absence wanted;
    wanted.person = StaffId(fields.text_if("person").value_or(request.principal.id));
    wanted.substitute = StaffId(fields.text("substitute"));
    wanted.from = day_of(fields, "from");
    wanted.to = day_of(fields, "to");
    if (auto wrong = fields.finish()) return reply.send(around_.site.refused(request, *wrong));
    around_.absences.add(
        request.principal, std::move(wanted), repeat_of(request),
        [this, &request, reply](const Result<Executed<Absence>>& added) {
          if (!added) return reply.send(around_.site.refused(request, added.error()));
          reply.send(with_replay(json_response(absence_json(added->value), 201), added->replayed));
        });
  }

  void remove(const http::Request& request, http::Reply reply) const {
    around_.absences.remove(request.principal, std::string(request.param("absence")), repeat_of(request),
                            [this, &request, reply](const Result<Executed<Nothing>>& removed) {
                              if (!removed) return reply.send(around_.site.refused(request, removed.error()));
                              reply.send(with_replay({.status = 204}, removed->replayed));
                            });
  }

 private:
  const AbsencesAround around_;
};

}  // namespace

void add_absences_api(http::Router& router, const AbsencesAround& around) {
  const auto api = std::make_shared<const AbsencesApi>(around);
  const std::string all = "/api/v1/centres/{centre}/absences";
  router.get(all, kCanBeAbsent, std::bind_front(&AbsencesApi::list, api));
  router.add(
      {http::Method::post, all, kCanBeAbsent, http::Where::pool, std::bind_front(&AbsencesApi::add, api)});
  router.add({http::Method::delete_, all + "/{absence}", kCanBeAbsent, http::Where::pool,
              std::bind_front(&AbsencesApi::remove, api)});
}

}  // namespace biroyna::deadlines

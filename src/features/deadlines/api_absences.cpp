// Absences as JSON.
#include <boost/json.hpp>
#include <memory>

#include "features/cases/api.hpp"
#include "features/deadlines/api.hpp"
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

class AbsencesApi {
 public:
  AbsencesApi(const Site& site, AbsenceBook& absences) : site_(site), absences_(absences) {}

  http::Response list(const http::Request& request) const {
    json::array items;
    for (const auto& absence : absences_.seen_by(request.principal)) items.push_back(absence_json(absence));
    return json_response(json::object{{"items", std::move(items)}});
  }

  void add(const http::Request& request, http::Reply reply) const {
    JsonFields fields(request);
    Absence absence;
    absence.person = StaffId(fields.text_if("person").value_or(request.principal.id));
    absence.substitute = StaffId(fields.text("substitute"));
    absence.from = read_day(fields, "from");
    absence.to = read_day(fields, "to");
    if (auto wrong = fields.finish()) return reply.send(site_.refused(request, *wrong));
    absences_.add(request.principal, std::move(absence), repeat_of(request),
                  [this, &request, reply](const Result<Executed<Absence>>& added) {
                    if (!added) return reply.send(site_.refused(request, added.error()));
                    reply.send(with_replay(json_response(absence_json(added->value), 201), added->replayed));
                  });
  }

  void remove(const http::Request& request, http::Reply reply) const {
    absences_.remove(request.principal, std::string(request.param("absence")), repeat_of(request),
                     [this, &request, reply](const Result<Executed<Nothing>>& removed) {
                       if (!removed) return reply.send(site_.refused(request, removed.error()));
                       reply.send(with_replay({.status = 204}, removed->replayed));
                     });
  }

 private:
  const Site& site_;
  AbsenceBook& absences_;
};

}  // namespace

void add_absences_api(http::Router& router, const Site& site, AbsenceBook& absences) {
  const auto api = std::make_shared<const AbsencesApi>(site, absences);
  const std::string all = "/api/v1/centres/{centre}/absences";
  router.get(all, kCanBeAbsent, std::bind_front(&AbsencesApi::list, api));
  router.add(
      {http::Method::post, all, kCanBeAbsent, http::Where::pool, std::bind_front(&AbsencesApi::add, api)});
  router.add({http::Method::delete_, all + "/{absence}", kCanBeAbsent, http::Where::pool,
              std::bind_front(&AbsencesApi::remove, api)});
}

}  // namespace biroyna::deadlines

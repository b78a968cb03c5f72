#include "features/catalogue/api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <functional>

#include "features/catalogue/form_json.hpp"
#include "features/catalogue/json.hpp"
#include "features/catalogue/selection.hpp"

namespace biroyna::catalogue {
namespace json = boost::json;
namespace {

constexpr std::int64_t kMostServices = 200;

// RFC 9110, 13.1.2: "*" or a list, in which a proxy that compresses makes ours weak. A comma does not occur
// in ours, so it need not be taken apart.
bool is_known(std::string_view if_none_match, std::string_view etag) {
  return if_none_match == "*" || if_none_match.find(etag) != std::string_view::npos;
}

class Api {
 public:
  Api(const Site& site, const Catalogues& catalogues) : site_(site), catalogues_(catalogues) {}

  http::Response centres(const http::Request&) const {
    json::array items;
    for (const auto& edition : catalogues_.all()) items.push_back(centre_json(*edition, site_.clock()));
    return answer({{"items", std::move(items)}});
  }

  http::Response centre(const http::Request& request) const {
    const auto edition = edition_of(request);
    if (!edition) return site_.not_found(request);
    return answer(centre_json(*edition, site_.clock()));
  }

  http::Response services(const http::Request& request) const {
    const auto edition = edition_of(request);
    if (!edition) return site_.not_found(request);
    const Catalogue& catalogue = edition->catalogue;
    std::vector<FieldError> wrong;
    Selection requested;
    requested.text = request.query_value("q").value_or("");
    if (const auto id = request.query_value("sphere")) {
      requested.sphere.emplace(std::string(*id));
      if (catalogue.find(*requested.sphere) == nullptr) wrong.push_back({"/sphere", "error.unknown_sphere"});
    }
    if (const auto id = request.query_value("department")) {
      requested.department.emplace(std::string(*id));
      if (catalogue.find(*requested.department) == nullptr)
        wrong.push_back({"/department", "error.unknown_department"});
    }
    if (const auto id = request.query_value("life_event")) {
      requested.life_event = *id;
      if (catalogue.find_life_event(*id) == nullptr)
        wrong.push_back({"/life_event", "error.unknown_life_event"});
    }
    if (const auto flag = request.query_value("online")) {
      if (*flag == "true" || *flag == "false")
        requested.online = *flag == "true";
      else
        wrong.push_back({"/online", "error.not_flag"});
    }
    std::int64_t limit = kMostServices;
    if (const auto text = request.query_value("limit")) {
      const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), limit);
      if (error != std::errc() || end != text->data() + text->size() || limit < 1 || limit > kMostServices) {
        wrong.push_back({"/limit", "error.not_number", FieldError::Limits{1, kMostServices}});
      }
    }
    if (!wrong.empty()) return site_.refused(request, {Refusal::Kind::invalid, "invalid", std::move(wrong)});

    const Selected selected = select(*edition, requested);
    auto found = selected.services;
    if (const auto after = request.query_value("after"); after && !after->empty()) {
      const auto last =
          std::ranges::find(found, *after, [](const Service* service) { return service->id.str(); });
      if (last == found.end())
        return site_.refused(request,
                             {Refusal::Kind::invalid, "invalid", {{"/after", "error.unknown_service"}}});
      found.erase(found.begin(), last + 1);
    }
    json::value next = nullptr;
    if (found.size() > static_cast<std::size_t>(limit)) {
      found.resize(static_cast<std::size_t>(limit));
      next = found.back()->id.str();
    }
    json::array items;
    const Day today = edition->zone.day(site_.clock());
    for (const Service* service : found) items.push_back(service_json(catalogue, *service, today));
    json::array elsewhere;
    for (const Elsewhere* item : selected.elsewhere) elsewhere.push_back(elsewhere_json(*item));
    return answer(
        {{"items", std::move(items)},
         {"next", std::move(next)},
         {"elsewhere", std::move(elsewhere)},
         {"corrected", selected.corrected.empty() ? json::value() : json::value(selected.corrected)}});
  }

  http::Response service(const http::Request& request) const {
    const auto edition = edition_of(request);
    if (!edition) return site_.not_found(request);
    const auto* found = edition->catalogue.find(ServiceId(std::string(request.param("service"))));
    if (found == nullptr) return site_.not_found(request);
    const Day today = edition->zone.day(site_.clock());
    // The fee changes with the day.
    const std::string etag = fmt::format("\"{}-{}\"", edition->catalogue.version, to_iso(today));
    if (is_known(request.header("if-none-match"), etag)) return {.status = 304, .headers = {{"ETag", etag}}};
    auto response = answer(service_json(edition->catalogue, *found, today));
    response.headers.emplace_back("ETag", etag);
    return response;
  }

  // In the reader's language. A service that cannot be applied for has none.
  http::Response form(const http::Request& request) const {
    const auto edition = edition_of(request);
    if (!edition) return site_.not_found(request);
    const auto* found = edition->catalogue.find(ServiceId(std::string(request.param("service"))));
    if (found == nullptr || found->form.empty()) return site_.not_found(request);
    const std::string etag = fmt::format("\"{}-{}\"", edition->catalogue.version, tag(request.language));
    const auto label = [&](http::Response response) {
      response.headers.emplace_back("ETag", etag);
      response.headers.emplace_back("Content-Language", tag(request.language));
      response.headers.emplace_back("Vary", "Accept-Language");
      return response;
    };
    if (is_known(request.header("if-none-match"), etag)) return label({.status = 304});
    return label(answer(form_json(edition->catalogue, *found, request.language)));
  }

  template <auto List, auto Show>
  http::Response list(const http::Request& request) const {
    const auto edition = edition_of(request);
    if (!edition) return site_.not_found(request);
    json::array items;
    for (const auto& item : edition->catalogue.*List) {
      if constexpr (requires { Show(edition->catalogue, item); })
        items.push_back(Show(edition->catalogue, item));
      else
        items.push_back(Show(item));
    }
    return answer({{"items", std::move(items)}});
  }

 private:
  static http::Response answer(const json::object& object) {
    return {.body = json::serialize(object), .headers = {{"Cache-Control", "no-cache"}}};
  }
  EditionPtr edition_of(const http::Request& request) const {
    return catalogues_.current(CentreId(std::string(request.param("centre"))));
  }

  const Site& site_;
  const Catalogues& catalogues_;
};

}  // namespace

void add_api(http::Router& router, const Site& site, const Catalogues& catalogues) {
  const auto api = std::make_shared<const Api>(site, catalogues);
  const auto get = [&](const std::string& pattern, http::Response (Api::*show)(const http::Request&) const) {
    router.get("/api/v1/centres" + pattern, auth::Roles::all(), std::bind_front(show, api));
  };
  get("", &Api::centres);
  get("/{centre}", &Api::centre);
  get("/{centre}/services", &Api::services);
  get("/{centre}/services/{service}", &Api::service);
  get("/{centre}/services/{service}/form", &Api::form);
  get("/{centre}/spheres", &Api::list<&Catalogue::spheres, sphere_json>);
  get("/{centre}/departments", &Api::list<&Catalogue::departments, department_json>);
  get("/{centre}/life-events", &Api::list<&Catalogue::life_events, life_event_json>);
}

}  // namespace biroyna::catalogue

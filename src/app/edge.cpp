#include "app/edge.hpp"

#include <fmt/format.h>

#include "platform/http/descriptors.hpp"
#include "platform/log/log.hpp"

namespace biroyna {
namespace {

// Open beside the connections: the database (SQLite needs three descriptors for each of its connections),
// uploads, documents that are read or checked, registries, logs.
std::size_t reserved_descriptors(const LimitSettings& limits, int readers) {
  constexpr std::size_t kForDatabaseConnection = 4, kForTheRest = 96;
  return kForDatabaseConnection * static_cast<std::size_t>(readers + 2) + limits.uploads + kForTheRest;
}

Networks with_this_computer(Networks networks) {
  // Of a reverse proxy here, each connection is of another client.
  for (const char* own : {"127.0.0.0/8", "::1"}) networks.push_back(*Network::parse(own));
  return networks;
}

}  // namespace

http::Limits http_limits(const Config& config, int readers) {
  constexpr std::size_t kMegabyte = 1024 * 1024;
  const LimitSettings& set = config.limits;
  const std::size_t descriptors = http::raise_descriptor_limit();
  http::Limits limits;
  limits.connections =
      http::connections_within(set.connections, descriptors, reserved_descriptors(set, readers));
  limits.connections_per_client = set.connections_per_client;
  limits.streams = set.streams;
  limits.streams_per_client = set.streams_per_client;
  limits.body_memory = set.body_memory_mb * kMegabyte;
  limits.body_memory_per_client = set.body_memory_per_client_mb * kMegabyte;
  limits.answer_memory = set.answer_memory_mb * kMegabyte;
  limits.answer_memory_per_client = set.answer_memory_per_client_mb * kMegabyte;
  limits.uploads = set.uploads;
  limits.uploads_per_client = set.uploads_per_client;
  limits.uploads_for_staff = set.uploads_for_staff;
  limits.waiting = set.waiting_requests;
  limits.free_networks = with_this_computer(set.free_networks);
  log::info("descriptors", {{"limit", static_cast<std::int64_t>(descriptors)},
                            {"connections", static_cast<std::int64_t>(limits.connections)}});
  return limits;
}

std::vector<metrics::Figure> http_figures(const http::Counters& counters) {
  using metrics::Kind;
  const auto number = [](auto value) { return static_cast<double>(value); };
  std::vector<metrics::Figure> figures = {
      {"biroyna_http_open_connections", "Connections that are open", Kind::gauge,
       number(counters.open_connections)},
      {"biroyna_http_open_streams", "Event streams that are open", Kind::gauge,
       number(counters.open_streams)},
      {"biroyna_http_uploads", "Uploads that are received or handled", Kind::gauge, number(counters.uploads)},
      {"biroyna_http_body_bytes", "Memory of the bodies of requests", Kind::gauge,
       number(counters.body_bytes)},
      {"biroyna_http_answer_bytes", "Memory of large answers that are not read yet", Kind::gauge,
       number(counters.answer_bytes)},
      {"biroyna_http_requests_under_way", "Requests that are not answered yet", Kind::gauge,
       number(counters.under_way)},
      {"biroyna_http_accepted_total", "Connections accepted", Kind::counter, number(counters.accepted)},
      {"biroyna_http_refused_connections_total", "Connections over the limit", Kind::counter,
       number(counters.refused_connections)},
      {"biroyna_http_failed_accepts_total", "Connections that could not be taken", Kind::counter,
       number(counters.failed_accepts)},
      {"biroyna_http_requests_total", "Requests", Kind::counter, number(counters.requests)},
      {"biroyna_http_slow_streams_closed_total", "Event streams whose reader was too slow", Kind::counter,
       number(counters.slow_streams_closed)}};
  for (const auto& [what, shed] : {std::pair{"streams", counters.shed_streams},
                                   {"uploads", counters.shed_uploads},
                                   {"headers", counters.shed_headers},
                                   {"bodies", counters.shed_bodies},
                                   {"answers", counters.shed_answers},
                                   {"requests", counters.shed_requests}}) {
    figures.push_back({"biroyna_http_shed_total",
                       "What was refused as there was no room for it",
                       Kind::counter,
                       number(shed),
                       {{"what", what}}});
  }
  for (int hundred = 1; hundred < 6; ++hundred) {
    figures.push_back({"biroyna_http_answers_total",
                       "Answers by the first digit of their status",
                       Kind::counter,
                       number(counters.by_status_class[hundred]),
                       {{"class", fmt::format("{}xx", hundred)}}});
  }
  return figures;
}

http::Fields security_headers(const Config& config) {
  http::Fields headers = {
      {"Content-Security-Policy",
       "default-src 'none'; object-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src "
       "'self'; "
       "connect-src 'self'; frame-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
       "frame-ancestors 'none'; "
       "require-trusted-types-for 'script'; trusted-types biroyna"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"}};
  // Behind a proxy with a certificate (RFC 6797); over plain HTTP browsers ignore it.
  if (config.public_url.starts_with("https://"))
    headers.emplace_back("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  return headers;
}

}  // namespace biroyna

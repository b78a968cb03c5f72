#include "platform/assets/assets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "platform/auth/secrets.hpp"
#include "platform/http/compression.hpp"

namespace biroyna {
namespace {

// Keeps the board on the screen while the server is away (web/scripts/board-worker.ts). It lies among the
// assets and may nevertheless answer for the board's address.
constexpr std::string_view kServiceWorker = "board-worker.js";
constexpr std::size_t kHashLength = 12;  // 48 bits: enough to tell versions apart

struct Type {
  std::string_view ending, content_type;
};
constexpr std::array kTypes = {
    Type{".css", "text/css; charset=utf-8"},
    Type{".js", "text/javascript; charset=utf-8"},
    Type{".svg", "image/svg+xml"},
    Type{".woff2", "font/woff2"},
    Type{".png", "image/png"},
    Type{".opus", "audio/ogg"},
};

// Browsers are told not to guess (nosniff), so every asset needs the right type.
std::string_view type_of(std::string_view name) {
  const auto* const found =
      std::ranges::find_if(kTypes, [&](const Type& type) { return name.ends_with(type.ending); });
  if (found == kTypes.end())
    throw std::logic_error(fmt::format("no content type for the asset \"{}\"", name));
  return found->content_type;
}

bool is_coded(std::string_view name) { return name.ends_with(".br") || name.ends_with(".gz"); }

// If-None-Match (RFC 9110, 13.1.2): weak comparison; none of our tags holds a comma.
bool names(std::string_view if_none_match, std::string_view tag) {
  while (!if_none_match.empty()) {
    const std::size_t end = std::min(if_none_match.find(','), if_none_match.size());
    std::string_view item = if_none_match.substr(0, end);
    item.remove_prefix(std::min(item.find_first_not_of(" \t"), item.size()));
    while (item.ends_with(' ') || item.ends_with('\t')) item.remove_suffix(1);
    if (item.starts_with("W/")) item.remove_prefix(2);
    if (item == tag || item == "*") return true;
    if_none_match.remove_prefix(std::min(end + 1, if_none_match.size()));
  }
  return false;
}

}  // namespace

Assets::Assets(std::span<const embedded::File> files) {
  std::string all;
  for (const auto& file : files) {
    if (is_coded(file.name)) continue;
    Asset& asset = assets_[std::string(file.name)];
    asset.content_type = type_of(file.name);
    asset.plain = file.content;
    asset.hash = auth::to_hex(auth::sha256(file.content)).substr(0, kHashLength);
  }
  for (const auto& file : files) {
    if (!is_coded(file.name) || file.content.empty()) continue;
    const auto found = assets_.find(file.name.substr(0, file.name.size() - 3));
    if (found == assets_.end()) continue;
    (file.name.ends_with(".br") ? found->second.brotli : found->second.gzip) = file.content;
  }
  for (const auto& [name, asset] : assets_) all += fmt::format("{} {}\n", name, asset.hash);
  const std::string folder = auth::to_hex(auth::sha256(all)).substr(0, kHashLength);
  for (auto& [name, asset] : assets_) asset.address = fmt::format("/assets/{}/{}", folder, name);
}

const std::string& Assets::address(std::string_view name) const {
  const auto found = assets_.find(name);
  if (found == assets_.end()) throw std::logic_error(fmt::format("there is no asset \"{}\"", name));
  return found->second.address;
}

void Assets::add_routes(http::Router& router) const {
  router.add(
      {http::Method::get, "/assets/{version}/{name...}", auth::Roles::all(), http::Where::io,
       [this](const http::Request& request, const http::Reply& reply) { reply.send(answer(request)); }});
}

http::Response Assets::answer(const http::Request& request) const {
  const auto found = assets_.find(request.param("name"));
  if (found == assets_.end()) {
    return {.status = 404,
            .content_type = "text/plain; charset=utf-8",
            .headers = {{"Cache-Control", "no-store"}}};
  }
  const Asset& asset = found->second;
  if (request.path != asset.address) {
    return {.status = 307, .headers = {{"Location", asset.address}, {"Cache-Control", "no-store"}}};
  }

  struct Variant {
    std::string_view content, coding;
  };
  const Variant plain{asset.plain, ""};
  const Variant variant = [&]() -> Variant {
    switch (http::negotiate_coding(request.header("accept-encoding"))) {
      case http::Coding::brotli:
        if (!asset.brotli.empty()) return {asset.brotli, "br"};
        break;
      case http::Coding::gzip:
        if (!asset.gzip.empty()) return {asset.gzip, "gzip"};
        break;
      case http::Coding::identity:
        break;
    }
    return plain;
  }();

  // The tag names these very bytes, so it differs with the coding. "no-transform": nobody on the way codes it
  // anew.
  const std::string tag =
      fmt::format("\"{}{}{}\"", asset.hash, variant.coding.empty() ? "" : "-", variant.coding);
  http::Response response{
      .content_type = asset.content_type,
      .headers = {{"Cache-Control", "public, max-age=31536000, immutable, no-transform"}, {"ETag", tag}}};
  if (found->first == kServiceWorker) response.headers.emplace_back("Service-Worker-Allowed", "/");
  if (!asset.brotli.empty() || !asset.gzip.empty()) response.headers.emplace_back("Vary", "Accept-Encoding");
  if (names(request.header("if-none-match"), tag)) {
    response.status = 304;
    return response;
  }
  if (!variant.coding.empty()) response.headers.emplace_back("Content-Encoding", variant.coding);
  response.body = variant.content;
  return response;
}

}  // namespace biroyna

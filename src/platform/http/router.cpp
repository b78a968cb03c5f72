#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

#include "platform/http/http.hpp"

namespace biroyna::http {
namespace {

constexpr std::size_t kMethodCount = static_cast<std::size_t>(Method::other) + 1;

// What a pattern says about one segment of the path.
struct Piece {
  enum class Kind : std::uint8_t { literal, one, rest } kind = Kind::literal;
  std::string text;  // the literal, or the parameter's name
};

[[noreturn]] void complain(const Route& route, std::string_view what) {
  throw std::logic_error("route " + std::string(name(route.method)) + " " + route.pattern + ": " +
                         std::string(what));
}

Piece parse_piece(const Route& route, std::string_view segment) {
  if (segment.empty()) complain(route, "empty segment");
  if (segment.find_first_of("{}") == std::string_view::npos)
    return {Piece::Kind::literal, std::string(segment)};
  if (!segment.starts_with('{') || !segment.ends_with('}')) complain(route, "a parameter is a whole segment");
  segment = segment.substr(1, segment.size() - 2);
  const bool rest = segment.ends_with("...");
  if (rest) segment.remove_suffix(3);
  if (segment.empty() || segment.find_first_of("{}.") != std::string_view::npos)
    complain(route, "bad parameter name");
  return {rest ? Piece::Kind::rest : Piece::Kind::one, std::string(segment)};
}

std::vector<Piece> parse_pattern(const Route& route) {
  if (!route.pattern.starts_with('/')) complain(route, "the pattern does not begin with a slash");
  std::vector<Piece> pieces;
  std::string_view rest = std::string_view(route.pattern).substr(1);
  if (rest.empty()) return pieces;
  for (;;) {
    if (!pieces.empty() && pieces.back().kind == Piece::Kind::rest)
      complain(route, "nothing may follow {name...}");
    const std::string_view segment = rest.substr(0, rest.find('/'));
    Piece piece = parse_piece(route, segment);
    const bool repeated = std::ranges::any_of(pieces, [&](const Piece& earlier) {
      return piece.kind != Piece::Kind::literal && earlier.kind != Piece::Kind::literal &&
             earlier.text == piece.text;
    });
    if (repeated) complain(route, "two parameters have the same name");
    pieces.push_back(std::move(piece));
    if (segment.size() == rest.size()) return pieces;
    rest.remove_prefix(segment.size() + 1);
  }
}

Handler answering(std::function<Response(const Request&)> handler) {
  return
      [handler = std::move(handler)](const Request& request, Reply reply) { reply.send(handler(request)); };
}

}  // namespace

// One segment of the addresses. `routes` are those that end here, by method.
struct Router::Node {
  struct Ending {
    const Route* route = nullptr;
    std::vector<std::string> parameters;
  };
  using Endings = std::array<Ending, kMethodCount>;

  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> one;
  std::unique_ptr<Endings> endings;       // of addresses that end in this node
  std::unique_ptr<Endings> rest_endings;  // of addresses that go on below it and match "{name...}"

  // One look for an address. Goes through the patterns that fit it, the preferred first, until one has the
  // method.
  struct Search {
    Method method;
    std::vector<std::string_view> values = {};
    const Ending* found = nullptr;
    std::uint32_t methods_seen = 0;  // of patterns that fit, a bit each

    bool try_endings(const Endings* endings);
    bool visit(const Node& node, std::string_view rest);
  };

  static const Ending* ending_for(const Endings& endings, Method method) {
    const Ending& own = endings[static_cast<std::size_t>(method)];
    if (own.route != nullptr) return &own;
    if (method != Method::head) return nullptr;
    const Ending& get = endings[static_cast<std::size_t>(Method::get)];
    return get.route != nullptr ? &get : nullptr;
  }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Route route) {
  if (route.allowed.empty()) complain(route, "it states no privilege");
  if (!route.handler) complain(route, "it has no handler");
  if (route.method == Method::other) complain(route, "it states no method");
  if (route.takes_uploads && route.where != Where::pool) complain(route, "an upload is read in the pool");
  std::vector<std::string> parameters;
  Node* node = root_.get();
  bool takes_rest = false;
  for (Piece& piece : parse_pattern(route)) {
    if (piece.kind != Piece::Kind::literal) parameters.push_back(piece.text);
    if (piece.kind == Piece::Kind::rest) {
      takes_rest = true;
      break;
    }
    auto& next = piece.kind == Piece::Kind::one ? node->one : node->literals[piece.text];
    if (!next) next = std::make_unique<Node>();
    node = next.get();
  }
  auto& endings = takes_rest ? node->rest_endings : node->endings;
  if (!endings) endings = std::make_unique<Node::Endings>();
  Node::Ending& ending = (*endings)[static_cast<std::size_t>(route.method)];
  if (ending.route != nullptr) complain(route, "it is there already, as " + ending.route->pattern);
  ending.parameters = std::move(parameters);
  ending.route = routes_.emplace_back(std::make_unique<Route>(std::move(route))).get();
}

bool Router::Node::Search::try_endings(const Endings* endings) {
  if (endings == nullptr) return false;
  for (std::size_t i = 0; i < endings->size(); ++i) {
    if ((*endings)[i].route != nullptr) methods_seen |= 1u << i;
  }
  found = ending_for(*endings, method);
  return found != nullptr;
}

bool Router::Node::Search::visit(const Node& node, std::string_view rest) {
  if (rest.empty()) return try_endings(node.endings.get());
  const std::string_view segment = rest.substr(0, rest.find('/'));
  const std::string_view after =
      segment.size() == rest.size() ? std::string_view() : rest.substr(segment.size() + 1);
  if (const auto literal = node.literals.find(segment); literal != node.literals.end()) {
    if (visit(*literal->second, after)) return true;
  }
  if (node.one) {
    values.push_back(segment);
    if (visit(*node.one, after)) return true;
    values.pop_back();
  }
  if (!node.rest_endings) return false;
  values.push_back(rest);
  if (try_endings(node.rest_endings.get())) return true;
  values.pop_back();
  return false;
}

Router::Match Router::match(Method method, std::string_view path) const {
  Match match;
  if (!path.starts_with('/')) return match;
  path.remove_prefix(1);
  if (path.ends_with('/')) path.remove_suffix(1);
  Node::Search search{method};
  if (search.visit(*root_, path)) {
    match.route = search.found->route;
    match.path_exists = true;
    for (std::size_t i = 0; i < search.values.size(); ++i) {
      match.params.emplace_back(search.found->parameters[i], search.values[i]);
    }
    return match;
  }
  match.path_exists = search.methods_seen != 0;
  const bool has_get = (search.methods_seen & 1u << static_cast<unsigned>(Method::get)) != 0;
  if (has_get) search.methods_seen |= 1u << static_cast<unsigned>(Method::head);
  for (std::size_t i = 0; i < kMethodCount; ++i) {
    if ((search.methods_seen & 1u << i) == 0) continue;
    if (!match.allow.empty()) match.allow += ", ";
    match.allow += name(static_cast<Method>(i));
  }
  return match;
}

void Router::get(std::string pattern, auth::Roles allowed, std::function<Response(const Request&)> handler) {
  add({Method::get, std::move(pattern), allowed, Where::pool, answering(std::move(handler))});
}

void Router::post(std::string pattern, auth::Roles allowed, std::function<Response(const Request&)> handler) {
  add({Method::post, std::move(pattern), allowed, Where::pool, answering(std::move(handler))});
}

}  // namespace biroyna::http

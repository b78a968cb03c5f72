// Requests, answers and routes, as the features see them. The sockets are in server.hpp.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/language.hpp"
#include "core/result.hpp"
#include "core/turn.hpp"
#include "platform/auth/principal.hpp"

namespace biroyna::http {

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options, other };
std::string_view name(Method method);

// Names and values, in the order in which they came.
using Fields = std::vector<std::pair<std::string, std::string>>;
// The first one of this name; empty when there is none.
std::string field(const Fields& fields, std::string_view name);

// Invariants
//  (1) A request lives, unchanged, until its reply was sent (and as long as a Reply to it is kept).
//  (2) path, query, path_params and form() are UTF-8 without NUL; path has no empty, "." or ".." segment.
//  (3) Header names are unique: repeated headers were joined with ", " (cookies with "; ").
struct Request {
  Method method = Method::get;
  std::string target = {};  // as sent, "/uz-Latn/search?q=bog%CA%BBcha"
  std::string path = {};    // decoded, without the query
  Fields query = {};        // decoded
  Fields headers = {};      // names in lower case
  Fields path_params = {};  // from the route's pattern, decoded
  std::string body = {};
  // Of a route that takes uploads, instead of `body`: the file that has it, while the request lives. Empty
  // when there was no body.
  std::string body_file = {};
  std::string peer = {};                  // the client's address without port
  Language language = Language::uz_latn;  // of the address, else of Accept-Language
  auth::Principal principal = {};

  std::string_view header(std::string_view lower_case_name) const;  // empty when absent
  std::string_view cookie(std::string_view name) const;
  std::string_view param(std::string_view name) const;  // of the path; empty when absent
  std::optional<std::string_view> query_value(std::string_view name) const;
  bool wants_json() const;  // an /api/ address, or Accept prefers JSON to HTML
  bool is_visit() const;    // somebody opened the address in a browser, also one of the API as of a document
  // The fields of an application/x-www-form-urlencoded body; nothing when it is malformed or of another type.
  std::optional<Fields> form() const;
};
// The fields of the request's form; none when form() has nothing.
Fields form_of(const Request& request);

// The server adds Date, Content-Length and Connection, which cannot be set here. A header with a line break,
// or a name that is none, makes the answer a 500: nobody can split a response.
struct Response {
  int status = 200;
  std::string_view content_type =
      "application/json";  // a literal; a "content-type" among the headers replaces it
  std::string body = {};
  Fields headers = {};
};

Response see_other(std::string location);  // 303, for a page after a POST

// An open server-sent-event stream. Thread-safe.
class Stream {
 public:
  virtual ~Stream() = default;
  // Queues bytes that are shared between streams. False when the stream is closed, or was just closed because
  // the reader is slow and already has `Limits::stream_backlog` messages waiting.
  virtual bool offer(std::shared_ptr<const std::string> bytes) = 0;
  virtual void close() = 0;
  virtual bool open() const = 0;
};

// The one answer to one request; may be kept and sent later from any thread. Destroyed unsent, it answers
// 500.
class Reply {
 public:
  struct Sink {
    virtual ~Sink() = default;
    virtual void send(Response response) = 0;
    virtual std::shared_ptr<Stream> stream() = 0;
  };
  explicit Reply(std::shared_ptr<Sink> sink) : sink_(std::move(sink)) {}

  void send(Response response) const { sink_->send(std::move(response)); }
  // Answers 200 text/event-stream and keeps the connection open.
  std::shared_ptr<Stream> stream() const { return sink_->stream(); }

 private:
  std::shared_ptr<Sink> sink_;
};

using Handler = std::function<void(const Request&, Reply)>;

// Where a handler runs.
enum class Where : std::uint8_t {
  io,    // on the I/O thread: only what is ready in microseconds and never waits
  pool,  // all else
  slow,  // on a few threads of its own: what keeps a processor busy for a tenth of a second and more, such as
         // hashing a password. Few may wait there; more are refused: 503 "unavailable"
};

struct Route {
  Method method;
  std::string pattern;  // "/api/v1/tickets/{id}/{command}"; a last "{name...}" takes the rest of the path
  auth::Roles
      allowed;  // who may call it: the route's privilege; empty is an error that a test and start-up find
  Where where;
  Handler handler;
  std::size_t body_bytes = 0;  // a limit of its own for the body; 0 is that of the server
  bool takes_uploads = false;  // the body goes into a private file as it comes: see Request::body_file; in
                               // the pool only
  // `first`: for whoever watches over the server, on it or in a free network (Limits): is not refused because
  // too many requests wait, and goes before them.
  Turn turn = Turn::normal;
};

// The table of addresses. A literal segment is preferred to "{name}", and that to "{name...}", which takes
// one or more segments. A slash at the end of an address is ignored. HEAD goes to GET's route. Thread-safe
// once all routes are added.
class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  // Throws std::logic_error for a route without privilege or handler, a malformed pattern, or one that is
  // already there.
  void add(Route route);
  void get(std::string pattern, auth::Roles allowed,
           std::function<Response(const Request&)> handler);  // pool
  void post(std::string pattern, auth::Roles allowed,
            std::function<Response(const Request&)> handler);  // pool

  struct Match {
    const Route* route = nullptr;  // null: no such address, or not with this method
    bool path_exists = false;      // then 405 with `allow`, else 404
    std::string allow;
    Fields params;
  };
  Match match(Method method, std::string_view path) const;
  const std::vector<std::unique_ptr<Route>>& routes() const { return routes_; }

 private:
  struct Node;
  std::unique_ptr<Node> root_;
  std::vector<std::unique_ptr<Route>> routes_;
};

// How the server turns a refusal or failure into an answer; the app gives it, as it knows languages and
// pages. For a request that could not be read, only what was read of it is there. Beside what the guard
// refuses, the server itself refuses with these codes: 400 malformed_request, 404 not_found, 405
// method_not_allowed, 408 request_timeout, 413 body_too_large, 414 address_too_long, 415
// unsupported_content_encoding, 417 unsupported_expectation, 429 too_much_at_once (by one client), 431
// headers_too_large, 500 internal, 503 busy (too much by all together) or unavailable (no room for a file).
// Called on any thread.
using ErrorPage = std::function<Response(const Request&, int status, const Refusal&)>;
// Asked before each handler: fills request.principal and refuses what the route does not allow. `here` is the
// thread that asks. On the I/O thread the guard must not wait; when it would have to, it answers nothing, is
// asked again in the pool, and the handler runs there too. Elsewhere it always answers.
using Guard = std::function<std::optional<Result<void>>(Request&, const Route&, Where here)>;

// The status code of a refusal: 400, 401, 403, 404, 409, 412, 422, 429, 503.
int status_of(Refusal::Kind kind);

// The refusal that stands for a failure of ours: its code is "internal", and the server answers it with 500.
Refusal internal_failure();

}  // namespace biroyna::http

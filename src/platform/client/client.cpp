#include "platform/client/client.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>

namespace biroyna::client {
namespace {

using Easy = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Multi = std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

constexpr std::size_t kMostHeaders = 100, kLongestHeader = 8192;

void need_curl() {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (ready != CURLE_OK) throw std::runtime_error("libcurl cannot start");
}

bool is_token(std::string_view text) {
  constexpr std::string_view kSigns = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kSigns.find(c) != std::string_view::npos;
  });
}

bool is_one_line(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

void check(const Request& request) {
  const bool web = request.url.starts_with("https://") || request.url.starts_with("http://");
  if (!web || !is_one_line(request.url)) throw std::invalid_argument("an address must be http or https");
  if (!is_token(request.method)) throw std::invalid_argument("a method is one word");
  for (const auto& [name, value] : request.headers) {
    if (!is_token(name) || !is_one_line(value))
      throw std::invalid_argument("a header is one line: " + (is_token(name) ? name : "its name"));
  }
}

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto first = text.find_first_not_of(kBlanks);
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// What is being received, within its limits.
struct Receiving {
  Answer answer;
  std::size_t most_bytes;
  bool too_large = false;

  static std::size_t body(char* data, std::size_t, std::size_t size, void* self) {
    auto& to = *static_cast<Receiving*>(self);
    if (to.answer.body.size() + size > to.most_bytes) return to.too_large = true, 0;
    to.answer.body.append(data, size);
    return size;
  }
  static std::size_t header(char* data, std::size_t, std::size_t size, void* self) {
    auto& to = *static_cast<Receiving*>(self);
    const std::string_view line(data, size);
    // Of an answer before the last, such as "100 Continue".
    if (line.starts_with("HTTP/")) return to.answer.headers.clear(), size;
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return size;
    if (size > kLongestHeader || to.answer.headers.size() == kMostHeaders) return to.too_large = true, 0;
    std::string name(line.substr(0, colon));
    std::ranges::transform(name, name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
    to.answer.headers.emplace_back(std::move(name), without_blanks(line.substr(colon + 1)));
    return size;
  }
};

template <class T>
void set(const Easy& easy, CURLoption option, T value) {
  if (curl_easy_setopt(easy.get(), option, value) != CURLE_OK)
    throw std::runtime_error("this libcurl lacks an option");
}

List header_list(const Headers& headers) {
  List list(nullptr, curl_slist_free_all);
  const auto append = [&](const std::string& line) {
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    list.release();
    list.reset(longer);
  };
  append("Expect:");  // nobody needs to be asked before a body of this size
  for (const auto& [name, value] : headers) {
    std::string line = name;
    line += value.empty() ? ";" : ": ";
    line += value;
    append(line);
  }
  return list;
}

// Runs it to its end; nothing when it was stopped.
std::optional<CURLcode> perform(const Easy& easy, const std::stop_token& stop) {
  const Multi multi(curl_multi_init(), curl_multi_cleanup);
  if (!multi || curl_multi_add_handle(multi.get(), easy.get()) != CURLM_OK) throw std::bad_alloc();
  struct Leave {
    const Multi& multi;
    const Easy& easy;
    ~Leave() { curl_multi_remove_handle(multi.get(), easy.get()); }
  } const leave{multi, easy};
  const std::stop_callback wake(stop, [&] { curl_multi_wakeup(multi.get()); });
  for (int running = 1; running > 0;) {
    if (stop.stop_requested()) return std::nullopt;
    CURLMcode code = curl_multi_perform(multi.get(), &running);
    if (code == CURLM_OK && running > 0) code = curl_multi_poll(multi.get(), nullptr, 0, 1000, nullptr);
    if (code != CURLM_OK) return CURLE_FAILED_INIT;
  }
  int left = 0;
  const CURLMsg* message = curl_multi_info_read(multi.get(), &left);
  return message == nullptr ? CURLE_FAILED_INIT : message->data.result;
}

}  // namespace

std::string_view Answer::header(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, &std::pair<std::string, std::string>::first);
  return found == headers.end() ? std::string_view() : found->second;
}

tl::expected<Answer, Failure> send(const Request& request, const std::stop_token& stop) {
  check(request);
  need_curl();
  const Easy easy(curl_easy_init(), curl_easy_cleanup);
  if (!easy) throw std::bad_alloc();
  Receiving receiving{.answer = {}, .most_bytes = request.most_bytes};
  const List headers = header_list(request.headers);
  set(easy, CURLOPT_URL, request.url.c_str());
  set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  set(easy, CURLOPT_FOLLOWLOCATION, 0L);
  set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(easy, CURLOPT_PROXY, "");
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_USERAGENT, "biroyna");
  set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  set(easy, CURLOPT_HTTPHEADER, headers.get());
  set(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  if (request.method == "HEAD") set(easy, CURLOPT_NOBODY, 1L);
  if (!request.body.empty()) {
    set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(easy, CURLOPT_POSTFIELDS, request.body.c_str());
  }
  set(easy, CURLOPT_WRITEFUNCTION, &Receiving::body);
  set(easy, CURLOPT_WRITEDATA, &receiving);
  set(easy, CURLOPT_HEADERFUNCTION, &Receiving::header);
  set(easy, CURLOPT_HEADERDATA, &receiving);

  using Kind = Failure::Kind;
  const auto code = perform(easy, stop);
  if (!code) return tl::unexpected(Failure{Kind::stopped, "the request was stopped"});
  if (receiving.too_large) return tl::unexpected(Failure{Kind::too_large, "the answer is too large"});
  if (code != CURLE_OK) {
    const Kind kind = code == CURLE_OPERATION_TIMEDOUT ? Kind::timeout : Kind::unreachable;
    return tl::unexpected(Failure{kind, curl_easy_strerror(*code)});
  }
  long status = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
  receiving.answer.status = static_cast<int>(status);
  if (status >= 200 && status < 300) return std::move(receiving.answer);
  return tl::unexpected(
      Failure{Kind::status, "status " + std::to_string(status), std::move(receiving.answer)});
}

}  // namespace biroyna::client

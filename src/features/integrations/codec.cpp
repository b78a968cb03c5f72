#include "features/integrations/codec.hpp"

#include <openssl/evp.h>

#include <array>
#include <boost/json.hpp>

#include "platform/auth/secrets.hpp"

namespace biroyna::integrations {
namespace json = boost::json;
namespace {

constexpr std::size_t kDeepest = 32;

std::optional<json::value> parse(std::string_view text) {
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = kDeepest;
  json::value value = json::parse(text, error, {}, options);
  if (error) return std::nullopt;
  return value;
}

}  // namespace

std::string encode(const StoredQuestion& question) {
  return json::serialize(json::object{{"id", question.id.str()},
                                      {"centre", question.centre.str()},
                                      {"registry", question.registry.str()},
                                      {"case", question.case_number},
                                      {"step", question.step},
                                      {"asked_at", to_rfc3339(question.asked_at)},
                                      {"question", json::parse(question.body)}});
}

std::optional<Received> decode(std::string_view body) {
  const auto value = parse(body);
  if (!value) return std::nullopt;
  Received received;
  received.is_object = value->is_object();
  if (!received.is_object) return received;
  for (const auto& [key, field] : value->get_object()) {
    const auto text = [&](std::optional<std::string>& into) {
      if (field.is_string())
        into = std::string(field.get_string());
      else
        received.ill_typed.emplace_back(key);
    };
    if (key == "id") {
      text(received.id);
    } else if (key == "outcome") {
      text(received.outcome);
    } else if (key == "comment") {
      if (!field.is_null()) text(received.comment);
    } else if (key == "data") {
      received.data_is_object = field.is_object();
      received.data = json::serialize(field);
    } else {
      received.ill_typed.emplace_back(key);
    }
  }
  return received;
}

bool is_json_object(std::string_view text) {
  const auto value = parse(text);
  return value && value->is_object();
}

std::string content_digest(std::string_view body) {
  const auth::Digest digest = auth::sha256(body);
  std::array<unsigned char, (std::tuple_size_v<auth::Digest> + 2) / 3 * 4 + 1> text{};
  const int length = EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(digest.size()));
  return "sha-256=:" +
         std::string(reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(length)) + ":";
}

}  // namespace biroyna::integrations

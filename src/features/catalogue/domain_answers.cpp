#include "features/catalogue/domain_answers.hpp"

namespace biroyna::catalogue {

Value::Value() = default;
Value::Value(std::string text) : data(std::move(text)) {}
Value::Value(std::string_view text) : data(std::string(text)) {}
Value::Value(const char* text) : data(std::string(text)) {}
Value::Value(Answers parts) : data(std::move(parts)) {}
Value::Value(std::vector<Answers> list) : data(std::move(list)) {}

bool operator==(const Value& a, const Value& b) { return a.data == b.data; }

const Value& look_up(const Answers& answers, std::string_view path) {
  static const Value nothing;
  const Answers* here = &answers;
  for (;;) {
    const auto dot = path.find('.');
    const auto found = here->find(std::string(path.substr(0, dot)));
    if (found == here->end()) return nothing;
    if (dot == std::string_view::npos) return found->second;
    here = found->second.parts();
    if (here == nullptr) return nothing;
    path.remove_prefix(dot + 1);
  }
}

}  // namespace biroyna::catalogue

#include "platform/live/backlog.hpp"

#include <algorithm>

namespace biroyna::live {
namespace {

Text framed(const Message& message, const std::string& data) {
  if (data.empty()) return nullptr;
  std::string text = "id: ";
  text += std::to_string(message.seq);
  text += "\nevent: ";
  text += message.kind;
  text += "\ndata: ";
  text += data;
  text += "\n\n";
  return std::make_shared<const std::string>(std::move(text));
}

// `messages` begins with the first that is told. One alone is shared as it is.
template <class Messages>
Text join(const Messages& messages, Audience audience) {
  const Text* only = nullptr;
  std::size_t size = 0, told = 0;
  for (const Framed& message : messages) {
    if (const Text& text = message.text(audience)) {
      only = &text;
      size += text->size();
      ++told;
    }
  }
  if (told <= 1) return only == nullptr ? nullptr : *only;
  std::string all;
  all.reserve(size);
  for (const Framed& message : messages) {
    if (const Text& text = message.text(audience)) all += *text;
  }
  return std::make_shared<const std::string>(std::move(all));
}

template <class Messages>
auto later_than(const Messages& messages, std::int64_t seq) {
  const auto first = std::ranges::upper_bound(messages, seq, {}, &Framed::seq);
  return std::ranges::subrange(first, messages.end());
}

}  // namespace

Framed frame(const Message& message) {
  return {message.seq, framed(message, message.for_everyone), framed(message, message.for_staff)};
}

Text notice(std::string_view kind) {
  return std::make_shared<const std::string>("event: " + std::string(kind) + "\ndata: {}\n\n");
}

Text joined(std::span<const Framed> messages, Audience audience, std::int64_t after) {
  return join(later_than(messages, after), audience);
}

bool Backlog::add(Framed message) {
  if (!messages_.empty() && message.seq <= messages_.back().seq) return false;
  if (!floor_) floor_ = message.seq - 1;
  messages_.push_back(std::move(message));
  if (messages_.size() > kept_) {
    floor_ = forgotten_ = messages_.front().seq;
    messages_.pop_front();
  }
  return true;
}

Text Backlog::after(std::int64_t seq, Audience audience) const {
  return join(later_than(messages_, seq), audience);
}

}  // namespace biroyna::live

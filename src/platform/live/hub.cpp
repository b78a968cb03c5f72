#include <fmt/format.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <variant>

#include "platform/live/live.hpp"

namespace biroyna::live {
namespace {

using Bytes = std::shared_ptr<const std::string>;

constexpr std::size_t kBatch = 256;        // messages read from the log at a time
constexpr std::size_t kFurthestBehind = 20'000;  // more is read anew by the page

Bytes bytes(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

std::string framed(std::int64_t seq, std::string_view kind, std::string_view data) {
  return fmt::format("id: {}\nevent: {}\ndata: {}\n\n", seq, kind, data);
}

struct Framed {
  std::int64_t seq = 0;
  Bytes everyone, staff;  // null: that audience is not told
  const Bytes& for_audience(Audience audience) const { return audience == Audience::staff ? staff : everyone; }
};

Framed frame(const Message& message) {
  Framed framed_message{message.seq, nullptr, nullptr};
  if (!message.for_everyone.empty()) framed_message.everyone = bytes(framed(message.seq, message.kind, message.for_everyone));
  if (!message.for_staff.empty()) framed_message.staff = bytes(framed(message.seq, message.kind, message.for_staff));
  return framed_message;
}

struct Reader {
  std::shared_ptr<http::Stream> stream;
  Audience audience;
  std::int64_t seen = 0;
};

struct Channel {
  std::deque<Framed> kept;
  std::int64_t last = 0;  // the newest number that was fanned out
  std::vector<Reader> readers;
};

}  // namespace

// One thread fans out. publish() and subscribe() only put what there is to do into its list, so nobody waits for readers
// and the order of things is that of the list.
struct Hub::State {
  explicit State(Options given) : options(std::move(given)), thread([this] { loop(); }) {}
  ~State() {
    {
      const std::lock_guard lock(mutex);
      stopping = true;
    }
    work_came.notify_one();
    thread.join();
  }

  struct Publication {
    CentreId centre;
    std::vector<Message> messages;
  };
  struct Subscription {
    CentreId centre;
    Audience audience;
    std::optional<std::int64_t> last_seen;
    std::shared_ptr<http::Stream> stream;
  };
  struct CloseAll {};
  using Work = std::variant<Publication, Subscription, CloseAll>;

  void add(Work work) {
    {
      const std::lock_guard lock(mutex);
      waiting.push_back(std::move(work));
    }
    work_came.notify_one();
  }

  void loop() {
    auto next_ping = std::chrono::steady_clock::now() + options.ping;
    std::unique_lock lock(mutex);
    while (!stopping) {
      work_came.wait_until(lock, next_ping, [this] { return stopping || !waiting.empty(); });
      std::vector<Work> taken;
      taken.swap(waiting);
      lock.unlock();
      for (Work& work : taken) std::visit([this](auto& one) { perform(one); }, work);
      if (const auto now = std::chrono::steady_clock::now(); now >= next_ping) {
        ping();
        next_ping = now + options.ping;
      }
      lock.lock();
    }
  }

  static bool offer(Reader& reader, const Framed& message) {
    if (message.seq <= reader.seen) return true;
    reader.seen = message.seq;
    const Bytes& text = message.for_audience(reader.audience);
    return text == nullptr || reader.stream->offer(text);
  }

  void perform(Publication& publication) {
    Channel& channel = channels[publication.centre];
    for (const Message& message : publication.messages) {
      channel.kept.push_back(frame(message));
      if (channel.kept.size() > options.kept) channel.kept.pop_front();
      channel.last = std::max(channel.last, message.seq);
      drop_unless(channel, [&](Reader& reader) { return offer(reader, channel.kept.back()); });
    }
  }

  void perform(Subscription& subscription) {
    Channel& channel = channels[subscription.centre];
    Reader reader{std::move(subscription.stream), subscription.audience, 0};
    static const Bytes kHello = bytes("retry: 2000\n\nevent: ping\ndata: {}\n\n");
    if (!reader.stream->offer(kHello)) return;
    if (subscription.last_seen) {
      reader.seen = *subscription.last_seen;
      if (!catch_up(subscription.centre, channel, reader)) return;
    } else {
      reader.seen = channel.last;
    }
    channel.readers.push_back(std::move(reader));
    ++count;
  }

  // Sends what came after `reader.seen`. False when the reader is gone.
  bool catch_up(const CentreId& centre, const Channel& channel, Reader& reader) const {
    std::size_t sent = 0;
    const auto reaches = [&] { return !channel.kept.empty() && channel.kept.front().seq <= reader.seen + 1; };
    while (!reaches() && options.older) {
      const auto older = options.older(centre, reader.seen, kBatch);
      if (older.empty()) break;
      for (const Message& message : older) {
        if (!offer(reader, frame(message))) return false;
      }
      sent += older.size();
      if (sent > kFurthestBehind) {
        static const Bytes kReset = bytes("event: reset\ndata: {}\n\n");
        reader.seen = channel.last;
        return reader.stream->offer(kReset);
      }
    }
    for (const Framed& message : channel.kept) {
      if (!offer(reader, message)) return false;
    }
    return true;
  }

  void perform(CloseAll&) {
    for (auto& [centre, channel] : channels) {
      for (Reader& reader : channel.readers) reader.stream->close();
      count -= channel.readers.size();
      channel.readers.clear();
    }
  }

  void ping() {
    static const Bytes kPing = bytes("event: ping\ndata: {}\n\n");
    for (auto& [centre, channel] : channels) drop_unless(channel, [](Reader& reader) { return reader.stream->offer(kPing); });
  }

  template <class Keep>
  void drop_unless(Channel& channel, Keep&& keep) {
    count -= std::erase_if(channel.readers, [&](Reader& reader) { return !keep(reader); });
  }

  const Options options;
  std::map<CentreId, Channel> channels;  // the thread's alone
  std::atomic<std::size_t> count = 0;
  std::mutex mutex;
  std::condition_variable work_came;
  std::vector<Work> waiting;
  bool stopping = false;
  std::thread thread;
};

Hub::Hub(Options options) : state_(std::make_unique<State>(std::move(options))) {}
Hub::~Hub() = default;

void Hub::publish(const CentreId& centre, std::vector<Message> messages) {
  state_->add(State::Publication{centre, std::move(messages)});
}
void Hub::subscribe(const CentreId& centre, Audience audience, std::optional<std::int64_t> last_seen,
                    std::shared_ptr<http::Stream> stream) {
  state_->add(State::Subscription{centre, audience, last_seen, std::move(stream)});
}
std::size_t Hub::subscribers() const { return state_->count; }
void Hub::close_all() { state_->add(State::CloseAll{}); }

}  // namespace biroyna::live

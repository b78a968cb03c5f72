// One thread, the teller, owns all centres and readers. What others want of it they put into its inbox, so
// that publishing and subscribing have one order and nothing is lost or doubled between them; what gathered
// while it was busy is told in one piece. A second thread, the historian, reads the log for those who were
// away, so that a slow database keeps nobody else waiting.

#include "platform/live/hub.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <future>
#include <iterator>
#include <map>
#include <mutex>
#include <thread>
#include <variant>

#include "platform/http/http.hpp"
#include "platform/live/backlog.hpp"
#include "platform/log/log.hpp"

namespace biroyna::live {
namespace {

constexpr std::size_t kBatch = 256;      // messages read from the log at once
constexpr std::size_t kFurthest = 4096;  // who is further behind had better reload the page

struct Reader {
  std::shared_ptr<http::Stream> stream;
  Audience audience = Audience::everyone;
  std::int64_t last = 0;  // what came up to it was told before the reader is admitted
};
using Readers = std::vector<Reader>;

struct Published {
  CentreId centre;
  std::vector<Message> messages;
};
struct Subscribed {
  CentreId centre;
  Reader reader;
  bool resumes = false;
};
// Readers that all saw the same message last: to the historian and, with what it found, back.
struct Returning {
  CentreId centre;
  std::int64_t last = 0;
  Readers readers;
  std::uint64_t closings = 0;  // how often all had been closed when they came
  bool too_far = false;
};
struct Closing {
  std::promise<void>* done;
};
using Item = std::variant<Published, Subscribed, Returning, Closing>;

struct Centre {
  explicit Centre(std::size_t kept) : backlog(kept) {}

  Backlog backlog;
  std::vector<Message> fresh;  // in the backlog, but not yet told to the readers that there are
  Readers readers;
};

}  // namespace

struct Hub::State {
  explicit State(Options chosen) : options(std::move(chosen)) {}

  void put(Item item) {
    const std::lock_guard lock(mutex);
    inbox.push_back(std::move(item));
    if (inbox.size() == 1) mail.notify_one();
  }

  // For the teller alone.
  void tell();
  void take(Published& published);
  void take(Subscribed& subscribed);
  void take(Returning& returning);
  void take(const Closing& closing);
  void admit(Centre& centre, Reader reader);
  void reset(Centre& centre, Reader reader);
  void flush(Centre& centre);
  void ping();
  void ask(const CentreId& centre, std::int64_t last, Readers readers);
  Centre& centre(const CentreId& id) { return centres.try_emplace(id, options.kept).first->second; }

  // For the historian alone.
  void look_back();
  void read_log(Returning& returning);

  std::uint64_t times_closed() {
    const std::lock_guard lock(mutex);
    return closings;
  }
  // False when the reader is gone or slow; it no longer counts then.
  bool offer(const Reader& reader, const Text& text) {
    if (!text || reader.stream->offer(text)) return true;
    --count;
    return false;
  }
  void drop(const Readers& readers) {
    for (const Reader& reader : readers) reader.stream->close();
    count -= readers.size();
  }

  const Options options;
  const Text ping_text = notice("ping");
  const Text reset_text = notice("reset");
  // Sent at once, so that the answer's header goes out and the page knows that it is connected.
  const Text greeting = std::make_shared<const std::string>("retry: 2000\n\n" + *ping_text);
  std::atomic<std::size_t> count = 0;

  std::map<CentreId, Centre> centres;  // the teller's

  std::mutex mutex;
  std::condition_variable mail, errand;
  std::vector<Item> inbox;                                       // under mutex
  std::map<std::pair<CentreId, std::int64_t>, Readers> errands;  // under mutex
  std::uint64_t closings = 0;                                    // under mutex: how often all were closed
  bool stopping = false;                                         // under mutex

  std::thread teller, historian;
};

void Hub::State::tell() {
  auto next_ping = std::chrono::steady_clock::now() + options.ping;
  std::unique_lock lock(mutex);
  while (!stopping) {
    mail.wait_until(lock, next_ping, [this] { return stopping || !inbox.empty(); });
    std::vector<Item> items = std::exchange(inbox, {});
    lock.unlock();
    for (Item& item : items) std::visit([this](auto& taken) { take(taken); }, item);
    for (auto& [id, centre] : centres) flush(centre);
    if (const auto now = std::chrono::steady_clock::now(); now >= next_ping) {
      ping();
      next_ping = now + options.ping;
    }
    lock.lock();
  }
}

void Hub::State::take(Published& published) {
  Centre& to = centre(published.centre);
  for (Message& message : published.messages) {
    if (to.readers.empty())
      to.backlog.add(std::move(message));
    else if (to.backlog.add(message))
      to.fresh.push_back(std::move(message));
  }
}

void Hub::State::take(Subscribed& subscribed) {
  Centre& to = centre(subscribed.centre);
  Reader& reader = subscribed.reader;
  flush(to);
  if (!subscribed.resumes) {
    to.readers.push_back(std::move(reader));
  } else if (!options.older ? to.backlog.covers(reader.last) || to.backlog.empty()
                            : to.backlog.covers(reader.last) && !to.backlog.is_behind(reader.last)) {
    // Who has seen more than was published here has it from the log, or the log was set back since: it is
    // read.
    admit(to, std::move(reader));
  } else if (options.older) {
    const std::int64_t last = reader.last;
    Readers readers;
    readers.push_back(std::move(reader));
    ask(subscribed.centre, last, std::move(readers));
  } else {
    reset(to, std::move(reader));
  }
}

void Hub::State::take(Returning& returning) {
  if (returning.closings != times_closed()) return drop(returning.readers);
  Centre& to = centre(returning.centre);
  flush(to);
  if (returning.too_far) {
    for (Reader& reader : returning.readers) reset(to, std::move(reader));
  } else if (to.backlog.continues(returning.last)) {
    for (Reader& reader : returning.readers) admit(to, std::move(reader));
  } else {
    ask(returning.centre, returning.last, std::move(returning.readers));
  }
}

void Hub::State::take(const Closing& closing) {
  {
    const std::lock_guard lock(mutex);
    ++closings;
    for (const auto& [from, readers] : errands) drop(readers);
    errands.clear();
  }
  for (auto& [id, centre] : centres) {
    flush(centre);
    drop(std::exchange(centre.readers, {}));
  }
  closing.done->set_value();
}

// Tells the reader what it missed; from here on it is told what is published.
void Hub::State::admit(Centre& centre, Reader reader) {
  if (offer(reader, centre.backlog.after(reader.last, reader.audience)))
    centre.readers.push_back(std::move(reader));
}

void Hub::State::reset(Centre& centre, Reader reader) {
  if (offer(reader, reset_text)) centre.readers.push_back(std::move(reader));
}

void Hub::State::flush(Centre& centre) {
  if (centre.fresh.empty()) return;
  const Text texts[] = {joined(centre.fresh, Audience::everyone), joined(centre.fresh, Audience::staff)};
  std::erase_if(centre.readers, [&](const Reader& reader) {
    // From the log, or from another server, it may know already what is published only now.
    const bool ahead = reader.last >= centre.fresh.front().seq;
    const Text text = ahead ? joined(centre.fresh, reader.audience, reader.last)
                            : texts[static_cast<std::size_t>(reader.audience)];
    return !offer(reader, text);
  });
  centre.fresh = {};
}

void Hub::State::ping() {
  for (auto& [id, centre] : centres) {
    std::erase_if(centre.readers, [&](const Reader& reader) { return !offer(reader, ping_text); });
  }
}

// Readers that ask for the same, as all do after a restart, cost one reading.
void Hub::State::ask(const CentreId& centre, std::int64_t last, Readers readers) {
  const std::lock_guard lock(mutex);
  std::ranges::move(readers, std::back_inserter(errands[{centre, last}]));
  errand.notify_one();
}

void Hub::State::look_back() {
  std::unique_lock lock(mutex);
  for (;;) {
    errand.wait(lock, [this] { return stopping || !errands.empty(); });
    if (stopping) return;
    auto next = errands.extract(errands.begin());
    Returning returning{next.key().first, next.key().second, std::move(next.mapped()), closings};
    lock.unlock();
    read_log(returning);
    put(std::move(returning));
    lock.lock();
  }
}

void Hub::State::read_log(Returning& returning) try {
  std::vector<Message> found;
  for (bool more = true; more;) {
    std::vector<Message> batch = options.older(returning.centre, returning.last, kBatch);
    more = batch.size() >= kBatch;
    if (!batch.empty()) returning.last = batch.back().seq;
    std::ranges::move(batch, std::back_inserter(found));
    returning.too_far = found.size() > kFurthest;
    if (returning.too_far) return;
  }
  const Text texts[] = {joined(found, Audience::everyone), joined(found, Audience::staff)};
  std::erase_if(returning.readers, [&](Reader& reader) {
    reader.last = returning.last;
    return !offer(reader, texts[static_cast<std::size_t>(reader.audience)]);
  });
} catch (const std::exception& error) {
  // The readers come back by themselves, and by then the log may be readable again.
  log::warning("live.log_unreadable", {{"reason", std::string_view(error.what())}});
  drop(std::exchange(returning.readers, {}));
}

Hub::Hub(Options options) : state_(std::make_unique<State>(std::move(options))) {
  state_->teller = std::thread([state = state_.get()] { state->tell(); });
  state_->historian = std::thread([state = state_.get()] { state->look_back(); });
}

Hub::~Hub() { stop(); }

void Hub::stop() {
  if (!state_->teller.joinable()) return;
  close_all();
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->mail.notify_one();
  state_->errand.notify_one();
  state_->teller.join();
  state_->historian.join();
}

void Hub::publish(const CentreId& centre, std::vector<Message> messages) {
  if (!messages.empty()) state_->put(Published{centre, std::move(messages)});
}

void Hub::subscribe(const CentreId& centre, Audience audience, std::optional<std::int64_t> last_seen,
                    std::shared_ptr<http::Stream> stream) {
  if (!stream->offer(state_->greeting)) return;
  ++state_->count;
  state_->put(
      Subscribed{centre, {std::move(stream), audience, last_seen.value_or(0)}, last_seen.has_value()});
}

std::size_t Hub::subscribers() const { return state_->count; }

void Hub::close_all() {
  std::promise<void> done;
  state_->put(Closing{&done});
  done.get_future().wait();
}

}  // namespace biroyna::live

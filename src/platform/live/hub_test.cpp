#include "platform/live/hub.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "platform/http/http.hpp"

namespace biroyna::live {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const CentreId kSergeli("sergeli"), kJizzakh("jizzakh");

Message message(std::int64_t seq) {
  const std::string n = std::to_string(seq);
  return {seq, "ticket_called", R"({"number":)" + n + "}", R"({"number":)" + n + R"(,"ticket":"secret"})"};
}
std::vector<Message> messages(std::int64_t first, std::int64_t last) {
  std::vector<Message> all;
  for (auto seq = first; seq <= last; ++seq) all.push_back(message(seq));
  return all;
}

// A reader in the test: keeps what it is told, and may refuse it.
class FakeStream final : public http::Stream {
 public:
  bool offer(std::shared_ptr<const std::string> bytes) override {
    const std::lock_guard lock(mutex_);
    if (!open_ || pieces_.size() >= most_) {
      open_ = false;
      changed_.notify_all();
      return false;
    }
    text_ += *bytes;
    pieces_.push_back(std::move(bytes));
    changed_.notify_all();
    return true;
  }
  void close() override {
    const std::lock_guard lock(mutex_);
    open_ = false;
    changed_.notify_all();
  }
  bool open() const override {
    const std::lock_guard lock(mutex_);
    return open_;
  }

  // So many pieces are taken, and then the reader is slow.
  void take_at_most(std::size_t pieces) {
    const std::lock_guard lock(mutex_);
    most_ = pieces;
  }
  std::string text() const {
    const std::lock_guard lock(mutex_);
    return text_;
  }
  std::vector<std::shared_ptr<const std::string>> pieces() const {
    const std::lock_guard lock(mutex_);
    return pieces_;
  }
  std::vector<std::int64_t> seqs() const {
    const std::string all = text();
    std::vector<std::int64_t> found;
    for (auto at = all.find("id: "); at != std::string::npos; at = all.find("id: ", at + 1)) {
      std::int64_t seq = 0;
      std::from_chars(all.data() + at + 4, all.data() + all.size(), seq);
      found.push_back(seq);
    }
    return found;
  }
  // These give up after five seconds, so that a broken hub fails a test and does not hang it.
  bool wait_for(const std::string& mark) {
    return wait([&] { return text_.find(mark) != std::string::npos; });
  }
  bool wait_for_seq(std::int64_t seq) { return wait_for("id: " + std::to_string(seq) + "\n"); }
  bool wait_closed() {
    return wait([&] { return !open_; });
  }

 private:
  template <class Condition>
  bool wait(Condition condition) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 5s, condition);
  }

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::string text_;
  std::vector<std::shared_ptr<const std::string>> pieces_;
  std::size_t most_ = std::numeric_limits<std::size_t>::max();
  bool open_ = true;
};

// Something that keeps a thread of the hub busy until it is opened.
class Gate {
 public:
  // False after five seconds in vain.
  bool wait_entered() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 5s, [this] { return entered_; });
  }
  void pass() {
    std::unique_lock lock(mutex_);
    entered_ = true;
    changed_.notify_all();
    changed_.wait_for(lock, 5s, [this] { return open_; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool entered_ = false;
  bool open_ = false;
};

// Holds the hub up when it is told something after the greeting.
class GatedStream final : public http::Stream {
 public:
  explicit GatedStream(Gate& gate) : gate_(gate) {}
  bool offer(std::shared_ptr<const std::string>) override {
    if (greeted_) gate_.pass();
    greeted_ = true;
    return true;
  }
  void close() override {}
  bool open() const override { return true; }

 private:
  Gate& gate_;
  bool greeted_ = false;
};

// The event log of a centre: what was committed, whether or not it was published yet.
class FakeLog {
 public:
  void append(const std::vector<Message>& more) {
    const std::lock_guard lock(mutex_);
    all_.insert(all_.end(), more.begin(), more.end());
  }
  std::vector<Message> after(std::int64_t seq, std::size_t limit) {
    const std::lock_guard lock(mutex_);
    ++readings_;
    std::vector<Message> found;
    for (const auto& one : all_) {
      if (one.seq > seq && found.size() < limit) found.push_back(one);
    }
    return found;
  }
  int readings() const {
    const std::lock_guard lock(mutex_);
    return readings_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Message> all_;
  int readings_ = 0;
};

Hub::Options quiet(std::size_t kept = 1024) { return {.kept = kept, .ping = 1h, .older = {}}; }
Hub::Options reading(FakeLog& log, std::size_t kept = 1024) {
  return {.kept = kept, .ping = 1h, .older = [&log](const CentreId&, std::int64_t after, std::size_t limit) {
            return log.after(after, limit);
          }};
}

std::shared_ptr<FakeStream> follow(Hub& hub, std::optional<std::int64_t> last_seen = {},
                                   Audience audience = Audience::everyone,
                                   const CentreId& centre = kSergeli) {
  auto stream = std::make_shared<FakeStream>();
  hub.subscribe(centre, audience, last_seen, stream);
  return stream;
}

TEST(Hub, GreetsAtOnce) {
  Hub hub(quiet());
  EXPECT_EQ(follow(hub)->text(), "retry: 2000\n\nevent: ping\ndata: {}\n\n");
  EXPECT_EQ(hub.subscribers(), 1u);
}

TEST(Hub, PingsWithoutANumber) {
  Hub hub({.kept = 8, .ping = 1ms, .older = {}});
  const auto stream = follow(hub);
  EXPECT_TRUE(stream->wait_for("retry: 2000\n\nevent: ping\ndata: {}\n\nevent: ping\ndata: {}\n\n"));
  EXPECT_THAT(stream->seqs(), IsEmpty());
}

TEST(Hub, PingsWhileItIsBusy) {
  Hub hub({.kept = 8, .ping = 1ms, .older = {}});
  const auto stream = follow(hub);
  std::int64_t seq = 0;
  for (const auto until = std::chrono::steady_clock::now() + 5s;
       stream->text().find("event: ping", 60) == std::string::npos &&
       std::chrono::steady_clock::now() < until;)
    hub.publish(kSergeli, {message(++seq)});
  EXPECT_TRUE(stream->wait_for_seq(seq));
  EXPECT_NE(stream->text().find("event: ping", 60), std::string::npos);
}

TEST(Hub, TellsWhatIsPublishedAfterwards) {
  Hub hub(quiet());
  hub.publish(kSergeli, messages(1, 3));
  const auto stream = follow(hub);
  hub.publish(kSergeli, messages(4, 5));
  EXPECT_TRUE(stream->wait_for_seq(5));
  EXPECT_THAT(stream->seqs(), ElementsAre(4, 5));
  EXPECT_THAT(stream->text(), HasSubstr("id: 4\nevent: ticket_called\ndata: {\"number\":4}\n\nid: 5\n"));
}

TEST(Hub, SerialisesAMessageOnceForAllReaders) {
  Hub hub(quiet());
  const auto one = follow(hub), other = follow(hub);
  hub.publish(kSergeli, {message(1)});
  ASSERT_TRUE(one->wait_for_seq(1) && other->wait_for_seq(1));
  EXPECT_EQ(one->pieces().back(), other->pieces().back());
}

TEST(Hub, KeepsAudiencesApart) {
  Hub hub(quiet());
  hub.publish(kSergeli, {message(1)});
  const auto visitor = follow(hub, 0), clerk = follow(hub, 0, Audience::staff);
  hub.publish(kSergeli, {{2, "ticket_noted", "", R"({"text":"a note"})"},
                         {3, "board_notice", R"({"for":"the hall"})", ""},
                         message(4)});
  ASSERT_TRUE(visitor->wait_for_seq(4) && clerk->wait_for_seq(4));
  EXPECT_THAT(visitor->seqs(), ElementsAre(1, 3, 4));
  EXPECT_THAT(visitor->text(), Not(HasSubstr("secret")));
  EXPECT_THAT(visitor->text(), Not(HasSubstr("a note")));
  EXPECT_THAT(clerk->seqs(), ElementsAre(1, 2, 4));
  EXPECT_THAT(clerk->text(), Not(HasSubstr("the hall")));
}

TEST(Hub, KeepsAudiencesApartInWhatTheLogSays) {
  FakeLog log;
  log.append(messages(1, 3));
  Hub hub(reading(log));
  const auto visitor = follow(hub, 0), clerk = follow(hub, 0, Audience::staff);
  ASSERT_TRUE(visitor->wait_for_seq(3) && clerk->wait_for_seq(3));
  EXPECT_THAT(visitor->text(), Not(HasSubstr("secret")));
  EXPECT_THAT(clerk->text(), HasSubstr("secret"));
}

TEST(Hub, KeepsCentresApart) {
  Hub hub(quiet());
  const auto here = follow(hub), there = follow(hub, {}, Audience::everyone, kJizzakh);
  hub.publish(kSergeli, {message(1)});
  hub.publish(kJizzakh, {message(7)});
  ASSERT_TRUE(here->wait_for_seq(1) && there->wait_for_seq(7));
  EXPECT_THAT(here->seqs(), ElementsAre(1));
  EXPECT_THAT(there->seqs(), ElementsAre(7));
}

TEST(Hub, ResumesFromMemory) {
  FakeLog log;
  Hub hub(reading(log));
  hub.publish(kSergeli, messages(1, 9));
  const auto stream = follow(hub, 6);
  hub.publish(kSergeli, {message(10)});
  ASSERT_TRUE(stream->wait_for_seq(10));
  EXPECT_THAT(stream->seqs(), ElementsAre(7, 8, 9, 10));
  EXPECT_EQ(log.readings(), 0);
}

TEST(Hub, ResumesFromTheLogWhenMemoryWasEmptied) {
  FakeLog log;
  log.append(messages(1, 600));  // more than one batch
  Hub hub(reading(log));
  const auto stream = follow(hub, 2);
  ASSERT_TRUE(stream->wait_for_seq(600));
  hub.publish(kSergeli, {message(601)});
  ASSERT_TRUE(stream->wait_for_seq(601));
  EXPECT_EQ(stream->seqs().size(), 599u);
  EXPECT_EQ(stream->seqs().front(), 3);
  EXPECT_THAT(stream->text(), Not(HasSubstr("reset")));
}

// A stream takes only Limits::stream_backlog pieces before its reader counts as slow.
TEST(Hub, ResumesInFewPieces) {
  FakeLog log;
  log.append(messages(1, 2000));
  Hub hub(reading(log, 500));
  hub.publish(kSergeli, messages(1001, 2000));
  const auto stream = follow(hub, 0);
  ASSERT_TRUE(stream->wait_for_seq(2000));
  EXPECT_EQ(stream->seqs().size(), 2000u);
  EXPECT_LE(stream->pieces().size(), 3u);
}

TEST(Hub, ReadsTheLogOnceForReadersThatCameBackTogether) {
  FakeLog log;
  log.append(messages(1, 5));
  Gate gate;
  Hub::Options options = reading(log);
  options.older = [&, older = options.older](const CentreId& centre, std::int64_t after, std::size_t limit) {
    gate.pass();
    return older(centre, after, limit);
  };
  Hub hub(options);
  std::vector<std::shared_ptr<FakeStream>> streams;
  streams.reserve(50);
  for (int i = 0; i < 50; ++i) streams.push_back(follow(hub, 2));
  const auto live = follow(hub);
  hub.publish(kSergeli, {message(6)});
  ASSERT_TRUE(live->wait_for_seq(6));  // a slow log keeps nobody else waiting
  gate.open();
  for (const auto& stream : streams) {
    ASSERT_TRUE(stream->wait_for_seq(6));
    EXPECT_THAT(stream->seqs(), ElementsAre(3, 4, 5, 6));
  }
  EXPECT_LE(log.readings(), 2);
}

TEST(Hub, SaysWhatWasPublishedAndForgottenWhileTheLogWasRead) {
  FakeLog log;
  log.append(messages(1, 5));
  Gate gate;
  Hub::Options options = reading(log, 2);
  options.older = [&, older = options.older](const CentreId& centre, std::int64_t after, std::size_t limit) {
    auto found = older(centre, after, limit);
    gate.pass();
    return found;
  };
  Hub hub(options);
  const auto stream = follow(hub, 0);
  ASSERT_TRUE(gate.wait_entered());
  const auto live = follow(hub);
  log.append(messages(6, 12));
  hub.publish(kSergeli, messages(6, 12));
  ASSERT_TRUE(live->wait_for_seq(12));
  gate.open();
  ASSERT_TRUE(stream->wait_for_seq(12));
  EXPECT_THAT(stream->seqs(), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
}

TEST(Hub, KeepsTheOrderOfWhatGathersWhileItIsBusy) {
  Hub hub(quiet());
  Gate gate;
  hub.subscribe(kSergeli, Audience::everyone, {}, std::make_shared<GatedStream>(gate));
  hub.publish(kSergeli, {message(1)});
  ASSERT_TRUE(gate.wait_entered());
  hub.publish(kSergeli, {message(2)});
  const auto fresh = follow(hub), resuming = follow(hub, 1);
  hub.publish(kSergeli, messages(3, 4));
  hub.publish(kSergeli, {message(5)});
  gate.open();
  ASSERT_TRUE(fresh->wait_for_seq(5) && resuming->wait_for_seq(5));
  EXPECT_THAT(fresh->seqs(), ElementsAre(3, 4, 5));
  EXPECT_THAT(resuming->seqs(), ElementsAre(2, 3, 4, 5));
  EXPECT_EQ(fresh->pieces().size(), 2u);  // the greeting, and one piece of what gathered
}

TEST(Hub, ResetsAReaderThatIsTooFarBehind) {
  FakeLog log;
  log.append(messages(1, 5000));
  Hub hub(reading(log));
  const auto stream = follow(hub, 1);
  ASSERT_TRUE(stream->wait_for("event: reset\ndata: {}\n\n"));
  hub.publish(kSergeli, {message(5001)});
  ASSERT_TRUE(stream->wait_for_seq(5001));
  EXPECT_THAT(stream->seqs(), ElementsAre(5001));
}

TEST(Hub, ResetsAReaderOfForgottenMessagesWithoutALog) {
  Hub hub(quiet(2));
  hub.publish(kSergeli, messages(1, 5));
  const auto stream = follow(hub, 2);
  ASSERT_TRUE(stream->wait_for("event: reset"));
  hub.publish(kSergeli, {message(6)});
  ASSERT_TRUE(stream->wait_for_seq(6));
  EXPECT_THAT(stream->seqs(), ElementsAre(6));
}

TEST(Hub, DoesNotRepeatWhatAnotherServerHasTold) {
  FakeLog log;
  log.append(messages(1, 3));
  Hub hub(reading(log));
  const auto stream = follow(hub, 5);
  hub.publish(kSergeli, messages(4, 7));
  ASSERT_TRUE(stream->wait_for_seq(7));
  EXPECT_THAT(stream->seqs(), ElementsAre(6, 7));
}

// It was there before the database was restored.
TEST(Hub, AsksTheLogAboutAReaderThatHasSeenMoreThanThereIs) {
  Hub::Options options = quiet();
  options.older = [](const CentreId&, std::int64_t after, std::size_t) {
    return after > 4 ? std::vector<Message>{{4, "reset", "{}", "{}"}} : std::vector<Message>();
  };
  Hub hub(options);
  hub.publish(kSergeli, messages(3, 4));
  const auto stream = follow(hub, 5000);
  ASSERT_TRUE(stream->wait_for("event: reset"));
  hub.publish(kSergeli, {message(5)});
  ASSERT_TRUE(stream->wait_for_seq(5));
  EXPECT_THAT(stream->seqs(), ElementsAre(4, 5));
}

TEST(Hub, DropsASlowReader) {
  Hub hub(quiet());
  const auto slow = follow(hub), quick = follow(hub);
  slow->take_at_most(2);
  for (std::int64_t seq = 1; seq <= 4; ++seq) {
    hub.publish(kSergeli, {message(seq)});
    ASSERT_TRUE(quick->wait_for_seq(seq));
  }
  EXPECT_FALSE(slow->open());
  EXPECT_EQ(hub.subscribers(), 1u);
  EXPECT_THAT(slow->seqs(), ElementsAre(1));
}

TEST(Hub, ForgetsAReaderThatLeft) {
  Hub hub({.kept = 8, .ping = 1ms, .older = {}});
  const auto gone = follow(hub), stays = follow(hub);
  gone->close();
  for (const auto until = std::chrono::steady_clock::now() + 5s;
       gone.use_count() > 1 && std::chrono::steady_clock::now() < until;)
    std::this_thread::yield();
  EXPECT_EQ(hub.subscribers(), 1u);
  EXPECT_EQ(gone.use_count(), 1);
}

TEST(Hub, DoesNotCountAReaderThatIsGoneAlready) {
  Hub hub(quiet());
  const auto stream = std::make_shared<FakeStream>();
  stream->close();
  hub.subscribe(kSergeli, Audience::everyone, {}, stream);
  EXPECT_EQ(hub.subscribers(), 0u);
}

TEST(Hub, ClosesAReaderWhoseLogCannotBeRead) {
  Hub hub({.kept = 8, .ping = 1h, .older = [](const CentreId&, std::int64_t, std::size_t) {
             return throw std::runtime_error("the database is away"), std::vector<Message>();
           }});
  const auto stream = follow(hub, 3);
  EXPECT_TRUE(stream->wait_closed());
}

TEST(Hub, StopTellsWhatWasPublishedAndClosesAll) {
  Hub hub(quiet());
  const auto stream = follow(hub);
  hub.publish(kSergeli, {message(5)});
  hub.stop();
  EXPECT_THAT(stream->seqs(), ElementsAre(5));
  EXPECT_FALSE(stream->open());
  hub.publish(kSergeli, {message(6)});
  hub.stop();
  EXPECT_THAT(stream->seqs(), ElementsAre(5));
}

TEST(Hub, ClosesAll) {
  Gate gate;
  Hub hub({.kept = 8, .ping = 1h, .older = [&](const CentreId&, std::int64_t, std::size_t) {
             return gate.pass(), std::vector<Message>();
           }});
  const auto resuming = follow(hub, 3);
  ASSERT_TRUE(gate.wait_entered());
  const auto waiting = follow(hub, 4), live = follow(hub);
  hub.publish(kSergeli, {message(5)});
  hub.close_all();
  EXPECT_FALSE(live->open());
  EXPECT_THAT(live->seqs(), ElementsAre(5));
  EXPECT_FALSE(waiting->open());
  gate.open();
  EXPECT_TRUE(resuming->wait_closed());

  const auto later = follow(hub);
  hub.publish(kSergeli, {message(6)});
  EXPECT_TRUE(later->wait_for_seq(6));
  EXPECT_EQ(hub.subscribers(), 1u);
}

TEST(Hub, ClosesItsReadersWhenItEnds) {
  std::shared_ptr<FakeStream> stream;
  {
    Hub hub(quiet());
    stream = follow(hub);
  }
  EXPECT_FALSE(stream->open());
}

// Whatever the order of publishing, committing and coming back, nobody misses a message or gets one twice.
RC_GTEST_PROP(HubProperty, EachReaderGetsEachMessageOnceInOrder, ()) {
  const auto kept = *rc::gen::inRange<std::size_t>(1, 40);
  const auto before = *rc::gen::inRange<std::int64_t>(0, 30);
  const auto batches = *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 6));
  struct Arrival {
    std::size_t when;
    std::int64_t behind;
  };
  const auto arrivals = *rc::gen::container<std::vector<Arrival>>(rc::gen::construct<Arrival>(
      rc::gen::inRange<std::size_t>(0, batches.size() + 1), rc::gen::inRange<std::int64_t>(0, 50)));

  FakeLog log;
  log.append(messages(1, before));  // by a run of the program that has ended
  Hub hub(reading(log, kept));
  std::vector<std::pair<std::int64_t, std::shared_ptr<FakeStream>>> readers;
  std::atomic<std::int64_t> committed = before;

  // One thread commits and publishes; the readers come from another, at about that moment.
  std::thread writer([&] {
    for (const int size : batches) {
      const auto more = messages(committed + 1, committed + size);
      log.append(more);
      committed += size;
      hub.publish(kSergeli, more);
    }
  });
  for (const auto& arrival : arrivals) {
    if (arrival.when % 2 == 0) std::this_thread::yield();
    const std::int64_t seen = std::max<std::int64_t>(0, committed - arrival.behind);
    readers.emplace_back(seen, follow(hub, seen));
  }
  writer.join();
  const std::int64_t last = committed + 1;
  log.append({message(last)});
  hub.publish(kSergeli, {message(last)});

  for (const auto& [seen, stream] : readers) {
    RC_ASSERT(stream->wait_for_seq(last));
    std::vector<std::int64_t> expected;
    for (auto seq = seen + 1; seq <= last; ++seq) expected.push_back(seq);
    RC_ASSERT(stream->seqs() == expected);
  }
}

// The same with every thread of the program at it.
TEST(Hub, StandsManyThreads) {
  constexpr std::int64_t kMessages = 2000;
  FakeLog log;
  Hub hub({.kept = 64, .ping = 1ms, .older = [&](const CentreId&, std::int64_t after, std::size_t limit) {
             return log.after(after, limit);
           }});
  std::atomic<std::int64_t> committed = 0;
  std::vector<std::vector<std::pair<std::int64_t, std::shared_ptr<FakeStream>>>> readers(3);
  std::vector<std::thread> threads;
  threads.reserve(readers.size());
  for (auto& mine : readers) {
    threads.emplace_back([&] {
      for (int i = 0; i < 100; ++i) {
        const std::int64_t seen = committed * (i % 4) / 4;
        mine.emplace_back(seen, follow(hub, seen, i % 2 == 0 ? Audience::everyone : Audience::staff));
        std::this_thread::yield();
      }
    });
  }
  for (std::int64_t seq = 1; seq <= kMessages; ++seq) {
    log.append({message(seq)});
    committed = seq;
    hub.publish(kSergeli, {message(seq)});
  }
  for (auto& thread : threads) thread.join();
  log.append({message(kMessages + 1)});
  hub.publish(kSergeli, {message(kMessages + 1)});
  for (const auto& mine : readers) {
    for (const auto& [seen, stream] : mine) {
      ASSERT_TRUE(stream->wait_for_seq(kMessages + 1));
      const auto seqs = stream->seqs();
      ASSERT_EQ(seqs.size(), static_cast<std::size_t>(kMessages + 1 - seen));
      ASSERT_EQ(seqs.front(), seen + 1);
      ASSERT_TRUE(std::ranges::is_sorted(seqs, std::ranges::less_equal()));
    }
  }
  EXPECT_EQ(hub.subscribers(), 300u);
}

}  // namespace
}  // namespace biroyna::live

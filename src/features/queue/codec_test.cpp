#include "features/queue/codec.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace biroyna::queue {
namespace {

std::string words() {
  return *rc::gen::element<std::string>("", "a", "birth", "қайта \"чақирилди\"", "line\nbreak", "\\", "😀");
}

Event any_event() {
  Event event;
  event.kind = static_cast<EventKind>(*rc::gen::inRange(0, static_cast<int>(EventKind::day_closed) + 1));
  event.at = from_ms(*rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000));
  event.ticket = TicketId(words());
  event.window = WindowId(words());
  event.actor = StaffId(words());
  event.service = ServiceId(words());
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) event.services.emplace_back(words());
  event.number = words();
  event.visitor_class = words();
  event.language = words();
  if (event.kind == EventKind::ticket_taken) event.channel = static_cast<Channel>(*rc::gen::inRange(0, 4));
  event.people = *rc::gen::inRange(1, 9);
  event.helper = *rc::gen::arbitrary<bool>();
  if (*rc::gen::arbitrary<bool>())
    event.booked_for = from_ms(*rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000));
  event.catalogue_version = *rc::gen::inRange(0, 99);
  event.outcome = words();
  event.next = ServiceId(words());
  event.text = words();
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
    event.times.emplace_back(ServiceId("s" + std::to_string(i)), ServiceTime{i + 0.25, i * 3.5, 5});
  }
  return event;
}

audit::StoredEvent stored(const Event& event) {
  return {1, event.at, std::string(name(event.kind)), subject_of(event), "", encode(event)};
}

TEST(Codec, WhatIsWrittenIsReadAgain) {
  EXPECT_TRUE(rc::check("round trip", [] {
    const Event event = any_event();
    RC_ASSERT(decode(stored(event)) == event);
  }));
}

TEST(Codec, EventsOfOtherFeaturesAreNotOurs) {
  EXPECT_FALSE(decode({1, {}, "catalogue_imported", "", "", "{}"}));
}

TEST(Codec, ADamagedEventNamesItsPlace) {
  for (const char* data : {"", "{", "[]", R"({"ticket":1})", R"({"services":"a"})", R"({"times":{"a":[1]}})",
                           R"({"people":"x"})"}) {
    try {
      decode({17, {}, "ticket_taken", "", "", data});
      ADD_FAILURE() << data;
    } catch (const std::runtime_error& error) {
      EXPECT_NE(std::string(error.what()).find("17"), std::string::npos);
    }
  }
}

TEST(Codec, OldEventsStayReadable) {
  // As they were written by the first version; never change these lines.
  const auto taken =
      decode({5, from_ms(1'795'408'000'000), "ticket_taken", "ticket:t1", "device:k1",
              R"({"ticket":"t1","number":"A001","services":["birth"],"class":"none","language":"ru",)"
              R"("channel":"kiosk","catalogue":1})"});
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->number, "A001");
  EXPECT_EQ(taken->services.front(), ServiceId("birth"));
  const auto finished = decode(
      {9, from_ms(1'795'408'600'000), "service_finished", "ticket:t1", "staff:s1",
       R"({"ticket":"t1","number":"A001","window":"1","actor":"s1","service":"birth","outcome":"done"})"});
  ASSERT_TRUE(finished);
  EXPECT_EQ(finished->outcome, "done");
}

}  // namespace
}  // namespace biroyna::queue

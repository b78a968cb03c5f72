#include "features/host/ticket_search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <tuple>

#include "features/queue/domain_test_hall.hpp"

namespace biroyna::host {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(TicketSearch, ANumberIsFoundAsItIsSaidAndWritten) {
  Ticket ticket;
  ticket.number = "A012";
  const std::pair<const char*, bool> cases[] = {
      {"A012", true},  {"a012", true}, {"A 12", true},   {" a-12 ", true}, {"А12", true} /* Cyrillic */,
      {"12", true},    {"012", true},  {"А012", true},  // Cyrillic
      {"B012", false}, {"A01", false}, {"A0120", false}, {"A12B", false},  {"A", false},
      {"", false},     {" ", false},   {"0", false},
  };
  for (const auto& [text, found] : cases) EXPECT_EQ(is_number_of(ticket, text), found) << '"' << text << '"';
}

TEST(TicketSearch, AVisitorIsFoundByNameOrPhone) {
  const Contact contact{"Oʻktam Rahimov", "+998901234567"};
  const std::pair<const char*, bool> cases[] = {
      {"Rahimov", true},
      {"rahim", true},
      {"Ўктам", true},
      {"O'ktam Rah", true},
      {"Rahimov Aziz", false},
      {"himov", false},
      {"+998 90 123-45-67", true},
      {"90 123 45 67", true},
      {"4567", true},
      {"567", false},
      {"1234", false},
      {"", false},
      {" ", false},
      {"+", false},
      {"998", false},
  };
  for (const auto& [text, found] : cases) EXPECT_EQ(is_contact(contact, text), found) << '"' << text << '"';
  EXPECT_FALSE(is_contact({}, "4567"));
}

TEST(TicketSearch, WhoCanStillBeHelpedStandsFirst) {
  queue::testing::TestHall here;
  const TicketId left = here.take({"birth"}), first = here.take({"birth"}), second = here.take({"birth"}),
                 other = here.take({"birth"});
  here.keep(here.hall.cancel(left, {}, here.now));
  const std::vector<std::pair<TicketId, Contact>> contacts = {
      {left, {"Karim", ""}}, {first, {"Karima", ""}}, {second, {"Karim", ""}}, {other, {"Aziza", ""}}};
  EXPECT_THAT(find_tickets(here.hall, contacts, "karim"),
              ElementsAre(here.hall.find(second), here.hall.find(first), here.hall.find(left)));
  EXPECT_THAT(find_tickets(here.hall, contacts, "A004"), ElementsAre(here.hall.find(other)));
  EXPECT_THAT(find_tickets(here.hall, contacts, "?"), IsEmpty());
  EXPECT_THAT(find_tickets(here.hall, {}, "karim"), IsEmpty());
}

}  // namespace
}  // namespace biroyna::host

#include "features/host/ticket_search.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "core/clean_text.hpp"
#include "core/text.hpp"

namespace biroyna::host {
namespace {

constexpr std::size_t kFewestPhoneDigits = 4;

std::string digits_of(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), is_digit);
  return digits;
}

// "A 012" and "a12" are both {"a", "12"}, also with a Cyrillic letter that looks like it; letters after
// digits make it no number.
struct Number {
  std::string letters, digits;
};
Number number_of(std::string_view text) {
  Number number;
  for (const char c : fold(with_latin_capitals(text))) {
    if (c == ' ') continue;
    if (!is_digit(c) && !number.digits.empty()) return {};
    const bool leading_nought = c == '0' && number.digits.empty();
    if (!is_digit(c)) number.letters += c;
    if (is_digit(c) && !leading_nought) number.digits += c;
  }
  return number;
}

bool ended(const Ticket& ticket) {
  return ticket.state == State::finished || ticket.state == State::cancelled ||
         ticket.state == State::expired;
}

bool looks_like_phone(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return is_digit(c) || std::string_view("+ -()").find(c) != std::string_view::npos;
  });
}

}  // namespace

bool is_number_of(const Ticket& ticket, std::string_view text) {
  const Number asked = number_of(text), own = number_of(ticket.number);
  if (asked.digits.empty() || asked.digits != own.digits) return false;
  return asked.letters.empty() || asked.letters == own.letters;
}

bool is_contact(const Contact& contact, std::string_view text) {
  const std::string digits = digits_of(text);
  if (looks_like_phone(text)) {
    return digits.size() >= kFewestPhoneDigits && digits_of(contact.phone).ends_with(digits);
  }
  const auto asked = folded_words(text), own = folded_words(contact.name);
  return !asked.empty() && std::ranges::all_of(asked, [&](const std::string& word) {
    return std::ranges::any_of(own, [&](const std::string& part) { return part.starts_with(word); });
  });
}

std::vector<const Ticket*> find_tickets(const Hall& hall,
                                        std::span<const std::pair<TicketId, Contact>> contacts,
                                        std::string_view text) {
  std::unordered_map<TicketId, const Contact*> contact_of;
  for (const auto& [ticket, contact] : contacts) contact_of.emplace(ticket, &contact);
  std::vector<const Ticket*> found, over;
  for (const Ticket* ticket : hall.tickets()) {
    const auto contact = contact_of.find(ticket->id);
    const bool theirs = contact != contact_of.end() && is_contact(*contact->second, text);
    if (theirs || is_number_of(*ticket, text)) (ended(*ticket) ? over : found).push_back(ticket);
  }
  std::ranges::reverse(found);
  found.insert(found.end(), over.rbegin(), over.rend());
  return found;
}

}  // namespace biroyna::host

// The host's form about a ticket: the needs, searched and chosen, and who the visitor is. One form and no
// script: each of its buttons sends everything, so nothing that was filled in is lost on the way. Private to
// this feature.
#pragma once

#include <string>
#include <vector>

#include "core/result.hpp"
#include "features/host/pages.hpp"

namespace biroyna::host {

// What stands in the form, as it was typed.
struct TicketDraft {
  std::vector<ServiceId> services;
  std::string search;
  std::string visitor_class = "none";
  std::string language;
  std::string people = "1";
  bool helper = false;
  std::string name, phone;
  std::string key;
  bool anyway = false;         // also when the centre probably closes before
  std::string closes_at = {};  // it does so, and the host has to say whether the ticket is given all the same
};
TicketDraft draft_of(const http::Fields& form, const catalogue::Catalogue& catalogue);
TicketDraft draft_of(const Ticket& ticket);
// What the pressed button says: "add.<service>", "remove.<service>"; nothing else changes the needs.
void choose(TicketDraft& draft, const std::string& pressed);
// What is wrong with it, by the fields' ids. Needs and class are the rules' business.
std::vector<FieldError> problems_of(const TicketDraft& draft);
int people_of(const TicketDraft& draft);  // 0 when it is no number from 1 to 20

struct TicketForm {
  std::string title;
  std::string again;   // where buttons send that only change what is shown
  std::string submit;  // where the last button sends
  std::string button;
  bool new_ticket = true;  // asks for people, helper, name and phone too
  std::vector<html::Breadcrumb> breadcrumbs = {};
};
http::Response show_form(const StaffPage& page, const TicketForm& form, const TicketDraft& draft,
                         const std::vector<FieldError>& errors = {});
// The form once more with what the rules refused.
http::Response show_form(const StaffPage& page, const TicketForm& form, const TicketDraft& draft,
                         const Refusal& refusal);

}  // namespace biroyna::host

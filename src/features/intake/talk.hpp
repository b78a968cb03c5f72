// A draft, with what is asked about it, for one request: what stands on which page, and what comes next.
//
// On the portal each topic is a page of its own; at a window one page asks all facts and one all documents.
// Made for one request, which must outlive it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "features/forms/forms.hpp"
#include "features/intake/intake.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::intake {

// At a window, the pages that stand for all topics of a kind; and the last page of all.
inline constexpr std::string_view kForm = "form", kDocuments = "documents", kCheck = "check";

struct Talk {
  const http::Request& request;
  Draft draft;
  catalogue::EditionPtr edition;
  std::vector<const catalogue::Service*> services;
  forms::Conversation conversation;
  i18n::Speaker say;

  const catalogue::Catalogue& catalogue() const { return edition->catalogue; }
  bool at_window() const { return draft.channel == catalogue::Channel::window; }
  std::string names() const;  // of the services
  std::string address(std::string_view rest = {}) const;

  // The page on which something is asked.
  std::string_view page_of(const forms::Topic& topic) const;
  // The pages in their order, the check excepted.
  std::vector<std::string> pages() const;
  // What is asked on a page; empty for one that there is not.
  std::vector<const forms::Topic*> topics_on(std::string_view page) const;
  std::vector<catalogue::AnswerError> errors_on(std::string_view page) const;
  // Where to go on after this page, or at the beginning for an empty one; the check when nothing is left.
  std::string next_address(std::string_view page) const;
  // Whether the reader came from the check, to change one answer.
  bool changing() const { return request.query_value("from") == kCheck; }
  std::string title_of(const forms::Topic& topic) const;
};

// "/en/sergeli/apply/ID", and what is below it.
std::string draft_address(Language language, const Draft& draft, std::string_view rest = {});
// The names of a draft's services, of those that the catalogue has.
std::string service_names(const catalogue::Catalogue& catalogue, const Draft& draft, Language language);

Talk talk_of(const http::Request& request, Draft draft, const Drafts& drafts,
             const catalogue::Catalogues& catalogues);

}  // namespace biroyna::intake

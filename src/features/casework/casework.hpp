// The pages of the staff: the worklist, a case, the search, lists as tables.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "features/case_views/case_views.hpp"
#include "features/casework/worklist_views.hpp"
#include "features/documents/documents.hpp"
#include "platform/pages/pages.hpp"

namespace biroyna::casework {

using namespace cases;
using namespace case_views;

// A registry that was asked for a step and has not answered.
struct AskedRegistry {
  std::string step, name;
  bool dead = false;  // it could not answer: a person sees to it
  Time since{};
};

// What the pages need besides.
struct PagesAround {
  const Site& site;
  Applications& applications;
  const CaseAccess& access;
  GuessThrottle& guess_throttle;
  const catalogue::Catalogues& catalogues;
  documents::Documents& documents;
  results::Results& results;
  WorklistViews& views;
  std::function<std::vector<AskedRegistry>(const Application&, Language)> asked_registries;
};
void add_pages(http::Router& router, const PagesAround& around);

}  // namespace biroyna::casework

// The pages of those who apply, and of those who work on applications.
#pragma once

#include <functional>

#include "features/applications/applications.hpp"
#include "features/applications/worklist_views.hpp"
#include "features/documents/documents.hpp"
#include "platform/pages/pages.hpp"

namespace biroyna::applications {

// Who has a worklist.
inline constexpr auth::Roles kWorkers =
    auth::kOfDepartments | auth::Roles{auth::Role::operator_, auth::Role::head, auth::Role::administrator};
// Who finds any application of the centre.
inline constexpr auth::Roles kListing = {auth::Role::operator_, auth::Role::head, auth::Role::administrator};

// A registry that was asked for a step and has not answered.
struct AskedRegistry {
  std::string step, name;
  bool dead = false;  // it could not answer: a person sees to it
  Time since{};
};

// What the pages need besides.
struct PagesAround {
  Surroundings base;
  const pages::Pages& pages;
  std::function<pages::Place(Language, const CentreId&)> place;
  documents::Papers& papers;
  documents::Uploads& uploads;
  results::Results& results;
  WorklistViews& views;
  std::function<std::vector<AskedRegistry>(const Application&, Language)> asked_registries;
  std::string base_url;  // how phones reach the program: "https://sergeli.example"
};
void add_my_pages(http::Router& router, const PagesAround& around);
void add_answer_pages(http::Router& router, const PagesAround& around);
void add_receipt_pages(http::Router& router, const PagesAround& around);
void add_power_pages(http::Router& router, const PagesAround& around);
void add_pages(http::Router& router, const PagesAround& around);

}  // namespace biroyna::applications

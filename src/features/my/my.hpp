// The pages of the applicant, and of those whom the applicant lets act.
#pragma once

#include <functional>
#include <string>

#include "features/case_views/case_views.hpp"
#include "features/documents/documents.hpp"
#include "platform/pages/pages.hpp"

namespace biroyna::my {

using namespace cases;
using namespace case_views;

// What the pages need besides.
struct PagesAround {
  Surroundings base;
  const pages::Pages& pages;
  std::function<pages::Place(Language, const CentreId&)> place;
  documents::Papers& papers;
  documents::Uploads& uploads;
  results::Results& results;
  std::string base_url;  // how phones reach the program: "https://sergeli.example"
};
void add_my_pages(http::Router& router, const PagesAround& around);
void add_answer_pages(http::Router& router, const PagesAround& around);
void add_receipt_pages(http::Router& router, const PagesAround& around);
void add_power_pages(http::Router& router, const PagesAround& around);

}  // namespace biroyna::my

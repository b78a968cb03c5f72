// The JSON routes of documents.
#pragma once

#include "features/catalogue/catalogue.hpp"
#include "features/documents/documents.hpp"
#include "features/documents/edge.hpp"
#include "platform/http/http.hpp"
#include "platform/site/site.hpp"

namespace biroyna::documents {

// Everything that is passed must outlive the router.
void add_api(http::Router& router, const Site& site, Documents& documents, Uploads& uploads,
             const catalogue::Catalogues& catalogues);

}  // namespace biroyna::documents

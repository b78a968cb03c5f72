#include "features/catalogue/pages.hpp"
namespace biroyna::catalogue {
void add_api(http::Router&, const Surroundings&) {}
void add_pages(http::Router&, const Surroundings&) {}
pages::Place place(const Catalogues& c, Language l, const CentreId& id) { auto e = c.current(id); return e ? pages::Place{e->catalogue.centre.names.in(l), "/" + std::string(tag(l)) + "/" + id.str()} : pages::Place{}; }
}

// Asio and Beast are compiled here, once; the other units see declarations only.
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>

// qpdf, as both compilers take it: JSON.hh of qpdf 11.3 has a vector of a class that is not whole yet, which
// is no C++20 to clang. Nothing here needs qpdf's JSON, so it is left out.
#pragma once

#define JSON_HH
class JSON;

#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>

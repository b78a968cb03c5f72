// What a service asks for: fields, the pages they stand on, the rules between them, documents, and the
// grounds on which it may be refused.
//
// Values read from catalogue/ (docs/definitions.md); thread-safe once built.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/language.hpp"
#include "features/catalogue/domain_expression.hpp"

namespace biroyna::catalogue {

enum class FieldType : unsigned char {
  text,
  number,
  date,
  choice,
  yes_no,
  person,   // {family_name, given_name, middle_name?, birth_date, pinfl?}
  address,  // {district, mahalla, street}
  phone,
  pinfl,
  tin,
  passport,
  group,  // a list of objects
  consent,
};
std::string_view name(FieldType type);  // "yes_no"
std::optional<FieldType> parse_field_type(std::string_view name);

// Data that is processed only with a consent of its own (Law on personal data, ZRU-547): of health, of
// convictions, of other people.
enum class SpecialData : unsigned char { health, convictions, others };
std::string_view name(SpecialData special);
std::optional<SpecialData> parse_special_data(std::string_view name);

struct Choice {
  std::string id;
  Names names;
};

// A fact that forms ask for. What belongs to other types is left at its default.
struct Field {
  std::string id;
  FieldType type = FieldType::text;
  Names label;
  std::optional<Names> fact = {};  // what it is called on a paper, where its label asks
  std::optional<Names> hint = {};
  bool required = true;       // within a group; on a page its FieldUse says so
  std::size_t longest = 200;  // characters of a text
  bool lines = false;         // a text of several lines
  double least = 0;           // a number's bounds, both included
  double most = 1e12;
  int decimals = 0;
  std::optional<Names> unit = {};
  std::vector<Choice> choices = {};
  std::vector<Field> fields = {};  // of a group
  std::size_t fewest_items = 0;
  std::size_t most_items = 20;
  std::optional<SpecialData> special = {};  // that it tells; of a consent: that it is for
};

struct FieldUse {
  std::string field;
  bool required = true;
  std::optional<Expression> when = {};
};

// A fact that is not asked of the applicant: whoever does a step finds it out, or its registry says it. In
// expressions and in what is issued its name is "findings.pension_amount".
struct FindingUse : FieldUse {
  std::string from = {};     // what the registry's answer calls it; empty: as the field's id
  std::string prefill = {};  // a fact that is known before, with which its form begins; may be empty
  const std::string& in_answer() const { return from.empty() ? field : from; }
};
inline constexpr std::string_view kFindingPrefix = "findings.";
// "pension_amount" of "findings.pension_amount"; empty for what is no finding.
std::string_view found_field(std::string_view name);

struct FormPage {
  std::string id;  // "child", the end of the page's address
  Names title;     // the question
  std::optional<Expression> when = {};
  std::vector<FieldUse> fields = {};
};

// Must hold between answers. One whose facts were not all given says nothing.
struct Rule {
  Expression must;
  std::string at;  // the fact that is marked: "child.birth_date"
  Names says;
};

struct DocumentUse {
  DocumentTypeId type;
  std::optional<Expression> when = {};
  // The automatic step that asks a registry for what it says; empty: who applies hands it in. Nobody is asked
  // for what the state has (Law on electronic government, ZRU-395).
  std::string step = {};
};

struct RefusalGround {
  std::string id;
  Names names;
  Names ground;  // the law or rule
};

// How long a decision may be appealed against, from the day on which it was received.
struct Appeal {
  int complaint_days = 30;  // to the higher body
  int court_months = 3;
};

// How a document that is issued is laid out.
enum class DocumentLayout : unsigned char { certificate, permit, extract, decision };
std::string_view name(DocumentLayout layout);
std::optional<DocumentLayout> parse_document_layout(std::string_view name);

// A document that the centre issues: what it is called, and the sentence that makes it what it is.
struct IssuedDocument {
  std::string id;
  DocumentLayout layout = DocumentLayout::certificate;
  Names names, intro;
};

// What a service issues when it is granted.
struct Issue {
  DocumentLayout layout = DocumentLayout::certificate;  // that of its document
  std::string document = {};  // an IssuedDocument; empty in a catalogue of before these had names
  std::string about = {};     // a field: the person whom it is about; empty: the applicant
  // The fields and findings that stand on it, in this order; nothing, as in such a catalogue: all that was
  // answered.
  std::optional<std::vector<std::string>> facts = {};
  // How long it is valid, by one of them; nothing: without an end.
  std::optional<int> valid_months = {}, valid_days = {};
  std::string valid_until = {};  // a field or a finding: the last day
  // What it certifies as a sentence, with the names of facts in braces: "receives {findings.monthly_amount}".
  std::optional<Names> sentence = {};
};
// The names in braces of a sentence, in their order.
std::vector<std::string> facts_in(std::string_view sentence);

// A field's parts as a form asks for them, for types that have parts: those of a person or an address, with
// their own types.
struct Part {
  std::string_view id;
  FieldType type = FieldType::text;
  bool required = true;
  std::size_t longest = 100;
};
const std::vector<Part>& parts_of(FieldType type);

}  // namespace biroyna::catalogue

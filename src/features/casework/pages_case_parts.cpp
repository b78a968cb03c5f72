#include "features/casework/pages_case_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/code.hpp"
#include "features/forms/forms.hpp"

namespace biroyna::casework {

using html::make;
using html::to;

namespace {

html::SummaryRow row(std::string_view key, html::Content value) {
  return {.key = {.text = key}, .value = {.text = std::move(value)}};
}

Html heading(std::string_view text) { return make("<h2 class=\"govuk-heading-m\">{}</h2>", text); }

bool is_marked(const CaseView& view, std::string_view mark) {
  const Question* open = view.process().open_question();
  return open != nullptr &&
         std::ranges::any_of(open->marked, [&](const std::string& one) { return lies_in(one, mark); });
}

Html marked_tag(const CaseView& view, std::string_view mark) {
  if (!is_marked(view, mark)) return {};
  return make(" {}", html::tag({.text = view.say("work.to_be_mended"), .classes = "govuk-tag--yellow"}));
}

// "1,4 MB", "32 KB"
std::string size_text(const i18n::Speaker& say, std::int64_t bytes) {
  constexpr std::int64_t kKilobyte = 1000;
  if (bytes < kKilobyte * kKilobyte)
    return say("work.kilobytes", {{"n", i18n::number(std::max<std::int64_t>(1, bytes / kKilobyte))}});
  return say("work.megabytes",
             {{"n", i18n::number((bytes + kKilobyte * kKilobyte / 2) / (kKilobyte * kKilobyte))}});
}

Html document_link(const CaseView& view, const documents::Version& version) {
  using documents::State;
  if (version.document.state == State::rejected)
    return html::tag({.text = view.say("work.document_rejected"), .classes = "govuk-tag--red"});
  if (version.document.state != State::accepted)
    return html::tag({.text = view.say("work.document_checked"), .classes = "govuk-tag--yellow"});
  const std::string name = document_name(view, version.type);
  const std::string address =
      is_shown_picture(version) ? document_address(view, version) : content_address(version);
  return make("<a class=\"govuk-link\" href=\"{}\">{}<span class=\"govuk-visually-hidden\">: {}</span></a>",
              address, view.say("work.open_document"), name);
}

// The document itself, folded: a browser fetches it, and that is noted, only when somebody unfolds it. Empty
// where it cannot be shown.
Html document_preview(const CaseView& view, const documents::Version& version) {
  using documents::MediaType;
  if (version.document.state != documents::State::accepted) return {};
  const std::string name = document_name(view, version.type);
  const std::string address = content_address(version);
  Html shown;
  if (version.document.media_type == MediaType::pdf)
    shown = make("<iframe class=\"b-preview\" loading=\"lazy\" title=\"{}\" src=\"{}\"></iframe>", name,
                 address + "?shown=yes");
  else
    shown = make("<img class=\"b-preview\" loading=\"lazy\" alt=\"{}\" src=\"{}\">", name,
                 version.document.media_type == MediaType::heic ? picture_address(version) : address);
  return html::details({.summary = make("{}<span class=\"govuk-visually-hidden\">: {}</span>",
                                        view.say("work.show_document"), name),
                        .text = shown});
}

Html who_looked(const CaseView& view, const std::vector<documents::Version>& documents) {
  Html items;
  for (const auto& look : view.documents.views_of(view.application.centre, documents)) {
    const auto opened =
        std::ranges::find_if(documents, [&](const auto& one) { return one.document.id == look.document; });
    if (opened == documents.end()) continue;
    to(items, "<li>{}: {}, {}</li>", document_name(view, opened->type),
       view.actor_name(parse_actor(look.actor).value_or(kProgram)), view.day_and_time(look.at));
  }
  if (items.empty()) return {};
  return html::details({.summary = view.say("work.who_looked"),
                        .text = make("<ul class=\"govuk-list govuk-list--bullet\">{}</ul>", items)});
}

// The details of an event.
Html details_of(const CaseView& view, const Event& event) {
  const auto& say = view.say;
  Html more;
  const auto line = [&more](const std::string& text) { to(more, "<p class=\"govuk-body\">{}</p>", text); };
  if (const Task* task = view.process().find(event.task))
    line(department_name(view.edition->catalogue, task->department, say.language()));
  const auto mandate = std::ranges::find(view.application.mandates, event.reference, &Mandate::id);
  if (mandate != view.application.mandates.end()) line(mandate_text(say, *mandate));
  if (event.kind == EventKind::task_handed_on) line(say("work.to", {{"name", view.name_of(event.assignee)}}));
  if (const Task* task = view.process().find(event.task);
      task != nullptr && event.kind == EventKind::task_decided)
    line(std::string(verdict(say, task->kind, event.approved)));
  if (event.kind == EventKind::task_escalated && !event.assignee.empty())
    line(say("work.to", {{"name", view.name_of(event.assignee)}}));
  if (const auto* ground = view.edition->catalogue.find_refusal(event.ground))
    line(ground->names.in(say.language()));
  if (!event.department.empty())
    line(say("work.to",
             {{"name", department_name(view.edition->catalogue, event.department, say.language())}}));
  if (event.due) {
    const std::string day = i18n::date(say.language(), view.edition->zone.day(*event.due));
    const bool asked = event.kind == EventKind::applicant_asked || event.kind == EventKind::refusal_intended;
    line(asked ? say("work.answer_by", {{"day", day}}) : say("work.until_now", {{"day", day}}));
  }
  if (event.working_days > 0 && !event.due) line(say.many("work.days_n", event.working_days));
  if (event.kind == EventKind::route_changed)
    line(say("work.fee_is", {{"fee", i18n::money(say.language(), event.fee)}}));
  if (event.kind == EventKind::registry_finding)
    line(std::string(say(fmt::format("work.registry_says_{}", event.reference))));
  for (const auto& [label, text] : findings_view(view.reading(), event.found))
    line(fmt::format("{}: {}", label, text));
  if (event.kind == EventKind::case_forwarded) line(event.reference);
  if (event.kind == EventKind::decision_delivered)
    line(std::string(say(fmt::format("work.delivered_{}", event.reference))));
  if (event.kind == EventKind::fee_paid || event.kind == EventKind::fee_returned)
    line(say("work.receipt_number", {{"number", event.reference}}));
  if (!event.text.empty()) to(more, "<p class=\"govuk-body b-words\">{}</p>", event.text);
  const bool misfits = event.kind == EventKind::registry_finding && !event.marked.empty();
  if (misfits) line(std::string(say("work.misfits")));
  if (misfits || event.kind == EventKind::applicant_asked)
    for (const auto& mark : event.marked) line("– " + view.mark_text(mark));
  return more;
}

Html events_between(const CaseView& view, std::size_t first, std::size_t end) {
  Html items;
  for (std::size_t i = first; i < end; ++i) {
    const Event& event = view.process().timeline[i];
    to(items, "<li><strong>{}</strong><span>{}, {}</span>{}</li>",
       event_title(view.say, event, view.process().find(event.task)), view.day_and_time(event.at),
       view.actor_name(event.actor), details_of(view, event));
  }
  return make("<ol class=\"b-list\">{}</ol>", items);
}

// A link to a page on which an operator acts for the applicant at the window. Empty if they may not.
Html applicant_link(const CaseView& view, Action action, std::string_view rest, const char* key) {
  if (view.viewer.party != Party::operator_ || !may(view.viewer, action, view.process())) return {};
  return make("<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>",
              fmt::format("{}/{}", view.case_address(view.application.number), rest), view.say(key));
}

}  // namespace

CaseView::CaseView(const Site& its_site, const Applications& its_applications,
                   const documents::Documents& its_documents, const integrations::Registries& its_registries,
                   const http::Request& its_request, const Application& its_application)
    : View(its_site, its_applications, its_request),
      documents(its_documents),
      registries(its_registries),
      application(its_application),
      edition(applications.edition(application)),
      service(*edition->catalogue.find(application.process.begun.service)),
      due(applications.due_times(application)) {}

std::string CaseView::title() const { return service.names.in(say.language()); }

std::string CaseView::mark_text(std::string_view mark) const {
  if (const auto type = marked_document(mark); !type.empty())
    return document_name(*this, DocumentTypeId(std::string(type)));
  if (const auto part = marked_part(mark); !part.empty())
    return say("work.of_applicant", {{"part", say(fmt::format("field.{}", part))}});
  const auto finding = marked_finding(mark);
  const auto* found = edition->catalogue.find_field(finding.empty() ? marked_field(mark) : finding);
  return found == nullptr ? std::string(mark) : found->label.in(say.language());
}

Html case_facts(const CaseView& view) {
  const auto& say = view.say;
  const forms::Applicant& applicant = view.application.applicant;
  const Case& process = view.process();
  Html due = make("–");
  if (!process.over()) due = due_text(view, *view.edition, view.due.of_case, view.urgency());
  if (process.begun.silence && view.due.of_case) to(due, "<br>{}", say("work.silence_says"));
  if (view.due.may_move) to(due, "<br>{}", say("work.may_move"));
  if (process.term.extended_by > 0)
    to(due, "<br>{}", say.many("work.extended_by_n", process.term.extended_by));
  Html name_tag;
  for (const char* part : {"organisation", "family_name", "given_name", "middle_name"}) {
    if (name_tag.empty()) name_tag = marked_tag(view, std::string(kApplicantMark) + part);
  }
  std::vector<html::SummaryRow> rows = {
      row(say("work.state"), state_tag(say, process.state, process.outcome())), row(say("work.due"), due),
      row(say("work.handed_in_on"),
          fmt::format("{} ({})", view.day_and_time(process.timeline.front().at),
                      say(process.begun.channel == "window" ? "work.at_window" : "work.online"))),
      row(say("work.applicant"), make("{}{}", applicant.name(), name_tag))};
  const auto optional = [&](const char* key, const std::string& value) {
    if (!value.empty()) rows.push_back(row(say(key), value));
  };
  for (const auto& [key, part] : {std::pair{"work.tin", "tin"},
                                  {"work.birth_date", "birth_date"},
                                  {"work.pinfl", "pinfl"},
                                  {"work.passport", "passport"},
                                  {"work.phone", "phone"},
                                  {"work.address", "address"}}) {
    const std::string told = applicant_text(applicant, part, say.language());
    if (told.empty()) continue;
    rows.push_back(row(say(key), make("{}{}", told, marked_tag(view, std::string(kApplicantMark) + part))));
  }
  optional("work.language", std::string(i18n::own_name(applicant.language)));
  if (process.fee.amount > 0) optional("work.fee", i18n::money(say.language(), process.fee));
  if (process.unpaid().amount > 0) optional("work.unpaid", i18n::money(say.language(), process.unpaid()));
  optional("work.receipt", process.receipt);
  if (const auto until = view.applications.due_times(view.application).of_applicant)
    optional("work.waits_until", view.day_and_time(*until));
  if (const auto* concession = view.edition->catalogue.find_concession(process.concession))
    optional("mine.concession", concession->names.in(say.language()));
  if (process.to_return().amount > 0)
    optional("mine.to_return", i18n::money(say.language(), process.to_return()));
  if (process.begun.needs_identity)
    optional("work.identity",
             std::string(say(process.identified ? "work.identity_seen" : "work.identity_not_seen")));
  if (const auto ahead = view.applications.ahead(view.application))
    optional("work.in_line", say("mine.place_in_line", {{"n", i18n::number(*ahead + 1)}}));
  if (const auto delivered = process.delivered_at())
    optional("work.delivered", view.day_and_time(*delivered));
  for (const Original& one : process.originals) {
    const std::string at = view.day_and_time(one.returned.value_or(one.taken));
    optional(one.returned ? "work.original_returned" : "work.original_kept",
             one.returned ? fmt::format("{}, {}", one.what, at)
                          : fmt::format("{}, {}, {}", one.what, one.place, at));
  }
  const Contacts contacts = view.applications.contacts(view.application);
  optional("work.contacts", say("work.contacts_n", {{"contacts", std::to_string(contacts.contacts)},
                                                    {"visits", std::to_string(contacts.visits)},
                                                    {"replaced", std::to_string(contacts.visits_replaced)}}));
  return html::summary_list({.rows = std::move(rows)}) +
         applicant_link(view, Action::download, "receipt", "mine.receipt");
}

Html case_question(const CaseView& view) {
  const Question* open = view.process().open_question();
  if (open == nullptr) return {};
  Html marks;
  for (const auto& mark : open->marked) to(marks, "<li>{}</li>", view.mark_text(mark));
  if (!open->marked.empty()) marks = make("<ul class=\"govuk-list govuk-list--bullet\">{}</ul>", marks);
  Html ground;
  if (const auto* found = view.edition->catalogue.find_refusal(open->ground))
    ground = make("<p class=\"govuk-body\">{}</p>", found->names.in(view.say.language()));
  return html::inset_text(
      {.text = make("<p class=\"govuk-body\"><strong>{}</strong> {}</p>{}<p "
                    "class=\"govuk-body b-words\">{}</p>{}",
                    view.say(open->ground.empty() ? "work.asked" : "work.refusal_intended"),
                    view.day_and_time(open->asked), ground, open->text,
                    marks + applicant_link(view, Action::answer, "answer", "work.answer_for"))});
}

Html case_mandates(const CaseView& view) {
  const Html give = applicant_link(view, Action::give_mandate, "mandates", "work.give_mandate");
  if (view.application.mandates.empty() || !may(view.viewer, Action::see_mandates, view.process()))
    return give;
  const Day today = view.applications.today(view.application);
  Html items;
  for (const Mandate& mandate : view.application.mandates)
    to(items, "<li><strong>{}</strong> {} <span>{}</span></li>", mandate_text(view.say, mandate),
       mandate_tag(view.say, state_of(mandate, today)), mandate_terms(view.say, mandate));
  return heading(view.say("work.mandates")) + make("<ul class=\"b-list\">{}</ul>", items) + give;
}

Html case_answers(const CaseView& view) {
  const Language language = view.say.language();
  std::vector<html::SummaryRow> rows;
  for (const auto& page : view.service.form) {
    for (const auto& use : page.fields) {
      const auto* field = view.edition->catalogue.find_field(use.field);
      const auto answer = view.application.answers.find(use.field);
      if (field == nullptr || answer == view.application.answers.end()) continue;
      rows.push_back(
          row(field->label.in(language),
              make("{}{}", forms::answer_text(view.edition->catalogue, *field, answer->second, language),
                   marked_tag(view, std::string(kAnswerMark) + use.field))));
    }
  }
  if (rows.empty()) return {};
  return heading(view.say("work.answers")) + html::summary_list({.rows = std::move(rows)});
}

bool is_shown_picture(const documents::Version& version) {
  return version.document.state == documents::State::accepted &&
         version.document.media_type != documents::MediaType::pdf;
}

std::string document_address(const CaseView& view, const documents::Version& version) {
  return fmt::format("{}/documents/{}", view.case_address(view.application.number),
                     version.document.id.str());
}

std::string content_address(const documents::Version& version) {
  return fmt::format("/api/v1/documents/{}/content", version.document.id.str());
}

std::string picture_address(const documents::Version& version) {
  return fmt::format("/api/v1/documents/{}/picture", version.document.id.str());
}

std::string document_name(const CaseView& view, const DocumentTypeId& id) {
  const auto* type = view.edition->catalogue.find(id);
  return type == nullptr ? id.str() : type->names.in(view.say.language());
}

Html case_documents(const CaseView& view, const std::vector<documents::Version>& documents) {
  const auto& say = view.say;
  if (documents.empty())
    return heading(say("work.documents")) + make("<p class=\"govuk-body\">{}</p>", say("work.no_documents"));
  Html items;
  for (const auto& version : documents) {
    Html named = make("{}", document_name(view, version.type));
    if (version.version > 1)
      to(named, " <span class=\"govuk-hint\">{}</span>",
         say("work.version_n", {{"n", std::to_string(version.version)}}));
    named += marked_tag(view, std::string(kDocumentMark) + version.type.str());
    Html origin;
    if (const auto& first = version.document.origin)
      origin = make("<span>{}</span>", origin_text(say, view.edition->zone, *first));
    to(items, "<li><strong>{}</strong><span>{}, {}, {}</span>{}<p class=\"govuk-body\">{}</p>{}</li>", named,
       size_text(say, version.document.size), view.day_and_time(version.at),
       view.actor_name(parse_actor(version.actor).value_or(kProgram)), origin, document_link(view, version),
       document_preview(view, version));
  }
  return heading(say("work.documents")) + make("<ul class=\"b-list\">{}</ul>", items) +
         who_looked(view, documents);
}

Html case_messages(const CaseView& view) {
  Html items;
  for (const Event& event : view.process().timeline) {
    if (event.kind == EventKind::message_sent)
      to(items, "<li><strong>{}</strong><span>{}</span><p class=\"govuk-body b-words\">{}</p></li>",
         view.actor_name(event.actor), view.day_and_time(event.at), event.text);
  }
  if (items.empty()) return {};
  return heading(view.say("work.messages")) + make("<ol class=\"b-list\">{}</ol>", items);
}

Html case_others(const CaseView& view) {
  const auto& say = view.say;
  Html items;
  for (const auto& row : view.applications.submission_of(view.application)) {
    if (row.number == view.application.number) continue;
    const Html named = sees_all(view.viewer) ? make("<a class=\"govuk-link\" href=\"{}\">{}</a>",
                                                    view.case_address(row.number), grouped_code(row.number))
                                             : make("{}", grouped_code(row.number));
    to(items, "<li>{} <span>{}</span> {}</li>", named,
       service_name(view.edition->catalogue, row.service, say.language()),
       state_tag(say, row.state, row.outcome));
  }
  if (items.empty()) return {};
  return heading(say("work.together")) + make("<ul class=\"b-list\">{}</ul>", items);
}

constexpr int kShownUnfolded = 3;

Html case_of_person(const CaseView& view) {
  const auto& say = view.say;
  Html items;
  int count = 0;
  bool asked_for_same = false;
  const auto together = view.applications.submission_of(view.application);
  for (const auto& row : view.applications.of_person(view.centre, view.application.applicant)) {
    if (std::ranges::find(together, row.number, &CaseRow::number) != together.end()) continue;
    const Html named = sees_all(view.viewer) ? make("<a class=\"govuk-link\" href=\"{}\">{}</a>",
                                                    view.case_address(row.number), grouped_code(row.number))
                                             : make("{}", grouped_code(row.number));
    const bool same = row.service == view.process().begun.service;
    ++count;
    asked_for_same = asked_for_same || (same && !row.outcome);
    // Who may not open it reads where it is, not what it asks for.
    const auto* service = view.edition->catalogue.find(row.service);
    const std::string what =
        sees_all(view.viewer) || same || service == nullptr
            ? service_name(view.edition->catalogue, row.service, say.language())
            : department_name(view.edition->catalogue, service->department, say.language());
    to(items, "<li>{} <span>{}, {}</span> {} {}</li>", named, what,
       i18n::date(say.language(), view.edition->zone.day(row.submitted_at)),
       sees_all(view.viewer) || same ? state_tag(say, row.state, row.outcome) : Html(),
       same ? html::tag({.text = say("work.same_service"), .classes = "govuk-tag--yellow"}) : Html());
  }
  if (items.empty()) return {};
  // Folded, but where one asks for the same and is not decided.
  return html::details({.summary = fmt::format("{} ({})", say("work.of_person"), count),
                        .text = make("<ul class=\"b-list\">{}</ul>", items),
                        .open = asked_for_same && count <= kShownUnfolded});
}

Html case_results(const CaseView& view) {
  const auto& codes = view.process().results;
  if (codes.empty()) return {};
  Html items;
  for (auto code = codes.rbegin(); code != codes.rend(); ++code) {
    to(items,
       "<li><a class=\"govuk-link\" href=\"/api/v1/results/{}/pdf\">{}</a><span>{} <a class=\"govuk-link\" "
       "href=\"{}\">{}</a></span></li>",
       *code, view.say(code == codes.rbegin() ? "work.open_result" : "work.open_older_result"),
       grouped_code(*code), fmt::format("/{}/verify/{}", tag(view.say.language()), *code),
       view.say("work.verify"));
  }
  return heading(view.say("work.results")) + make("<ul class=\"b-list\">{}</ul>", items);
}

Html case_events(const CaseView& view, std::size_t first) {
  return events_between(view, first, view.process().timeline.size());
}

Html case_history(const CaseView& view) {
  constexpr std::size_t kUnfolded = 4;
  const std::size_t all = view.process().timeline.size();
  const std::size_t first = all > kUnfolded + 1 ? all - kUnfolded : 0;
  Html earlier;
  if (first > 0)
    earlier = html::details({.summary = view.say.many("work.earlier_n", static_cast<std::int64_t>(first)),
                             .text = events_between(view, 0, first)});
  return heading(view.say("work.timeline")) + earlier + case_events(view, first);
}

}  // namespace biroyna::casework
